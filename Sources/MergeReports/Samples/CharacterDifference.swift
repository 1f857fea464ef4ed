/// Which characters of two values the other one lacks, by their longest common subsequence.
///
/// - Returns: Ranges of character positions in each value, in order and apart.
/// - Complexity: O(n·m) for values of n and m characters; only the first `comparedMax` of each are compared.
func differences(_ left: String, _ right: String) -> (left: [Range<Int>], right: [Range<Int>]) {
    let first = Array(left.prefix(comparedMax))
    let second = Array(right.prefix(comparedMax))
    let width = second.count + 1
    var lengths = [Int](repeating: 0, count: (first.count + 1) * width)
    for row in first.indices.reversed() {
        for column in second.indices.reversed() {
            lengths[row * width + column] =
                first[row] == second[column]
                ? lengths[(row + 1) * width + column + 1] + 1
                : max(lengths[(row + 1) * width + column], lengths[row * width + column + 1])
        }
    }
    var (row, column) = (0, 0)
    var onlyLeft: [Int] = []
    var onlyRight: [Int] = []
    while row < first.count || column < second.count {
        if row < first.count, column < second.count, first[row] == second[column] {
            row += 1
            column += 1
        } else if column == second.count
            || row < first.count && lengths[(row + 1) * width + column] >= lengths[row * width + column + 1]
        {
            onlyLeft.append(row)
            row += 1
        } else {
            onlyRight.append(column)
            column += 1
        }
    }
    return (ranges(onlyLeft), ranges(onlyRight))
}

private let comparedMax = 80

/// Positions in order as ranges.
private func ranges(_ positions: [Int]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for position in positions {
        if let last = found.last, last.upperBound == position {
            found[found.count - 1] = last.lowerBound..<position + 1
        } else {
            found.append(position..<position + 1)
        }
    }
    return found
}
