/// A name as lower-case, canonically decomposed scalars, its white space trimmed and collapsed.
///
/// Two spellings that differ in case, white space or normal form only have equal letters.
typealias NameLetters = [UInt32]

let nameSpace: UInt32 = 0x20

/// Reads UTF-8 leniently: a byte that is none becomes U+FFFD, as a lost letter.
func nameScalars(_ bytes: Span<UInt8>) -> [UInt32] {
    var scalars: [UInt32] = []
    scalars.reserveCapacity(bytes.count)
    var offset = 0
    while offset < bytes.count {
        let (scalar, length) = nameScalar(bytes, at: offset)
        scalars.append(scalar)
        offset += length
    }
    return scalars
}

/// The scalar at `offset` and how many bytes it takes.
func nameScalar(_ bytes: Span<UInt8>, at offset: Int) -> (UInt32, Int) {
    let lead = bytes[offset]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, lead < 0xF5, offset + length <= bytes.count else { return (0xFFFD, 1) }
    var scalar = UInt32(lead) & (0x7F >> UInt32(length))
    for next in (offset + 1)..<(offset + length) {
        guard bytes[next] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
        scalar = scalar << 6 | UInt32(bytes[next] & 0x3F)
    }
    return (scalar, length)
}

/// Lower-cases, decomposes and tidies the white space of `scalars`.
func nameLetters(_ scalars: [UInt32]) -> NameLetters {
    var letters = NameLetters()
    letters.reserveCapacity(scalars.count + 4)
    var spacePending = false
    for scalar in scalars {
        if isIgnorableInName(scalar) { continue }
        if isSpaceInName(scalar) {
            spacePending = !letters.isEmpty
            continue
        }
        if spacePending {
            letters.append(nameSpace)
            spacePending = false
        }
        appendDecomposed(scalar, to: &letters)
    }
    orderMarks(&letters)
    return letters
}

/// White space of Unicode and the controls of ASCII: an export may hold a tab or a line end in a
/// name. U+0080 to U+009F are left: in a name they are halves of misread letters.
func isSpaceInName(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0...0x20, 0x7F, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
}

/// Invisible scalars that copying leaves behind: soft hyphen, zero-width and direction marks, BOM.
func isIgnorableInName(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF: true
    default: false
    }
}

private func appendDecomposed(_ scalar: UInt32, to letters: inout NameLetters) {
    if scalar < 0xC0 {
        let isCapital = scalar >= 0x41 && scalar <= 0x5A
        letters.append(isCapital ? scalar | 0x20 : scalar)
        return
    }
    guard let entry = nameLetterEntry(scalar) else {
        letters.append(scalar)
        return
    }
    letters.append(UInt32(truncatingIfNeeded: entry &>> 32) & 0xFFFF)
    let first = UInt32(truncatingIfNeeded: entry &>> 16) & 0xFFFF
    let second = UInt32(truncatingIfNeeded: entry) & 0xFFFF
    if first != 0 { letters.append(first) }
    if second != 0 { letters.append(second) }
}

/// Binary search in the pinned table.
private func nameLetterEntry(_ scalar: UInt32) -> UInt64? {
    guard scalar <= 0xFFFF else { return nil }
    var low = 0
    var high = nameLetterTable.count
    while low < high {
        let middle = (low + high) / 2
        let found = UInt32(truncatingIfNeeded: nameLetterTable[middle] &>> 48)
        if found == scalar { return nameLetterTable[middle] }
        if found < scalar { low = middle + 1 } else { high = middle }
    }
    return nil
}

/// Canonical ordering: a stable sort of each run of marks by combining class.
private func orderMarks(_ letters: inout NameLetters) {
    guard letters.count > 1 else { return }
    for index in 1..<letters.count where isNameMark(letters[index]) {
        let mark = letters[index]
        let markClass = nameMarkClass(mark)
        var hole = index
        while markClass != 0, hole > 0, nameMarkClass(letters[hole - 1]) > markClass {
            letters[hole] = letters[hole - 1]
            hole -= 1
        }
        letters[hole] = mark
    }
}

/// A combining mark of U+0300 to U+036F.
func isNameMark(_ scalar: UInt32) -> Bool { scalar >= 0x300 && scalar <= 0x36F }

private func nameMarkClass(_ scalar: UInt32) -> UInt8 {
    guard isNameMark(scalar) else { return 0 }
    for run in nameMarkClasses where scalar >= run.0 && scalar <= run.1 { return run.2 }
    return 0
}

/// A letter, as far as names go: everything but white space, digits, signs and marks.
func isNameLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x61...0x7A, 0x41...0x5A, 0xAA, 0xBA: true
    case 0..<0xC0, 0xD7, 0xF7: false
    case 0x2B0...0x36F, 0x2000...0x2BFF, 0x3000...0x303F: false
    case 0xE000...0xF8FF, 0xFE00...0xFE6F, 0xFFF0...0xFFFF: false
    case 0x1F000...0x1FAFF, 0xE0000...: false
    default: true
    }
}

/// Capitals of the Latin, Greek and Cyrillic letters that names are written in.
func isCapitalInName(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x41...0x5A, 0xC0...0xDE, 0x178, 0x386...0x38F, 0x391...0x3AB, 0x400...0x42F: true
    case 0x139...0x148, 0x179...0x17E: scalar & 1 == 1
    case 0x100...0x137, 0x14A...0x177, 0x460...0x4FF, 0x1E00...0x1EFF: scalar & 1 == 0
    default: false
    }
}
