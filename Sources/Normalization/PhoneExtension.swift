/// Whether the rest of the field is an extension: `x12`, `ext. 12`, `;ext=12`, `#12`.
///
/// A strict part of libphonenumber's grammar, in ASCII: a label, `.` or `:`, spaces, one to seven
/// digits, perhaps `#`. Whoever writes otherwise is read by the library.
func isPhoneExtension(_ field: Span<UInt8>, from start: Int) -> Bool {
    var index = skipExtensionLabel(field, from: start)
    guard index > start else { return false }
    index = skipSpaces(field, from: index)
    let digitsStart = index
    while index < field.count, field[index] &- UInt8(ascii: "0") < 10 { index += 1 }
    guard index > digitsStart, index - digitsStart <= 7 else { return false }
    if index < field.count, field[index] == UInt8(ascii: "#") { index += 1 }
    return skipSpaces(field, from: index) == field.count
}

/// The end of the label that begins at `start`, or `start` when there is none.
private func skipExtensionLabel(_ field: Span<UInt8>, from start: Int) -> Int {
    var index = start
    let isParameter = field[index] == UInt8(ascii: ";")
    if isParameter || field[index] == UInt8(ascii: "#") { index += 1 }
    let (word, end) = packedWord(field, from: index)
    index = end
    if isParameter {
        return word == ext && index < field.count && field[index] == UInt8(ascii: "=")
            ? index + 1 : start
    }
    switch word {
    case 0: guard index > start else { return start }  // "#" alone
    case x, ext, extn, extension_: guard field[start] != UInt8(ascii: "#") else { return start }
    default: return start
    }
    if index < field.count, field[index] == UInt8(ascii: ".") || field[index] == UInt8(ascii: ":") {
        index += 1
    }
    return index
}

/// The ASCII letters from `start`, five bits each without regard to case, and where they end.
private func packedWord(_ field: Span<UInt8>, from start: Int) -> (word: UInt64, end: Int) {
    var index = start
    var word: UInt64 = 0
    while index < field.count, (field[index] | 0x20) &- UInt8(ascii: "a") < 26, index - start < 12 {
        word = word << 5 | UInt64(field[index] & 0x1F)
        index += 1
    }
    return (word, index)
}

private let x: UInt64 = 24
private let ext: UInt64 = 5 << 10 | 24 << 5 | 20
private let extn: UInt64 = ext << 5 | 14
private let extension_: UInt64 = ext << 30 | 5 << 25 | 14 << 20 | 19 << 15 | 9 << 10 | 15 << 5 | 14

private func skipSpaces(_ field: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < field.count, field[index] == UInt8(ascii: " ") { index += 1 }
    return index
}
