internal import AccountModel
internal import ByteScanning
internal import MergeReports
internal import RecordLinkage

/// Adds a decided group to the statistics of its key range.
func count(
    _ decision: borrowing GroupDecision, _ rendered: RenderCounts, _ records: RawSpan,
    _ statistics: inout DecisionStatistics
) {
    countMembers(decision, records, &statistics)
    let joined = decision.joinedCount
    statistics.ordersOut += rendered.orders
    statistics.consentBreaches += rendered.consentBreaches
    statistics.consentTightened += rendered.consentTightened
    if joined == 1 {
        statistics.singleAccounts += 1
        statistics.singleProfiles += 1
    } else if joined > 1 {
        countLinked(decision, &statistics)
    }
    // A profile of one account has conflicts as well: with those that are held beside it.
    if joined > 0 {
        for conflict in decision.conflicts { countConflict(conflict, decision, &statistics) }
    }
    if let first = decision.members.first(where: { $0.role.joins }) {
        countLogin(decision.login, first.facts.country, &statistics)
    }
}

/// Adds the profile of a key with one account that joins: what `count` would add.
func countAlone(
    _ facts: AccountFacts, _ stance: Stance, _ login: LoginSteps, _ rendered: RenderCounts, _ records: RawSpan,
    _ statistics: inout DecisionStatistics
) {
    let country = Int(facts.country.rawValue)
    statistics.accountsByRole[country * Role.allCases.count + Int(stance.role.rawValue)] += 1
    statistics.accountsByReason[Int(stance.reason.rawValue)] += 1
    if let orders = facts.extra(.orders, records) {
        forEachOrder(orders, records) { _ in statistics.ordersIn += 1 }
    }
    statistics.ordersOut += rendered.orders
    statistics.consentBreaches += rendered.consentBreaches
    statistics.consentTightened += rendered.consentTightened
    statistics.singleAccounts += 1
    statistics.singleProfiles += 1
    countLogin(login, facts.country, &statistics)
}

private func countMembers(
    _ decision: borrowing GroupDecision, _ records: RawSpan, _ statistics: inout DecisionStatistics
) {
    for member in decision.members {
        let country = Int(member.facts.country.rawValue)
        statistics.accountsByRole[country * Role.allCases.count + Int(member.role.rawValue)] += 1
        statistics.accountsByReason[Int(member.reason.rawValue)] += 1
        if member.role == .reference, decision.joinedCount > 0 { statistics.attachedReferences += 1 }
        if hasLocalProfile(member, decision.joinedCount) { statistics.localProfiles += 1 }
        // Excluded accounts are in no profile, and their orders stay in their country.
        if member.role != .excluded, let orders = member.facts.extra(.orders, records) {
            forEachOrder(orders, records) { _ in statistics.ordersIn += 1 }
        }
    }
}

private func countLinked(_ decision: borrowing GroupDecision, _ statistics: inout DecisionStatistics) {
    let joined = decision.joinedCount
    statistics.linkedProfiles += 1
    statistics.linkedAccounts += joined
    statistics.profilesBySize[min(joined, statistics.profilesBySize.count - 1)] += 1
    statistics.largestProfile = max(statistics.largestProfile, joined)
    var seen: CountrySet = []
    var twice: CountrySet = []
    for member in decision.members where member.role.joins {
        let country = CountrySet(member.facts.country)
        if !seen.isDisjoint(with: country) { twice.insert(country) }
        seen.insert(country)
    }
    while let first = seen.first {
        if twice.contains(first) { statistics.countryPairs[pairIndex(first, first)] += 1 }
        seen.remove(CountrySet(first))
        var others = seen
        while let second = others.first {
            statistics.countryPairs[pairIndex(first, second)] += 1
            others.remove(CountrySet(second))
        }
    }
}

private func countConflict(
    _ conflict: Conflict, _ decision: borrowing GroupDecision, _ statistics: inout DecisionStatistics
) {
    let other = decision.members[conflict.member].facts.country
    statistics.conflicts[Int(conflict.kind.rawValue)] += 1
    statistics.conflictKindsByCountry[
        Int(other.rawValue) * ConflictKind.allCases.count + Int(conflict.kind.rawValue)] += 1
    let harm = Int(conflict.kind.harm.rawValue)
    statistics.conflictsByCountry[Int(other.rawValue) * Harm.allCases.count + harm] += 1
    if conflict.winner >= 0 {
        let winner = decision.members[conflict.winner].facts.country
        statistics.conflictPairs[pairIndex(min(other, winner), max(other, winner))] += 1
    }
}

private func pairIndex(_ first: Country, _ second: Country) -> Int {
    Int(first.rawValue) * Country.count + Int(second.rawValue)
}

private func countLogin(
    _ login: LoginSteps, _ country: Country, _ statistics: inout DecisionStatistics
) {
    let base = Int(country.rawValue) * LoginStatistic.allCases.count
    func add(_ step: LoginStatistic) { statistics.loginSteps[base + Int(step.rawValue)] += 1 }
    switch login.password {
    case .setNew: add(.setNewPassword)
    case .setFirst: add(.setFirstPassword)
    case .keep: break
    }
    switch (login.phone, login.channel) {
    case (.verify, .call): add(.phoneByCall)
    case (.verify, _): add(.phoneBySMS)
    case (.addAndVerify, _): add(.addPhone)
    case (.none, _): break
    }
    if login.needsMailboxProof { add(.mailboxProof) }
}

/// How many samples one key range offers of each kind; the run keeps the first of them, in key order, so that
/// every split of the work shows the same.
private let samplesPerKindMax = 40

/// Keeps a conflict as a sample for the report.
func collectSample(
    _ conflict: Conflict, _ id: Hash128, _ decision: borrowing GroupDecision, _ records: RawSpan,
    _ output: inout KeyRangeOutput
) {
    guard output.sampleCounts[Int(conflict.kind.rawValue)] < samplesPerKindMax else { return }
    output.sampleCounts[Int(conflict.kind.rawValue)] += 1
    let other = decision.members[conflict.member].facts
    let winner = conflict.winner >= 0 ? decision.members[conflict.winner].facts : nil
    output.samples.append(
        ConflictSample(
            kind: conflict.kind, profileID: uuidText(id), winnerCountry: winner?.country,
            winnerValue: winner.map { sampleValue($0, conflict.kind, records) } ?? "",
            otherCountry: other.country, otherValue: sampleValue(other, conflict.kind, records),
            rule: conflict.verdict.map { "\($0.rule.code)" } ?? "\(conflict.kind.code)"))
}

private func sampleValue(_ facts: AccountFacts, _ kind: ConflictKind, _ records: RawSpan) -> String {
    switch kind.field {
    case .phone:
        return facts.phone.isParsed ? "+\(facts.phone.e164)" : text(facts, .phoneAsGiven, records)
    case .name, .account:
        return text(facts, .firstName, records) + " " + text(facts, .lastName, records)
    }
}

private func text(_ facts: AccountFacts, _ field: CommonField, _ records: RawSpan) -> String {
    let span = records.bytes(facts.range(of: field))
    return String(decoding: (0..<span.count).map { span[$0] }, as: UTF8.self)
}

/// An id in the form of a UUID.
func uuidText(_ id: Hash128) -> String {
    var buffer = ByteBuffer(capacity: 64)
    buffer.append(uuid: id)
    return String(decoding: buffer.array(), as: UTF8.self)
}
