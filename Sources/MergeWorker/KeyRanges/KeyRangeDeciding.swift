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
    private let rules: DecisionRules
    /// Under which the state was decided.
    private let formerRules: DecisionRules
    /// Publishes what the state knows even if nothing about it changes.
    private let publishesAll: Bool
    /// The ids of before, where the key changes.
    private let formerIDs: FormerIDs?
    /// Ids of profiles that are erased and not only retired if nothing is left of them; empty but in an erasure.
    private let erased: Set<Hash128>
    private let accountKey: SipKey
    private let pool: OutcomePool
    private let decisions: StandingDecisions
    private let lookAlikes: LookAlikeMarks
    private let asOf: Int64
    private let formerAsOf: Int64
    /// The first batch of the run, where events tell their causes.
    private let causesFrom: UInt32?
    /// Why the group in work is looked at.
    private var causes: [ChangeCause] = []
    /// Counted here and handed over at the end: an object's counters cost a check at each step.
    private var statistics = DecisionStatistics()
    private var change = StateChange()
    /// What is written, on loan from the outcome.
    private var output = KeyRangeOutput()
    private var current = GroupDecision()
    private var former = GroupDecision()
    /// Profiles of the group in work, as they are and as they were.
    private var profiles: [RenderedProfile] = []
    private var formerProfiles: [RenderedProfile] = []
    private var text = ByteBuffer(capacity: 1 << 14)
    private var formerText = ByteBuffer(capacity: 1 << 14)

    /// - Parameters:
    ///   - former: the rules under which the state was decided; `nil`: those of now.
    ///   - asOf: the instant of the stances.
    ///   - formerAsOf: the instant at which the state's decisions were taken.
    ///   - causesFrom: the number of the run's first batch, if events are to tell why they happened.
    init(
        _ rules: DecisionRules, former: DecisionRules? = nil, publishesAll: Bool = false,
        formerIDs: FormerIDs? = nil, erased: Set<Hash128> = [], accountKey: SipKey, pool: OutcomePool, decisions: StandingDecisions,
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
    private static func load(
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
    private mutating func settleAlone(
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
    private mutating func settleNew(
        _ group: KeyGroup, _ gathered: borrowing KeyRangeGroups, _ bytes: RawSpan
    ) {
        note(gathered.after[group.after], bytes, sign: 1)
        keepRecords(group, gathered.after[group.after], bytes)
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
    private func moves(_ ids: FormerIDs, _ bytes: RawSpan) -> ArraySlice<Arrival> {
        guard let key = ids.linkKey(current, bytes), let first = current.members.first else { return [] }
        return [Arrival(country: first.facts.country, account: .zero, otherKey: key, formerID: profileID(key))]
    }

    /// Tells of each profile of a group which id it had: the new one is moved there, the old one retired.
    private mutating func tellFormerIDs(
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
    private mutating func settleExisting(
        _ group: KeyGroup, _ gathered: borrowing KeyRangeGroups, _ bytes: RawSpan
    ) {
        note(gathered.before[group.before], bytes, sign: -1)
        note(gathered.after[group.after], bytes, sign: 1)
        keepRecords(group, gathered.after[group.after], bytes)
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
        if !group.erasing.isEmpty { keepOrders(of: Set(gathered.erasing[group.erasing]), gathered.before[group.before], bytes) }
        if current.isLinked, current.joinedCount > former.joinedCount { statistics.newlyLinked += 1 }
    }

    /// Renders the joint profile of a key, then the local ones, and lists where each one ends.
    private static func renderProfiles(
        _ key: Hash128, _ accountKey: SipKey, _ decision: borrowing GroupDecision, _ arrivals: ArraySlice<Arrival>, _ bytes: RawSpan,
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

    private static func localID(_ facts: AccountFacts, _ bytes: RawSpan, _ accountKey: SipKey) -> Hash128 {
        profileID(
            accountIndexKey(facts.country, bytes.bytes(facts.range(of: .accountID)).raw, key: accountKey))
    }

    // MARK: Differences

    /// Publishes the profiles of a known key that are new or have changed, and tells which are gone.
    private mutating func publishProfileDifferences(
        _ arrivals: ArraySlice<Arrival>, departures: ArraySlice<Arrival>, _ bytes: RawSpan
    ) {
        let arrived = localProfiles(arrivals)
        let departed = localProfiles(departures)
        var start = 0
        for profile in profiles {
            let range = start..<profile.end
            start = profile.end
            guard let old = formerProfiles.firstIndex(where: { $0.id == profile.id }) else {
                output.profiles.append(text, range)
                if profile.kind == .local, arrived.contains(profile.id) {
                    output.localMoves.append(LocalMove(id: profile.id, isArrival: true, causes: causes))
                } else {
                    let isMoved = profile.kind != .local && !joinedArrivals(arrivals, bytes).isEmpty
                    appendEvent(isMoved ? .moved : .created, profile.id)
                }
                continue
            }
            let oldStart = old == 0 ? 0 : formerProfiles[old - 1].end
            if !publishesAll,
                isEqual(text.bytes.bytes(range), formerText.bytes.bytes(oldStart..<formerProfiles[old].end))
            {
                continue
            }
            output.profiles.append(text, range)
            let change: ChangeKind =
                profile.joined > formerProfiles[old].joined
                ? .linked : profile.joined < formerProfiles[old].joined ? .unlinked : .updated
            appendEvent(change, profile.id)
        }
        for old in formerProfiles where !profiles.contains(where: { $0.id == old.id }) {
            if old.kind == .local, departed.contains(old.id) {
                output.localMoves.append(LocalMove(id: old.id, isArrival: false, causes: causes))
            } else if erased.contains(old.id) {
                output.erased.append(old.id)
                appendEvent(.erased, old.id)
            } else {
                appendEvent(.retired, old.id)
            }
        }
    }

    /// The arrivals that are in the joint profile now; the others brought nothing to it.
    private func joinedArrivals(_ arrivals: ArraySlice<Arrival>, _ bytes: RawSpan) -> ArraySlice<Arrival> {
        if arrivals.isEmpty || current.joinedCount == 0 { return [] }
        var joined: Set<Hash128> = []
        for member in current.members where member.role.joins || member.role == .reference {
            let facts = member.facts
            joined.insert(
                accountIndexKey(facts.country, bytes.bytes(facts.range(of: .accountID)).raw, key: accountKey))
        }
        return arrivals.filter { $0.formerID != nil && joined.contains($0.account) }[...]
    }

    private func accounts(of moves: ArraySlice<Arrival>) -> Set<Hash128> {
        moves.isEmpty ? [] : Set(moves.map(\.account))
    }

    /// The profiles that accounts on the move have of their own, in whatever key they stand.
    private func localProfiles(_ moves: ArraySlice<Arrival>) -> Set<Hash128> {
        moves.isEmpty ? [] : Set(moves.map { profileID($0.account) })
    }

    /// Publishes the links, holds and conflicts of a known key that changed.
    private mutating func publishTableDifferences(_ id: Hash128, _ bytes: RawSpan) {
        let table = TableRenderer(records: bytes)
        for member in former.members where isLinkRow(member, former) {
            let now = current.members.first { isSameAccount($0.facts, member.facts, bytes) }
            // Nothing that is published later names an erased account.
            if now == nil, isErased(member, bytes) { continue }
            if now.map({ isLinkRow($0, current) && $0.role == member.role && $0.basis == member.basis }) != true {
                table.renderLink(id, member, change: "removed", into: &output.links)
            }
        }
        for member in current.members {
            let before =
                publishesAll ? nil : former.members.first { isSameAccount($0.facts, member.facts, bytes) }
            if isLinkRow(member, current),
                before.map({ isLinkRow($0, former) && $0.role == member.role && $0.basis == member.basis }) != true
            {
                table.renderLink(id, member, change: "added", into: &output.links)
            }
        }
        let hasChanged =
            publishesAll || profiles.first?.id != formerProfiles.first?.id
            || !isEqual(
                text.bytes.bytes(0..<(profiles.first?.end ?? 0)),
                formerText.bytes.bytes(0..<(formerProfiles.first?.end ?? 0)))
        if hasChanged { renderConflicts(id, bytes) }
    }

    /// Publishes the holds of a known key that changed: first those that are no more.
    private mutating func publishHoldDifferences(
        _ arrivals: ArraySlice<Arrival>, departures: ArraySlice<Arrival>, _ bytes: RawSpan
    ) {
        if !former.members.contains(where: isListedInHolds), !current.members.contains(where: isListedInHolds) { return }
        let pairs = counterparts(bytes)
        let (coming, leaving) = (accounts(of: arrivals), accounts(of: departures))
        for index in former.members.indices where isListedInHolds(former.members[index]) {
            if let now = pairs.current[index], isSameHold(former.members[index], current.members[now]) { continue }
            // Nothing that is published later names an erased account.
            if pairs.current[index] == nil, isErased(former.members[index], bytes) { continue }
            publishHold(former.members[index], leaving, isArrival: false, bytes)
        }
        for index in current.members.indices where isListedInHolds(current.members[index]) {
            if !publishesAll, let before = pairs.former[index],
                isSameHold(former.members[before], current.members[index])
            {
                continue
            }
            publishHold(current.members[index], coming, isArrival: true, bytes)
        }
    }

    private func isErased(_ member: GroupMember, _ bytes: RawSpan) -> Bool {
        !erased.isEmpty && erased.contains(KeyRangeDecider.localID(member.facts, bytes, accountKey))
    }

    private func isSameHold(_ before: GroupMember, _ now: GroupMember) -> Bool {
        before.role == now.role && before.reason == now.reason
    }

    /// Where each account of the group stands on the other side: both are in store order.
    private func counterparts(_ bytes: RawSpan) -> (current: [Int?], former: [Int?]) {
        var there = [Int?](repeating: nil, count: former.members.count)
        var back = [Int?](repeating: nil, count: current.members.count)
        var index = 0
        for (old, member) in former.members.enumerated() {
            while index < current.members.count,
                isRecordBefore(current.members[index].facts.start, member.facts.start, bytes)
            {
                index += 1
            }
            guard index < current.members.count, isSameAccount(current.members[index].facts, member.facts, bytes)
            else { continue }
            (there[old], back[index]) = (index, old)
        }
        return (there, back)
    }

    /// Writes that a hold has come or gone; where its account changes its key, the end of the run tells.
    /// - Parameter moving: accounts that come to this key, or leave it.
    private mutating func publishHold(
        _ member: GroupMember, _ moving: Set<Hash128>, isArrival: Bool, _ bytes: RawSpan
    ) {
        let table = TableRenderer(records: bytes)
        if !moving.isEmpty {
            let account = accountPlace(member.facts, bytes, key: accountKey)
            if moving.contains(account) {
                output.holdMoves.append(
                    HoldMove(
                        account: account, isArrival: isArrival, isHeld: member.role == .held,
                        text: table.hold(of: member)))
                return
            }
        }
        table.renderHold(member, change: isArrival ? "added" : "removed", into: &output.holds)
        if isArrival, member.role == .held { statistics.newlyHeld += 1 }
    }

    private func isLinkRow(_ member: GroupMember, _ decision: borrowing GroupDecision) -> Bool {
        decision.joinedCount > 1 && (member.role.joins || member.role == .reference)
    }

    private func isSameAccount(_ left: AccountFacts, _ right: AccountFacts, _ bytes: RawSpan) -> Bool {
        left.country == right.country
            && isEqual(bytes.bytes(left.range(of: .accountID)), bytes.bytes(right.range(of: .accountID)))
    }

    private mutating func renderConflicts(_ id: Hash128, _ bytes: RawSpan) {
        let table = TableRenderer(records: bytes)
        for conflict in current.conflicts where current.joinedCount > 0 {
            statistics.newlyReported += 1
            table.renderConflict(conflict, id, current, into: &output.conflicts)
            table.renderConflictRow(conflict, id, current, into: &output.conflictRows)
            collectSample(conflict, id, current, bytes, &output)
        }
    }

    /// One CloudEvents 1.0 event; its number is given when the key range is written.
    private mutating func appendEvent(_ change: ChangeKind, _ id: Hash128) {
        statistics.changes[Int(change.rawValue)] += 1
        output.appendEvent(change, id, because: causes)
    }

    /// Notes why a group is looked at: the batches of its new records, and what notes say.
    private mutating func noteCauses(
        _ group: KeyGroup, _ gathered: borrowing KeyRangeGroups, _ bytes: RawSpan, from first: UInt32
    ) {
        causes.removeAll(keepingCapacity: true)
        for start in gathered.after[group.after] {
            let batch = AccountFacts(bytes, at: Int(start)).batch(bytes)
            if batch >= first { causes.append(ChangeCause(batch: batch)) }
        }
        for cause in gathered.causes[group.causes] where cause.rawValue > 0 { causes.append(cause) }
        if causes.count > 1 { causes = listedCauses(causes) }
    }

    /// Notes the holds of this group that end by themselves.
    private mutating func noteDueHolds(_ key: Hash128, _ bytes: RawSpan) {
        for member in current.members where member.reason == .recentEmailChange {
            guard let changed = member.facts.instant(.emailChangedAt, bytes) else { continue }
            let days = rules.policy[member.facts.country].recentEmailChangeDays
            output.dueHolds.append(DueHold(key: key, at: Timestamp(rawValue: changed).advanced(byDays: days)))
        }
    }

    /// Order references stay when a country erases an account: they go to a tombstone.
    private mutating func keepOrders(of erased: Set<Hash128>, _ starts: ArraySlice<UInt32>, _ bytes: RawSpan) {
        for start in starts {
            let facts = AccountFacts(bytes, at: Int(start))
            guard facts.kind == .account, let orders = facts.extra(.orders, bytes),
                erased.contains(accountPlace(facts, bytes, key: accountKey))
            else { continue }
            var references: [String] = []
            forEachOrder(orders, bytes) { range in
                statistics.ordersIn += 1
                references.append(String(decoding: copy(bytes.bytes, range), as: UTF8.self))
            }
            statistics.ordersOut += references.count
            if !references.isEmpty { output.tombstones.append(references) }
        }
    }

    // MARK: Store

    /// Notes the new records of a key for the store; one record is taken from where it is.
    private mutating func keepRecords(
        _ group: KeyGroup, _ starts: ArraySlice<UInt32>, _ bytes: RawSpan
    ) {
        if starts.isEmpty {
            // Nothing is left under this key; that it was ever there is for the editor to find.
            if !group.before.isEmpty {
                output.edits.append(StoreEdit(key: group.key, isInGroups: false, range: 0..<0))
            }
            return
        }
        if starts.count == 1, let start = starts.first {
            let length = Int(loadHalfWord(bytes, at: Int(start)))
            output.edits.append(
                StoreEdit(key: group.key, isInGroups: false, range: Int(start)..<Int(start) + length))
            return
        }
        let first = output.groups.count
        for start in starts {
            let length = Int(loadHalfWord(bytes, at: Int(start)))
            output.groups.append(bytes, Int(start)..<Int(start) + length)
        }
        output.edits.append(
            StoreEdit(key: group.key, isInGroups: true, range: first..<output.groups.count))
    }

    /// Adds records to the counts and the digest of the state, or takes them out.
    private mutating func note(
        _ starts: ArraySlice<UInt32>, _ bytes: RawSpan, sign: Int
    ) {
        for start in starts {
            let kind = UInt8(truncatingIfNeeded: loadHalfWord(bytes, at: Int(start) + 4) >> 8)
            let contentHash = loadWord(bytes, at: Int(start) + RecordLayout.contentHash)
            if kind == RecordKind.account.rawValue {
                change.accounts += sign
            } else {
                change.markers += sign
            }
            if sign > 0 {
                change.digest.insert(contentHash)
            } else {
                change.digest.remove(contentHash)
            }
        }
    }
}

/// Where a rendered profile ends in its text, and what it is.
struct RenderedProfile {
    var id: Hash128
    var kind: ProfileKind
    var joined: Int
    var end: Int
}

/// The states of a profile.
enum ProfileKind: Equatable {
    case linked, single, local
}

/// Whether an account outside the joint profile gets one of its own: all but the excluded, and references
/// that are attached to a joint one.
func hasLocalProfile(_ member: GroupMember, _ joinedCount: Int) -> Bool {
    switch member.role {
    case .held, .pending, .declined: true
    case .reference: joinedCount == 0
    case .member, .unverified, .excluded: false
    }
}

/// Whether an account stands in holds.csv.
func isListedInHolds(_ member: GroupMember) -> Bool {
    switch member.role {
    case .held, .pending, .declined, .excluded: true
    case .reference: member.reason == .noAccount
    case .member, .unverified: false
    }
}

/// Profiles of a decided group, to add or to take away.
func stateChange(_ decision: borrowing GroupDecision, sign: Int) -> StateChange {
    var change = StateChange()
    if decision.joinedCount > 1 { change.linkedProfiles = sign }
    if decision.joinedCount == 1 { change.singleProfiles = sign }
    if decision.members.count > 1 || decision.joinedCount == 0 {
        change.localProfiles = sign * decision.members.count { hasLocalProfile($0, decision.joinedCount) }
    }
    return change
}
