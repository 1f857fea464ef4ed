/// What one character of a phone field means.
struct PhoneGlyph {
    enum Kind { case digit, space, separator, plus, other }

    let kind: Kind
    /// The digit's value; zero for every other kind.
    let digit: UInt8
    /// In bytes.
    let length: Int
}

/// Reads the character at `index`: ASCII at once, everything beyond it by `wideGlyph`.
@inline(__always)
func phoneGlyph(_ field: Span<UInt8>, at index: Int) -> PhoneGlyph {
    let byte = field[index]
    if byte >= 0x80 { return wideGlyph(field, at: index) }
    let digit = byte &- UInt8(ascii: "0")
    if digit < 10 { return PhoneGlyph(kind: .digit, digit: digit, length: 1) }
    return PhoneGlyph(kind: asciiKind(byte), digit: 0, length: 1)
}

@inline(__always)
private func asciiKind(_ byte: UInt8) -> PhoneGlyph.Kind {
    switch byte {
    case UInt8(ascii: " "): .space
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "("),
        UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"):
        .separator
    case UInt8(ascii: "+"): .plus
    default: .other
    }
}

/// Full-width and Arabic-Indic digits, and the spaces, dashes and marks that copying brings along.
///
/// - Returns: Kind `other`, one byte long, for all else, and for bytes that are no UTF-8.
private func wideGlyph(_ field: Span<UInt8>, at index: Int) -> PhoneGlyph {
    let lead = field[index]
    let length = lead < 0xE0 ? 2 : 3
    let other = PhoneGlyph(kind: .other, digit: 0, length: 1)
    guard lead >= 0xC2, lead < 0xF0, index + length <= field.count else { return other }
    var scalar = UInt32(lead & (length == 2 ? 0x1F : 0x0F))
    for offset in 1..<length {
        let byte = field[index + offset]
        guard byte & 0xC0 == 0x80 else { return other }
        scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    let (kind, digit) = meaning(of: scalar)
    return kind == .other ? other : PhoneGlyph(kind: kind, digit: digit, length: length)
}

private func meaning(of scalar: UInt32) -> (kind: PhoneGlyph.Kind, digit: UInt8) {
    switch scalar {
    case 0xFF10...0xFF19: (.digit, UInt8(scalar - 0xFF10))
    case 0x0660...0x0669: (.digit, UInt8(scalar - 0x0660))
    case 0x06F0...0x06F9: (.digit, UInt8(scalar - 0x06F0))
    case 0xFF0B: (.plus, 0)
    // No-break, typographic, narrow and ideographic spaces, zero-width and bidirectional marks.
    case 0x00A0, 0x2000...0x200F, 0x2028...0x202F, 0x205F, 0x2060, 0x2066...0x2069, 0x3000, 0xFEFF:
        (.space, 0)
    // Soft hyphen, hyphens and dashes, minus, full-width punctuation.
    case 0x00AD, 0x2010...0x2015, 0x2212, 0x30FC, 0xFF08, 0xFF09, 0xFF0D...0xFF0F, 0xFF3B, 0xFF3D:
        (.separator, 0)
    default: (.other, 0)
    }
}
