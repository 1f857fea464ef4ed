/// The slow rewritings that only troubled fields go through. All take and give UTF-8.

func asciiUppercased(_ text: [UInt8]) -> [UInt8] {
    text.map { $0 >= 97 && $0 <= 122 ? $0 - 32 : $0 }
}

/// Capitals at the start and after a dot, and the domain in capitals: `Jo.Hansen7@MAIL.EXAMPLE`.
func capitalized(_ address: [UInt8]) -> [UInt8] {
    var atWordStart = true
    var inDomain = false
    return address.map { byte in
        let isLetter = byte >= 97 && byte <= 122
        let result = isLetter && (atWordStart || inDomain) ? byte - 32 : byte
        if byte == UInt8(ascii: "@") { inDomain = true }
        atWordStart = byte == UInt8(ascii: ".")
        return result
    }
}

/// A Cyrillic letter for the first Latin one that looks the same, in the local part.
func lookAlike(_ address: [UInt8]) -> [UInt8] {
    let twins: [UInt8: String] = [
        97: "а", 101: "е", 111: "о", 99: "с", 112: "р", 120: "х", 105: "і",
    ]
    let local = address.firstIndex(of: UInt8(ascii: "@")) ?? address.count
    guard let place = address[..<local].firstIndex(where: { twins[$0] != nil }) else {
        return Array("а".utf8) + address
    }
    return address[..<place] + Array(twins[address[place]]!.utf8) + address[(place + 1)...]
}

/// Two letters exchanged, or one doubled where the two are equal.
func misspelt(_ address: [UInt8], draw: UInt64) -> [UInt8] {
    var letters = 0
    while letters < address.count, address[letters] >= 97, address[letters] <= 122 { letters += 1 }
    guard letters >= 2 else { return Array("x".utf8) + address }
    let place = Int(draw % UInt64(letters - 1))
    var changed = address
    if changed[place] == changed[place + 1] {
        changed.insert(changed[place], at: place)
    } else {
        changed.swapAt(place, place + 1)
    }
    return changed
}

let invalidAddressCount = 6

/// An address that no mailbox can have.
func invalidAddress(_ address: [UInt8], kind: Int) -> [UInt8] {
    let at = address.firstIndex(of: UInt8(ascii: "@")) ?? address.count
    let local = Array(address[..<at])
    let domain = Array(address[min(at + 1, address.count)...])
    switch kind {
    case 0: return local + domain
    case 1: return local + Array("@@".utf8) + domain
    case 2: return local + Array(" x@".utf8) + domain
    case 3: return Array("@".utf8) + domain
    case 4: return local + Array("@".utf8)
    default: return local + Array("..@".utf8) + domain
    }
}

/// UTF-8 read as Windows-1252 and saved as UTF-8 again.
func mojibake(_ text: [UInt8]) -> [UInt8] {
    var result = ""
    for byte in text { result.unicodeScalars.append(windows1252Scalar(byte)) }
    return Array(result.utf8)
}

func upperCased(_ text: [UInt8]) -> [UInt8] {
    Array(String(decoding: text, as: UTF8.self).uppercased().utf8)
}

/// One slip of the finger: exchanged, doubled, left out or wrong.
func mistyped(_ text: [UInt8], draw: UInt64) -> [UInt8] {
    var letters = Array(String(decoding: text, as: UTF8.self))
    guard letters.count >= 3 else { return text }
    let place = 1 + Int((draw >> 8) % UInt64(letters.count - 2))
    switch draw % 4 {
    case 0 where letters[place] != letters[place + 1]: letters.swapAt(place, place + 1)
    case 1: letters.remove(at: place)
    case 2: letters[place] = letters[place] == "e" ? "r" : "e"
    default: letters.insert(letters[place], at: place)
    }
    return Array(String(letters).utf8)
}

/// A name with a comma, quotation marks or a line break, quoted as RFC 4180 has it.
func quotedName(_ text: [UInt8], draw: UInt64) -> [UInt8] {
    let endings = [", Dr.", " \"\"Max\"\"", "\nJr.", "\r\nJr."]
    return Array("\"".utf8) + text + Array(endings[Int(draw % 4)].utf8) + Array("\"".utf8)
}
