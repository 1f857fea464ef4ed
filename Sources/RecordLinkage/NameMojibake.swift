/// Whether a name holds UTF-8 that was read as another encoding, or a letter lost on the way.
///
/// Only sequences that make no sense as text and do make sense as UTF-8 count, so that a correct
/// name is never reported. ASCII leaves at the first pass: the question mark that some exports
/// write for a lost letter is found by comparing names only.
package func hasMojibake(_ name: Span<UInt8>) -> Bool {
    if holdsLoneLettersOnly(name) { return false }
    let scalars = nameScalars(name)
    return scalars.contains(0xFFFD) || repairMojibake(scalars) != nil
}

/// Every letter above ASCII has two bytes and stands between ASCII letters, as in most names. A
/// misread letter is two such letters or more in a row, so there is none.
private func holdsLoneLettersOnly(_ name: Span<UInt8>) -> Bool {
    var offset = 0
    while offset < name.count {
        if name[offset] < 0x80 {
            offset += 1
            continue
        }
        guard name[offset] >= 0xC2, name[offset] < 0xE0, offset + 1 < name.count else {
            return false
        }
        guard name[offset + 1] & 0xC0 == 0x80 else { return false }
        offset += 2
        if offset < name.count, name[offset] >= 0x80 { return false }
    }
    return true
}

/// Two scalars above ASCII in a row, without which nothing was misread.
func mayHoldMisread(_ scalars: [UInt32]) -> Bool {
    var wasHigh = false
    for scalar in scalars {
        let isHigh = scalar >= 0x80
        if isHigh, wasHigh { return true }
        wasHigh = isHigh
    }
    return false
}

/// The encodings in which UTF-8 is read by mistake, most common first.
enum MisreadEncoding: CaseIterable {
    case windows1252, latin1, windows1250, latin2

    var rule: NameRule {
        switch self {
        case .windows1252: .utf8AsWindows1252
        case .latin1: .utf8AsLatin1
        case .windows1250: .utf8AsWindows1250
        case .latin2: .utf8AsLatin2
        }
    }

    /// The byte that this encoding shows as `scalar`, or `nil`.
    func byte(for scalar: UInt32) -> UInt8? {
        if scalar < 0x80 { return nil }
        if scalar < 0xA0 { return hasControl(scalar) ? UInt8(scalar) : nil }
        switch self {
        case .latin1: return scalar <= 0xFF ? UInt8(scalar) : nil
        case .windows1252:
            if scalar <= 0xFF { return UInt8(scalar) }
            return windows1252High.firstIndex(of: scalar).map { UInt8($0 + 0x80) }
        case .windows1250: return windows1250High.firstIndex(of: scalar).map { UInt8($0 + 0x80) }
        case .latin2: return latin2High.firstIndex(of: scalar).map { UInt8($0 + 0xA0) }
        }
    }

    /// ISO encodings have control characters at 0x80 to 0x9F; Windows passes on the bytes it does
    /// not define.
    private func hasControl(_ scalar: UInt32) -> Bool {
        switch self {
        case .latin1, .latin2: true
        case .windows1252: windows1252High[Int(scalar) - 0x80] == 0
        case .windows1250: windows1250High[Int(scalar) - 0x80] == 0
        }
    }
}

/// The scalars repaired by the encoding that explains most of them, or `nil` when nothing in
/// `scalars` is misread UTF-8.
func repairMojibake(_ scalars: [UInt32]) -> [UInt32]? {
    guard mayHoldMisread(scalars) else { return nil }
    var best: (encoding: MisreadEncoding, count: Int)?
    for encoding in MisreadEncoding.allCases {
        let count = decodeMisread(scalars, as: encoding).1
        if count > best?.count ?? 0 { best = (encoding, count) }
    }
    return best.flatMap { repairMojibake(scalars, as: $0.encoding) }
}

/// The scalars repaired from this encoding, or `nil` when they hold nothing of it. What was misread
/// twice is repaired twice.
func repairMojibake(_ scalars: [UInt32], as encoding: MisreadEncoding) -> [UInt32]? {
    let once = decodeMisread(scalars, as: encoding, believingSigns: true).0
    let (twice, count) = decodeMisread(once, as: encoding)
    if once.count < scalars.count, count > 0 { return twice }
    let (repaired, letters) = decodeMisread(scalars, as: encoding)
    return letters > 0 ? repaired : nil
}

