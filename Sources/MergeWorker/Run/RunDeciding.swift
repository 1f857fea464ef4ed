internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// What a run has decided and staged, before the store knows of it.
struct DecidedRun {
    let walk: WalkResult
    /// By name, with their digests; without reports and manifest.
    let files: [WrittenFile]
    /// The same files, not yet durable.
    let unflushed: UnflushedFiles
    /// The state as it is after the run.
    let next: StateFacts
    /// `nil` in a dry run.
    let keeper: StoreKeeper?
}

extension MergeRun {
    /// Decides every key range, stages what comes out of it, and checks that the counts add up.
    func decide(
        _ gathered: GatheredRun, _ candidates: GatheredCandidates, _ timer: inout PhaseTimer
    ) async throws -> DecidedRun {
        progress.enter(.deciding)
        progress.expect(ranges: candidates.context.spill.rangeCount)
        let outputs = try makeOutputs()
        let keeper = try makeKeeper(candidates.temporaryFolder)
        let map = try whole?.rekeying.map { _ in try RekeyMap(in: sideFolder ?? ".") }
        var walk = try await walkRanges(gathered, candidates, outputs, keeper, map)
        try checkBalance(gathered, walk)
        addConstraints(gathered, to: &walk.change)
        timer.end("decide")
        try drain.check()

        let unflushed = UnflushedFiles()
        var (files, nextEvent) = try await outputs.finish(nextEvent: facts.nextEvent, unflushed)
        if let mapped = try await map?.finish() { files.append(mapped) }
        let next = nextFacts(walk, gathered.decisions, batches: gathered.read.count, nextEvent: nextEvent)
        timer.end("write")
        return DecidedRun(walk: walk, files: files, unflushed: unflushed, next: next, keeper: keeper)
    }

    private func walkRanges(
        _ gathered: GatheredRun, _ candidates: GatheredCandidates, _ outputs: OutputKeeper, _ keeper: StoreKeeper?,
        _ map: RekeyMap?
    ) async throws -> WalkResult {
        let settled = gathered.settled
        let index =
            gathered.restored.map { [$0.index] } ?? (whole == nil ? settled.map(\.index) : gathered.rederived.index)
        await keeper?.appendVetoes(gathered.vetoes.map(\.edits))
        async let indexed: Void? = keeper?.takeIndex(index)
        async let listed: Void? = keeper?.takeLookAlikes(gathered.lookAlikes.added)
        let walk = try await candidates.coordinator.walk(
            candidates.context, decisions: gathered.decisions.standing, lookAlikes: gathered.lookAlikes.marks,
            limits: options.limits, progress: progress, drain: drain
        ) {
            await outputs.number($0)
            async let files: Void = outputs.write($0)
            async let profiles: Void? = keeper?.append($0)
            async let mapped: Void? = map?.append($0.output.rekeyed)
            _ = try await (files, profiles, mapped)
        }
        _ = try await (indexed, listed)
        return walk
    }

    /// A run that does not balance stops here.
    private func checkBalance(_ gathered: GatheredRun, _ walk: WalkResult) throws {
        let brought = gathered.restored?.newAccounts ?? (whole?.rekeying == nil ? 0 : facts.accounts + facts.markers)
        let found = imbalances(gathered.settled, walk, others: brought)
        if !found.isEmpty { throw RunFault.unbalanced(found) }
    }

    /// What vetoes and standing decisions do to the digest of the state.
    private func addConstraints(_ gathered: GatheredRun, to change: inout StateChange) {
        for vetoes in gathered.vetoes { change.digest += vetoes.digest }
        if let restored = gathered.restored { change.digest += restored.vetoDigest }
        if gathered.restored != nil || options.replay != nil {
            change.digest += gathered.decisions.standing.current.digest
            change.digest.take(gathered.decisions.standing.former.digest)
        }
    }

    private func nextFacts(
        _ walk: WalkResult, _ decisions: RunDecisions, batches: Int, nextEvent: UInt64
    ) -> StateFacts {
        let base = whole?.rekeying == nil ? facts : facts.emptied(digest: decisions.standing.current.digest)
        var change = walk.change
        change.digest += decisions.digestChange
        var next = base.advanced(by: change)
        next.run += 1
        next.asOf = options.asOf.rawValue
        next.rulesDigest = rulesDigest
        next.nextEvent = nextEvent
        next.nextBatch += UInt32(batches)
        return next
    }

    /// Where the key ranges are written: a staged folder of `out/`, the report folder of a full dry run, or
    /// nowhere.
    private func makeOutputs() throws -> OutputKeeper {
        let executor = ScheduledExecutor(schedulers.outputs)
        let digests = ScheduledExecutor(schedulers.digests)
        if options.replay != nil { return OutputKeeper(nil, executor: executor, digests: digests) }
        if !options.isDryRun {
            let folder = try StagedFolder(
                parent: options.layout.outFolder, name: options.layout.runName(facts.run + 1))
            return OutputKeeper(
                try RunOutputs.create(in: folder.path, nextEvent: facts.nextEvent, digestsProfiles: false),
                executor: executor, digests: digests)
        }
        guard options.isFull, let folder = options.reportFolder else {
            return OutputKeeper(nil, executor: executor, digests: digests)
        }
        return OutputKeeper(
            try RunOutputs.create(in: folder, nextEvent: facts.nextEvent, digestsProfiles: false), executor: executor,
            digests: digests)
    }

    private func makeKeeper(_ temporaryFolder: String) throws -> StoreKeeper? {
        if options.isDryRun { return nil }
        return try StoreKeeper(
            path: options.layout.storeFile, environment: store, isReplacement: whole != nil,
            isRekeyed: whole?.rekeying != nil, temporaryFolder: temporaryFolder,
            mapBytes: storeMapBytes, executor: ScheduledExecutor(schedulers.store))
    }
}
