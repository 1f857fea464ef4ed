package import AccountModel

/// The surviving value of one unit of the golden record, and why.
package struct Survivor: Sendable, Equatable {
    /// Index of the winning member in its group.
    package var winner: Int
    /// The first rule that left nobody else standing; `nil` when only one account has a value.
    package var rule: SurvivorshipRule?
}

/// Chooses the surviving value of `unit` among the joined accounts (RULES §4).
///
/// - Returns: `nil` when no joined account has, and releases, a value.
/// - Complexity: O(n) comparisons.
package func chooseSurvivor(
    of unit: SurvivorshipUnit, _ members: [GroupMember], _ buffer: RawSpan, _ rules: DecisionRules
) -> Survivor? {
    let order = rules.policy[unit]
    var winner = -1
    var decidedAt = -1  // Position in `order` of the rule that eliminated the strongest loser.
    for index in members.indices where hasValue(unit, members[index], buffer) {
        guard winner >= 0 else {
            winner = index
            continue
        }
        let (isBetter, position) = compare(members[index], members[winner], unit, order, buffer, rules)
        decidedAt = isBetter ? position : max(decidedAt, position)
        if isBetter { winner = index }
    }
    guard winner >= 0 else { return nil }
    if decidedAt < 0 { return Survivor(winner: winner, rule: nil) }
    return Survivor(winner: winner, rule: decidingRule(of: unit, winner, members, order, buffer, rules))
}

/// The rule that the last rival of the winner fell to: the first one that leaves the winner alone.
private func decidingRule(
    of unit: SurvivorshipUnit, _ winner: Int, _ members: [GroupMember], _ order: SurvivorshipOrder,
    _ buffer: RawSpan, _ rules: DecisionRules
) -> SurvivorshipRule {
    var last = 0
    for index in members.indices where index != winner && hasValue(unit, members[index], buffer) {
        last = max(last, compare(members[winner], members[index], unit, order, buffer, rules).position)
    }
    return order[last]
}

/// Whether a joined account has a value of this unit that its country releases.
///
/// The phone of an unverified account never survives: it may have been planted, and recovery uses it
/// (RULES §3, "its phone is never used for step-up").
package func hasValue(_ unit: SurvivorshipUnit, _ member: GroupMember, _ buffer: RawSpan) -> Bool {
    guard member.role.joins, !member.released.isDisjoint(with: unit.fields) else { return false }
    switch unit {
    case .email: return true
    case .name: return !member.facts.isEmpty(.firstName) || !member.facts.isEmpty(.lastName)
    case .place: return true
    case .phone: return member.facts.phone.isParsed && member.role == .member
    case .language: return !member.facts.isEmpty(.language)
    }
}

/// Whether `left` goes before `right` by the rules.
func isBetter(
    _ left: GroupMember, _ right: GroupMember, _ unit: SurvivorshipUnit, _ buffer: RawSpan, _ rules: DecisionRules
) -> Bool {
    compare(left, right, unit, rules.policy[unit], buffer, rules).isBetter
}

/// Whether `left` goes before `right`, and the position of the rule that says so.
private func compare(
    _ left: GroupMember, _ right: GroupMember, _ unit: SurvivorshipUnit, _ order: SurvivorshipOrder,
    _ buffer: RawSpan, _ rules: DecisionRules
) -> (isBetter: Bool, position: Int) {
    for position in 0..<order.count {
        let difference: Int
        switch order[position] {
        case .humanDecision: difference = 0
        case .verified: difference = trust(left, unit) - trust(right, unit)
        case .notPlaceholder: difference = substance(left, unit) - substance(right, unit)
        case .mostRecent: difference = sign(left.facts.updatedAt, right.facts.updatedAt)
        case .mostComplete: difference = completeness(left, unit, buffer) - completeness(right, unit, buffer)
        case .countryOrder: difference = sign(rules.rank(right.facts.country), rules.rank(left.facts.country))
        case .accountID:
            return (comesFirst(left.facts, right.facts, buffer, rules), position)
        }
        if difference != 0 { return (difference > 0, position) }
    }
    preconditionFailure("a survivorship order ends with the account id")
}

private func sign<T: Comparable>(_ left: T, _ right: T) -> Int { left == right ? 0 : left > right ? 1 : -1 }

/// Members first; for the phone, a verified one before the others.
private func trust(_ member: GroupMember, _ unit: SurvivorshipUnit) -> Int {
    let isMember = member.role == .member ? 2 : 0
    return unit == .phone && member.facts.flags.contains(.phoneVerified) ? isMember + 1 : isMember
}

private func substance(_ member: GroupMember, _ unit: SurvivorshipUnit) -> Int {
    switch unit {
    case .name: member.facts.flags.isDisjoint(with: [.placeholderName, .mojibakeName]) ? 1 : 0
    case .phone: member.facts.phone.findings.contains(.notAssigned) ? 0 : 1
    case .email, .place, .language: 1
    }
}

private func completeness(_ member: GroupMember, _ unit: SurvivorshipUnit, _ buffer: RawSpan) -> Int {
    let facts = member.facts
    switch unit {
    case .name:
        return nameCompleteness(
            given: buffer.bytes(facts.range(of: .firstName)), family: buffer.bytes(facts.range(of: .lastName)))
    case .place: return facts.isEmpty(.postalCode) ? 0 : 1
    case .language: return facts.range(of: .language).count
    case .email, .phone: return 0
    }
}
