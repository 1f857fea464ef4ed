/// A phone field with its notation taken off: what `scanPhone` found.
struct PhoneText {
    enum Shape {
        /// Nothing but white space.
        case absent
        /// Fewer digits than any number has.
        case noNumber
        /// A number that lost digits before it came here.
        case damaged
        /// `digits` hold the number.
        case digits
        /// Letters, more digits than any number has, or another notation: for the library.
        case other
    }

    var shape = Shape.other
    var digits = PhoneDigits()
    /// It was written with `+`.
    var hasPlus = false
    var hasExtension = false
    /// A spreadsheet made a floating-point number of it.
    var isSpreadsheetNumber = false
    /// Shape is `other`, and `digits` are a number before a remark, or before a second number.
    var hasRemark = false
    /// The index of a digit that was written `(0)`, or -1.
    var parenthesizedZero = -1

    /// No numbering plan has numbers this short.
    static let digitCountMin = 3
}

/// Takes the notation off a phone field, in one pass.
///
/// What it understands is what libphonenumber understands alike: any text before the first digit or
/// plus sign, then digits with the punctuation of phone numbers between them, then perhaps an
/// extension. Beyond the library it knows spreadsheet numbers, and the white space and marks that
/// copying puts between digits (docs/phones.md). Everything else has shape `other`.
func scanPhone(_ field: Span<UInt8>) -> PhoneText {
    var text = PhoneText()
    let start = skipToNumber(field, &text)
    guard start < field.count else { return text }

    var index = start
    var separators = 0
    var lastSeparator = -1
    while index < field.count {
        let glyph = phoneGlyph(field, at: index)
        switch glyph.kind {
        case .digit:
            guard text.digits.count < PhoneDigits.countMax else { return text }
            text.digits.append(glyph.digit)
        case .space, .separator:
            separators &+= 1
            lastSeparator = index
            noteParenthesizedZero(field, at: index, &text)
        case .plus, .other:
            return scanTail(field, at: index, from: start, text)
        }
        index &+= glyph.length
    }
    guard text.digits.count >= PhoneText.digitCountMin else {
        text.shape = .noNumber
        return text
    }
    text.shape = .digits
    if separators == 1 { dropDecimalZero(field, pointAt: lastSeparator, &text) }
    return text
}

/// Skips to the first digit, or behind the first plus signs; at the end it knows the shape.
private func skipToNumber(_ field: Span<UInt8>, _ text: inout PhoneText) -> Int {
    var index = 0
    var isBlank = true
    while index < field.count {
        let glyph = phoneGlyph(field, at: index)
        if glyph.kind == .digit || text.hasPlus && glyph.kind != .plus { return index }
        text.hasPlus = glyph.kind == .plus
        isBlank = isBlank && (glyph.kind == .space || field[index] >= 0x09 && field[index] <= 0x0D)
        // A parameter before the number, as `;phone-context=`, changes what it means.
        if field[index] == UInt8(ascii: ";") { return index }
        index &+= glyph.length
    }
    text.shape = isBlank ? .absent : .noNumber
    return index
}

/// Remembers which digit was written `(0)`: a trunk prefix that must not be dialled from abroad.
@inline(__always)
private func noteParenthesizedZero(_ field: Span<UInt8>, at index: Int, _ text: inout PhoneText) {
    guard field[index] == UInt8(ascii: "("), index + 2 < field.count,
        field[index + 1] == UInt8(ascii: "0"), field[index + 2] == UInt8(ascii: ")")
    else { return }
    text.parenthesizedZero = text.digits.count
}

/// What a letter or mark behind the digits begins: an exponent, an extension, or neither.
private func scanTail(
    _ field: Span<UInt8>, at index: Int, from start: Int, _ text: PhoneText
) -> PhoneText {
    var text = text
    if let number = scientificNumber(field, from: start) {
        text.isSpreadsheetNumber = true
        text.digits = number.digits
        text.shape = number.isExact ? .digits : .damaged
    } else if text.digits.count >= PhoneText.digitCountMin, !isBehindSlash(field, index),
        isPhoneExtension(field, from: index)
    {
        text.hasExtension = true
        text.shape = .digits
    } else {
        text.hasRemark = beginsRemark(field, index)
    }
    return text
}

/// `070-123 45 67 (mobil)`, `070-123 45 67, 08-…`: a word apart from the digits, or a comma.
private func beginsRemark(_ field: Span<UInt8>, _ index: Int) -> Bool {
    let byte = field[index]
    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") { return true }
    let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte >= 0x80
    return isLetter && index > 0 && phoneGlyph(field, at: index - 1).kind != .digit
}

/// `/ x12`: the library takes what follows for a second number, and leaves it out.
private func isBehindSlash(_ field: Span<UInt8>, _ index: Int) -> Bool {
    var before = index - 1
    while before >= 0, field[before] == UInt8(ascii: " ") { before -= 1 }
    return before >= 0 && field[before] == UInt8(ascii: "/")
}
