internal import Synchronization

/// How many bytes of candidates and index entries are in memory, over all shards.
///
/// Candidates ask (`tryReserve`) and spill when the answer is no; index entries must be had
/// (`reserve`), are bounded on their own, and make candidates spill earlier.
final class ChunkBudget: Sendable {
    private let used = Atomic<Int>(0)
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func tryReserve(_ bytes: Int) -> Bool {
        let total = used.wrappingAdd(bytes, ordering: .relaxed).newValue
        if total <= limit { return true }
        used.wrappingSubtract(bytes, ordering: .relaxed)
        return false
    }

    func reserve(_ bytes: Int) { used.wrappingAdd(bytes, ordering: .relaxed) }

    func release(_ bytes: Int) { used.wrappingSubtract(bytes, ordering: .relaxed) }
}
