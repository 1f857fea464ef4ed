internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// The records of one link key, and which of them go.
struct ErasedGroup: Sendable {
    var key: Hash128
    var records: [UInt8]
    /// Starts of all records, and of those that stay.
    var starts: [UInt32]
    var staying: [UInt32]

    var going: [UInt32] { starts.filter { !staying.contains($0) } }

    /// The records that stay, one after the other; `nil` when none does.
    var remainder: [UInt8]? {
        if staying.isEmpty { return nil }
        return staying.flatMap { start in
            records[Int(start)..<Int(start) + AccountFacts(records.raw, at: Int(start)).byteCount]
        }
    }
}

/// What an erasure takes out of the state.
struct ErasurePlan: Sendable {
    /// By link key, ascending.
    var groups: [ErasedGroup]
    /// What published files are searched for.
    var names: ErasedNames
    /// Places in the accounts index that go, ascending.
    var accounts: [Hash128] = []
    /// Ids of the profiles that go, ascending.
    var profiles: [Hash128] = []
    /// Order references of each person.
    var orders: [[String]] = []
    /// How the counts of the state change.
    var change = StateChange()
    /// Accounts under a legal hold, by country.
    var legalHolds: [Country: Int] = [:]

    private let standing: ConstraintSet

    init(_ groups: [ErasedGroup], _ state: OpenedState) throws {
        self.groups = groups
        standing = try state.store.constraints()
        names = ErasedNames(state.keys)
        for group in groups { try add(group, state) }
        accounts.sort()
        profiles.sort()
        names.accounts = Set(accounts)
        names.profiles = Set(profiles)
        for sibling in try LookAlikeSiblings(state, groups).keys() {
            let before = decided(sibling.starts, sibling.records, sibling.before, state)
            let after = decided(sibling.starts, sibling.records, sibling.after, state)
            change += stateChange(before, sign: -1)
            change += stateChange(after, sign: 1)
        }
        // What people decided about the accounts goes with them, and is a part of the state's digest.
        for (subject, ruling) in standing.rulings where subject.accounts.contains(where: names.accounts.contains) {
            change.digest.remove(digestWord(subject, ruling))
        }
    }

    var orderCount: Int { orders.reduce(0) { $0 + $1.count } }

    private mutating func add(_ group: ErasedGroup, _ state: OpenedState) throws {
        let records = group.records
        var orders: [String] = []
        for start in group.going {
            let facts = AccountFacts(records.raw, at: Int(start))
            accounts.append(place(facts, records, state))
            if facts.kind == .account { change.accounts -= 1 } else { change.markers -= 1 }
            change.digest.remove(facts.contentHash(records.raw))
            if facts.flags.contains(.legalHold) { legalHolds[facts.country, default: 0] += 1 }
            orders += orderReferences(facts, records)
        }
        if !orders.isEmpty { self.orders.append(orders) }
        let mark = try lookAlikeMark(of: group.key, records.raw, group.starts, state.store, state.keys)
        let before = decided(group.starts, records, mark, state)
        let after = decided(group.staying, records, mark, state)
        if !before.members.isEmpty { change += stateChange(before, sign: -1) }
        if !after.members.isEmpty { change += stateChange(after, sign: 1) }
        let staying = profileIDs(after, group, state)
        profiles += profileIDs(before, group, state).filter { !staying.contains($0) }
    }

    private func place(_ facts: AccountFacts, _ records: [UInt8], _ state: OpenedState) -> Hash128 {
        accountIndexKey(facts.country, records.raw.extracting(facts.range(of: .accountID)), key: state.keys.account)
    }

    private func orderReferences(_ facts: AccountFacts, _ records: [UInt8]) -> [String] {
        guard facts.kind == .account, let range = facts.extra(.orders, records.raw) else { return [] }
        return String(decoding: records[range], as: UTF8.self).split(separator: ";").map(String.init)
    }

