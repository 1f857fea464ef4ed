internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import Normalization
internal import RecordLinkage
internal import WorkspaceConfiguration

/// What a run has read, and what was settled before anything is decided.
struct GatheredRun {
    /// By country.
    let settled: [SettledIntake]
    /// Batches of all countries that could be opened, in their order.
    let read: [ReadBatch]
    /// Batches that could not.
    let unreadable: [(ClaimedBatch, BatchFault)]
    let decisions: RunDecisions
    /// Holds that ended since the last run.
    let ended: [DueHold]
    let rederived: RederivedState
    /// What an undo brings back.
    let restored: RestoredRun?
    let lookAlikes: LookAlikeSettlement
    let hints: HintReport?

    /// Vetoes that the run adds and takes away.
    var vetoes: [VetoChanges] { settled.map(\.vetoes) + [rederived.vetoes] }

    /// What became of each batch: those that were read first.
    var statistics: [BatchStatistics] {
        read.map(\.statistics)
            + unreadable.map { batch, fault in
                var statistics = BatchStatistics(
                    country: batch.country, fileName: batch.fileName, digest: "", bytes: batch.bytes,
                    outcome: .refused)
                statistics.refusal = (fault.reason.rawValue, fault.description)
                return statistics
            }
    }
}

/// The candidates of a run, and who decides about them.
struct GatheredCandidates {
    let coordinator: MergeCoordinator
    let context: KeyRangeContext
    let temporaryFolder: String
}

extension MergeRun {
    /// Reads all batches and decisions, and settles what crosses keys.
    func gather(
        _ claimed: ClaimedFiles, _ place: Spool.Place, _ orders: [DecisionLine], _ undoing: UndoPlan?,
        _ timer: inout PhaseTimer
    ) async throws -> (GatheredRun, GatheredCandidates) {
        progress.enter(.reading)
        let (batches, unreadable) = try describeBatches(
            claimed.batches, options.layout, options.configuration, place: place, firstNumber: facts.nextBatch,
            replay: options.replay)
        let stateBytes = whole == nil ? 0 : try storeBytes
        let inputBytes = batches.joined().reduce(stateBytes) { $0 + $1.bytes * $1.expansion }
        progress.expect(bytes: batches.joined().reduce(0) { $0 + $1.bytes })
        try checkRoom(inputBytes)
        if inputBytes <= smallRunBytesMax { keepFreedMemory() }

        var decisions = try readDecisions(claimed.decisions, place, orders, undoing)
        let services = try makeServices(inputBytes, decisions.accounts)
        let coordinator = try await makeCoordinator()
        let settled = try await coordinator.gather(
            batches, services, index: store.map { IndexReader(store: $0) })
        let ended = try store?.dueHolds(until: options.asOf) ?? []
        try announceEndedHolds(ended, services.spill)
        let rederived = try rederive(services)
        if options.replay != nil { try decisions.announceMoved(services.spill) }
        try decisions.admit(moved: settled.reduce(into: [:]) { $0.merge($1.linkKeys) { $1 } }, services.spill)
        let restored = try undoing.map { try restore($0, services) }
        try services.spill.flush()
        let context = makeContext(services, settled)
        let lookAlikes = try await settleLookAlikes(context, services)
        timer.end("read")
        let hints = try await findHints(context, services, options, ScheduledTaskExecutor(schedulers.pool))
        timer.end("hints")
        let gathered = GatheredRun(
            settled: settled, read: settled.flatMap(\.batches), unreadable: unreadable, decisions: decisions,
            ended: ended, rederived: rederived, restored: restored, lookAlikes: lookAlikes, hints: hints)
        return (
            gathered,
            GatheredCandidates(
                coordinator: coordinator, context: context, temporaryFolder: services.temporaryFolder)
        )
    }

    private func readDecisions(
        _ names: [String], _ place: Spool.Place, _ orders: [DecisionLine], _ undoing: UndoPlan?
    ) throws -> RunDecisions {
        // Until the end of the day that counts as today.
        let reader = DecisionReader(
            accountKey: keys.account, end: options.asOf.advanced(byDays: 1), suppressions: suppressions)
        let files = try readDecisionFiles(
            names, place, options.layout.decisionsSpool, reader, KnownBatches(store: store))
        var other = options.replay?.decisions
        if whole?.rekeying != nil { other = try store?.rekeyedConstraints(keys.account) }
        if let undoing, let store {
            other = try undoing.record.map { (record) throws in try store.constraints(restoring: record) } ?? .empty
        }
        return try RunDecisions(files, orders: orders, store: store, rekeyed: other)
    }

