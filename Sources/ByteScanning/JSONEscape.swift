/// Whether some byte must be escaped in a JSON string: a control character, `"` or `\`.
/// - Complexity: O(n), sixteen bytes at a time.
public func needsJSONEscape(_ bytes: RawSpan) -> Bool { hasByteToEscape(bytes) }

/// The high bit of each byte that JSON must escape.
@inline(__always)
func escapeMask(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let isControl = (word &- (ones &* 0x20)) & ~word
    let quoted = word ^ (ones &* 0x22)
    let slashed = word ^ (ones &* 0x5C)
    return (isControl | ((quoted &- ones) & ~quoted) | ((slashed &- ones) & ~slashed)) & highs
}

/// The first `count` bytes of a word, and spaces behind them.
@inline(__always)
func withSpaces(_ word: UInt64, behind count: Int) -> UInt64 {
    let behind = ~UInt64(0) << UInt64(max(0, min(count, 8)) * 8)
    return (word & ~behind) | (0x2020_2020_2020_2020 & behind)
}

/// Whether some byte is a control character: below 0x20, or 0x7F.
/// - Complexity: O(n), eight bytes at a time.
public func hasControlCharacter(_ bytes: RawSpan) -> Bool {
    var offset = 0
    var found: UInt64 = 0
    while offset + 8 <= bytes.byteCount {
        found |= controlMask(loadWord(bytes, at: offset))
        offset += 8
    }
    let rest = bytes.byteCount - offset
    // Missing bytes of the tail count as spaces, not as NUL.
    let filler: UInt64 = rest == 0 ? ~0 : ~((1 << UInt64(rest * 8)) &- 1)
    return found | controlMask(loadTail(bytes, from: offset) | (0x2020_2020_2020_2020 & filler)) != 0
}

/// The high bit of some byte, if one is a control character.
@inline(__always)
private func controlMask(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let deleted = word ^ (ones &* 0x7F)
    return (((word &- (ones &* 0x20)) & ~word) | ((deleted &- ones) & ~deleted)) & (ones &* 0x80)
}