/// Decodes every believable sequence and counts the letters won. Signs (¶, ¼) are no letters of
/// names, but the halves of letters that were misread twice.
private func decodeMisread(
    _ scalars: [UInt32], as encoding: MisreadEncoding, believingSigns: Bool = false
) -> ([UInt32], Int) {
    var repaired: [UInt32] = []
    var count = 0
    var index = 0
    while index < scalars.count {
        if let (scalar, length) = misreadScalar(scalars, at: index, as: encoding),
            isBelievable(scalar) || believingSigns && scalar < 0xC0
        {
            repaired.append(scalar)
            index += length
            count += 1
        } else {
            repaired.append(scalars[index])
            index += 1
        }
    }
    return (repaired, count)
}

private func misreadScalar(
    _ scalars: [UInt32], at index: Int, as encoding: MisreadEncoding
) -> (UInt32, Int)? {
    guard scalars[index] >= 0x80, let lead = encoding.byte(for: scalars[index]), lead >= 0xC2,
        lead < 0xF0
    else { return nil }
    let length = lead >= 0xE0 ? 3 : 2
    guard index + length <= scalars.count else { return nil }
    var scalar = UInt32(lead) & (length == 3 ? 0x0F : 0x1F)
    for next in scalars[(index + 1)..<(index + length)] {
        guard let byte = encoding.byte(for: next), byte & 0xC0 == 0x80 else { return nil }
        scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    let previous = index > 0 ? scalars[index - 1] : nameSpace
    let following = index + 2 < scalars.count ? scalars[index + 2] : nameSpace
    let isText =
        length == 3
        ? isLetterNotOrdinal(scalars[index + 1])
        : isPossibleText(scalars[index], scalars[index + 1], after: previous, before: following)
    return isText ? nil : (scalar, length)
}

/// What a name may hold: letters of the twenty countries' alphabets and their neighbours', marks
/// and apostrophes. Letters of Esperanto and Sámi alone are left out: they hide the true encoding.
private func isBelievable(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x108, 0x109, 0x11C, 0x11D, 0x124, 0x125, 0x134, 0x135, 0x15C, 0x15D: false
    case 0x14A...0x14F, 0xD7, 0xF7: false
    case 0xC0...0x17F, 0x18F, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x218...0x21B, 0x259: true
    case 0x300...0x30F, 0x327, 0x328, 0x370...0x3FF, 0x400...0x4FF, 0x1E00...0x1EFF: true
    case 0xA0, 0xB4, 0x2010...0x2015, 0x2018...0x201D: true
    default: false
    }
}

/// Whether a lead (Ã, Ä, Å, Ă, Ĺ …) and what follows can stand in a correct name.
///
/// A sign after it cannot, but for the apostrophes and dashes of Ä and Å. A letter after it can,
/// except where no language has the pair, or where a capital stands inside a word behind a small
/// letter.
private func isPossibleText(
    _ lead: UInt32, _ next: UInt32, after previous: UInt32, before following: UInt32
) -> Bool {
    let isNordic = lead == 0xC4 || lead == 0xC5
    if isNordic, next == 0x2019 || next == 0x2013 || next == 0x2014 { return true }
    guard isLetterNotOrdinal(next) else { return false }
    if isNameLetter(previous), !isCapitalInName(previous), isCapitalInName(lead) { return false }
    switch lead {
    case 0xC2, 0xC3: return false  // Â, Ã: Portuguese, which has no letter of 0x80 to 0xBF.
    case 0xC4: return !lettersNeverAfterA.contains(next)
    case 0xC5: return isCapitalInName(next) && next != 0x178
    case 0x102: return next == 0x15E || next == 0x15F  // Ă: Romanian, with Ş.
    case 0x139:  // Ĺ: Slovak, which begins no name with it, so only among capitals.
        let isSlovak = [0x160, 0x164, 0x17D, 0x13D].contains(next)  // Š, Ť, Ž, Ľ
        return isSlovak && (!isNameLetter(following) || isCapitalInName(following))
    default: return true
    }
}

