internal import AccountModel
internal import ByteScanning
internal import MergeReports
internal import RecordLinkage

/// The stances of all shards on the accounts of one key range, by country, each in the order of the range.
struct RangeStances: Sendable {
    var byCountry: [[Stance]]

    init() { byCountry = Array(repeating: [], count: Country.count) }
}

/// The accounts of a key range, by country, as they are proposed to the shards.
///
/// - Parameter starts: records in the order of the groups.
func proposals(_ starts: [UInt32], _ bytes: RawSpan) -> [[UInt32]] {
    var accounts = [[UInt32]](repeating: [], count: Country.count)
    for index in accounts.indices { accounts[index].reserveCapacity(starts.count / 10) }
    for start in starts {
        let head = loadHalfWord(bytes, at: Int(start) + RecordLayout.country)
        guard UInt8(truncatingIfNeeded: head >> 8) == RecordKind.account.rawValue else { continue }
        accounts[Int(UInt8(truncatingIfNeeded: head))].append(start)
    }
    return accounts
}

/// Decides every group of a key range and renders what changed.
struct KeyRangeDecider: ~Copyable {
    let rules: DecisionRules
    /// Under which the state was decided.
    let formerRules: DecisionRules
    /// Publishes what the state knows even if nothing about it changes.
    let publishesAll: Bool
    /// The ids of before, where the key changes.
    let formerIDs: FormerIDs?
    /// Ids of profiles that are erased and not only retired if nothing is left of them; empty but in an erasure.
    let erased: Set<Hash128>
    let accountKey: SipKey
    let pool: OutcomePool
    let decisions: StandingDecisions
    let lookAlikes: LookAlikeMarks
    let asOf: Int64
    let formerAsOf: Int64
    /// The first batch of the run, where events tell their causes.
    let causesFrom: UInt32?
    /// Why the group in work is looked at.
    var causes: [ChangeCause] = []
    /// Counted here and handed over at the end: an object's counters cost a check at each step.
    var statistics = DecisionStatistics()
    var change = StateChange()
    /// What is written, on loan from the outcome.
    var output = KeyRangeOutput()
    var current = GroupDecision()
    var former = GroupDecision()
    /// Profiles of the group in work, as they are and as they were.
    var profiles: [RenderedProfile] = []
    var formerProfiles: [RenderedProfile] = []
    var text = ByteBuffer(capacity: 1 << 14)
    var formerText = ByteBuffer(capacity: 1 << 14)

    /// - Parameters:
    ///   - former: the rules under which the state was decided; `nil`: those of now.
    ///   - asOf: the instant of the stances.
    ///   - formerAsOf: the instant at which the state's decisions were taken.
    ///   - causesFrom: the number of the run's first batch, if events are to tell why they happened.
    init(
        _ rules: DecisionRules, former: DecisionRules? = nil, publishesAll: Bool = false,
        formerIDs: FormerIDs? = nil, erased: Set<Hash128> = [], accountKey: SipKey, pool: OutcomePool,
        decisions: StandingDecisions,
        lookAlikes: LookAlikeMarks, asOf: Int64, formerAsOf: Int64, causesFrom: UInt32? = nil
    ) {
        self.rules = rules
        self.causesFrom = causesFrom
        formerRules = former ?? rules
        self.publishesAll = publishesAll
        self.formerIDs = formerIDs
        self.erased = erased
        self.pool = pool
        self.decisions = decisions
        self.lookAlikes = lookAlikes
        self.asOf = asOf
        self.formerAsOf = formerAsOf
        self.accountKey = accountKey
    }

    /// - Parameters:
    ///   - stances: on the accounts as they are after this run.
    ///   - formerStances: on the accounts as they were, taken at the former `as_of`.
    mutating func decide(
        _ gathered: consuming KeyRangeGroups, range: Int, stances: RangeStances, formerStances: RangeStances
    ) -> KeyRangeOutcome {
        let outcome = pool.take(range: range, recordBytes: gathered.bytes.count)
        swap(&output, &outcome.output)
        let bytes = gathered.bytes.raw
        var cursors = [Int](repeating: 0, count: Country.count)
        var formerCursors = cursors
        var looks = LookAlikeCursor(lookAlikes, from: gathered.groups.first?.key)
        for group in gathered.groups {
            let marked = looks.marked(group.key)
            if group.isNewAndAlone, decisions.current.isEmpty, formerIDs == nil, marked == nil,
                settleAlone(group.key, gathered.after[group.after.lowerBound], bytes, stances, &cursors)
            {
                continue
            }
            KeyRangeDecider.load(&current, gathered.after[group.after], bytes, stances, &cursors)
            if !decisions.current.isEmpty {
                decisions.current.constrain(&current, asOf: asOf, bytes, accountKey: accountKey)
            }
            current.lookAlike = marked?.after
            former.lookAlike = marked?.before
            if let causesFrom { noteCauses(group, gathered, bytes, from: causesFrom) }
            if !group.before.isEmpty || group.after.isEmpty {
                KeyRangeDecider.load(&former, gathered.before[group.before], bytes, formerStances, &formerCursors)
                if !decisions.former.isEmpty {
                    decisions.former.constrain(&former, asOf: formerAsOf, bytes, accountKey: accountKey)
                }
                settleExisting(group, gathered, bytes)
            } else {
                settleNew(group, gathered, bytes)
            }
        }
        swap(&output, &outcome.output)
        outcome.records = gathered.bytes
        outcome.statistics = statistics
        outcome.change = change
        return outcome
    }

