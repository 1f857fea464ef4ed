internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// Tells what is known of a profile, an account or an address; `nil` when the state does not know it.
///
/// Decides again about the one link key, as of the last run, with the same functions as a run.
package func performExplain(_ subject: ExplainSubject, _ inputs: StateInputs) throws -> Explanation? {
    let state = try OpenedState.decided(inputs)
    guard let located = try subject.locate(state) else { return nil }
    var explanation = try explain(located, state, standing: try state.store.constraints())
    let ids = Set(([explanation.profileId] + explanation.accounts.map(\.profileId)).compactMap { $0 })
    let published = try publishedEvents(of: ids, state, bytesMax: Explanation.eventBytesMax)
    explanation.history.leftOut = published.leftOut
    explanation.history.events = published.events.map { event in
        Explanation.Event(
            run: event.run, change: String(event.type.split(separator: ".").last ?? ""), profileId: event.subject,
            causes: event.causes)
    }
    return explanation
}

extension Explanation {
    /// A file of events that is looked through in half a second; a first load of millions has a longer one.
    static let eventBytesMax = 256 << 20
}

/// Tells what is known of a subject.
/// - Parameter standing: people's decisions, as they are or as they would be.
func explain(_ located: LocatedSubject, _ state: OpenedState, standing: ConstraintSet) throws -> Explanation {
    let records = try readGroup(located.linkKey, state)
    var starts: [UInt32] = []
    try listRecords(records.raw, offset: 0, into: &starts)
    return try GroupExplainer(state, located, records, starts, standing).explain()
}

/// The records of one link key.
func readGroup(_ key: Hash128, _ state: OpenedState) throws(StoreError) -> [UInt8] {
    let found = try state.store.read { (transaction) throws(StoreError) in
        try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
            try cursor.find(key) { (payload) throws(StoreError) in
                unsafe payload.withUnsafeBytes { unsafe [UInt8]($0) }
            }
        }
    }
    guard let records = found ?? nil else {
        throw StoreError("read a profile", .damaged("an account whose link key has no records"))
    }
    return records
}

/// Explains the accounts of one link key.
private struct GroupExplainer {
    private let state: OpenedState
    private let located: LocatedSubject
    private let records: [UInt8]
    private let starts: [UInt32]
    private var stances: [Int: Stance] = [:]
    private var decision = GroupDecision()
    private let standing: ConstraintSet

    init(
        _ state: OpenedState, _ located: LocatedSubject, _ records: [UInt8], _ starts: [UInt32],
        _ standing: ConstraintSet
    ) throws {
        self.standing = standing
        self.state = state
        self.located = located
        self.records = records
        self.starts = starts
        let policy = state.inputs.configuration.merge
        for start in starts {
            let facts = AccountFacts(records.raw, at: Int(start))
            guard facts.kind == .account else { continue }
            let rules = StanceRules(
                country: policy[facts.country], launchInstant: policy.launch?.rawValue, asOf: state.facts.asOf)
            let stance = ownStance(facts, records.raw, rules)
            stances[facts.start] = stance
            decision.members.append(GroupMember(facts, stance))
        }
        if decision.members.isEmpty { return }
        decision.lookAlike = try lookAlikeMark(of: located.linkKey, records.raw, starts, state.store, state.keys)
        settle(&decision)
    }

    /// Decides about the members of a decision.
    private func settle(_ decision: inout GroupDecision) {
        if !standing.isEmpty {
            standing.constrain(
                &decision, asOf: state.facts.asOf, records.raw, accountKey: state.keys.account)
        }
        decide(&decision, records.raw, DecisionRules(state.inputs.configuration.merge))
    }

