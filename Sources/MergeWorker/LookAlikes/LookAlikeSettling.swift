internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage

/// What the pass over look-alikes comes to.
struct LookAlikeSettlement: Sendable {
    var marks = LookAlikeMarks.none
    /// Keys to be decided about again, because what is said of them has changed.
    var changed: [Hash128] = []
    /// Entries of the list of skeletons to write and to remove.
    var added: [LookAlikeEntry] = []
    var removed: [LookAlikeEntry] = []
}

extension LookAlikeSettlement {
    /// Settles all skeletons, as many ranges of them at a time as there are workers; forgets what was gathered.
    init(
        of gathered: CandidateSpill, _ context: KeyRangeContext, keys: IntakeKeys, workers: Int,
        _ executor: ScheduledTaskExecutor, _ drain: DrainFlag
    ) async throws {
        let parts = try await withThrowingTaskGroup(of: (Int, SettledSkeletons).self) { group in
            for worker in 0..<workers {
                group.addTask(executorPreference: executor) {
                    var settling = LookAlikeSettling(gathered, context, keys: keys)
                    for range in stride(from: worker, to: gathered.rangeCount, by: workers) {
                        try drain.check()
                        try settling.settle(range)
                    }
                    // Not `settling` itself: a thread lets a result go a moment after it is known, the store with it.
                    return (worker, settling.found)
                }
            }
            var parts = [SettledSkeletons?](repeating: nil, count: workers)
            for try await (worker, part) in group { parts[worker] = part }
            return parts.compactMap(\.self)
        }
        marks = LookAlikeMarks(parts.flatMap(\.marked))
        changed = parts.flatMap(\.settlement.changed)
        added = parts.flatMap(\.settlement.added)
        removed = parts.flatMap(\.settlement.removed)
    }
}

/// What the skeletons of some ranges came to.
private struct SettledSkeletons: Sendable {
    var marked: [LookAlikeMarks.Marked] = []
    /// But for its marks.
    var settlement = LookAlikeSettlement()
}

/// The second half of the pass: settles who gives way, skeleton by skeleton.
struct LookAlikeSettling: Sendable {
    private let gathered: CandidateSpill
    private let context: KeyRangeContext
    private var maker: SkeletonMaker
    fileprivate var found = SettledSkeletons()

    init(_ gathered: CandidateSpill, _ context: KeyRangeContext, keys: IntakeKeys) {
        self.gathered = gathered
        self.context = context
        maker = SkeletonMaker(keys)
    }

    /// Settles the skeletons of one range.
    mutating func settle(_ range: Int) throws {
        var groups = KeyRangeGroups(bytes: try gathered.load(range: range))
        var skeletons: [Hash128: Hash128] = [:]
        var references = readReferences(groups.bytes.raw, &skeletons)
        if references.isEmpty { return }
        sortByKey(&references, rangeBits: 0)
        sortEqualKeys(&references, groups.bytes.raw)
        groups = formGroups(references, groups.bytes)
        var listed: [LookAlikeEntry] = []
        if let store = context.store {
            listed = try entries(of: Set(skeletons.values).sorted(), store)
            addGroups(listed, &groups, &skeletons)
            try joinState(store, &groups)
            settleChanges(&groups, context.accountKey)
        }
        if !groups.vanishing.isEmpty { replaceVanished(&groups, context) }
        judge(groups, skeletons, listed)
    }

    private func readReferences(
        _ bytes: RawSpan, _ skeletons: inout [Hash128: Hash128]
    ) -> [CandidateReference] {
        var references: [CandidateReference] = []
        var cursor = 0
        while cursor < bytes.byteCount {
            let key = Hash128(high: loadWord(bytes, at: cursor + 16), low: loadWord(bytes, at: cursor + 24))
            skeletons[key] = Hash128(high: loadWord(bytes, at: cursor), low: loadWord(bytes, at: cursor + 8))
            let start = cursor + 16 + candidateKeyBytes
            references.append(CandidateReference(high: key.high, start: UInt32(start)))
            cursor = start + Int(loadHalfWord(bytes, at: start + RecordLayout.byteCount))
        }
        return references
    }

