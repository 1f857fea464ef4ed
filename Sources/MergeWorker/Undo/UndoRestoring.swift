internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore

/// What an undo brings back beside its candidates.
struct RestoredRun {
    /// The accounts index as it was.
    let index: EditRun
    /// By how many accounts the state grows.
    let newAccounts: Int
    /// What the vetoes that come back or go do to the digest of the state.
    let vetoDigest: SetDigest
}

/// Turns what a run replaced into candidates of the run that takes it back.
struct UndoRestoring: ~Copyable {
    private let store: StoreEnvironment
    private let services: IntakeServices
    private let writer: CandidateWriter
    private var maker: SkeletonMaker
    private let accountKey: SipKey
    private var index = EditRunWriter()
    private var newAccounts = 0
    private var vetoDigest = SetDigest()

    init(_ store: StoreEnvironment, _ keys: IntakeKeys, _ services: IntakeServices) throws(FileFault) {
        self.store = store
        self.services = services
        accountKey = keys.account
        maker = SkeletonMaker(keys)
        writer = services.spill.borrowWriter()
        try index.open(in: services.temporaryFolder)
    }

    /// Brings the accounts that a run changed as they were before it.
    mutating func restore(_ record: UndoRecord) throws {
        let old = try restoreIndex(record)
        let vetoes = try StoredVetoes(store)
        for entry in record.entries where entry.place == .vetoes {
            let account = UndoRecord.hash(entry.key)
            if try vetoes?.contains(account) == true { vetoDigest.remove(vetoWord(account)) }
            if entry.value != nil { vetoDigest.insert(vetoWord(account)) }
        }
        for entry in record.entries where entry.place == .profiles {
            let key = UndoRecord.hash(entry.key)
            // Also without a changed record: the run may have decided it for another reason.
            try writer.append(key, dueRecord(because: nil).raw)
            guard let payload = entry.value else { continue }
            var starts: [UInt32] = []
            try listRecords(payload.raw, offset: 0, into: &starts)
            for start in starts {
                let facts = AccountFacts(payload.raw, at: Int(start))
                guard old.contains(accountPlace(facts, payload.raw, key: accountKey)) else { continue }
                try writer.append(key, payload.raw.extracting(facts.start..<facts.start + facts.byteCount))
                if maker.make(facts, payload.raw), !maker.isPlain { services.lookAlikes.insert(maker.place) }
            }
        }
    }

    /// Writes the accounts index as it was, and tells the keys that accounts leave.
    /// - Returns: the accounts that were there.
    private mutating func restoreIndex(_ record: UndoRecord) throws -> Set<Hash128> {
        let entries = record.entries.filter { $0.place == .accounts }
        let accounts = entries.map { UndoRecord.hash($0.key) }
        var there: Set<Hash128> = []
        for (place, current) in try IndexReader(store: store).values(of: accounts).enumerated() {
            let account = accounts[place]
            let old = entries[place].value.map { IndexValue($0.raw) }
            newAccounts += (old == nil ? 0 : 1) - (current == nil ? 0 : 1)
            if let old {
                there.insert(account)
                try index.append(account, old)
            } else if current != nil {
                try index.append(account, nil as RawSpan?)
            }
            guard let current, current.linkKey != old?.linkKey else { continue }
            try depart(account, current.linkKey, for: old?.linkKey)
        }
        return there
    }

    /// Takes every account of the state away.
    mutating func empty() throws {
        var gone: [(account: Hash128, key: Hash128)] = []
        _ = try store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.accounts) { (cursor) throws(StoreError) in
                while try cursor.next(), let account = cursor.key {
                    try cursor.withPayload { (payload) throws(StoreError) in
                        gone.append((account, IndexValue(payload).linkKey))
                    }
                }
            }
        }
        for (account, key) in gone {
            try index.append(account, nil as RawSpan?)
            try depart(account, key, for: nil)
        }
        newAccounts = -gone.count
        vetoDigest.take(try store.vetoDigest())
    }

    private func depart(_ account: Hash128, _ key: Hash128, for old: Hash128?) throws(FileFault) {
        guard let country = Country(rawValue: UInt8(account.high >> 59)) else {
            preconditionFailure("an account without a country")
        }
        guard let old else {
            return try writer.append(key, moveRecord(.departure, country, account, other: .zero).raw)
        }
        try announceMove(account, of: country, from: key, to: old, through: writer)
    }

    mutating func finish() throws -> RestoredRun {
        services.spill.giveBack(writer)
        return RestoredRun(index: try index.finish(), newAccounts: newAccounts, vetoDigest: vetoDigest)
    }
}
