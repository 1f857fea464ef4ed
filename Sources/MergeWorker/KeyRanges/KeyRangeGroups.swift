internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage

/// An account that came to a link key from another one in this run.
struct Arrival {
    var country: Country
    var account: Hash128
    var otherKey: Hash128
    /// The profile that it was in under the other key; `nil`: in none.
    var formerID: Hash128?
}

/// One link key of a key range: its records before and after this run.
///
/// Its ranges are kept in half the bytes: a key range has tens of thousands of groups.
struct KeyGroup {
    var key: Hash128
    /// Positions in `KeyRangeGroups.after`.
    @Positions var after: Range<Int>
    /// Positions in `KeyRangeGroups.before`.
    @Positions var before: Range<Int>
    /// Positions in `KeyRangeGroups.arrivals` and `.departures`.
    @Positions var arrivals: Range<Int>
    @Positions var departures: Range<Int>
    /// Positions in `KeyRangeGroups.vanishing`.
    @Positions var vanishing = 0..<0
    /// Positions in `KeyRangeGroups.causes`.
    @Positions var causes = 0..<0
    /// Positions in `KeyRangeGroups.vetoing`.
    @Positions var vetoing = 0..<0
    /// Positions in `KeyRangeGroups.erasing`.
    @Positions var erasing = 0..<0

    /// One record, of a key that the state does not know and to which no account has moved.
    var isNewAndAlone: Bool { after.count == 1 && before.isEmpty && arrivals.isEmpty }
}

/// A range of positions in a key range, which has fewer than 2³² of anything.
@propertyWrapper struct Positions {
    private var first: UInt32
    private var end: UInt32

    @inline(__always)
    init(wrappedValue: Range<Int>) {
        first = UInt32(wrappedValue.lowerBound)
        end = UInt32(wrappedValue.upperBound)
    }

    var wrappedValue: Range<Int> {
        @inline(__always) get { Int(first)..<Int(end) }
        @inline(__always) set { self = Positions(wrappedValue: newValue) }
    }
}

/// The records of a key range, sorted and joined with what the state holds under the same keys.
struct KeyRangeGroups {
    /// All records, this run's first.
    var bytes: [UInt8]
    /// Starts of records: by group, ordered by country and account id.
    var after: [UInt32] = []
    var before: [UInt32] = []
    var arrivals: [Arrival] = []
    var departures: [Arrival] = []
    /// Places in the index of accounts that a full snapshot left out.
    var vanishing: [Hash128] = []
    /// What notes say of why a key is looked at; records say it themselves.
    var causes: [ChangeCause] = []
    /// Places in the index of accounts about which a veto stands.
    var vetoing: [Hash128] = []
    /// Places in the index of accounts that their country erased.
    var erasing: [Hash128] = []
    var groups: [KeyGroup] = []
}

/// What a key range needs to know of the run to sort its candidates.
struct KeyRangeContext: Sendable {
    var spill: CandidateSpill
    /// Rows that are not applied, by batch number less `firstBatch`.
    var dropped: [DroppedRows]
    var firstBatch: UInt32
    /// The same of batches of earlier runs that were read again, by number.
    var replayedDropped: [UInt32: DroppedRows] = [:]
    var accountKey: SipKey
    /// Seed of content hashes.
    var contentSeed: UInt64
    /// The state as it was, or `nil` when it is empty.
    var store: StoreEnvironment?
    /// Decides every key of the state, not only those of candidates.
    var whole: WholeState?

    /// Whether some row of some batch was dropped.
    var hasDropped: Bool { dropped.contains { !$0.isEmpty } || !replayedDropped.isEmpty }
}

/// Loads a key range, drops what is not applied, sorts, and joins with the state.
///
/// - Parameter isKept: the candidates stay for another walk.
func gatherKeyRange(_ range: Int, _ context: KeyRangeContext, isKept: Bool = false) throws -> KeyRangeGroups {
    var gathered = KeyRangeGroups(bytes: try context.spill.load(range: range, isKept: isKept))
    var references = collectReferences(gathered.bytes.raw, context)
    sortByKey(&references, rangeBits: context.spill.rangeCount.trailingZeroBitCount)
    sortEqualKeys(&references, gathered.bytes.raw)
    gathered = formGroups(references, gathered.bytes)
    // Under a new key nothing of the state is where it was: all of it came as candidates.
    if let store = context.store, context.whole?.rekeying == nil {
        try joinKeyRange(range, store, context, &gathered)
    }
    if !gathered.vetoing.isEmpty { markVetoed(&gathered, context.accountKey) }
    if !gathered.vanishing.isEmpty { replaceVanished(&gathered, context) }
    return gathered
}