    private func entries(of skeletons: [Hash128], _ store: StoreEnvironment) throws(StoreError) -> [LookAlikeEntry] {
        try store.read { (transaction) throws(StoreError) in
            var entries: [LookAlikeEntry] = []
            for skeleton in skeletons {
                try transaction.walkLookAlikes(of: skeleton) { entry in
                    entries.append(entry)
                    return true
                }
            }
            return entries
        }
    }

    /// Keys of the state that share a skeleton with a key of the run.
    private func addGroups(
        _ listed: [LookAlikeEntry], _ groups: inout KeyRangeGroups, _ skeletons: inout [Hash128: Hash128]
    ) {
        for entry in listed where skeletons[entry.key] == nil {
            skeletons[entry.key] = entry.skeleton
            groups.groups.append(
                KeyGroup(key: entry.key, after: 0..<0, before: 0..<0, arrivals: 0..<0, departures: 0..<0))
        }
        groups.groups.sort { $0.key < $1.key }
    }

    // MARK: Judging

    private mutating func judge(
        _ groups: borrowing KeyRangeGroups, _ skeletons: [Hash128: Hash128], _ listed: [LookAlikeEntry]
    ) {
        let bytes = groups.bytes.raw
        var before: [Hash128: [LookAlikeAddress]] = [:]
        var after: [Hash128: [LookAlikeAddress]] = [:]
        var places: [Hash128: UInt64] = [:]
        for group in groups.groups {
            guard let skeleton = skeletons[group.key] else { preconditionFailure("a key without its skeleton") }
            if let address = LookAlikeAddress(group.key, groups.before[group.before], bytes, &maker) {
                before[skeleton, default: []].append(address)
            }
            if let address = LookAlikeAddress(group.key, groups.after[group.after], bytes, &maker) {
                after[skeleton, default: []].append(address)
                places[skeleton] = maker.place
            }
        }
        let isListed = Set(listed.map(\.skeleton))
        for skeleton in Set(skeletons.values) {
            // A skeleton that the state does not list has only plain addresses there: nothing was said of them.
            // Where the whole state is decided again, the list says what was said, under the tables of then.
            let former = isListed.contains(skeleton) && context.whole == nil ? before[skeleton] ?? [] : []
            mark(former, after[skeleton] ?? [])
        }
        list(after, places, listed)
    }

    private mutating func mark(_ before: [LookAlikeAddress], _ after: [LookAlikeAddress]) {
        var marks: [Hash128: LookAlikeMarks.Marked] = [:]
        for (key, mark) in lookAlikeMarks(before) {
            marks[key, default: LookAlikeMarks.Marked(key: key)].before = mark
        }
        for (key, mark) in lookAlikeMarks(after) {
            marks[key, default: LookAlikeMarks.Marked(key: key)].after = mark
        }
        for mark in marks.values {
            found.marked.append(mark)
            if context.store != nil, mark.before != mark.after { found.settlement.changed.append(mark.key) }
        }
    }

    /// Brings the list of skeletons up to date.
    private mutating func list(
        _ after: [Hash128: [LookAlikeAddress]], _ places: [Hash128: UInt64], _ listed: [LookAlikeEntry]
    ) {
        var wanted: Set<LookAlikeEntry> = []
        for (skeleton, addresses) in after where addresses.contains(where: { !$0.isPlain }) {
            for address in addresses {
                wanted.insert(
                    LookAlikeEntry(
                        skeleton: skeleton, key: address.key, place: places[skeleton] ?? 0,
                        isPlain: address.isPlain))
            }
        }
        // The list of a state that is decided again whole is written anew.
        let present = context.whole == nil ? Set(listed) : []
        found.settlement.added += wanted.subtracting(present)
        found.settlement.removed += present.subtracting(wanted)
    }
}