    /// Makes the members of a group from its live records and their stances.
    static func load(
        _ decision: inout GroupDecision, _ starts: ArraySlice<UInt32>, _ bytes: RawSpan,
        _ stances: RangeStances, _ cursors: inout [Int]
    ) {
        decision.members.removeAll(keepingCapacity: true)
        for start in starts {
            let facts = AccountFacts(bytes, at: Int(start))
            guard facts.kind == .account else { continue }
            let country = Int(facts.country.rawValue)
            decision.members.append(GroupMember(facts, stances.byCountry[country][cursors[country]]))
            cursors[country] += 1
        }
    }

    /// The most frequent key: new, with one account that joins. Publishes what `settleNew` would.
    ///
    /// - Returns: false, with nothing done, if it is no such key.
    mutating func settleAlone(
        _ key: Hash128, _ start: UInt32, _ bytes: RawSpan, _ stances: RangeStances, _ cursors: inout [Int]
    ) -> Bool {
        let facts = AccountFacts(bytes, at: Int(start))
        guard facts.kind == .account else { return false }
        let country = Int(facts.country.rawValue)
        let stance = stances.byCountry[country][cursors[country]]
        guard stance.role.joins else { return false }
        cursors[country] += 1
        change.accounts += 1
        change.digest.insert(facts.contentHash(bytes))
        change.singleProfiles += 1
        output.edits.append(
            StoreEdit(key: key, isInGroups: false, range: Int(start)..<Int(start) + facts.byteCount))
        let decision = decideAlone(
            facts, stance.role, released: stance.released, launchInstant: rules.launchInstant)
        let id = profileID(key)
        var counts = RenderCounts()
        if causesFrom != nil {
            causes.removeAll(keepingCapacity: true)
            causes.append(ChangeCause(batch: facts.batch(bytes)))
        }
        ProfileRenderer(records: bytes).renderAlone(id, facts, stance, decision, into: &output.profiles, &counts)
        appendEvent(.created, id)
        countAlone(facts, stance, decision.login, counts, bytes, &statistics)
        output.renderedAccounts += counts.accounts
        return true
    }

    /// A key that the state does not know yet: everything about it is new.
    mutating func settleNew(
        _ group: KeyGroup, _ gathered: borrowing KeyRangeGroups, _ bytes: RawSpan
    ) {
        note(gathered.after[group.after], bytes, sign: 1)
        keepRecords(group, gathered, bytes)
        guard !current.members.isEmpty else { return }
        RecordLinkage.decide(&current, bytes, rules)
        noteDueHolds(group.key, bytes)
        var counts = RenderCounts()
        let arrivals = gathered.arrivals[group.arrivals]
        let joinedArrivals = formerIDs.map { moves($0, bytes) } ?? joinedArrivals(arrivals, bytes)
        profiles.removeAll(keepingCapacity: true)
        KeyRangeDecider.renderProfiles(
            group.key, accountKey, current, joinedArrivals, bytes, &output.profiles, &profiles, &counts)
        if let formerIDs { tellFormerIDs(formerIDs, joinedArrivals.first?.otherKey, bytes) }
        let arrived = localProfiles(arrivals)
        for profile in profiles where formerIDs == nil {
            if profile.kind == .local, arrived.contains(profile.id) {
                output.localMoves.append(LocalMove(id: profile.id, isArrival: true, causes: causes))
            } else {
                let isMoved = profile.kind != .local && !joinedArrivals.isEmpty
                appendEvent(isMoved ? .moved : .created, profile.id)
            }
        }
        count(current, counts, bytes, &statistics)
        output.renderedAccounts += counts.accounts
        let table = TableRenderer(records: bytes)
        let id = profileID(group.key)
        let moving = accounts(of: arrivals)
        for member in current.members {
            if current.isLinked, member.role.joins || member.role == .reference {
                table.renderLink(id, member, change: "added", into: &output.links)
            }
            if isListedInHolds(member) { publishHold(member, moving, isArrival: true, bytes) }
        }
        renderConflicts(id, bytes)
        change += stateChange(current, sign: 1)
        if current.isLinked { statistics.newlyLinked += 1 }
    }

