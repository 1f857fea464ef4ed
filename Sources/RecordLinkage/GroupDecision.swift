package import AccountModel

/// What is decided about one link key: who is in its joint profile, what survives, what is in conflict.
///
/// A value to be used again: `decide` clears it, so that the deciding loop does not allocate.
package struct GroupDecision: Sendable {
    /// The accounts in store order with their roles.
    package var members: [GroupMember] = []
    /// What people decided about the members; usually nothing.
    package var constraints: [HumanConstraint] = []
    /// The instant of the stances, in milliseconds; looked at only where there are constraints.
    package var asOf: Int64 = 0
    /// How many of them are members or unverified: two or more is a linked profile, one a single.
    package var joinedCount = 0
    /// Whose address survives; `nil`: nobody has one to give.
    package var email: Survivor?
    /// Whose names survive, given and family as one.
    package var name: Survivor?
    /// Whose country and postal code survive, as one.
    package var place: Survivor?
    /// Whose phone survives.
    package var phone: Survivor?
    /// Whose language survives.
    package var language: Survivor?
    /// What addresses that look like this one say about it; part of what is decided about, like `members`.
    package var lookAlike: LookAlikeMark?
    /// By harm, then by kind.
    package var conflicts: [Conflict] = []
    /// What happens at the first login.
    package var login = LoginSteps.local
    /// Levels of the name ladder met while this was decided.
    package var nameNotes = NameNotes()

    /// A decision about nobody; its room is used again.
    package init() {}

    /// Whether two accounts or more joined.
    package var isLinked: Bool { joinedCount > 1 }

    /// Whose value of one unit survives.
    package func survivor(of unit: SurvivorshipUnit) -> Survivor? {
        switch unit {
        case .email: email
        case .name: name
        case .place: place
        case .phone: phone
        case .language: language
        }
    }

    fileprivate mutating func setSurvivor(_ survivor: Survivor, of unit: SurvivorshipUnit) {
        switch unit {
        case .email: email = survivor
        case .name: name = survivor
        case .place: place = survivor
        case .phone: phone = survivor
        case .language: language = survivor
        }
    }
}

/// Decides about the accounts of one link key: the pure function that everything else feeds.
///
/// - Parameters:
///   - decision: `members` holds the live accounts of the key, ordered by country and account id, each with
///     the stance of its country; `constraints` and `asOf` what people decided; `lookAlike` what is known of
///     look-alikes. All else is overwritten.
///   - buffer: Holds the records that the members point into.
package func decide(_ decision: inout GroupDecision, _ buffer: RawSpan, _ rules: DecisionRules) {
    decision.conflicts.removeAll(keepingCapacity: true)
    if !decision.constraints.isEmpty { applyDecisions(&decision, buffer, rules) }
    if decision.members.count > 1 {
        settleJoining(&decision.members, decision.constraints, buffer, rules)
    } else if decision.members[0].role == .pending {
        settleJoining(&decision.members, [], buffer, rules)  // Alone, it needs nobody's consent (A4).
    }
    if let mark = decision.lookAlike, mark.isHeld { holdLookAlikes(&decision.members) }
    decision.joinedCount = decision.members.count { $0.role.joins }
    if decision.isLinked { nameBases(&decision.members, rules) }
    if decision.joinedCount == 0 {
        detachReferences(&decision)
        (decision.email, decision.name, decision.place, decision.phone, decision.language) = (nil, nil, nil, nil, nil)
        decision.login = .local
        return
    }
    if decision.members.count == 1 {
        decideAlone(&decision, rules)
        noteLookAlike(&decision)
        return
    }
    chooseSurvivors(&decision, buffer, rules)
    findConflicts(
        decision.members, name: decision.name, phone: decision.phone, buffer,
        into: &decision.conflicts, notes: &decision.nameNotes)
    noteLookAlike(&decision)
    decision.login = loginSteps(
        decision.members, phone: decision.phone, conflicts: decision.conflicts,
        isLinked: decision.isLinked, launchInstant: rules.launchInstant)
}

/// The surviving value of each unit: the one that people chose, else the one that the rules choose.
private func chooseSurvivors(_ decision: inout GroupDecision, _ buffer: RawSpan, _ rules: DecisionRules) {
    for index in decision.members.indices { decision.members[index].offered = decision.members[index].unitsToOffer }
    decision.email = chooseSurvivor(of: .email, decision.members, buffer, rules)
    decision.name = chooseSurvivor(of: .name, decision.members, buffer, rules)
    decision.place = chooseSurvivor(of: .place, decision.members, buffer, rules)
    decision.phone = chooseSurvivor(of: .phone, decision.members, buffer, rules)
    decision.language = chooseSurvivor(of: .language, decision.members, buffer, rules)
    if decision.constraints.isEmpty { return }
    for unit in SurvivorshipUnit.allCases {
        guard let chosen = chosenSurvivor(of: unit, decision, buffer, rules) else { continue }
        decision.setSurvivor(chosen, of: unit)
    }
}

/// The only account of its key: what it has, and releases, survives.
private func decideAlone(_ decision: inout GroupDecision, _ rules: DecisionRules) {
    let member = decision.members[0]
    let alone = decideAlone(
        member.facts, member.role, released: member.released, launchInstant: rules.launchInstant)
    func survivor(_ unit: SurvivorshipUnit) -> Survivor? {
        alone.fields.isDisjoint(with: unit.fields) ? nil : Survivor(winner: 0, rule: nil)
    }
    decision.email = survivor(.email)
    decision.name = survivor(.name)
    decision.place = survivor(.place)
    decision.phone = survivor(.phone)
    decision.language = survivor(.language)
    decision.login = alone.login
}

/// The side that gives way: whoever would have joined is held, as the last of all reasons.
private func holdLookAlikes(_ members: inout [GroupMember]) {
    for index in members.indices where members[index].role.joins { members[index].hold(.lookAlike) }
}

/// The side that stays: somebody should look at both (RULES §2, "security alert").
private func noteLookAlike(_ decision: inout GroupDecision) {
    guard decision.lookAlike != nil, let first = decision.members.firstIndex(where: { $0.role.joins }) else { return }
    let alert = Conflict(kind: .lookAlike, verdict: nil, member: first, winner: decision.name?.winner ?? -1)
    let place = decision.conflicts.firstIndex { $0.kind.rawValue > alert.kind.rawValue }
    decision.conflicts.insert(alert, at: place ?? decision.conflicts.endIndex)
}

/// A reference without an account to attach it to is said to be one.
private func detachReferences(_ decision: inout GroupDecision) {
    for index in decision.members.indices where decision.members[index].role == .reference {
        decision.members[index].reason = .noAccount
    }
}
