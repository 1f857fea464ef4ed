package import AccountModel

/// Settles who joins the profile of a link key with two or more accounts.
///
/// Each step looks at all accounts of the key and only ever takes some out, so the outcome depends on
/// the set and not on the order of arrival. Linear in the number of accounts: the two steps that compare
/// people compare with one account, not with each other.
func settleJoining(
    _ members: inout [GroupMember], _ constraints: [HumanConstraint], _ buffer: RawSpan, _ rules: DecisionRules
) {
    admitConsent(&members, buffer, rules)
    limitHub(&members, buffer, rules)
    holdBesideBlocked(&members, rules)
    holdSuspiciousGuests(&members, buffer)
    holdRecycledMailboxes(&members, buffer, rules)
    agreeBetweenCountries(&members, buffer, rules)
    keepOnePerCountry(&members, buffer, rules)
    if !constraints.isEmpty { separatePairs(&members, constraints, buffer, rules) }
}

/// After launch: consent that names an account of this key counts, and the first account needs none (A3, A4).
private func admitConsent(_ members: inout [GroupMember], _ buffer: RawSpan, _ rules: DecisionRules) {
    guard rules.launchInstant != nil, members.contains(where: { $0.role == .pending }) else { return }
    admitFirst(&members, buffer, rules)
    admitProven(&members, buffer, rules)
}

/// Admits those whose consent an account proves that is a member, or becomes one because its own is proven.
///
/// Each names one account, so what they name are chains: followed to their end, and admitted from there. Who
/// prove each other in a circle prove nothing. Linear, whatever the chains, but for looking names up.
private func admitProven(_ members: inout [GroupMember], _ buffer: RawSpan, _ rules: DecisionRules) {
    var proofs: [Int: Int] = [:]
    for index in members.indices where members[index].role == .pending {
        let facts = members[index].facts
        guard facts.flags.consent == .granted, let named = facts.extra(.consentProvenBy, buffer),
            let place = position(of: named, members, buffer)
        else { continue }
        proofs[index] = place
    }
    if proofs.isEmpty { return }
    for start in proofs.keys.sorted() {
        var chain: [Int] = []
        var place = start
        while members[place].role == .pending, let next = proofs.removeValue(forKey: place) {
            chain.append(place)
            place = next
        }
        for index in chain.reversed() where members[place].role == .member {
            members[index].role = joiningRole(members[index].facts, rules.policy[members[index].facts.country])
            members[index].reason = .none
            place = index
        }
    }
}

/// Who opens the first account of a mailbox is asked nothing: the question comes with the second one (A3). So
/// the oldest of those who wait joins, unless an account that joins is older. Without `created_at` an account
/// is never older than one that has it.
private func admitFirst(_ members: inout [GroupMember], _ buffer: RawSpan, _ rules: DecisionRules) {
    let waiting = members.indices.filter { members[$0].role == .pending }
    let dated = waiting.filter { members[$0].facts.createdAt != noInstant }
    guard
        let first = (dated.isEmpty ? waiting : dated).min(by: {
            isOlder(members[$0].facts, members[$1].facts, buffer, rules)
        })
    else { return }
    let facts = members[first].facts
    let isSecond = members.contains { other in
        other.role.joins && (dated.isEmpty || isOlder(other.facts, facts, buffer, rules))
    }
    if isSecond { return }
    members[first].role = joiningRole(facts, rules.policy[facts.country])
    members[first].reason = .none
}

/// Where the account stands that `CC/ACCOUNT` names: members stand in store order.
private func position(of named: Range<Int>, _ members: [GroupMember], _ buffer: RawSpan) -> Int? {
    let text = buffer.bytes(named)
    guard text.count > 3, text[2] == UInt8(ascii: "/"), let country = Country(letters: text[0], text[1]),
        country.letters == (text[0], text[1])
    else { return nil }
    let id = text.extracting(3..<text.count)
    var (low, high) = (0, members.count)
    while low < high {
        let middle = (low + high) / 2
        let facts = members[middle].facts
        let isBefore =
            facts.country != country
            ? facts.country < country : isLess(buffer.bytes(facts.range(of: .accountID)), id)
        if isBefore { low = middle + 1 } else { high = middle }
    }
    guard low < members.count, members[low].facts.country == country,
        isEqual(buffer.bytes(members[low].facts.range(of: .accountID)), id)
    else { return nil }
    return low
}

