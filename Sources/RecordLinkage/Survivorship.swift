package import AccountModel

/// The surviving value of one unit of the golden record, and why.
package struct Survivor: Sendable, Equatable {
    /// Index of the winning member in its group.
    package var winner: Int
    /// The first rule that left nobody else standing; `nil` when only one account has a value.
    package var rule: SurvivorshipRule?
}

/// A set of units of the golden record, one bit each.
package struct UnitSet: Sendable, Equatable {
    private var bits: UInt8 = 0

    /// No unit.
    package init() {}

    /// Whether the unit is in it.
    @inline(__always)
    package func contains(_ unit: SurvivorshipUnit) -> Bool { bits & 1 << unit.rawValue != 0 }

    @inline(__always)
    mutating func insert(_ unit: SurvivorshipUnit) { bits |= 1 << unit.rawValue }
}

extension GroupMember {
    /// The units of which a joined account has a value that its country releases.
    ///
    /// The phone of an unverified account never survives: it may have been planted, and recovery uses it
    /// (RULES §3, "its phone is never used for step-up").
    var unitsToOffer: UnitSet {
        var units = UnitSet()
        guard role.joins else { return units }
        if released.contains(.email) { units.insert(.email) }
        if !released.isDisjoint(with: .name), !(facts.isEmpty(.firstName) && facts.isEmpty(.lastName)) {
            units.insert(.name)
        }
        if !released.isDisjoint(with: .place) { units.insert(.place) }
        if released.contains(.phone), role == .member, facts.phone.isParsed { units.insert(.phone) }
        if released.contains(.language), !facts.isEmpty(.language) { units.insert(.language) }
        return units
    }
}

/// Chooses the surviving value of `unit` among the joined accounts (RULES §4).
///
/// - Precondition: `offered` is known of all members.
/// - Returns: `nil` when no joined account has, and releases, a value.
/// - Complexity: O(n) comparisons.
package func chooseSurvivor(
    of unit: SurvivorshipUnit, _ members: [GroupMember], _ buffer: RawSpan, _ rules: DecisionRules
) -> Survivor? {
    let order = rules.policy[unit]
    var winner = -1
    var rivals = 0
    // Position in `order` of the rule to which the strongest loser fell, if all were compared with this winner.
    var last = 0
    var areCompared = true
    for index in members.indices where members[index].offered.contains(unit) {
        guard winner >= 0 else {
            winner = index
            continue
        }
        rivals += 1
        let (isBetter, position) = compare(index, winner, members, unit, order, buffer, rules)
        if isBetter {
            areCompared = rivals == 1
            winner = index
        }
        last = max(last, position)
    }
    guard winner >= 0 else { return nil }
    if rivals == 0 { return Survivor(winner: winner, rule: nil) }
    if !areCompared { last = lastPosition(of: unit, winner, members, order, buffer, rules) }
    return Survivor(winner: winner, rule: order[last])
}

/// The position of the rule that the last rival of the winner fell to: the first one that leaves it alone.
private func lastPosition(
    of unit: SurvivorshipUnit, _ winner: Int, _ members: [GroupMember], _ order: SurvivorshipOrder,
    _ buffer: RawSpan, _ rules: DecisionRules
) -> Int {
    var last = 0
    for index in members.indices where index != winner && members[index].offered.contains(unit) {
        last = max(last, compare(winner, index, members, unit, order, buffer, rules).position)
    }
    return last
}

/// Whether the account at `left` goes before that at `right` by the rules.
func isBetter(
    _ left: Int, _ right: Int, _ members: [GroupMember], _ unit: SurvivorshipUnit, _ buffer: RawSpan,
    _ rules: DecisionRules
) -> Bool {
    compare(left, right, members, unit, rules.policy[unit], buffer, rules).isBetter
}

/// Whether the account at `left` goes before that at `right`, and the position of the rule that says so.
private func compare(
    _ left: Int, _ right: Int, _ members: [GroupMember], _ unit: SurvivorshipUnit, _ order: SurvivorshipOrder,
    _ buffer: RawSpan, _ rules: DecisionRules
) -> (isBetter: Bool, position: Int) {
    for position in 0..<order.count {
        let difference: Int
        switch order[position] {
        case .humanDecision: difference = 0
        case .verified: difference = trust(members[left], unit) - trust(members[right], unit)
        case .notPlaceholder: difference = substance(members[left], unit) - substance(members[right], unit)
        case .mostRecent:
            let (own, other) = (members[left].facts.updatedAt, members[right].facts.updatedAt)
            difference = own == other ? 0 : own > other ? 1 : -1
        case .mostComplete:
            difference = completeness(members[left], unit, buffer) - completeness(members[right], unit, buffer)
        case .countryOrder:
            difference =
                Int(rules.rank(members[right].facts.country)) - Int(rules.rank(members[left].facts.country))
        case .accountID:
            return (comesFirst(members[left].facts, members[right].facts, buffer, rules), position)
        }
        if difference != 0 { return (difference > 0, position) }
    }
    preconditionFailure("a survivorship order ends with the account id")
}

/// Members first; for the phone, a verified one before the others.
@inline(__always)
private func trust(_ member: GroupMember, _ unit: SurvivorshipUnit) -> Int {
    let isMember = member.role == .member ? 2 : 0
    return unit == .phone && member.facts.flags.contains(.phoneVerified) ? isMember + 1 : isMember
}

@inline(__always)
private func substance(_ member: GroupMember, _ unit: SurvivorshipUnit) -> Int {
    switch unit {
    case .name:
        member.facts.flags.contains(.placeholderName) || member.facts.flags.contains(.mojibakeName) ? 0 : 1
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
