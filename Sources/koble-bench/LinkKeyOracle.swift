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
