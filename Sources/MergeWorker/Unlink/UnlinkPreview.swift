internal import AccountModel
internal import ByteScanning
internal import FoundationEssentials
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// What one key comes to with and without a new decision: the same decider and renderer as in a run.
struct UnlinkPreview {
    let state: OpenedState
    let located: LocatedSubject
    let standing: StandingDecisions

    /// The report of an unlink that is not done yet.
    func report(_ account: Explanation.AccountName, wasApart: Bool) throws -> UnlinkReport {
        let before = try explain(located, state, standing: standing.former)
        let after = try explain(located, state, standing: standing.current)
        let own = before.accounts.first { $0.account == account }
        let wasJoined = own?.profileId != nil && own?.profileId == before.profileId
        let outcome = try decideAgain()
        return UnlinkReport(
            account: account, run: nil, wasApart: wasApart, profileId: wasJoined ? before.profileId : nil,
            stateBefore: before.state, stateAfter: after.state,
            remaining: after.accounts.filter { $0.profileId != nil && $0.profileId == after.profileId }.map(\.account),
            ownProfileId: after.accounts.first { $0.account == account }?.profileId,
            linksRemoved: links(outcome, before.profileId), events: try events(outcome),
            fields: fieldChanges(before, after))
    }

    private func decideAgain() throws -> KeyRangeOutcome {
        let records = try readGroup(located.linkKey, state)
        var gathered = KeyRangeGroups(bytes: records)
        try listRecords(records.raw, offset: 0, into: &gathered.before)
        gathered.after = gathered.before
        let all = 0..<gathered.after.count
        gathered.groups = [KeyGroup(key: located.linkKey, after: all, before: all, arrivals: 0..<0, departures: 0..<0)]
        let stances = stances(proposals(gathered.after, records.raw), records)
        let mark = try lookAlikeMark(
            of: located.linkKey, records.raw, gathered.after, state.store, state.keys)
        let lookAlikes = LookAlikeMarks(mark == nil ? [] : [.init(key: located.linkKey, before: mark, after: mark)])
        let rules = DecisionRules(state.inputs.configuration.merge)
        var decider = KeyRangeDecider(
            rules, accountKey: state.keys.account, pool: OutcomePool(), decisions: standing,
            lookAlikes: lookAlikes, asOf: state.facts.asOf,
            formerAsOf: state.facts.asOf)
        return decider.decide(gathered, range: 0, stances: stances, formerStances: stances)
    }

    private func stances(_ accounts: [[UInt32]], _ records: [UInt8]) -> RangeStances {
        let policy = state.inputs.configuration.merge
        var stances = RangeStances()
        for country in Country.allCases {
            let rules = StanceRules(
                country: policy[country], launchInstant: policy.launch?.rawValue, asOf: state.facts.asOf)
            let place = Int(country.rawValue)
            stances.byCountry[place] = accounts[place].map {
                ownStance(AccountFacts(records.raw, at: Int($0)), records.raw, rules)
            }
        }
        return stances
    }

    // MARK: What is to be taken back

    private func links(_ outcome: KeyRangeOutcome, _ profileID: String?) -> [UnlinkReport.Link] {
        let isRemoved = outcome.output.links.array()
            .split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
            .filter { $0.hasSuffix(",removed") }
        return isRemoved.compactMap { line in
            // profile_id,country,account_id,role,basis,change: an account id may hold commas, the others do not.
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count >= 6 else { return nil }
            let id = fields[2..<fields.count - 3].joined(separator: ",")
            let account = id.hasPrefix("\"") ? String(id.dropFirst().dropLast()).replacing("\"\"", with: "\"") : id
            return UnlinkReport.Link(
                profileId: String(fields[0]),
                account: Explanation.AccountName(country: String(fields[1]), accountId: account))
        }
    }

    private func events(_ outcome: KeyRangeOutcome) throws -> [UnlinkReport.Event] {
        struct Line: Decodable {
            var type: String
            var subject: String
        }
        return try outcome.output.events.array().split(separator: UInt8(ascii: "\n")).map {
            let line = try JSONDecoder().decode(Line.self, from: Data($0))
            return UnlinkReport.Event(type: line.type, profileId: line.subject)
        }
    }

    private func fieldChanges(_ before: Explanation, _ after: Explanation) -> [UnlinkReport.FieldChange] {
        func value(_ explanation: Explanation, _ field: String) -> String? {
            explanation.fields.first { $0.name == field }?.winner.value
        }
        return SurvivorshipUnit.allCases.map { "\($0.name)" }.compactMap { field in
            let (old, new) = (value(before, field), value(after, field))
            return old == new ? nil : UnlinkReport.FieldChange(field: field, before: old, after: new)
        }
    }
}
