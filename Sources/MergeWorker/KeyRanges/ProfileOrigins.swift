internal import AccountModel
internal import ByteScanning
internal import RecordLinkage

/// Tells in which profile an account was under the link key that it has left.
///
/// The key that it comes to knows nothing of the one that it left, which another key range may hold. So the
/// old key is decided here as it was: once for each key range that it sends accounts to.
struct ProfileOrigins<Source: KeyRangeSource> {
    private let source: Source
    private let rules: DecisionRules
    private let decisions: ConstraintSet
    private let lookAlikes: LookAlikeMarks
    private let accountKey: SipKey
    private let asOf: Int64

    /// - Parameters:
    ///   - rules: under which the state was decided, and `decisions`, `asOf` likewise.
    init(
        _ source: Source, rules: DecisionRules, decisions: ConstraintSet, lookAlikes: LookAlikeMarks,
        accountKey: SipKey, asOf: Int64
    ) {
        self.source = source
        self.rules = rules
        self.decisions = decisions
        self.lookAlikes = lookAlikes
        self.accountKey = accountKey
        self.asOf = asOf
    }

    /// Names the former profile of each arrival.
    func name(_ arrivals: inout [Arrival]) throws {
        var indices = arrivals.indices.sorted { arrivals[$0].otherKey < arrivals[$1].otherKey }[...]
        while let first = indices.first {
            let key = arrivals[first].otherKey
            let own = indices.prefix { arrivals[$0].otherKey == key }
            indices = indices.dropFirst(own.count)
            let ids = try profiles(of: key)
            for index in own { arrivals[index].formerID = ids[arrivals[index].account] }
        }
    }

    /// The profile of each account of a key; who is excluded has none.
    private func profiles(of key: Hash128) throws -> [Hash128: Hash128] {
        let records = try source.formerRecords(of: key)
        let bytes = records.raw
        var decision = GroupDecision()
        var starts: [UInt32] = []
        try listRecords(bytes, offset: 0, into: &starts)
        for start in starts {
            let facts = AccountFacts(bytes, at: Int(start))
            guard facts.kind == .account else { continue }
            let stances = StanceRules(
                country: rules.policy[facts.country], launchInstant: rules.launchInstant, asOf: asOf)
            decision.members.append(GroupMember(facts, ownStance(facts, bytes, stances)))
        }
        if decision.members.isEmpty { return [:] }
        if !decisions.isEmpty { decisions.constrain(&decision, asOf: asOf, bytes, accountKey: accountKey) }
        decision.lookAlike = lookAlikes[key]?.before
        RecordLinkage.decide(&decision, bytes, rules)
        var ids: [Hash128: Hash128] = [:]
        for member in decision.members where member.role != .excluded {
            let account = accountPlace(member.facts, bytes, key: accountKey)
            ids[account] = profileID(hasLocalProfile(member, decision.joinedCount) ? account : key)
        }
        return ids
    }
}
