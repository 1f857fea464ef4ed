/// Normalization form C by the pinned tables (UAX 15), in place.
///
/// `text` is the scalars of a local part or a label: short, so marks are sorted by insertion.
func normalizeNFC(_ text: inout [UInt32]) {
    guard mayNeedNFC(text) else { return }
    var decomposed: [UInt32] = []
    decomposed.reserveCapacity(text.count * 2)
    for scalar in text { appendCanonicalDecomposition(of: scalar, to: &decomposed) }
    orderMarks(&decomposed)
    compose(&decomposed)
    text = decomposed
}

/// Whether `text` is already in NFC.
func isNFC(_ text: [UInt32]) -> Bool {
    guard mayNeedNFC(text) else { return true }
    var normalized = text
    normalizeNFC(&normalized)
    return normalized == text
}

/// The quick check of UAX 15: false only if NFC surely changes nothing.
private func mayNeedNFC(_ text: [UInt32]) -> Bool {
    let tables = UnicodeTables.pinned
    var previousClass: UInt32 = 0
    for scalar in text {
        guard scalar >= 0xC0 else {
            previousClass = 0
            continue
        }
        let traits = tables.traits(of: scalar)
        let markClass = traits.combiningClass
        if traits.mayChangeInNFC || (markClass != 0 && previousClass > markClass) { return true }
        previousClass = markClass
    }
    return false
}

/// The arithmetic of Hangul syllables (Unicode, section 3.12).
private enum Hangul {
    static let syllables: UInt32 = 0xAC00
    static let leads: UInt32 = 0x1100
    static let vowels: UInt32 = 0x1161
    static let trails: UInt32 = 0x11A7
    static let leadCount: UInt32 = 19
    static let vowelCount: UInt32 = 21
    static let trailCount: UInt32 = 28
    static let syllableCount: UInt32 = 11172

    static func appendParts(of index: UInt32, to output: inout [UInt32]) {
        output.append(leads + index / (vowelCount * trailCount))
        output.append(vowels + index % (vowelCount * trailCount) / trailCount)
        let trail = index % trailCount
        if trail != 0 { output.append(trails + trail) }
    }

    static func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        let lead = first &- leads
        let vowel = second &- vowels
        if lead < leadCount, vowel < vowelCount {
            return syllables + (lead * vowelCount + vowel) * trailCount
        }
        let syllable = first &- syllables
        let trail = second &- trails
        if syllable < syllableCount, syllable % trailCount == 0, trail > 0, trail < trailCount {
            return first + trail
        }
        return nil
    }
}

private func appendCanonicalDecomposition(of scalar: UInt32, to output: inout [UInt32]) {
    let syllable = scalar &- Hangul.syllables
    if syllable < Hangul.syllableCount {
        Hangul.appendParts(of: syllable, to: &output)
    } else {
        UnicodeTables.pinned.appendDecomposed(scalar, to: &output)
    }
}

/// Puts each run of marks into the order of their combining classes, stably.
private func orderMarks(_ text: inout [UInt32]) {
    let tables = UnicodeTables.pinned
    let classes = text.map { tables.traits(of: $0).combiningClass }
    var start = 0
    while start < text.count {
        guard classes[start] != 0 else {
            start += 1
            continue
        }
        var end = start + 1
        while end < text.count, classes[end] != 0 { end += 1 }
        if end - start > 1 {
            // Swift's sort is stable in fact but not in word, so the place decides among equals.
            let order = (start..<end).sorted { (classes[$0], $0) < (classes[$1], $1) }
            text.replaceSubrange(start..<end, with: order.map { text[$0] })
        }
        start = end
    }
}

/// Composes decomposed, ordered text in place.
private func compose(_ text: inout [UInt32]) {
    let tables = UnicodeTables.pinned
    var length = 0  // of the composed text, which is written over the front of `text`
    var starter: Int?
    var lastClass: UInt32 = 0
    for scalar in text {
        let markClass = tables.traits(of: scalar).combiningClass
        if let place = starter {
            let isBlocked = length > place + 1 && lastClass >= markClass
            if !isBlocked, let composite = composite(text[place], scalar) {
                text[place] = composite
                continue
            }
        }
        if markClass == 0 { starter = length }
        lastClass = markClass
        text[length] = scalar
        length += 1
    }
    text.removeLast(text.count - length)
}

private func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.composite(first, second) ?? UnicodeTables.pinned.composite(first, second)
}
