internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import Normalization
internal import RecordLinkage
internal import WorkspaceConfiguration

/// One pass over one set of batches: the unit of commit and publication.
struct MergeRun: Sendable {
    private let options: RunOptions
    private let schedulers: WorkerSchedulers
    private let progress: RunProgress
    private let drain: DrainFlag
    private let store: StoreEnvironment?
    private let facts: StateFacts
    private let rules: DecisionRules
    private let keys: IntakeKeys
    private let rulesDigest: String
    private let clock = ContinuousClock()

    init(
        _ options: RunOptions, schedulers: WorkerSchedulers, progress: RunProgress, drain: DrainFlag
    ) throws {
        self.options = options
        self.schedulers = schedulers
        self.progress = progress
        self.drain = drain
        rules = DecisionRules(options.configuration.merge)
        keys = IntakeKeys(options.key)
        rulesDigest = koble.rulesDigest(options.configuration, keys)
        if try FileStatus.of(options.layout.storeFile) != nil {
            let environment = try StoreEnvironment(
                path: options.layout.storeFile, access: options.isDryRun ? .readOnly : .readWrite,
                mapBytes: storeMapBytes)
            store = environment
            facts = try environment.facts()
            guard facts.rulesDigest == rulesDigest else { throw RunFault.rulesMoved }
            guard facts.asOf <= options.asOf.rawValue else {
                throw RunFault.asOfGoesBack(Timestamp(rawValue: facts.asOf).description)
            }
        } else {
            store = nil
            facts = StateFacts()
        }
    }

    /// Reads, decides, commits, publishes.
    func perform(_ claimed: [(country: Country, name: String)], place: Spool.Place) async throws -> RunSummary {
        var timer = PhaseTimer(clock)
        progress.enter(.reading)
        let (batches, unreadable) = try describeBatches(
            claimed, options.layout, options.configuration, place: place, firstNumber: facts.nextBatch)
        try checkExpected(batches)
        let inputBytes = batches.joined().reduce(0) { $0 + $1.bytes * $1.expansion }
        progress.expect(bytes: batches.joined().reduce(0) { $0 + $1.bytes })
        try checkRoom(inputBytes)

        let services = try makeServices(inputBytes)
        let coordinator = makeCoordinator()
        var settled = try await coordinator.gather(
            batches, services, index: store.map { IndexReader(store: $0) })
        try services.spill.flush()
        timer.end("read")

        let read = settled.flatMap(\.batches)
        try checkExpectedRows(read)
        if !options.isDryRun, !read.contains(where: { $0.statistics.outcome == .applied }) {
            return try putAwayUnapplied(read, unreadable, timer)
        }
        progress.enter(.deciding)
        progress.expect(ranges: services.spill.rangeCount)
        let staged = try makeFolder()
        let outputs = OutputKeeper(
            try staged.map { try RunOutputs(in: $0.folder, nextEvent: facts.nextEvent) },
            executor: ScheduledExecutor(schedulers.outputs))
        let keeper = try makeKeeper(services)
        let index = settled.map(\.index)
        for position in settled.indices { settled[position].index = EditRun(file: nil) }
        async let indexed: Void? = keeper?.appendIndex(index)
        let walk = try await coordinator.walk(
            makeContext(services, settled), outputs: outputs, store: keeper, limits: options.limits,
            progress: progress, drain: drain)
        _ = try await indexed
        try checkBalance(settled, walk)
        timer.end("decide")
        try drain.check()

        let (files, nextEvent) = try await outputs.finish(nextEvent: facts.nextEvent)
        let next = nextFacts(walk, batches: read.count, nextEvent: nextEvent)
        var summary = summarize(read, unreadable, walk, next, files)
        guard let staged else {
            try writeReport(&summary, into: options.reportFolder, timer)
            return summary
        }
        let written = try finishFolder(staged.folder, &summary, read, files, timer)
        if options.isDryRun { return summary }
        try staged.folder.seal()
        timer.end("write")

        progress.enter(.committing)
        let run = ledgerRun(next, read, unreadable, written)
        // Until here nothing of the state has changed; a restart begins this run anew.
        try await keeper?.commit(notes(next, run, read))
        timer.end("commit")
        progress.enter(.publishing)
        // From here on everything is done from the ledger, and may be repeated after a crash.
        try publish(run, options.layout, try committedBatches())
        timer.end("publish")
        progress.enter(.done)
        summary.isCommitted = true
        summary.timings = timer.phases
        return summary
    }
}