    /// Where the joint profile of a group comes from when the key changes.
    func moves(_ ids: FormerIDs, _ bytes: RawSpan) -> ArraySlice<Arrival> {
        guard let key = ids.linkKey(current, bytes), let first = current.members.first else { return [] }
        return [Arrival(country: first.facts.country, account: .zero, otherKey: key, formerID: profileID(key))]
    }

    /// Tells of each profile of a group which id it had: the new one is moved there, the old one retired.
    mutating func tellFormerIDs(
        _ ids: FormerIDs, _ formerKey: Hash128?, _ bytes: RawSpan
    ) {
        var former: [Hash128] = []
        if let formerKey {
            former.append(profileID(formerKey))
            let table = TableRenderer(records: bytes)
            for member in current.members where isLinkRow(member, current) {
                table.renderLink(former[0], member, change: "removed", into: &output.links)
            }
        }
        for member in current.members where hasLocalProfile(member, current.joinedCount) {
            former.append(ids.localID(member.facts, bytes))
        }
        precondition(former.count == profiles.count, "a profile without an id of before")
        for (old, profile) in zip(former, profiles) {
            appendEvent(.moved, profile.id)
            appendEvent(.retired, old)
            output.rekeyed.append(RekeyedProfile(former: old, current: profile.id))
        }
    }

    /// A key that the state knows: only differences are published.
    mutating func settleExisting(
        _ group: KeyGroup, _ gathered: borrowing KeyRangeGroups, _ bytes: RawSpan
    ) {
        note(gathered.before[group.before], bytes, sign: -1)
        note(gathered.after[group.after], bytes, sign: 1)
        keepRecords(group, gathered, bytes)
        profiles.removeAll(keepingCapacity: true)
        formerProfiles.removeAll(keepingCapacity: true)
        text.removeAll()
        formerText.removeAll()
        let arrivals = gathered.arrivals[group.arrivals]
        if !former.members.isEmpty {
            RecordLinkage.decide(&former, bytes, formerRules)
            change += stateChange(former, sign: -1)
            var unused = RenderCounts()
            KeyRangeDecider.renderProfiles(
                group.key, accountKey, former, [], bytes, &formerText, &formerProfiles, &unused)
        } else {
            former.joinedCount = 0
        }
        if !current.members.isEmpty {
            RecordLinkage.decide(&current, bytes, rules)
            noteDueHolds(group.key, bytes)
            change += stateChange(current, sign: 1)
            var counts = RenderCounts()
            KeyRangeDecider.renderProfiles(
                group.key, accountKey, current, joinedArrivals(arrivals, bytes), bytes, &text, &profiles, &counts)
            count(current, counts, bytes, &statistics)
            output.renderedAccounts += counts.accounts
        } else {
            current.joinedCount = 0
        }
        publishProfileDifferences(arrivals, departures: gathered.departures[group.departures], bytes)
        publishTableDifferences(profileID(group.key), bytes)
        publishHoldDifferences(arrivals, departures: gathered.departures[group.departures], bytes)
        if !group.erasing.isEmpty {
            keepOrders(of: Set(gathered.erasing[group.erasing]), gathered.before[group.before], bytes)
        }
        if current.isLinked, current.joinedCount > former.joinedCount { statistics.newlyLinked += 1 }
    }

    /// Renders the joint profile of a key, then the local ones, and lists where each one ends.
    static func renderProfiles(
        _ key: Hash128, _ accountKey: SipKey, _ decision: borrowing GroupDecision, _ arrivals: ArraySlice<Arrival>,
        _ bytes: RawSpan,
        _ output: inout ByteBuffer, _ rendered: inout [RenderedProfile], _ counts: inout RenderCounts
    ) {
        let renderer = ProfileRenderer(records: bytes)
        if decision.joinedCount > 0 {
            let id = profileID(key)
            renderer.renderJoint(id, decision, movedFrom: arrivals, into: &output, &counts)
            rendered.append(
                RenderedProfile(
                    id: id, kind: decision.isLinked ? .linked : .single, joined: decision.joinedCount,
                    end: output.count))
        }
        if decision.joinedCount == decision.members.count { return }
        for member in decision.members where hasLocalProfile(member, decision.joinedCount) {
            let id = localID(member.facts, bytes, accountKey)
            renderer.renderLocal(id, member, into: &output, &counts)
            rendered.append(RenderedProfile(id: id, kind: .local, joined: 0, end: output.count))
        }
    }

    static func localID(_ facts: AccountFacts, _ bytes: RawSpan, _ accountKey: SipKey) -> Hash128 {
        profileID(
            accountIndexKey(facts.country, bytes.bytes(facts.range(of: .accountID)).raw, key: accountKey))
    }
}