    /// What would be merged if those who wait had the consent that is missing (RULES §3, "pending").
    private var proposal: Explanation.Proposal? {
        guard decision.members.contains(where: { $0.role == .pending }) else { return nil }
        let policy = state.inputs.configuration.merge
        var proposed = GroupDecision()
        proposed.lookAlike = decision.lookAlike
        for member in decision.members {
            let rules = StanceRules(
                country: policy[member.facts.country], launchInstant: policy.launch?.rawValue, asOf: state.facts.asOf)
            let stance = ownStance(
                member.facts, records.raw, rules, lifted: member.role == .pending ? .consents : RoleReasonSet())
            proposed.members.append(GroupMember(member.facts, stance))
        }
        settle(&proposed)
        return Explanation.Proposal(
            accounts: proposed.members.filter(\.role.joins).map { name($0.facts) }, fields: fields(of: proposed),
            conflicts: proposed.conflicts.map { disagreement($0, of: proposed) }, login: login(proposed.login))
    }

    func explain() throws -> Explanation {
        let joined = decision.joinedCount
        var explanation = Explanation(
            run: state.facts.run, asOf: Timestamp(rawValue: state.facts.asOf).description,
            asked: askedAccount, profileId: joined > 0 ? uuidText(profileID(located.linkKey)) : nil,
            state: joined > 1 ? "linked" : joined == 1 ? "single" : "none", fields: fields(of: decision),
            accounts: try starts.map { try account(AccountFacts(records.raw, at: Int($0))) },
            decisions: try decisions, conflicts: decision.conflicts.map { disagreement($0, of: decision) },
            login: joined > 0 ? login(decision.login) : nil, proposal: proposal)
        explanation.summary = ExplanationParagraph(explanation).text
        return explanation
    }

    /// What people decided about the accounts, by the number in the journal; also what was taken back.
    private var decisions: [Explanation.Decision] {
        get throws {
            if standing.isEmpty { return [] }
            var rulings: [UInt64: Ruling] = [:]
            for start in starts {
                for subject in standing.subjects(of: place(AccountFacts(records.raw, at: Int(start)))) {
                    if let ruling = standing[subject] { rulings[ruling.journalNumber] = ruling }
                }
            }
            return try rulings.keys.sorted().compactMap { number in
                try state.store.journalEntry(number).flatMap { Explanation.Decision(number, $0) }
            }
        }
    }

    private var askedAccount: Explanation.AccountName? {
        guard let asked = located.account else { return nil }
        return starts.map { AccountFacts(records.raw, at: Int($0)) }
            .first { place($0) == asked }.map(name)
    }

    /// Where an account stands in the accounts index.
    private func place(_ facts: AccountFacts) -> Hash128 {
        accountIndexKey(
            facts.country, records.raw.extracting(facts.range(of: .accountID)), key: state.keys.account)
    }

    // MARK: Accounts

    private func account(_ facts: AccountFacts) throws -> Explanation.Account {
        let member = decision.members.first { $0.facts.start == facts.start }
        let stance = stances[facts.start]
        let batch = try ledgerBatch(facts.batch(records.raw))
        return Explanation.Account(
            account: name(facts), profileId: member.flatMap(profile), role: role(facts, member),
            reason: member.flatMap { $0.reason == .none ? nil : "\($0.reason.code)" },
            basis: member.flatMap { $0.basis == .none ? nil : "\($0.basis.name)" },
            accountType: "\(facts.flags.type.name)", stance: stance.map { answer($0.role) },
            stanceReason: stance.flatMap { $0.reason == .none ? nil : "\($0.reason.code)" },
            released: stance?.released.names ?? [], createdAt: instant(facts.createdAt),
            updatedAt: instant(facts.updatedAt), run: batch?.run, file: batch?.fileName,
            line: Int(facts.line(records.raw)))
    }

    private func role(_ facts: AccountFacts, _ member: GroupMember?) -> String {
        switch facts.kind {
        case .deleted: "deleted"
        case .erased: "erased"
        case .vanished: "vanished"
        case .account, .departure, .arrival, .due, .vanishing, .vetoing, .erasing:
            member.map { "\($0.role.name)" } ?? ""
        }
    }