/// Joins the candidates of a key range with what the state holds under the same keys.
private func joinKeyRange(
    _ range: Int, _ store: StoreEnvironment, _ context: KeyRangeContext, _ gathered: inout KeyRangeGroups
) throws {
    let candidateBytes = gathered.bytes.count
    if context.whole != nil {
        try joinWholeState(StoredRanges(store, rangeCount: context.spill.rangeCount), range, &gathered)
    } else {
        try joinState(store, &gathered)
    }
    settleChanges(&gathered, context.accountKey)
    if let rederivation = context.whole?.rederivation {
        rederiveKept(&gathered, behind: candidateBytes, rederivation)
    }
}

private func collectReferences(_ bytes: RawSpan, _ context: KeyRangeContext) -> [CandidateReference] {
    var references: [CandidateReference] = []
    references.reserveCapacity(bytes.byteCount / 160 + 16)
    let hasDropped = context.hasDropped
    var cursor = 0
    while cursor < bytes.byteCount {
        let start = cursor + candidateKeyBytes
        let length = Int(loadHalfWord(bytes, at: start + RecordLayout.byteCount))
        if !hasDropped || !isDropped(bytes, start, context) {
            references.append(CandidateReference(high: loadWord(bytes, at: cursor), start: UInt32(start)))
        }
        cursor = start + length
    }
    return references
}

func isDropped(_ bytes: RawSpan, _ start: Int, _ context: KeyRangeContext) -> Bool {
    let facts = AccountFacts(bytes, at: start)
    if facts.kind.isMove { return false }
    // What an earlier run brought is no row of this one, unless it was read again.
    if facts.batch(bytes) < context.firstBatch {
        return context.replayedDropped[facts.batch(bytes)]?.contains(facts.row(bytes)) ?? false
    }
    return context.dropped[Int(facts.batch(bytes) - context.firstBatch)].contains(facts.row(bytes))
}

/// Appends what the state holds under the keys of the range, in one snapshot and one walk of the cursor.
func joinState(_ store: StoreEnvironment, _ gathered: inout KeyRangeGroups) throws(StoreError) {
    var bytes: [UInt8] = []
    swap(&bytes, &gathered.bytes)
    var groups = gathered.groups
    var before: [UInt32] = []
    _ = try store.read { (transaction) throws(StoreError) in
        try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
            for index in groups.indices {
                let first = before.count
                _ = try cursor.find(groups[index].key) { (payload) throws(StoreError) in
                    let start = bytes.count
                    unsafe payload.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
                    try listRecords(payload, offset: start, into: &before)
                }
                groups[index].before = first..<before.count
            }
        }
    }
    swap(&bytes, &gathered.bytes)
    gathered.groups = groups
    gathered.before = before
}

/// Lists the records of a stored group.
func listRecords(
    _ payload: RawSpan, offset: Int, into starts: inout [UInt32]
) throws(StoreError) {
    var cursor = 0
    while cursor < payload.byteCount {
        guard cursor + RecordLayout.headerBytes <= payload.byteCount else {
            throw StoreError("read a profile", .damaged("a record that is cut"))
        }
        let length = Int(loadHalfWord(payload, at: cursor + RecordLayout.byteCount))
        guard length >= RecordLayout.headerBytes, cursor + length <= payload.byteCount else {
            throw StoreError("read a profile", .damaged("a record of \(length) bytes"))
        }
        starts.append(UInt32(offset + cursor))
        cursor += length
    }
}

/// Works out the accounts of each key after this run: those of before, less the departed and the replaced,
/// plus the new ones.
func settleChanges(_ gathered: inout KeyRangeGroups, _ accountKey: SipKey) {
    var after: [UInt32] = []
    for index in gathered.groups.indices {
        let first = after.count
        appendSettled(gathered.groups[index], gathered, accountKey, to: &after)
        gathered.groups[index].after = first..<after.count
    }
    gathered.after = after
}

private func appendSettled(
    _ group: KeyGroup, _ gathered: borrowing KeyRangeGroups, _ accountKey: SipKey, to after: inout [UInt32]
) {
    let bytes = gathered.bytes.raw
    var fresh = gathered.after[group.after]
    // Looked up, not searched: a hub may lose thousands of accounts in one run.
    let departed = group.departures.isEmpty ? [] : Set(gathered.departures[group.departures].map(\.account))
    for start in gathered.before[group.before] {
        while let next = fresh.first, isRecordBefore(Int(next), Int(start), bytes) {
            after.append(next)
            fresh.removeFirst()
        }
        if let next = fresh.first, !isRecordBefore(Int(start), Int(next), bytes) {
            after.append(next)  // A newer version of the same account.
            fresh.removeFirst()
            continue
        }
        if departed.isEmpty
            || !departed.contains(accountPlace(AccountFacts(bytes, at: Int(start)), bytes, key: accountKey))
        {
            after.append(start)
        }
    }
    after.append(contentsOf: fresh)
}