    private func makeServices(_ inputBytes: Int, _ decided: Set<Hash128>) throws -> IntakeServices {
        let folder = options.isDryRun ? options.reportFolder ?? "." : options.layout.stateFolder
        let budget = ChunkBudget(limit: options.limits.candidateBytesMax)
        let spill = try CandidateSpill(
            rangeCount: options.limits.keyRangeCount(inputBytes: inputBytes), chunkBytes: options.limits.chunkBytes,
            budget: budget, folder: folder)
        return IntakeServices(
            spill: spill, budget: budget, limits: options.limits, keys: keys,
            unusable: unusableAddresses(options.configuration.merge), lookAlikes: makeLookAlikeFilter(),
            known: KnownBatches(store: store), decidedAccounts: decided, snapshots: try snapshotMarks(store),
            suppressions: suppressions, vetoes: try StoredVetoes(store), suppressionKeys: SuppressionKeys(options.key),
            presences: try StoredPresences(store, SuppressionKeys(options.key)),
            kept: KeptInputsPlace(layout: options.layout, retentionDays: options.configuration.retention.done),
            temporaryFolder: folder, progress: progress, drain: drain)
    }

    /// Without a state every address that is not plain comes through intake.
    private func makeLookAlikeFilter() -> LookAlikeFilter {
        LookAlikeFilter(sums: store == nil && options.task == .merge ? LookAlikeSums(seed: keys.contentSeed) : nil)
    }

    private func makeCoordinator() async throws -> MergeCoordinator {
        MergeCoordinator(
            shards: makeShards(options.configuration.merge), rules: rules, keys: keys, asOf: options.asOf.rawValue,
            formerAsOf: facts.run == 0 ? options.asOf.rawValue : facts.asOf, former: try await makeFormerRules(),
            // On a first load every event has the same cause: the account is new.
            causesFrom: options.task == .merge && facts.run > 0 ? facts.nextBatch : nil,
            executor: ScheduledExecutor(schedulers.pool), workers: ScheduledTaskExecutor(schedulers.pool))
    }

    private func makeShards(_ policy: MergePolicy) -> [CountryShard] {
        Country.allCases.map { country in
            CountryShard(
                country, policy: policy, configuration: options.configuration[country],
                executor: ScheduledExecutor(schedulers.pool))
        }
    }

    /// The shards and rules that answer for the state as it was decided.
    private func makeFormerRules() async throws -> FormerRules? {
        guard let whole else { return nil }
        let shards = makeShards(whole.former)
        for shard in shards { try await shard.readNothing() }
        return FormerRules(
            shards: shards, rules: DecisionRules(whole.former), publishesAll: whole.publishesAll, ids: whole.rekeying)
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
            spill: services.spill, dropped: dropped, firstBatch: facts.nextBatch,
            replayedDropped: settled.reduce(into: [:]) { $0.merge($1.replayedDropped) { $1 } },
            accountKey: keys.account,
            contentSeed: keys.contentSeed, store: store, whole: whole)
    }

    /// Asks for a new decision about the keys whose holds have ended since the last run.
    private func announceEndedHolds(_ ended: [DueHold], _ spill: CandidateSpill) throws(FileFault) {
        if ended.isEmpty { return }
        let writer = spill.borrowWriter()
        defer { spill.giveBack(writer) }
        for hold in ended {
            try writer.append(hold.key, dueRecord(because: .holdEnded).raw)
        }
    }

    /// Makes anew what records derive from tables that moved.
    private func rederive(_ services: IntakeServices) throws -> RederivedState {
        guard let store, let rederivation = whole?.rederivation else { return RederivedState() }
        return try rederiveState(store, rederivation, services, former: whole?.rekeying?.keys)
    }
}

/// The addresses that are held, by the built-in lists and the configuration.
func unusableAddresses(_ policy: MergePolicy) -> UnusableAddresses {
    let (localParts, domains) = policy.unusableAddresses(
        localParts: UnusableAddresses.standardLocalParts, domains: UnusableAddresses.standardDomains)
    return UnusableAddresses(localParts: localParts, domains: domains)
}

extension ClaimedBatch {
    /// How many times larger than the file its rows may be, to choose the number of key ranges.
    fileprivate var expansion: Int {
        switch layout.compression {
        case .plain: 1
        case .gzip, .zstd: 6
        }
    }
}
