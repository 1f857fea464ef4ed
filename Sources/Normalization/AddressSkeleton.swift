internal import ByteScanning

/// Makes K3, the collision skeleton: what is left of a link key for somebody who only looks at it.
///
/// Compatibility forms, case, accents and look-alikes of Latin, Greek, Cyrillic and other scripts
/// are folded, over the Unicode form of the domain. Two keys with one skeleton can be mistaken for
/// one another; that raises an alert or a report line, and never links.
///
/// - Parameters:
///   - linkKey: a K1.
///   - skeleton: cleared first, then holds the skeleton in UTF-8.
package func makeSkeleton(_ linkKey: Span<UInt8>, into skeleton: inout [UInt8]) {
    replace(&skeleton, with: linkKey)
    if isPlainKey(linkKey) {
        foldPlainLookAlikes(&skeleton)
        return
    }
    var text: [UInt32] = []
    text.reserveCapacity(linkKey.count)
    let isWellFormed = appendScalars(of: linkKey, in: 0..<linkKey.count, to: &text)
    precondition(isWellFormed, "a link key is well-formed UTF-8")
    skeleton.removeAll(keepingCapacity: true)
    for scalar in foldLookAlikes(unicodeForm(of: text)) { appendUTF8(scalar, to: &skeleton) }
    foldPlainLookAlikes(&skeleton)
}

/// Whether a key is ASCII, has no A-label, and none of the few characters that only the tables
/// fold: then its look-alikes among plain keys can be listed (`plainSpellings`).
package func isPlainKey(_ linkKey: Span<UInt8>) -> Bool {
    if isSurelyPlain(linkKey.raw) { return true }
    var previous: UInt8 = 0
    var isPlain = true
    for place in linkKey.indices {
        let byte = linkKey[place]
        let isFolded =
            byte == UInt8(ascii: "`") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "|")
        let isReserved = byte == UInt8(ascii: "-") && previous == byte
        isPlain = isPlain && byte < 0x80 && !isFolded && !isReserved
        previous = byte
    }
    return isPlain
}

/// Whether a key is ASCII without any of the characters that `isPlainKey` has to look at, hyphens among them:
/// nearly every key. Eight bytes at a time; a zero that fills the last word is none of them.
func isSurelyPlain(_ key: RawSpan) -> Bool {
    var found: UInt64 = 0
    var place = 0
    while place + 8 <= key.byteCount {
        found |= unsureMask(loadWord(key, at: place))
        place += 8
    }
    return found | unsureMask(loadTail(key, from: place)) == 0
}

/// The high bit of some byte if a byte is no ASCII, a backtick, a percent sign, a bar or a hyphen.
@inline(__always)
private func unsureMask(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func equal(_ byte: UInt8) -> UInt64 {
        let difference = word ^ (ones &* UInt64(byte))
        return (difference &- ones) & ~difference
    }
    let marked =
        word | equal(UInt8(ascii: "`")) | equal(UInt8(ascii: "%")) | equal(UInt8(ascii: "|"))
        | equal(UInt8(ascii: "-"))
    return marked & (ones &* 0x80)
}

/// Folds 0 to o, 1 to l and "rn" to m, the look-alikes that a plain key can have.
///
/// The tables write every m as "rn", so folded text has the pair and no m before this.
private func foldPlainLookAlikes(_ key: inout [UInt8]) {
    var length = 0
    var bytes = key.mutableSpan
    var previous: UInt8 = 0
    for place in bytes.indices {
        var byte = bytes[place]
        if byte == UInt8(ascii: "0") { byte = UInt8(ascii: "o") }
        if byte == UInt8(ascii: "1") { byte = UInt8(ascii: "l") }
        if byte == UInt8(ascii: "n"), previous == UInt8(ascii: "r") {
            bytes[length &- 1] = UInt8(ascii: "m")
        } else {
            bytes[length] = byte
            length &+= 1
        }
        previous = byte
    }
    key.removeLast(key.count - length)
}

/// Folds until nothing changes: a mapped scalar can compose with its neighbour into another one.
private func foldLookAlikes(_ text: [UInt32]) -> [UInt32] {
    var text = text
    for _ in 0..<foldingRoundsMax {
        var folded: [UInt32] = []
        folded.reserveCapacity(text.count + 8)
        normalizeNFC(&text)
        var all: UInt32 = 0
        for scalar in text where !isAccent(scalar) {
            let start = folded.count
            UnicodeTables.pinned.appendSkeleton(scalar, to: &folded)
            for place in start..<folded.count { all |= folded[place] }
        }
        // ASCII that the tables have made stays as it is: nothing composes, and no fold is folded again.
        if all < 0x80 || folded == text { return folded }
        text = folded
    }
    return text
}

/// Two rounds settle nearly all text; the rest is a bound.
private let foldingRoundsMax = 8

/// Combining marks that Latin, Greek and Cyrillic letters carry. Marks of other scripts are
/// letters.
private func isAccent(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x300...0x36F, 0x483...0x489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF,
        0xFE20...0xFE2F:
        true
    default: false
    }
}

/// The key with each A-label of its domain as the U-label that people see.
private func unicodeForm(of key: [UInt32]) -> [UInt32] {
    guard let at = key.lastIndex(of: 0x40) else { preconditionFailure("a link key has an at-sign") }
    var text = Array(key[...at])
    for label in key[(at + 1)...].split(separator: 0x2E, omittingEmptySubsequences: false) {
        if label.starts(with: [0x78, 0x6E, 0x2D, 0x2D]),
            let decoded = decodePunycode(label.dropFirst(4))
        {
            text += decoded
        } else {
            text += label
        }
        text.append(0x2E)
    }
    text.removeLast()
    return text
}

/// Makes skeletons one after the other; says what `makeSkeleton` says, and remembers domains.
///
/// A skeleton is that of the local part, the at-sign and that of the domain: nothing composes or folds across an
/// at-sign.
package struct DomainSkeletons {
    private var domains = DomainMemo()

    /// An empty memory.
    package init() {}

    /// As `makeSkeleton`, of a key that is not plain.
    package mutating func make(_ linkKey: Span<UInt8>, into skeleton: inout [UInt8]) {
        let split = placeBehindAt(linkKey.raw)
        let domain = linkKey.raw.extracting(split..<linkKey.count)
        let isLocalPartPlain = split > 0 && isPlainKey(linkKey.extracting(0..<split - 1))
        if isLocalPartPlain {
            replace(&skeleton, with: linkKey.extracting(0..<split))
            foldPlainLookAlikes(&skeleton)
            if domains.append(domain, to: &skeleton) { return }
        }
        makeSkeleton(linkKey, into: &skeleton)
        if isLocalPartPlain {
            domains.remember(domain, skeleton.span.extracting(placeBehindAt(skeleton.raw)..<skeleton.count))
        }
    }
}
