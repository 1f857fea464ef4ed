internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// Decides again what an erasure touches, as a run would: the keys of the erased accounts, and those of which
/// look-alikes said something because of them.
struct ErasureDeciding {
    /// What people decided, without what is about erased accounts.
    private(set) var constraints = ConstraintSet.empty

    /// What goes from the list of skeletons.
    private(set) var unlisted: Set<LookAlikeEntry> = []

    private let state: OpenedState
    private let standing: ConstraintSet
    private var gathered = KeyRangeGroups(bytes: [])
    private var marks: [LookAlikeMarks.Marked] = []
    /// Ids that are told as erased when they are gone; others are only retired.
    private var erased: Set<Hash128> = []

    init(
        _ groups: [ErasedGroup], _ accounts: Set<Hash128>, _ standing: ConstraintSet, _ state: OpenedState
    ) throws {
        self.state = state
        self.standing = standing
        for (subject, ruling) in standing.rulings where !subject.accounts.contains(where: accounts.contains) {
            constraints.put(ruling, about: subject)
        }
        for account in accounts { erased.insert(profileID(account)) }
        for group in groups where group.staying.count < group.starts.count { erased.insert(profileID(group.key)) }
        let classes = try ErasedLookAlikes(groups, state)
        marks = classes.marks
        unlisted = classes.unlisted
        let changed = Set(marks.filter { $0.before != $0.after }.map(\.key))
        let others = classes.others.filter { changed.contains($0.key) }
        for group in (groups + others).sorted(by: { $0.key < $1.key }) { append(group) }
    }

    private mutating func append(_ group: ErasedGroup) {
        let offset = UInt32(gathered.bytes.count)
        gathered.bytes += group.records
        let (before, after) = (gathered.before.count, gathered.after.count)
        gathered.before += group.starts.map { $0 + offset }
        gathered.after += group.staying.map { $0 + offset }
        gathered.groups.append(
            KeyGroup(
                key: group.key, after: after..<gathered.after.count, before: before..<gathered.before.count,
                arrivals: 0..<0, departures: 0..<0))
    }

    /// What becomes of all of them.
    func decide() -> KeyRangeOutcome {
        let rules = DecisionRules(state.inputs.configuration.merge)
        var decider = KeyRangeDecider(
            rules, erased: erased, accountKey: state.keys.account, pool: OutcomePool(),
            decisions: StandingDecisions(current: constraints, former: standing),
            lookAlikes: LookAlikeMarks(marks), asOf: state.facts.asOf, formerAsOf: state.facts.asOf)
        return decider.decide(
            gathered, range: 0, stances: stances(gathered.after), formerStances: stances(gathered.before))
    }

    /// The stances that the shards would take.
    private func stances(_ starts: [UInt32]) -> RangeStances {
        let policy = state.inputs.configuration.merge
        let records = gathered.bytes.raw
        var stances = RangeStances()
        for (country, accounts) in zip(Country.allCases, proposals(starts, records)) {
            let rules = StanceRules(
                country: policy[country], launchInstant: policy.launch?.rawValue, asOf: state.facts.asOf)
            stances.byCountry[Int(country.rawValue)] = accounts.map { stance(records, at: Int($0), rules) }
        }
        return stances
    }
}

/// The addresses that share a skeleton with an erased one, and what is said of each before the erasure and after.
private struct ErasedLookAlikes {
    /// Of all addresses of these skeletons, the erased ones among them.
    private(set) var marks: [LookAlikeMarks.Marked] = []
    /// The other addresses, whose records all stay.
    private(set) var others: [ErasedGroup] = []
    /// Entries that the list of skeletons has no more.
    private(set) var unlisted: Set<LookAlikeEntry> = []

    private let state: OpenedState
    private var maker: SkeletonMaker

    init(_ groups: [ErasedGroup], _ state: OpenedState) throws {
        self.state = state
        maker = SkeletonMaker(state.keys)
        let own = Dictionary(groups.map { ($0.key, $0) }) { first, _ in first }
        var seen: Set<Hash128> = []
        for group in groups {
            guard let skeleton = skeleton(of: group), seen.insert(skeleton).inserted else { continue }
            let entries = try entries(of: skeleton)
            let all = try entries.map { entry in
                if let group = own[entry.key] { return group }
                let other = try read(entry.key)
                others.append(other)
                return other
            }
            let listed = mark(all)
            unlisted.formUnion(entries.filter { !listed.contains($0.key) })
        }
    }

    private mutating func skeleton(of group: ErasedGroup) -> Hash128? {
        for start in group.starts
        where maker.make(AccountFacts(group.records.raw, at: Int(start)), group.records.raw) { return maker.hash }
        return nil
    }

    private func entries(of skeleton: Hash128) throws -> [LookAlikeEntry] {
        var entries: [LookAlikeEntry] = []
        try state.store.read { (transaction) throws(StoreError) in
            try transaction.walkLookAlikes(of: skeleton) { entry in
                entries.append(entry)
                return true
            }
        }
        return entries
    }

    private func read(_ key: Hash128) throws -> ErasedGroup {
        let records = try readGroup(key, state)
        var starts: [UInt32] = []
        try listRecords(records.raw, offset: 0, into: &starts)
        return ErasedGroup(key: key, records: records, starts: starts, staying: starts)
    }

    /// - Returns: the keys that stay listed: all in use, as long as one of them is not plain.
    private mutating func mark(_ groups: [ErasedGroup]) -> Set<Hash128> {
        var before: [LookAlikeAddress] = []
        var after: [LookAlikeAddress] = []
        for group in groups {
            let records = group.records.raw
            if let address = LookAlikeAddress(group.key, group.starts[...], records, &maker) { before.append(address) }
            if let address = LookAlikeAddress(group.key, group.staying[...], records, &maker) { after.append(address) }
        }
        var marked: [Hash128: LookAlikeMarks.Marked] = [:]
        for (key, mark) in lookAlikeMarks(before) {
            marked[key, default: LookAlikeMarks.Marked(key: key)].before = mark
        }
        for (key, mark) in lookAlikeMarks(after) { marked[key, default: LookAlikeMarks.Marked(key: key)].after = mark }
        marks += marked.values
        return after.contains { !$0.isPlain } ? Set(after.map(\.key)) : []
    }
}
