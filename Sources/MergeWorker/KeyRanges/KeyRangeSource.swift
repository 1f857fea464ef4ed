internal import ByteScanning
internal import MergeStore

/// Where a walk takes its records from: the candidates of a run joined with the state, or the state alone.
///
/// Key ranges are parts of the link keys by their leading bits; each is gathered and decided on its own.
protocol KeyRangeSource: Sendable {
    /// A power of two.
    var rangeCount: Int { get }

    /// The records of one key range, by key, and by country and account id within a key.
    func gather(_ range: Int) throws -> KeyRangeGroups

    /// The records that the state holds under a key that accounts have left.
    func formerRecords(of key: Hash128) throws -> [UInt8]
}

extension KeyRangeSource {
    /// In a state that is decided as it stands no account leaves its key.
    func formerRecords(of key: Hash128) -> [UInt8] { [] }
}

extension KeyRangeContext: KeyRangeSource {
    var rangeCount: Int { spill.rangeCount }

    func gather(_ range: Int) throws -> KeyRangeGroups { try gatherKeyRange(range, self) }

    func formerRecords(of key: Hash128) throws -> [UInt8] {
        try store?.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                try cursor.find(key) { (payload) throws(StoreError) in payload.copied() } ?? []
            }
        } ?? []
    }
}

/// The whole state, as if everything in it were new.
///
/// The caller holds the workspace's lock: each key range is read in a snapshot of its own, so that no long
/// reader keeps pages from being used again.
struct StoredRanges: KeyRangeSource {
    let store: StoreEnvironment
    let rangeCount: Int

    /// - Parameter storeBytes: length of the store, to choose the number of ranges by.
    init(_ store: StoreEnvironment, storeBytes: Int, limits: WorkerLimits) {
        self.store = store
        let wanted = limits.keyRanges > 0 ? limits.keyRanges : storeBytes / limits.keyRangeBytes
        rangeCount = min(StoredRanges.rangesMax, max(1, wanted)).nextPowerOfTwo
    }

    /// - Parameter rangeCount: a power of two.
    init(_ store: StoreEnvironment, rangeCount: Int) {
        self.store = store
        self.rangeCount = rangeCount
    }

    /// A range costs a descent in the store and a message to each shard.
    private static let rangesMax = 1 << 16

    func gather(_ range: Int) throws -> KeyRangeGroups {
        var gathered = KeyRangeGroups(bytes: [])
        try forEachGroup(range) { (key, payload) throws(StoreError) in
            let start = gathered.bytes.count
            unsafe payload.withUnsafeBytes { unsafe gathered.bytes.append(contentsOf: $0) }
            let first = gathered.after.count
            try listRecords(payload, offset: start, into: &gathered.after)
            gathered.groups.append(
                KeyGroup(
                    key: key, after: first..<gathered.after.count, before: 0..<0, arrivals: 0..<0,
                    departures: 0..<0))
        }
        return gathered
    }

    /// Lends each stored group of a key range, in key order.
    func forEachGroup(
        _ range: Int, _ body: (Hash128, RawSpan) throws(StoreError) -> Void
    ) throws(StoreError) {
        // Shifting by 64 gives zero: with one range, every key is in it.
        let shift = UInt64(64 - rangeCount.trailingZeroBitCount)
        _ = try store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                _ = try cursor.seek(Hash128(high: UInt64(range) << shift, low: 0))
                while let key = cursor.key, key.high >> shift == UInt64(range) {
                    try cursor.withPayload { (payload) throws(StoreError) in try body(key, payload) }
                    guard try cursor.next() else { break }
                }
            }
        }
    }
}
