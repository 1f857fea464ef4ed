/// Whether a field of a CSV table for programs needs quotes: a comma, a quote or a control character.
/// - Complexity: O(n), eight bytes at a time.
public func needsCSVQuotes(_ source: RawSpan, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
        guard index + 8 <= source.byteCount else { break }
        if csvMask(withSpaces(loadWord(source, at: index), behind: range.upperBound - index)) != 0 { return true }
        index += 8
    }
    while index < range.upperBound {
        if csvMask(UInt64(loadByte(source, at: index)) | 0x2020_2020_2020_2000) != 0 { return true }
        index += 1
    }
    return false
}

/// The high bit of some byte that needs quotes, if there is one.
@inline(__always)
private func csvMask(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let isControl = (word &- (ones &* 0x20)) & ~word
    let quoted = word ^ (ones &* 0x22)
    let parted = word ^ (ones &* 0x2C)
    return (isControl | ((quoted &- ones) & ~quoted) | ((parted &- ones) & ~parted)) & highs
}