private func isOlder(
    _ left: AccountFacts, _ right: AccountFacts, _ buffer: RawSpan, _ rules: DecisionRules
) -> Bool {
    if left.createdAt != right.createdAt { return left.createdAt < right.createdAt }
    return comesFirst(left, right, buffer, rules)
}

/// Past the limit of accounts on one key, unverified ones are held; members keep their profile (RULES §2).
private func limitHub(_ members: inout [GroupMember], _ buffer: RawSpan, _ rules: DecisionRules) {
    guard members.count > rules.policy.hubLimit else { return }
    var seats = rules.policy.hubLimit - members.count { $0.role == .member }
    // The accounts stand in store order (country, account id): a function of the set.
    for index in members.indices where members[index].role == .unverified {
        if seats > 0 { seats -= 1 } else { members[index].hold(.hub) }
    }
}

/// A country may ask that its accounts are held beside a blocked account of the same address.
private func holdBesideBlocked(_ members: inout [GroupMember], _ rules: DecisionRules) {
    guard members.contains(where: { $0.reason == .blocked }) else { return }
    for index in members.indices
    where members[index].role.joins && rules.heldBesideBlocked.contains(members[index].facts.country) {
        members[index].hold(.blockedTwin)
    }
}

/// How many members a guest is compared with. More would make a hub quadratic; a guest who fits none of
/// the first eight is looked at by a person anyway.
private let guestComparisonsMax = 8

/// Holds a guest whose name and phone both differ from the members' (RULES B): somebody mistyped an address.
private func holdSuspiciousGuests(_ members: inout [GroupMember], _ buffer: RawSpan) {
    for index in members.indices
    where members[index].role.joins && members[index].facts.flags.type == .guest {
        var compared = 0
        var isStranger = false
        for other in members.indices
        where other != index && members[other].role == .member && members[other].facts.flags.type != .guest {
            isStranger = areStrangers(members[index].facts, members[other].facts, buffer)
            compared += 1
            if !isStranger || compared == guestComparisonsMax { break }
        }
        if isStranger { members[index].hold(.suspiciousGuest) }
    }
}

/// Whether both names and both phones are given, and neither fits.
private func areStrangers(_ left: AccountFacts, _ right: AccountFacts, _ buffer: RawSpan) -> Bool {
    havePhonesThatDiffer(left, right) && compareNames(left, right, buffer).level == .mismatch
}

/// Whether both phones are given, understood, and not the same line.
func havePhonesThatDiffer(_ left: AccountFacts, _ right: AccountFacts) -> Bool {
    switch comparePhones(left.phone, of: left.country, right.phone, of: right.country) {
    case .different, .ownCountryLines, .differentLineType: true
    case .equal, .equivalent, .probable, .missing, .unparsable: false
    }
}

/// Compares the names of two accounts of one buffer.
package func compareNames(_ left: AccountFacts, _ right: AccountFacts, _ buffer: RawSpan) -> NameVerdict {
    // Nearly all names of one mailbox are equal, and both parts stand side by side.
    let (leftGiven, rightGiven) = (left.range(of: .firstName), right.range(of: .firstName))
    let (leftFamily, rightFamily) = (left.range(of: .lastName), right.range(of: .lastName))
    if leftGiven.count == rightGiven.count,
        areEqual(
            buffer, leftGiven.lowerBound..<leftFamily.upperBound,
            buffer, rightGiven.lowerBound..<rightFamily.upperBound)
    {
        return verdictOnEqual(isEmpty: leftGiven.isEmpty && leftFamily.isEmpty)
    }
    return compareNames(
        given: buffer.bytes(leftGiven), family: buffer.bytes(leftFamily), of: left.country,
        with: buffer.bytes(rightGiven), family: buffer.bytes(rightFamily), of: right.country)
}

