internal import AccountModel
internal import ByteScanning
internal import MergeReports
internal import RecordLinkage

/// What is published of a key that the state knows: only differences.
extension KeyRangeDecider {
    /// Publishes the profiles of a known key that are new or have changed, and tells which are gone.
    mutating func publishProfileDifferences(
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
    func joinedArrivals(_ arrivals: ArraySlice<Arrival>, _ bytes: RawSpan) -> ArraySlice<Arrival> {
        if arrivals.isEmpty || current.joinedCount == 0 { return [] }
        var joined: Set<Hash128> = []
        for member in current.members where member.role.joins || member.role == .reference {
            let facts = member.facts
            joined.insert(
                accountIndexKey(facts.country, bytes.bytes(facts.range(of: .accountID)).raw, key: accountKey))
        }
        return arrivals.filter { $0.formerID != nil && joined.contains($0.account) }[...]
    }

    func accounts(of moves: ArraySlice<Arrival>) -> Set<Hash128> {
        moves.isEmpty ? [] : Set(moves.map(\.account))
    }

    /// The profiles that accounts on the move have of their own, in whatever key they stand.
    func localProfiles(_ moves: ArraySlice<Arrival>) -> Set<Hash128> {
        moves.isEmpty ? [] : Set(moves.map { profileID($0.account) })
    }

    /// Publishes the links, holds and conflicts of a known key that changed.
    mutating func publishTableDifferences(_ id: Hash128, _ bytes: RawSpan) {
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
    mutating func publishHoldDifferences(
        _ arrivals: ArraySlice<Arrival>, departures: ArraySlice<Arrival>, _ bytes: RawSpan
    ) {
        if !former.members.contains(where: isListedInHolds), !current.members.contains(where: isListedInHolds) {
            return
        }
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

    func isErased(_ member: GroupMember, _ bytes: RawSpan) -> Bool {
        !erased.isEmpty && erased.contains(KeyRangeDecider.localID(member.facts, bytes, accountKey))
    }

    func isSameHold(_ before: GroupMember, _ now: GroupMember) -> Bool {
        before.role == now.role && before.reason == now.reason
    }

    /// Where each account of the group stands on the other side: both are in store order.
    func counterparts(_ bytes: RawSpan) -> (current: [Int?], former: [Int?]) {
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
    mutating func publishHold(
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

    func isLinkRow(_ member: GroupMember, _ decision: borrowing GroupDecision) -> Bool {
        decision.joinedCount > 1 && (member.role.joins || member.role == .reference)
    }

    func isSameAccount(_ left: AccountFacts, _ right: AccountFacts, _ bytes: RawSpan) -> Bool {
        left.country == right.country
            && isEqual(bytes.bytes(left.range(of: .accountID)), bytes.bytes(right.range(of: .accountID)))
    }

    mutating func renderConflicts(_ id: Hash128, _ bytes: RawSpan) {
        let table = TableRenderer(records: bytes)
        for conflict in current.conflicts where current.joinedCount > 0 {
            statistics.newlyReported += 1
            table.renderConflict(conflict, id, current, into: &output.conflicts)
            table.renderConflictRow(conflict, id, current, into: &output.conflictRows)
            collectSample(conflict, id, current, bytes, &output)
        }
    }
}
