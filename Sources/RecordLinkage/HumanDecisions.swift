import AccountModel

/// Applies what people decided about the accounts of one key, before the rules look at them.
///
/// Precedence of RULES §3: excluded, legal hold and the person's veto stand above it; all other holds below.
func applyDecisions(_ decision: inout GroupDecision, _ buffer: RawSpan, _ rules: DecisionRules) {
    let apart = accountsApart(decision.constraints)
    let linked = liftHolds(&decision, apart, buffer, rules)
    for (index, _) in apart where !linked.contains(index) {
        let member = decision.members[index]
        if member.role == .excluded || member.role == .declined || member.reason == .legalHold { continue }
        decision.members[index].hold(.keptApart)
    }
}

/// The members that stay alone, and when that was decided.
private func accountsApart(_ constraints: [HumanConstraint]) -> [Int: Int64] {
    var apart: [Int: Int64] = [:]
    for constraint in constraints where constraint.effect == .keepApart {
        apart[constraint.member] = constraint.decidedAt
    }
    return apart
}

/// Ends the holds that people ended, one by name or all of a linked pair.
/// - Returns: The members of a link that is newer than what keeps either of them apart.
private func liftHolds(
    _ decision: inout GroupDecision, _ apart: [Int: Int64], _ buffer: RawSpan, _ rules: DecisionRules
) -> Set<Int> {
    var linked: Set<Int> = []
    var lifted: [Int: RoleReasonSet] = [:]
    for constraint in decision.constraints {
        let index = constraint.member
        switch constraint.effect {
        case .release(let reason) where reason.isReviewable:
            lifted[index, default: RoleReasonSet()].insert(reason)
        case .link(let other):
            // On the same instant apart wins: a false link is worse than a missing one.
            let isNewer = [index, other].allSatisfy { apart[$0].map { $0 < constraint.decidedAt } ?? true }
            guard isNewer, [index, other].allSatisfy({ mayJoin(decision, $0, buffer, rules) }) else { continue }
            linked.formUnion([index, other])
        default: break
        }
    }
    for index in linked { lifted[index] = .reviewable }
    for (index, reasons) in lifted { lift(reasons, of: index, &decision, buffer, rules) }
    return linked
}

/// Whether an account would join if nothing held it that a person may override.
private func mayJoin(
    _ decision: borrowing GroupDecision, _ index: Int, _ buffer: RawSpan, _ rules: DecisionRules
) -> Bool {
    stance(decision.members[index].facts, lifting: .reviewable, decision.asOf, buffer, rules).role.joins
}

private func stance(
    _ facts: AccountFacts, lifting lifted: RoleReasonSet, _ asOf: Int64, _ buffer: RawSpan, _ rules: DecisionRules
) -> Stance {
    let own = StanceRules(country: rules.policy[facts.country], launchInstant: rules.launchInstant, asOf: asOf)
    return ownStance(facts, buffer, own, lifted: lifted)
}

private func lift(
    _ reasons: RoleReasonSet, of index: Int, _ decision: inout GroupDecision, _ buffer: RawSpan,
    _ rules: DecisionRules
) {
    decision.members[index].lifted = reasons
    guard decision.members[index].role == .held || decision.members[index].role == .pending else { return }
    let stance = stance(decision.members[index].facts, lifting: reasons, decision.asOf, buffer, rules)
    decision.members[index].role = stance.role
    decision.members[index].reason = stance.reason
    decision.members[index].isJoinedByDecision = stance.role.joins
}

/// Of each pair that people keep apart, one stays: members before unverified ones, then the older, then by the
/// country order. The other one is held.
///
/// - Complexity: O(n + p log p) for p pairs.
func separatePairs(
    _ members: inout [GroupMember], _ constraints: [HumanConstraint], _ buffer: RawSpan, _ rules: DecisionRules
) {
    var partners: [Int: [Int]] = [:]
    for constraint in constraints {
        guard case .keepApartFrom(let other) = constraint.effect else { continue }
        partners[constraint.member, default: []].append(other)
        partners[other, default: []].append(constraint.member)
    }
    if partners.isEmpty { return }
    let involved = partners.keys.filter { members[$0].role.joins || members[$0].role == .reference }.sorted {
        staysBefore(members[$0], members[$1], buffer, rules)
    }
    var staying: Set<Int> = []
    for index in involved {
        if partners[index, default: []].contains(where: staying.contains) {
            members[index].hold(.keptApart)
        } else {
            staying.insert(index)
        }
    }
}

private func staysBefore(
    _ left: GroupMember, _ right: GroupMember, _ buffer: RawSpan, _ rules: DecisionRules
) -> Bool {
    if left.role != right.role { return left.role.rawValue < right.role.rawValue }
    // Whoever has no date cannot claim to have been first.
    let created = [left, right].map { $0.facts.createdAt == noInstant ? Int64.max : $0.facts.createdAt }
    if created[0] != created[1] { return created[0] < created[1] }
    return comesFirst(left.facts, right.facts, buffer, rules)
}

/// The survivor of a unit that people chose, if one of the chosen accounts has, and releases, a value.
///
/// The choice decided last stands. Of choices of one instant the rules pick one.
func chosenSurvivor(
    of unit: SurvivorshipUnit, _ decision: borrowing GroupDecision, _ buffer: RawSpan, _ rules: DecisionRules
) -> Survivor? {
    let members = decision.members
    let choices = decision.constraints.filter {
        $0.effect == .choose(unit) && members[$0.member].offered.contains(unit)
    }
    guard let last = choices.map(\.decidedAt).max() else { return nil }
    let chosen = choices.filter { $0.decidedAt == last }.map(\.member)
    guard
        let winner = chosen.min(by: { isBetter($0, $1, members, unit, buffer, rules) })
    else { return nil }
    let hasRival = members.indices.contains { $0 != winner && members[$0].offered.contains(unit) }
    return Survivor(winner: winner, rule: hasRival ? .humanDecision : nil)
}