    private func profile(_ member: GroupMember) -> String? {
        let isAttached = member.role == .reference && decision.joinedCount > 0
        if member.role.joins || isAttached { return uuidText(profileID(located.linkKey)) }
        return hasLocalProfile(member, decision.joinedCount) ? uuidText(profileID(place(member.facts))) : nil
    }

    private func answer(_ role: Role) -> String {
        switch role {
        case .member: "join"
        case .unverified: "join_as_unverified"
        case .reference: "attach"
        case .held: "hold"
        case .pending: "wait"
        case .declined, .excluded: "refuse"
        }
    }

    private func instant(_ milliseconds: Int64) -> String? {
        milliseconds == noInstant ? nil : Timestamp(rawValue: milliseconds).description
    }

    private func ledgerBatch(_ number: UInt32) throws(StoreError) -> LedgerBatch? {
        let bytes = try state.store.read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(LedgerKey.batch(number).utf8), in: .ledger)
        }
        return try bytes.map { (bytes) throws(StoreError) in
            try decodeJSON(LedgerBatch.self, bytes, "a batch in the ledger")
        }
    }

    private func name(_ facts: AccountFacts) -> Explanation.AccountName {
        Explanation.AccountName(country: facts.country.code, accountId: text(facts, .accountID))
    }

    // MARK: Fields

    private func fields(of decision: GroupDecision) -> [Explanation.Field] {
        let members = decision.members
        return SurvivorshipUnit.allCases.compactMap { unit in
            guard let survivor = decision.survivor(of: unit) else { return nil }
            let losers = members.indices.filter {
                $0 != survivor.winner && members[$0].offered.contains(unit)
            }
            return Explanation.Field(
                name: "\(unit.name)", winner: value(unit, members[survivor.winner].facts),
                rule: survivor.rule.map { "\($0.code)" } ?? "only_value",
                losers: losers.map { value(unit, members[$0].facts) })
        }
    }

    private func value(_ unit: SurvivorshipUnit, _ facts: AccountFacts) -> Explanation.Value {
        let text =
            switch unit {
            case .email: trimmed(text(facts, .email))
            case .name: joined([text(facts, .firstName), text(facts, .lastName)])
            case .place: joined([facts.country.code, text(facts, .postalCode)])
            case .phone: facts.phone.isParsed ? "+\(facts.phone.e164)" : text(facts, .phoneAsGiven)
            case .language: text(facts, .language)
            }
        return Explanation.Value(account: name(facts), value: text)
    }

    private func joined(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Outer blanks of an export are no part of the address.
    private func trimmed(_ text: String) -> String {
        let isBlank = { (byte: UInt8) in byte <= 0x20 }
        let bytes = text.utf8.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        return String(decoding: Array(bytes), as: UTF8.self)
    }

    private func text(_ facts: AccountFacts, _ field: CommonField) -> String {
        String(decoding: records[facts.range(of: field)], as: UTF8.self)
    }

    // MARK: Conflicts and login

    private func disagreement(_ conflict: Conflict, of decision: GroupDecision) -> Explanation.Disagreement {
        Explanation.Disagreement(
            field: "\(conflict.kind.field.name)", harm: "\(conflict.kind.harm.name)",
            kind: "\(conflict.kind.code)", level: conflict.verdict.map { Int($0.level.rawValue) },
            rule: conflict.verdict.map { "\($0.rule.code)" },
            other: name(decision.members[conflict.member].facts),
            kept: conflict.winner >= 0 ? name(decision.members[conflict.winner].facts) : nil,
            advice: "\(conflict.kind.advice)")
    }

    private func login(_ steps: LoginSteps) -> Explanation.Login {
        Explanation.Login(
            password: "\(steps.password.name)", phone: steps.phone == .none ? nil : "\(steps.phone.name)",
            channel: steps.channel == .none ? nil : "\(steps.channel.name)",
            mailboxProof: steps.needsMailboxProof, revokeSessions: steps.revokesSessions)
    }
}
