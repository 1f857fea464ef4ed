internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import WorkspaceConfiguration

/// Finds records in the state.
struct ErasureSearch {
    let state: OpenedState

    /// All records of the link keys that subjects stand for, all to go; positions of the subjects that the
    /// state does not know.
    func groups(of subjects: [ExplainSubject]) throws -> (groups: [ErasedGroup], unknown: [Int]) {
        // Whether only addresses name it.
        var keys: [Hash128: Bool] = [:]
        var unknown: [Int] = []
        for (position, subject) in subjects.enumerated() {
            if let located = try subject.locate(state) {
                keys[located.linkKey] = subject.isAddress && keys[located.linkKey] ?? true
            } else {
                unknown.append(position)
            }
        }
        var groups: [ErasedGroup] = []
        for (key, isNamedByAddress) in keys.sorted(by: { $0.key < $1.key }) {
            let records = try readGroup(key, state)
            var starts: [UInt32] = []
            try listRecords(records.raw, offset: 0, into: &starts)
            groups.append(
                ErasedGroup(key: key, records: records, starts: starts, staying: [], isNamedByAddress: isNamedByAddress)
            )
        }
        return (groups, unknown)
    }

    /// All records that the entries keep out and that the state has nevertheless: after a restore, or when an
    /// erasure was broken off. Reads the whole state.
    func groups(keptOutBy list: SuppressionList, threads: Int, drain: DrainFlag) throws -> [ErasedGroup] {
        let ranges = StoredRanges(state.store, storeBytes: state.storeBytes, limits: WorkerLimits(workers: threads))
        let keys = state.keys
        return try inParallel(ranges.rangeCount, threads: threads) { range in
            try drain.check()
            var judge = StoredRecordJudge(list, keys)
            var groups: [ErasedGroup] = []
            var starts: [UInt32] = []
            try ranges.forEachGroup(range) { (key, payload) throws(StoreError) in
                starts.removeAll(keepingCapacity: true)
                try listRecords(payload, offset: 0, into: &starts)
                let staying = judge.staying(starts, payload)
                if staying.count == starts.count { return }
                groups.append(ErasedGroup(key: key, records: payload.copied(), starts: starts, staying: staying))
            }
            return groups
        }.flatMap(\.self)
    }
}

extension ErasureSearch {
    /// The rows of holds.csv of all accounts of some countries that are in no profile because of their status, by
    /// country and id. Reads the whole state.
    func excluded(
        of countries: Set<Country>, but erased: ErasedIDs, threads: Int, drain: DrainFlag
    ) throws -> [UInt8] {
        let ranges = StoredRanges(state.store, storeBytes: state.storeBytes, limits: WorkerLimits(workers: threads))
        let key = state.keys.account
        let rows = try inParallel(ranges.rangeCount, threads: threads) { range in
            try drain.check()
            var rows: [[UInt8]] = []
            var starts: [UInt32] = []
            try ranges.forEachGroup(range) { (_, payload) throws(StoreError) in
                starts.removeAll(keepingCapacity: true)
                try listRecords(payload, offset: 0, into: &starts)
                for start in starts {
                    let facts = AccountFacts(payload, at: Int(start))
                    guard facts.kind == .account, facts.flags.status != .active, countries.contains(facts.country),
                        !erased.contains(accountPlace(facts, payload, key: key))
                    else { continue }
                    var row = ByteBuffer(capacity: 64)
                    TableRenderer(records: payload).renderExcluded(
                        facts, facts.flags.status == .blocked ? .blocked : .closed, into: &row)
                    rows.append(row.array())
                }
            }
            return rows
        }.flatMap(\.self)
        return Array(rows.sorted { $0.lexicographicallyPrecedes($1) }.joined())
    }
}

/// Says of stored records whether suppression entries keep them out; its buffers are used again.
struct StoredRecordJudge {
    private let list: SuppressionList
    private let keys: IntakeKeys
    private var address: [UInt8] = []

    init(_ list: SuppressionList, _ keys: IntakeKeys) {
        self.list = list
        self.keys = keys
    }

    /// The records of a group that no entry keeps out.
    mutating func staying(_ starts: [UInt32], _ records: RawSpan) -> [UInt32] {
        var first: Int?
        for (place, start) in starts.enumerated() where keepsOut(AccountFacts(records, at: Int(start)), records) {
            first = place
            break
        }
        guard let first else { return starts }
        var staying = Array(starts[..<first])
        for start in starts[(first + 1)...] where !keepsOut(AccountFacts(records, at: Int(start)), records) {
            staying.append(start)
        }
        return staying
    }

    private mutating func keepsOut(_ facts: AccountFacts, _ records: RawSpan) -> Bool {
        let hasAddress = normalizeAddress(facts, records, into: &address)
        let account = accountIndexKey(facts.country, records.extracting(facts.range(of: .accountID)), key: keys.account)
        let subject = list.subject(facts, records)
        return list.verdict(
            linkKey: hasAddress ? sipHash128(address.raw, key: keys.link) : nil, account: account,
            createdAt: facts.createdAt, subject
        ).isSuppressed
            || list.versions(ofAccount: account, createdAt: facts.createdAt, subject).contains {
                $0.keepsOut(updatedAt: facts.updatedAt, sequence: facts.sequence(records))
            }
    }
}

extension SuppressionList {
    /// A stored record in clear, where `verdict` asks for it.
    func subject(_ facts: AccountFacts, _ records: RawSpan) -> SuppressionSubject? {
        guard needsSubject else { return nil }
        var address: [UInt8] = []
        let hasAddress = normalizeAddress(facts, records, into: &address)
        return SuppressionSubject(
            address: hasAddress ? address : nil, country: facts.country,
            account: records.extracting(facts.range(of: .accountID)).copied())
    }
}

/// The hash of a stored record's address, of whatever generation; `nil` for a record without a usable one.
func addressKey(_ facts: AccountFacts, _ records: RawSpan, _ keys: IntakeKeys) -> Hash128? {
    var address: [UInt8] = []
    return normalizeAddress(facts, records, into: &address) ? sipHash128(address.raw, key: keys.link) : nil
}

/// Puts the address of a stored record into `address` as it was hashed; `false` for a record without a usable one.
private func normalizeAddress(_ facts: AccountFacts, _ records: RawSpan, into address: inout [UInt8]) -> Bool {
    if facts.kind != .account || facts.addressFault != 0 { return false }
    let isPlain = facts.flags.contains(.isPlainAddress)
    let bytes = records.bytes(facts.range(of: isPlain ? .email : .linkKey))
    address.removeAll(keepingCapacity: true)
    for place in bytes.indices {
        let byte = bytes[place]
        address.append(isPlain && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
    return true
}
