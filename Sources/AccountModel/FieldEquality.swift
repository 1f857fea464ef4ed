/// Whether two fields hold the same bytes.
/// - Complexity: O(n), eight bytes at a time.
@inlinable
public func areEqual(
    _ left: RawSpan, _ leftField: Range<Int>, _ right: RawSpan, _ rightField: Range<Int>
) -> Bool {
    var rest = leftField.count
    guard rest == rightField.count else { return false }
    var (first, second) = (leftField.lowerBound, rightField.lowerBound)
    while rest > 0, first + 8 <= left.byteCount, second + 8 <= right.byteCount {
        let difference = load(left, first, as: UInt64.self) ^ load(right, second, as: UInt64.self)
        // What stands behind the end of the fields is shifted out: a word holds its first byte lowest.
        if rest <= 8 { return difference.littleEndian &<< UInt64((8 - rest) * 8) == 0 }
        if difference != 0 { return false }
        (first, second, rest) = (first + 8, second + 8, rest - 8)
    }
    while rest > 0 {
        if load(left, first, as: UInt8.self) != load(right, second, as: UInt8.self) { return false }
        (first, second, rest) = (first + 1, second + 1, rest - 1)
    }
    return true
}
