internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage

/// All standing decisions, by subject and by account.
///
/// In memory as a whole: people decide by the thousand, accounts come by the million. `WorkerLimits` bounds
/// how many there may be.
struct ConstraintSet: Sendable {
    private(set) var rulings: [DecisionSubject: Ruling] = [:]
    private var subjects: [Hash128: [DecisionSubject]] = [:]
    /// The countries with an account that a decision stands about: others need not be asked.
    private var countries: CountrySet = []

    static let empty = ConstraintSet()

    /// Whether nobody ever decided anything: the usual case, which costs a group one look.
    var isEmpty: Bool { rulings.isEmpty }

    var count: Int { rulings.count }

    subscript(subject: DecisionSubject) -> Ruling? { rulings[subject] }

    /// What stands about an account.
    func subjects(of account: Hash128) -> [DecisionSubject] { subjects[account] ?? [] }

    /// Their part of the digest of the state.
    var digest: SetDigest {
        rulings.reduce(into: SetDigest()) { $0.insert(digestWord($1.key, $1.value)) }
    }

    /// Lets a ruling stand.
    mutating func put(_ ruling: Ruling, about subject: DecisionSubject) {
        if rulings.updateValue(ruling, forKey: subject) != nil { return }
        for account in subject.accounts {
            subjects[account, default: []].append(subject)
            // An account's place in the index begins with its country.
            if let country = Country(rawValue: UInt8(account.high >> 59)) { countries.insert(CountrySet(country)) }
        }
    }

    /// What people decided about the accounts of one key, as far as it can have an effect there.
    func constraints(
        _ members: [GroupMember], _ bytes: RawSpan, accountKey: SipKey
    ) -> [HumanConstraint] {
        var places: [Hash128: Int] = [:]
        for index in members.indices where countries.contains(members[index].facts.country) {
            let account = accountPlace(members[index].facts, bytes, key: accountKey)
            if subjects[account] != nil { places[account] = index }
        }
        if places.isEmpty { return [] }
        var constraints: [HumanConstraint] = []
        for (account, index) in places {
            for subject in subjects(of: account) where subject.account == account {
                guard let ruling = rulings[subject],
                    let effect = effect(ruling.verdict, subject, other: places[subject.other])
                else { continue }
                constraints.append(HumanConstraint(member: index, effect, decidedAt: ruling.decidedAt))
            }
        }
        return constraints
    }

    /// Brings what people decided about the members of a group to the decision about it.
    func constrain(_ decision: inout GroupDecision, asOf: Int64, _ bytes: RawSpan, accountKey: SipKey) {
        decision.constraints = constraints(decision.members, bytes, accountKey: accountKey)
        decision.asOf = asOf
    }

    private func effect(
        _ verdict: Ruling.Verdict, _ subject: DecisionSubject, other: Int?
    ) -> HumanConstraint.Effect? {
        switch (verdict, subject.kind) {
        case (.keepApart, .account): .keepApart
        case (.keepApart, .pair): other.map { .keepApartFrom($0) }
        case (.link, .pair): other.map { .link($0) }
        case (.choose, .field): SurvivorshipUnit(name: subject.detail).map { .choose($0) }
        case (.release, .hold): RoleReason(code: subject.detail).map { .release($0) }
        default: nil
        }
    }
}

/// Where an account stands in the accounts index.
func accountPlace(_ facts: AccountFacts, _ bytes: RawSpan, key: SipKey) -> Hash128 {
    accountIndexKey(facts.country, bytes.bytes(facts.range(of: .accountID)).raw, key: key)
}

extension SurvivorshipUnit {
    /// The unit of this name in provenance.
    init?(name: String) {
        guard let unit = SurvivorshipUnit.allCases.first(where: { "\($0.name)" == name }) else { return nil }
        self = unit
    }
}

extension RoleReason {
    /// The reason of this code.
    init?(code: String) {
        guard let reason = RoleReason.allCases.first(where: { "\($0.code)" == code }), reason != .none else {
            return nil
        }
        self = reason
    }
}

extension StoreEnvironment {
    /// All standing decisions.
    func constraints() throws(StoreError) -> ConstraintSet {
        try read { (transaction) throws(StoreError) in
            var set = ConstraintSet()
            try transaction.walk(.constraints) { (key, value) throws(StoreError) in
                guard let subject = DecisionSubject(storeKey: key), let ruling = Ruling(value) else {
                    throw StoreError("read the decisions", .damaged("an entry of \(key.count) bytes"))
                }
                set.put(ruling, about: subject)
                return true
            }
            return set
        }
    }
}

/// The decisions that stand in this run, and those that stood before it.
struct StandingDecisions: Sendable {
    var current = ConstraintSet.empty
    var former = ConstraintSet.empty
}
