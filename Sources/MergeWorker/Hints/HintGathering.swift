internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore

/// All accounts of the state as a run leaves it: its candidates joined with the state, and what it does not touch.
struct StateAfterRun: KeyRangeSource {
    private let context: KeyRangeContext

    init(_ context: KeyRangeContext) { self.context = context }

    var rangeCount: Int { context.rangeCount }

    func gather(_ range: Int) throws -> KeyRangeGroups {
        var gathered = try gatherKeyRange(range, context, isKept: true)
        // A walk over the whole state has all of it.
        guard let store = context.store, context.whole == nil else { return gathered }
        let touched = Set(gathered.groups.map(\.key))
        try StoredRanges(store, rangeCount: rangeCount).forEachGroup(range) { (key, payload) throws(StoreError) in
            if touched.contains(key) { return }
            let (start, first) = (gathered.bytes.count, gathered.after.count)
            unsafe payload.withUnsafeBytes { unsafe gathered.bytes.append(contentsOf: $0) }
            try listRecords(payload, offset: start, into: &gathered.after)
            gathered.groups.append(
                KeyGroup(
                    key: key, after: first..<gathered.after.count, before: 0..<0, arrivals: 0..<0, departures: 0..<0))
        }
        return gathered
    }
}

/// Walks over all accounts twice and brings together those that share something.
struct HintGathering: Sendable {
    private let source: any KeyRangeSource
    private let keys: IntakeKeys
    private let progress: RunProgress
    private let drain: DrainFlag
    /// What was met once, and what was met more than once; 32 MB each, so that of ten million accounts with
    /// two blocks each one in fourteen is gathered for nothing.
    private let seen = LookAlikeFilter(words: 1 << 22)
    private let shared = LookAlikeFilter(words: 1 << 22)

    init(_ source: some KeyRangeSource, keys: IntakeKeys, progress: RunProgress, drain: DrainFlag) {
        self.source = source
        self.keys = keys
        self.progress = progress
        self.drain = drain
    }

    /// - Parameter workers: how many key ranges are walked at a time.
    func gather(into spill: CandidateSpill, workers: Int, _ executor: ScheduledTaskExecutor) async throws {
        try await walk(workers, executor) { range in
            var (places, wanted): ([UInt64], [UInt64]) = ([], [])
            try walk(range, .noting) { found in
                if found.isWanted { wanted.append(found.block.high) } else { places.append(found.block.high) }
            }
            shared.insert(wanted)
            shared.insert(seen.insert(places))
        }
        let bits = shared.snapshot
        if bits.isEmpty { return }
        try await walk(workers, executor) { range in
            let writer = spill.borrowWriter()
            defer { spill.giveBack(writer) }
            try walk(range, .gathering(bits)) { found in
                guard let bytes = found.entry?.bytes else { return }
                try writer.append(found.block, bytes.raw)
            }
        }
        try spill.flush()
    }

    private func walk(
        _ workers: Int, _ executor: ScheduledTaskExecutor, _ body: @escaping @Sendable (Int) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<workers {
                group.addTask(executorPreference: executor) {
                    for range in stride(from: worker, to: source.rangeCount, by: workers) {
                        try drain.check()
                        try body(range)
                        progress.rangeCompared()
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func walk(_ range: Int, _ pass: HintBlocks.Pass, _ body: (HintBlocks.Found) throws -> Void) throws {
        var blocks = HintBlocks(keys)
        let gathered = try source.gather(range)
        for group in gathered.groups where !group.after.isEmpty {
            try blocks.forEach(group.key, gathered.bytes.raw, gathered.after[group.after], pass, body)
        }
    }
}

/// Hints about the whole state as a run leaves it, if the run is asked for them.
func findHints(
    _ context: KeyRangeContext, _ services: IntakeServices, _ options: RunOptions, _ executor: ScheduledTaskExecutor
) async throws -> HintReport? {
    guard options.findsHints else { return nil }
    services.progress.enter(.comparing)
    services.progress.expect(ranges: context.rangeCount)
    let gathered = try CandidateSpill(
        rangeCount: context.rangeCount, chunkBytes: options.limits.chunkBytes, budget: services.budget,
        folder: services.temporaryFolder)
    let gathering = HintGathering(
        StateAfterRun(context), keys: services.keys, progress: services.progress, drain: services.drain)
    try await gathering.gather(into: gathered, workers: options.limits.workers, executor)
    var pairing = HintPairing()
    for range in 0..<gathered.rangeCount {
        let bytes = try gathered.load(range: range)
        pairing.pair(bytes.raw)
    }
    return pairing.report
}
