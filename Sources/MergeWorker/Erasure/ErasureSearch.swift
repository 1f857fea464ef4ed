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
        var keys: Set<Hash128> = []
        var unknown: [Int] = []
        for (position, subject) in subjects.enumerated() {
            if let located = try subject.locate(state) {
                keys.insert(located.linkKey)
            } else {
                unknown.append(position)
            }
        }
        var groups: [ErasedGroup] = []
        for key in keys.sorted() {
            let records = try readGroup(key, state)
            var starts: [UInt32] = []
            try listRecords(records.raw, offset: 0, into: &starts)
            groups.append(ErasedGroup(key: key, records: records, starts: starts, staying: []))
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
        let id = records.extracting(facts.range(of: .accountID))
        return list.verdict(
            linkKey: hasAddress ? sipHash128(address.raw, key: keys.link) : nil,
            account: accountIndexKey(facts.country, id, key: keys.account), createdAt: facts.createdAt,
            list.subject(facts, records)
        ).isSuppressed
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
