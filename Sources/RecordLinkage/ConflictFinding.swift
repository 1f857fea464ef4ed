import AccountModel

/// Finds the conflicts of a decided group: at most one a field, the worst (RULES §7).
///
/// Every joined account is compared with the account whose name or phone won, so the work is linear.
func findConflicts(
    _ members: [GroupMember], name: Survivor?, phone: Survivor?, _ buffer: RawSpan,
    into conflicts: inout [Conflict], notes: inout NameNotes
) {
    if let found = accountConflict(members, name) { conflicts.append(found) }
    if let name, let found = nameConflict(members, name.winner, buffer, &notes) { conflicts.append(found) }
    if let found = phoneConflict(members, phone) { conflicts.append(found) }
    conflicts.sort { $0.kind.rawValue < $1.kind.rawValue }
}

/// How often each level of the name ladder was met in comparisons; index 0 is not used.
package struct NameNotes: Sendable, Equatable {
    /// By `NameLevel.rawValue`.
    package var levels = [Int](repeating: 0, count: NameLevel.allCases.count + 1)
    /// Nothing compared yet.
    package init() {}
}

/// Accounts that were kept out of this profile for a reason that concerns the others.
private func accountConflict(_ members: [GroupMember], _ name: Survivor?) -> Conflict? {
    guard members.contains(where: { $0.role.joins }) else { return nil }
    var worst: Conflict?
    for index in members.indices {
        let kind: ConflictKind
        switch members[index].reason {
        case .blocked: kind = .blockedTwin
        case .recycledMailbox: kind = .recycledMailbox
        case .suspiciousGuest: kind = .suspiciousGuest
        default: continue
        }
        if worst.map({ kind.rawValue < $0.kind.rawValue }) ?? true {
            worst = Conflict(kind: kind, verdict: nil, member: index, winner: name?.winner ?? -1)
        }
    }
    return worst
}

private func nameConflict(
    _ members: [GroupMember], _ winner: Int, _ buffer: RawSpan, _ notes: inout NameNotes
) -> Conflict? {
    var worst: Conflict?
    for index in members.indices
    where index != winner && members[index].role.joins && !members[index].released.isDisjoint(with: .name) {
        let verdict = compareNames(members[winner].facts, members[index].facts, buffer)
        notes.levels[Int(verdict.level.rawValue)] += 1
        guard let kind = conflictKind(verdict) else { continue }
        if worst.map({ kind.rawValue < $0.kind.rawValue }) ?? true {
            worst = Conflict(kind: kind, verdict: verdict, member: index, winner: winner)
        }
    }
    return worst
}

/// What a verdict of the ladder means for a report; levels 1–3, 6 and the notes 7–10 mean nothing.
private func conflictKind(_ verdict: NameVerdict) -> ConflictKind? {
    switch verdict.level {
    case .mismatch:
        switch verdict.rule {
        case .household, .couple, .fatherAndSon: .household
        case .notComparable: .nameNotComparable
        default: .otherPerson
        }
    case .mojibake: .nameMojibake
    case .order: .nameSwapped
    case .placeholder: verdict.rule == .placeholder ? .namePlaceholder : nil
    case .exact, .format, .diacritics, .subset, .initial, .genderedSurname, .variant, .typo: nil
    }
}

private func phoneConflict(_ members: [GroupMember], _ survivor: Survivor?) -> Conflict? {
    var worst: Conflict?
    func note(_ kind: ConflictKind, _ index: Int, _ winner: Int) {
        if worst.map({ kind.rawValue < $0.kind.rawValue }) ?? true {
            worst = Conflict(kind: kind, verdict: nil, member: index, winner: winner)
        }
    }
    for index in members.indices where members[index].role.joins && members[index].released.contains(.phone) {
        let facts = members[index].facts
        if facts.phone.isUnparsable { note(.phoneUnparsable, index, survivor?.winner ?? -1) }
        guard let winner = survivor?.winner, winner != index, facts.phone.isParsed else { continue }
        if let kind = phoneKind(members[index], beside: members[winner]) { note(kind, index, winner) }
    }
    if let index = newerUnverifiedPhone(members) { note(.phoneOfNewerUnverified, index, survivor?.winner ?? -1) }
    if let index = phoneAgainstItsCountry(members) { note(.phonesOfOneCountry, index, survivor?.winner ?? -1) }
    return worst
}

/// An unverified account whose phone is not that of a member older than itself, whichever number won (RULES §3).
///
/// Equal numbers are equal to each other, so the oldest member and the oldest with another number than that
/// one stand for all members, and the work is linear.
private func newerUnverifiedPhone(_ members: [GroupMember]) -> Int? {
    func isEarlier(_ left: Int, _ right: Int) -> Bool {
        members[left].facts.createdAt < members[right].facts.createdAt
    }
    // The usual profile has no such account.
    guard members.contains(where: { $0.role == .unverified && $0.facts.phone.isParsed }) else { return nil }
    let given = members.indices.filter { members[$0].role == .member && members[$0].facts.phone.isParsed }
    guard let oldest = given.min(by: isEarlier) else { return nil }
    let other = given.filter { havePhonesThatDiffer(members[$0].facts, members[oldest].facts) }.min(by: isEarlier)
    return members.indices.first { index in
        let facts = members[index].facts
        guard members[index].role == .unverified, facts.phone.isParsed else { return false }
        return [oldest, other ?? oldest].contains { member in
            (facts.createdAt == noInstant || facts.createdAt > members[member].facts.createdAt)
                && havePhonesThatDiffer(facts, members[member].facts)
        }
    }
}

/// A verified phone that is not the other verified phone of its country, whichever number won.
///
/// Members stand by country, so the first of the country in hand is remembered, and no other.
private func phoneAgainstItsCountry(_ members: [GroupMember]) -> Int? {
    var first = -1
    for index in members.indices {
        let facts = members[index].facts
        guard members[index].role.joins, facts.phone.isParsed, facts.flags.contains(.phoneVerified) else { continue }
        if first < 0 || members[first].facts.country != facts.country {
            first = index
        } else if havePhonesThatDiffer(facts, members[first].facts) {
            return index
        }
    }
    return nil
}

private func phoneKind(_ member: GroupMember, beside winner: GroupMember) -> ConflictKind? {
    let (left, right) = (member.facts, winner.facts)
    let phones = comparePhones(left.phone, of: left.country, right.phone, of: right.country)
    switch phones {
    case .equal, .equivalent, .probable, .missing: return nil
    case .unparsable: return .phoneUnparsable
    case .different, .ownCountryLines, .differentLineType: break
    }
    // RULES §3: who planted a number is not told by the kind of the difference.
    if member.role == .unverified, left.createdAt == noInstant || left.createdAt > right.createdAt {
        return .phoneOfNewerUnverified
    }
    if phones == .different, left.country == right.country,
        left.flags.contains(.phoneVerified), right.flags.contains(.phoneVerified)
    {
        return .phonesOfOneCountry
    }
    switch phones {
    case .ownCountryLines: return .ownCountryLines
    case .differentLineType: return .phoneLineType
    default: return .phoneDifferent
    }
}