/// Holds the older account of a mailbox that changed hands (RULES §3, "Recycled mailbox").
///
/// Only a member can be the mailbox's new owner: an unverified account has not shown that it can read the
/// mailbox, and whoever types another person's address must not be able to put that person on hold. Each
/// account is compared with the newest member only, which keeps this linear.
private func holdRecycledMailboxes(
    _ members: inout [GroupMember], _ buffer: RawSpan, _ rules: DecisionRules
) {
    var newest = -1
    for index in members.indices where members[index].role == .member && members[index].facts.createdAt != noInstant {
        if newest < 0 || isOlder(members[newest].facts, members[index].facts, buffer, rules) { newest = index }
    }
    if newest < 0 { return }
    let newcomer = members[newest].facts
    for index in members.indices where index != newest && members[index].role.joins {
        let older = members[index].facts
        if isQuiet(older, before: newcomer, years: rules.policy.recycledMailboxYears),
            havePhonesThatDiffer(older, newcomer), compareNames(older, newcomer, buffer).rule == .otherPerson
        {
            members[index].hold(.recycledMailbox)
        }
    }
}

private func isQuiet(_ older: AccountFacts, before newcomer: AccountFacts, years: Int) -> Bool {
    if older.updatedAt == noInstant { return false }
    // No year is shorter than this, and the calendar is asked only where it matters.
    let soonest = older.updatedAt + Int64(years) * 365 * Timestamp.millisecondsPerDay
    if newcomer.createdAt < min(soonest, Timestamp.latest.rawValue) { return false }
    return newcomer.createdAt >= Timestamp(rawValue: older.updatedAt).advanced(byYears: years).rawValue
}

/// Two countries link only if both agree; accounts join in country order if they may link with all that
/// joined before (RULES §3).
private func agreeBetweenCountries(
    _ members: inout [GroupMember], _ buffer: RawSpan, _ rules: DecisionRules
) {
    if rules.allPartnersAgree { return }
    let order = members.indices.filter { members[$0].role.joins }.sorted {
        comesFirst(members[$0].facts, members[$1].facts, buffer, rules)
    }
    var joined: CountrySet = []
    for index in order {
        let country = members[index].facts.country
        if rules.mayLink(country, with: joined) {
            joined.insert(CountrySet(country))
        } else {
            members[index].hold(.countryPolicy)
        }
    }
}

/// Where a country does not link its own accounts with each other, the best of them stays.
private func keepOnePerCountry(
    _ members: inout [GroupMember], _ buffer: RawSpan, _ rules: DecisionRules
) {
    if rules.heldWithinCountry.isEmpty { return }
    for country in Country.allCases where rules.heldWithinCountry.contains(country) {
        let own = members.indices.filter { members[$0].role.joins && members[$0].facts.country == country }
        guard own.count > 1, let best = own.min(by: { isBetter(members[$0], members[$1], buffer) }) else {
            continue
        }
        for index in own where index != best { members[index].hold(.sameCountryPolicy) }
    }
}

private func isBetter(_ left: GroupMember, _ right: GroupMember, _ buffer: RawSpan) -> Bool {
    if left.role != right.role { return left.role == .member }
    if left.facts.updatedAt != right.facts.updatedAt { return left.facts.updatedAt > right.facts.updatedAt }
    return isLess(
        buffer.bytes(left.facts.range(of: .accountID)), buffer.bytes(right.facts.range(of: .accountID)))
}

/// Names what each link of a linked profile rests on (A1, A3).
func nameBases(_ members: inout [GroupMember], _ rules: DecisionRules) {
    var countries: CountrySet = []
    for member in members where member.role.joins { countries.insert(CountrySet(member.facts.country)) }
    let spansCountries = countries.rawValue.nonzeroBitCount > 1
    var seen: CountrySet = []
    for index in members.indices where members[index].role.joins {
        let country = members[index].facts.country
        if members[index].isJoinedByDecision {
            members[index].basis = .decision
        } else if isPostLaunch(members[index].facts, launchInstant: rules.launchInstant) {
            members[index].basis = .consent
        } else {
            members[index].basis = spansCountries && !seen.contains(country) ? .migration : .sameCountry
        }
        seen.insert(CountrySet(country))
    }
}
