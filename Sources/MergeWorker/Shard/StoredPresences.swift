internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// Accounts that full snapshots have told of by rejected rows alone.
///
/// Nothing is known of such an account, but that some snapshots had a row about it: a version that comes later and is
/// older than they are stands. So it is with accounts that an erasure by address keeps out, and that may have left the
/// address before. Kept by a keyed hash that is none of the account's others, with manifest sequence + 1 of the newest
/// snapshot without the account; whoever is not among them was left out by all.
struct StoredPresences: Sendable {
    private let store: StoreEnvironment
    private let keys: SuppressionKeys

    /// `nil` when there are none, so that nothing needs to be asked.
    init?(_ store: StoreEnvironment?, _ keys: SuppressionKeys) throws(StoreError) {
        guard let store else { return nil }
        var isEmpty = true
        try store.read { (transaction) throws(StoreError) in
            try transaction.walk(.presences) { (_, _) throws(StoreError) in
                isEmpty = false
                return false
            }
        }
        if isEmpty { return nil }
        self.store = store
        self.keys = keys
    }

    /// The newest snapshot without the account; `nil`: no row has told of it.
    func absentAt(_ account: Hash128) throws(StoreError) -> UInt32? {
        let bytes = try store.read { (transaction) throws(StoreError) in
            try transaction.value(of: bigEndianBytes(keys.presence(account)), in: .presences)
        }
        return try bytes.map(StoredPresences.mark)
    }

    /// All of one country, by their names.
    func all(of country: Country) throws(StoreError) -> [Hash128: UInt32] {
        let first = Hash128(high: UInt64(country.rawValue) << 59, low: 0)
        var found: [Hash128: UInt32] = [:]
        try store.read { (transaction) throws(StoreError) in
            try transaction.walk(.presences, from: bigEndianBytes(first)) { (key, value) throws(StoreError) in
                guard key.count == 16 else { throw StoredPresences.damaged }
                let account = UndoRecord.hash(key)
                guard account.high >> 59 == first.high >> 59 else { return false }
                found[account] = try StoredPresences.mark(value)
                return true
            }
        }
        return found
    }

    /// The stored form of a mark.
    static func bytes(_ mark: UInt32) -> [UInt8] { bigEndianBytes(UInt64(mark)) }

    /// Whether an entry is one.
    static func isSound(_ key: [UInt8], _ value: [UInt8]?) -> Bool {
        key.count == 16 && value?.count ?? 8 == 8
    }

    private static func mark(_ bytes: [UInt8]) throws(StoreError) -> UInt32 {
        guard bytes.count == 8 else { throw damaged }
        return UInt32(clamping: word(bigEndian: bytes[...]))
    }

    private static var damaged: StoreError {
        StoreError("read whom rejected rows told of", .damaged("an entry"))
    }
}

/// What a run finds about accounts that only rejected rows of full snapshots tell of.
struct PresenceChanges: Sendable {
    /// What becomes of each; `nil`: it is told of no more.
    fileprivate(set) var changes: [Hash128: UInt32?] = [:]

    /// Entries for the store.
    func put(into notes: inout StoreNotes) {
        for (account, mark) in changes.sorted(by: { $0.key < $1.key }) {
            let key = bigEndianBytes(account)
            if let mark {
                notes.entries.append((table: .presences, key: key, value: StoredPresences.bytes(mark)))
            } else {
                notes.removed.append((table: .presences, key: key))
            }
        }
    }
}

/// Finds it, beside the store.
struct PresenceSettling {
    private var found = PresenceChanges()
    private let keys: SuppressionKeys
    /// Those of the state that no row of this run was about: a full snapshot of this run leaves them out.
    private var untold: [Hash128: UInt32] = [:]
    private let stored: StoredPresences?

    init(
        _ stored: StoredPresences?, _ country: Country, _ keys: SuppressionKeys, hasSnapshots: Bool
    ) throws(StoreError) {
        self.stored = stored
        self.keys = keys
        if hasSnapshots, let stored { untold = try stored.all(of: country) }
    }

    /// The newest snapshot without an account that the state does not know.
    func absentAt(_ account: Hash128) throws(StoreError) -> UInt32? { try stored?.absentAt(account) }

    /// Rows tell of the account that are no versions of it.
    mutating func tell(_ account: Hash128, absentAt: UInt32, newest: UInt32) throws(StoreError) {
        let name = keys.presence(account)
        untold[name] = nil
        // Left out by the newest one it is as if nobody had told of it.
        if absentAt < newest { found.changes[name] = absentAt } else { try forget(account) }
    }

    /// The account is known from now on.
    mutating func forget(_ account: Hash128) throws(StoreError) {
        guard let stored else { return }
        let name = keys.presence(account)
        untold[name] = nil
        if try stored.absentAt(account) != nil { found.changes[name] = .some(nil) }
    }

    /// - Parameters:
    ///   - own: the newest full snapshot of this run; zero: none.
    ///   - isAnew: the country is settled anew, and what was known of it before does not count.
    /// - Returns: what the run found. It holds no store, as it is handed from thread to thread.
    mutating func finish(own: UInt32, newest: UInt32, isAnew: Bool) -> PresenceChanges {
        for (account, mark) in untold {
            let absentAt = max(mark, own)
            found.changes[account] = isAnew || absentAt >= newest ? .some(nil) : absentAt
        }
        return found
    }
}
