internal import Normalization

/// `koble-bench link-key`: reads one hex-coded e-mail field a line and writes its link key.
///
/// A line of output is the key in hex, or `!` and the reason code. `scripts/oracle-email` compares
/// the lines with what other libraries make of the same fields.
func linkKeyOracle() {
    var key: [UInt8] = []
    while let line = readLine() {
        guard let field = decodedHex(line) else {
            print("!not_hex")
            continue
        }
        if let fault = makeLinkKey(field.span, into: &key) {
            print("!" + fault.code)
        } else {
            print(encodedHex(key))
        }
    }
}

/// `koble-bench link-key-pairs`: tries that the key of a key is the key, for pairs of scalars.
///
/// Two lines of hexadecimal code points with blanks between them: every one of the first line is tried before every
/// one of the second, in a local part and in a domain. `scripts/oracle-pairs` makes the lists.
func linkKeyPairs() {
    func scalars() -> [Unicode.Scalar] {
        (readLine() ?? "").split(separator: " ").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
    }
    let firsts = scalars().map { Array(String($0).utf8) }
    let seconds = scalars().map { Array(String($0).utf8) }
    var (pairs, keys, failures) = (0, 0, 0)
    var key: [UInt8] = []
    var again: [UInt8] = []
    var field: [UInt8] = []
    for first in firsts {
        for second in seconds {
            pairs += 1
            for isDomain in [false, true] {
                field.removeAll(keepingCapacity: true)
                if isDomain { field += "x@a".utf8 }
                field += first
                field += second
                field += isDomain ? "b.no".utf8 : "@c.no".utf8
                if makeUnicodeLinkKey(field.span, into: &key) != nil { continue }
                keys += 1
                if makeUnicodeLinkKey(key.span, into: &again) == nil, again == key { continue }
                failures += 1
                if failures <= 20 { print("differs: " + encodedHex(field)) }
            }
        }
    }
    print("\(pairs) pairs, \(keys) keys, \(failures) with another key")
}

private func decodedHex(_ line: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in line.utf8 {
        guard let digit = Character(Unicode.Scalar(character)).hexDigitValue else { return nil }
        if let first = high {
            bytes.append(first << 4 | UInt8(digit))
            high = nil
        } else {
            high = UInt8(digit)
        }
    }
    return high == nil ? bytes : nil
}

private func encodedHex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
