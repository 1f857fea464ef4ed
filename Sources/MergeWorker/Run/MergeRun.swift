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
        rulesDigest = makeRulesDigest(options.configuration, keys)
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

    // MARK: Before anything is read

    /// `--require-all`: stops without a batch from each expected country.
    private func checkExpected(_ batches: [[ClaimedBatch]]) throws {
        guard options.requiresAll else { return }
        let missing = options.configuration.expectedCountries.keys.sorted()
            .filter { batches[Int($0.rawValue)].isEmpty }
        if !missing.isEmpty {
            throw RunFault.gate(
                "No batch from \(missing.map(\.code).joined(separator: ", ")), and --require-all waits for no one. "
                    + "Nothing was applied; put the missing exports into their spool folders and run again.")
        }
    }

    /// `--require-all`: stops if an expected country sent fewer rows than it must.
    private func checkExpectedRows(_ read: [ReadBatch]) throws {
        guard options.requiresAll else { return }
        for (country, least) in options.configuration.expectedCountries.sorted(by: { $0.key < $1.key }) {
            let rows = read.filter { $0.batch.country == country && $0.statistics.outcome != .refused }
                .reduce(0) { $0 + $1.statistics.rowsRead }
            if rows < least {
                throw RunFault.gate(
                    "\(country.code) sent \(rows) rows, and at least \(least) are expected. Nothing was applied; "
                        + "check the export, or lower expected_countries in koble.json.")
            }
        }
    }

    /// Looks whether there is room for spill, store and outputs before anything is written.
    private func checkRoom(_ inputBytes: Int) throws {
        let folder = options.isDryRun ? options.reportFolder ?? "." : options.layout.stateFolder
        try FreeSpace.check(folder, needed: options.isDryRun ? inputBytes : inputBytes * 5)
    }

    private func makeServices(_ inputBytes: Int) throws -> IntakeServices {
        let folder = options.isDryRun ? options.reportFolder ?? "." : options.layout.stateFolder
        let budget = ChunkBudget(limit: options.limits.candidateBytesMax)
        let spill = try CandidateSpill(
            rangeCount: options.limits.keyRangeCount(inputBytes: inputBytes), chunkBytes: options.limits.chunkBytes,
            budget: budget, folder: folder)
        return IntakeServices(
            spill: spill, budget: budget, limits: options.limits, keys: keys,
            unusable: options.configuration.merge.makeUnusableAddresses(),
            known: try KnownBatches(store: options.isDryRun && store == nil ? nil : store),
            temporaryFolder: folder, progress: progress, drain: drain)
    }

    private func makeCoordinator() -> MergeCoordinator {
        let shards = Country.allCases.map { country in
            CountryShard(
                country, policy: options.configuration.merge,
                configuration: options.configuration[country],
                executor: ScheduledExecutor(schedulers.pool))
        }
        return MergeCoordinator(
            shards: shards, rules: rules, keys: keys, asOf: options.asOf.rawValue,
            formerAsOf: facts.run == 0 ? options.asOf.rawValue : facts.asOf,
            executor: ScheduledExecutor(schedulers.pool), workers: ScheduledTaskExecutor(schedulers.pool))
    }

    private func makeContext(_ services: IntakeServices, _ settled: [SettledIntake]) -> KeyRangeContext {
        var dropped: [DroppedRows] = []
        for intake in settled {
            for (place, batch) in intake.batches.enumerated() {
                let position = batch.batch.position
                while dropped.count <= position { dropped.append(DroppedRows()) }
                dropped[position] = intake.dropped[place]
            }
        }
        return KeyRangeContext(
            spill: services.spill, dropped: dropped, firstBatch: facts.nextBatch, accountKey: keys.account,
            store: store)
    }

    // MARK: Outputs

    /// The folder to fill: staged in `out/`, or the report folder of a full dry run; none for a report alone.
    private func makeFolder() throws -> StagedOutputs? {
        if !options.isDryRun {
            return StagedOutputs(
                folder: try StagedFolder(
                    parent: options.layout.outFolder, name: options.layout.runName(facts.run + 1)))
        }
        return nil
    }

    private func makeKeeper(_ services: IntakeServices) throws -> StoreKeeper? {
        if options.isDryRun { return nil }
        return try StoreKeeper(
            path: options.layout.storeFile, environment: store, temporaryFolder: services.temporaryFolder,
            mapBytes: storeMapBytes, executor: ScheduledExecutor(schedulers.store))
    }

    private func checkBalance(_ settled: [SettledIntake], _ walk: WalkResult) throws {
        let found = imbalances(settled, walk)
        if !found.isEmpty { throw RunFault.unbalanced(found) }
    }

    private func nextFacts(_ walk: WalkResult, batches: Int, nextEvent: UInt64) -> StateFacts {
        var next = facts.advanced(by: walk.change)
        next.run += 1
        next.asOf = options.asOf.rawValue
        next.rulesDigest = rulesDigest
        next.nextEvent = nextEvent
        next.nextBatch += UInt32(batches)
        return next
    }
}
