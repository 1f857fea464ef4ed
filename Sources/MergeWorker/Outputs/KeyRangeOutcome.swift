internal import AccountModel
internal import ByteScanning
internal import MergeReports
internal import RecordLinkage
internal import Synchronization

/// The digest of a set of records: sums of two hashes of each record's content, so that it does not depend on
/// order, on how the records came, or on how often they were touched.
struct SetDigest: Equatable, Sendable {
    var first: UInt64 = 0
    var second: UInt64 = 0

    mutating func insert(_ contentHash: UInt64) {
        first &+= fold(contentHash ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93)
        second &+= fold(contentHash ^ 0xc2b2_ae3d_27d4_eb4f, 0xa076_1d64_78bd_642f)
    }

    mutating func remove(_ contentHash: UInt64) {
        first &-= fold(contentHash ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93)
        second &-= fold(contentHash ^ 0xc2b2_ae3d_27d4_eb4f, 0xa076_1d64_78bd_642f)
    }

    static func += (left: inout SetDigest, right: SetDigest) {
        left.first &+= right.first
        left.second &+= right.second
    }

    var hexadecimal: String { Hash128(high: first, low: second).hexadecimal }
}

/// A change of the profiles table: the new records of a link key, or none.
struct StoreEdit {
    var key: Hash128
    /// Where the records stand: in the key range's own bytes, or in `KeyRangeOutput.groups`.
    var isInGroups: Bool
    /// Empty: the key goes.
    var range: Range<Int>
    /// Where in the key range's own bytes the records stand that the state has under the key; `nil`: it has none.
    var former: Range<Int>?
}

/// How the whole state changes by a part of a run.
struct StateChange: Equatable, Sendable {
    /// Records of accounts, more or less than before.
    var accounts = 0
    /// Records of deleted and erased accounts.
    var markers = 0
    var linkedProfiles = 0
    var singleProfiles = 0
    var localProfiles = 0
    var digest = SetDigest()

    static func += (left: inout StateChange, right: StateChange) {
        left.accounts += right.accounts
        left.markers += right.markers
        left.linkedProfiles += right.linkedProfiles
        left.singleProfiles += right.singleProfiles
        left.localProfiles += right.localProfiles
        left.digest += right.digest
    }
}

/// What deciding one key range writes: the lines of the files, and the changes of the store.
///
/// A value that the decider owns while it writes: an object's fields would cost a check at each step.
struct KeyRangeOutput: ~Copyable {
    var profiles = ByteBuffer()
    var links = ByteBuffer()
    var conflicts = ByteBuffer()
    var conflictRows = ByteBuffer()
    var holds = ByteBuffer()
    var events = ByteBuffer()
    /// Where each event's number of twelve digits stands in `events`; given out when it is written.
    var eventNumbers: [Int] = []
    /// Records of keys with several accounts, one group after the other.
    var groups = ByteBuffer()
    var edits: [StoreEdit] = []
    var renderedAccounts = 0
    /// Holds that end on a day, and so change the decision about their key.
    var dueHolds: [DueHold] = []
    var samples: [ConflictSample] = []
    var localMoves: [LocalMove] = []
    var holdMoves: [HoldMove] = []
    /// Order references of accounts that their country erased.
    var tombstones: [[String]] = []
    /// What the profiles were called before the key changed.
    var rekeyed: [RekeyedProfile] = []
    /// Profiles that an erasure leaves nothing of.
    var erased: [Hash128] = []
    /// How many samples of each kind there are, by `ConflictKind.rawValue`.
    var sampleCounts = [Int](repeating: 0, count: ConflictKind.allCases.count)

    /// Forgets what was written; the buffers keep their room.
    fileprivate mutating func reset(recordBytes: Int) {
        profiles.removeAll()
        // About three times the records: golden values, accounts and constants.
        profiles.reserve(recordBytes * 4)
        links.removeAll()
        conflicts.removeAll()
        conflictRows.removeAll()
        holds.removeAll()
        events.removeAll()
        eventNumbers.removeAll(keepingCapacity: true)
        localMoves.removeAll()
        holdMoves.removeAll()
        tombstones.removeAll()
        rekeyed.removeAll()
        erased.removeAll()
        groups.removeAll()
        edits.removeAll(keepingCapacity: true)
        renderedAccounts = 0
        dueHolds.removeAll(keepingCapacity: true)
        samples.removeAll()
        sampleCounts = [Int](repeating: 0, count: ConflictKind.allCases.count)
    }
}

/// What one key range comes to: outputs, store changes and counts. Written in the order of the ranges.
final class KeyRangeOutcome: @unchecked Sendable {
    // Filled by one worker, then handed on as a whole; never shared while it changes.
    fileprivate(set) var range: Int
    var records: [UInt8] = []
    var output = KeyRangeOutput()
    var statistics = DecisionStatistics()
    var change = StateChange()

    init(range: Int) { self.range = range }

    /// Makes it ready for another key range.
    fileprivate func reset(range: Int, recordBytes: Int) {
        self.range = range
        records = []
        output.reset(recordBytes: recordBytes)
        statistics = DecisionStatistics()
        change = StateChange()
    }
}

/// Outcomes that were written and may be filled again: fresh memory for every key range would cost more than
/// what is written into it. Holds as many as are in flight, no more.
final class OutcomePool: Sendable {
    private let idle = Mutex<[KeyRangeOutcome]>([])

    func take(range: Int, recordBytes: Int) -> KeyRangeOutcome {
        let outcome = idle.withLock { $0.popLast() } ?? KeyRangeOutcome(range: range)
        outcome.reset(range: range, recordBytes: recordBytes)
        return outcome
    }

    /// Gives an outcome back that nobody reads any more.
    func giveBack(_ outcome: KeyRangeOutcome) {
        idle.withLock { $0.append(outcome) }
    }
}
