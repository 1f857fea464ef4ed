internal import Synchronization

/// The rows of one batch that intake read and that are not applied, one bit a row.
///
/// Candidates are on their way to their key ranges before a country's versions are settled; the walk over
/// the key ranges leaves out what stands here.
struct DroppedRows: Sendable {
    private var words: [UInt64] = []
    /// The whole batch was refused after some of its rows were read.
    var isRefused = false

    mutating func insert(_ row: UInt32) {
        let word = Int(row >> 6)
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(word + 1 - words.count, words.count)))
        }
        words[word] |= 1 << UInt64(row & 63)
    }

    @inline(__always)
    func contains(_ row: UInt32) -> Bool {
        let word = Int(row >> 6)
        return isRefused || word < words.count && words[word] & 1 << UInt64(row & 63) != 0
    }

    /// Whether nothing was dropped, so that nobody needs to ask row by row.
    var isEmpty: Bool { words.isEmpty && !isRefused }
}
