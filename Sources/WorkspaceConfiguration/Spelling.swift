/// The candidate that a misspelt word most likely means, or `nil` when none is near.
package func nearestSpelling(to word: String, among candidates: [String]) -> String? {
    let typed = normalized(word)
    let distances = candidates.map { ($0, editDistance(typed, normalized($0))) }
    guard let best = distances.min(by: { $0.1 < $1.1 }) else { return nil }
    return best.1 <= max(1, typed.count / 3) ? best.0 : nil
}

/// A sentence that offers the nearest candidate, or all of them.
package func spellingHint(for word: String, among candidates: [String]) -> String {
    if let nearest = nearestSpelling(to: word, among: candidates) {
        return "Did you mean \(nearest)?"
    }
    return "Possible: \(candidates.joined(separator: ", "))."
}

private func normalized(_ word: String) -> [UInt8] {
    word.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
}

/// How many insertions, deletions, replacements and swaps of neighbours lie between two words.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
        var current = [row + 1]
        for column in 0..<right.count {
            let replacement = previous[column] + (left[row] == right[column] ? 0 : 1)
            var best = min(replacement, previous[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                best = min(best, beforePrevious[column - 1] + 1)
            }
            current.append(best)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[right.count]
}
