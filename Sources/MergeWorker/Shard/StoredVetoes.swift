internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore

/// The vetoes of the state: accounts of which some version said `link_consent=declined`.
///
/// Kept in a table of its own, by the account's place in the index, which is a keyed hash. So a veto outlives
/// whatever becomes of the account's record: a newer version without an answer, a delete, a full snapshot.
struct StoredVetoes: Sendable {
    private let store: StoreEnvironment
    /// All of them; `nil` when they are too many to be held.
    private let held: Set<Hash128>?

    /// Vetoes that a run holds: about a MiB. Beyond it each account that comes again costs a look-up.
    private static let heldMax = 1 << 15

    /// `nil` when there are none, so that nothing needs to be asked.
    init?(_ store: StoreEnvironment?) throws(StoreError) {
        guard let store else { return nil }
        var found: Set<Hash128> = []
        try store.forEachVeto { account in
            found.insert(account)
            return found.count <= StoredVetoes.heldMax
        }
        if found.isEmpty { return nil }
        self.store = store
        held = found.count <= StoredVetoes.heldMax ? found : nil
    }

    func contains(_ account: Hash128) throws(StoreError) -> Bool {
        if let held { return held.contains(account) }
        return try store.read { (transaction) throws(StoreError) in
            try transaction.value(of: bigEndianBytes(account), in: .vetoes) != nil
        }
    }
}

extension StoreEnvironment {
    /// Lends the account of each veto, in order, until `body` returns `false`.
    func forEachVeto(_ body: (Hash128) throws(StoreError) -> Bool) throws(StoreError) {
        try read { (transaction) throws(StoreError) in
            try transaction.walk(.vetoes) { (key, _) throws(StoreError) in
                guard key.count == 16 else {
                    throw StoreError("read the vetoes", .damaged("an entry of \(key.count) bytes"))
                }
                return try body(UndoRecord.hash(key))
            }
        }
    }

    /// Their part of the digest of the state.
    func vetoDigest() throws(StoreError) -> SetDigest {
        var digest = SetDigest()
        try forEachVeto { account in
            digest.insert(vetoWord(account))
            return true
        }
        return digest
    }
}

/// What the digest of the state takes of a veto.
func vetoWord(_ account: Hash128) -> UInt64 {
    foldedHash(bigEndianBytes(account).raw, seed: 0x6b6f_626c_655f_7665)
}

/// Vetoes that come or go, with what they do to the digest of the state; in a temporary file.
struct VetoChanges: Sendable {
    var edits = EditRun()
    var digest = SetDigest()
}

/// Collects vetoes that come or go.
struct VetoWriter {
    private let folder: String
    private var writer = EditRunWriter()
    private var isOpen = false
    private var digest = SetDigest()

    init(in folder: String) { self.folder = folder }

    mutating func add(_ account: Hash128) throws(FileFault) {
        try open()
        try writer.append(account, [1].raw)
        digest.insert(vetoWord(account))
    }

    mutating func remove(_ account: Hash128) throws(FileFault) {
        try open()
        try writer.append(account, nil as RawSpan?)
        digest.remove(vetoWord(account))
    }

    private mutating func open() throws(FileFault) {
        if isOpen { return }
        try writer.open(in: folder)
        isOpen = true
    }

    mutating func finish() throws(FileFault) -> VetoChanges {
        VetoChanges(edits: try writer.finish(), digest: digest)
    }
}

/// Marks the records about which a veto stands and that have no answer of their own.
func markVetoed(_ gathered: inout KeyRangeGroups, _ accountKey: SipKey) {
    for group in gathered.groups where !group.vetoing.isEmpty {
        let vetoed = Set(gathered.vetoing[group.vetoing])
        for index in group.after {
            let facts = AccountFacts(gathered.bytes.raw, at: Int(gathered.after[index]))
            guard facts.kind == .account, facts.flags.consent == .unanswered,
                vetoed.contains(accountPlace(facts, gathered.bytes.raw, key: accountKey))
            else { continue }
            let start = gathered.bytes.count
            var record = copy(gathered.bytes.raw.bytes, facts.start..<facts.start + facts.byteCount)
            let flags = facts.flags.union(.vetoed).rawValue
            for place in 0..<4 {
                record[RecordLayout.flags + place] = UInt8(truncatingIfNeeded: flags >> UInt32(place * 8))
            }
            gathered.after[index] = UInt32(start)
            gathered.bytes += record
        }
    }
}