    private func decided(
        _ starts: [UInt32], _ records: [UInt8], _ mark: LookAlikeMark?, _ state: OpenedState
    ) -> GroupDecision {
        var decision = GroupDecision()
        decision.lookAlike = mark
        let policy = state.inputs.configuration.merge
        for start in starts {
            let facts = AccountFacts(records.raw, at: Int(start))
            guard facts.kind == .account else { continue }
            let rules = StanceRules(
                country: policy[facts.country], launchInstant: policy.launch?.rawValue, asOf: state.facts.asOf)
            decision.members.append(GroupMember(facts, ownStance(facts, records.raw, rules)))
        }
        if !standing.isEmpty {
            standing.constrain(
                &decision, asOf: state.facts.asOf, records.raw, accountKey: state.keys.account)
        }
        if !decision.members.isEmpty { decide(&decision, records.raw, DecisionRules(policy)) }
        return decision
    }

    private func profileIDs(
        _ decision: borrowing GroupDecision, _ group: ErasedGroup, _ state: OpenedState
    ) -> [Hash128] {
        if decision.members.isEmpty { return [] }
        var ids: [Hash128] = decision.joinedCount > 0 ? [profileID(group.key)] : []
        for member in decision.members where hasLocalProfile(member, decision.joinedCount) {
            ids.append(profileID(place(member.facts, group.records, state)))
        }
        return ids
    }
}

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
    func groups(keptOutBy list: SuppressionList, drain: DrainFlag) throws -> [ErasedGroup] {
        var groups: [ErasedGroup] = []
        let ranges = StoredRanges(state.store, storeBytes: state.storeBytes, limits: WorkerLimits(workers: 1))
        for range in 0..<ranges.rangeCount {
            try drain.check()
            try ranges.forEachGroup(range) { (key, payload) throws(StoreError) in
                var starts: [UInt32] = []
                try listRecords(payload, offset: 0, into: &starts)
                let staying = starts.filter {
                    let facts = AccountFacts(payload, at: Int($0))
                    return !list.keepsOut(facts, payload, state.keys)
                }
                if staying.count == starts.count { return }
                let records = copy(payload.bytes, 0..<payload.byteCount)
                groups.append(ErasedGroup(key: key, records: records, starts: starts, staying: staying))
            }
        }
        return groups
    }
}

extension SuppressionList {
    /// Whether an entry keeps a stored record out.
    func keepsOut(_ facts: AccountFacts, _ records: RawSpan, _ keys: IntakeKeys) -> Bool {
        let account = accountIndexKey(
            facts.country, records.extracting(facts.range(of: .accountID)), key: keys.account)
        return verdict(
            linkKey: addressKey(facts, records, keys), account: account, createdAt: facts.createdAt,
            subject(facts, records)
        ).isSuppressed
    }

    /// A stored record in clear, where `verdict` asks for it.
    func subject(_ facts: AccountFacts, _ records: RawSpan) -> SuppressionSubject? {
        guard needsSubject else { return nil }
        return SuppressionSubject(
            address: normalizedAddress(facts, records), country: facts.country,
            account: copy(records.bytes, facts.range(of: .accountID)))
    }
}

/// The hash of a stored record's address, of whatever generation; `nil` for a record without a usable one.
func addressKey(_ facts: AccountFacts, _ records: RawSpan, _ keys: IntakeKeys) -> Hash128? {
    normalizedAddress(facts, records).map { sipHash128($0.raw, key: keys.link) }
}

/// The address of a stored record as it was hashed; `nil` for a record without a usable one.
private func normalizedAddress(_ facts: AccountFacts, _ records: RawSpan) -> [UInt8]? {
    if facts.kind != .account || facts.addressFault != 0 { return nil }
    guard facts.flags.contains(.isPlainAddress) else { return copy(records.bytes, facts.range(of: .linkKey)) }
    let address = records.extracting(facts.range(of: .email))
    var lowercased = [UInt8](repeating: 0, count: address.byteCount + 8)
    lowercaseASCII(address, into: &lowercased)
    return Array(lowercased[0..<address.byteCount])
}