/// Œ, Ł, Ś, Ź, ƒ and Ÿ: letters of languages that have no Ä.
private let lettersNeverAfterA: [UInt32] = [
    0x152, 0x153, 0x141, 0x142, 0x15A, 0x15B, 0x179, 0x17A, 0x192, 0x178,
]

/// A letter, and not the raised ª or º, which is no part of a word.
private func isLetterNotOrdinal(_ scalar: UInt32) -> Bool {
    isNameLetter(scalar) && scalar != 0xAA && scalar != 0xBA
}

/// The letters that Windows-1252 puts at 0x80 to 0x9F; 0 where it has none.
private let windows1252High: [UInt32] = [
    0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152,
    0, 0x17D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153,
    0, 0x17E,
    0x178,
]

/// Windows-1250 at 0x80 to 0xFF.
private let windows1250High: [UInt32] =
    [
        0x20AC, 0, 0x201A, 0, 0x201E, 0x2026, 0x2020, 0x2021, 0, 0x2030, 0x160, 0x2039, 0x15A,
        0x164, 0x17D, 0x179,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0, 0x2122, 0x161, 0x203A, 0x15B,
        0x165, 0x17E,
        0x17A,
        0xA0, 0x2C7, 0x2D8, 0x141, 0xA4, 0x104, 0xA6, 0xA7, 0xA8, 0xA9, 0x15E, 0xAB, 0xAC, 0xAD,
        0xAE, 0x17B,
        0xB0, 0xB1, 0x2DB, 0x142, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0x105, 0x15F, 0xBB, 0x13D, 0x2DD,
        0x13E, 0x17C,
    ] + centralEuropeanLetters

/// ISO 8859-2 at 0xA0 to 0xFF.
private let latin2High: [UInt32] =
    [
        0xA0, 0x104, 0x2D8, 0x141, 0xA4, 0x13D, 0x15A, 0xA7, 0xA8, 0x160, 0x15E, 0x164, 0x179, 0xAD,
        0x17D, 0x17B,
        0xB0, 0x105, 0x2DB, 0x142, 0xB4, 0x13E, 0x15B, 0x2C7, 0xB8, 0x161, 0x15F, 0x165, 0x17A,
        0x2DD, 0x17E, 0x17C,
    ] + centralEuropeanLetters

/// What Windows-1250 and ISO 8859-2 share at 0xC0 to 0xFF.
private let centralEuropeanLetters: [UInt32] = [
    0x154, 0xC1, 0xC2, 0x102, 0xC4, 0x139, 0x106, 0xC7, 0x10C, 0xC9, 0x118, 0xCB, 0x11A, 0xCD, 0xCE,
    0x10E,
    0x110, 0x143, 0x147, 0xD3, 0xD4, 0x150, 0xD6, 0xD7, 0x158, 0x16E, 0xDA, 0x170, 0xDC, 0xDD,
    0x162, 0xDF,
    0x155, 0xE1, 0xE2, 0x103, 0xE4, 0x13A, 0x107, 0xE7, 0x10D, 0xE9, 0x119, 0xEB, 0x11B, 0xED, 0xEE,
    0x10F,
    0x111, 0x144, 0x148, 0xF3, 0xF4, 0x151, 0xF6, 0xF7, 0x159, 0x16F, 0xFA, 0x171, 0xFC, 0xFD,
    0x163, 0x2D9,
]

/// Whether `damaged` is `whole` with one or more letters lost: "?" or U+FFFD stands for a letter
/// that is no ASCII letter, everything else is equal.
func isWithLostLetters(_ damaged: NameLetters, of whole: NameLetters) -> Bool {
    var at = 0
    var lost = 0
    for letter in damaged {
        guard at < whole.count else { return false }
        let signs = foldLetter(whole, at: at)
        if letter == 0xFFFD || letter == 0x3F, let (_, length) = signs {
            at += length
            lost += 1
        } else {
            guard letter == whole[at] else { return false }
            at += 1
        }
    }
    return lost > 0 && at == whole.count
}

/// Holds a sign that may stand for a lost letter.
func hasLostLetter(_ letters: NameLetters) -> Bool {
    letters.contains { $0 == 0xFFFD || $0 == 0x3F }
}
