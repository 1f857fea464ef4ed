internal import AccountModel

/// What a shard is doing. Pure: no clock, no file, no `await`.
struct ShardState: ~Copyable {
    enum Phase: Equatable, Sendable {
        /// Nothing is read yet.
        case idle
        /// Batches are read one after the other; this many remain.
        case reading(remaining: Int)
        /// All batches are read; the versions of its accounts are being settled.
        case settling
        /// The coordinator may propose.
        case answering
        /// Stopping: nothing new is read, and no stance is taken.
        case draining
    }

    enum Action: Equatable, Sendable {
        case readNextBatch
        case settleVersions
        case answer
        case stop
    }

    private(set) var phase: Phase = .idle

    mutating func batchesClaimed(_ count: Int) -> Action {
        switch phase {
        case .idle:
            phase = count == 0 ? .settling : .reading(remaining: count)
            return count == 0 ? .settleVersions : .readNextBatch
        case .draining: return .stop
        case .reading, .settling, .answering:
            preconditionFailure("batches are claimed twice in one run")
        }
    }

    mutating func batchRead() -> Action {
        switch phase {
        case .reading(let remaining):
            phase = remaining > 1 ? .reading(remaining: remaining - 1) : .settling
            return remaining > 1 ? .readNextBatch : .settleVersions
        case .draining: return .stop
        case .idle, .settling, .answering:
            preconditionFailure("a batch was read that nobody claimed")
        }
    }

    mutating func versionsSettled() -> Action {
        switch phase {
        case .settling:
            phase = .answering
            return .answer
        case .draining: return .stop
        case .idle, .reading, .answering:
            preconditionFailure("versions are settled before all batches are read")
        }
    }

    /// A proposal before the versions are settled would be about accounts that may still be superseded.
    func proposalArrived() -> Action {
        switch phase {
        case .answering: return .answer
        case .draining: return .stop
        case .idle, .reading, .settling:
            preconditionFailure("a profile is proposed to a shard that is still reading")
        }
    }

    mutating func drainRequested() { phase = .draining }
}
