/// Whether two link keys are one slip of the fingers apart: a byte more, less or another one, or two neighbours
/// that changed places (Damerau 1964).
///
/// - Complexity: O(n), no allocation.
package func isOneSlipApart(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    if left.count > right.count { return isOneSlipApart(right, left) }
    if right.count - left.count > 1 { return false }
    var start = 0
    while start < left.count, left[start] == right[start] { start += 1 }
    if left.count < right.count { return haveEqualEnds(left, from: start, right, from: start + 1) }
    if start == left.count { return false }  // The same address.
    if haveEqualEnds(left, from: start + 1, right, from: start + 1) { return true }
    return start + 1 < left.count && left[start] == right[start + 1] && left[start + 1] == right[start]
        && haveEqualEnds(left, from: start + 2, right, from: start + 2)
}

private func haveEqualEnds(_ left: Span<UInt8>, from one: Int, _ right: Span<UInt8>, from other: Int) -> Bool {
    guard left.count - one == right.count - other else { return false }
    var offset = 0
    while one + offset < left.count {
        if left[one + offset] != right[other + offset] { return false }
        offset += 1
    }
    return true
}
