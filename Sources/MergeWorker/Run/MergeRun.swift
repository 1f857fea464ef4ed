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
    let options: RunOptions
    let schedulers: WorkerSchedulers
    let progress: RunProgress
    let drain: DrainFlag
    let store: StoreEnvironment?
    let facts: StateFacts
    let rules: DecisionRules
    let keys: IntakeKeys
    let rulesDigest: String
    /// Under what the state was decided, and what of it moved; `nil` when nothing did.
    let stamp: RulesStamp?
    let movement: RulesMovement?
    /// The whole state is decided again.
    let whole: WholeState?
    /// `nil` when nobody was erased.
    let suppressions: SuppressionList?
    let clock = ContinuousClock()

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
        let current = RulesStamp(options.configuration, options.key)
        suppressions = try SuppressionList.load(options.layout, options.key, formerKey: options.formerKey)
        if try FileStatus.of(options.layout.storeFile) != nil {
            // A state that is replaced whole is only read.
            let isRead = options.isDryRun || options.task.replacesState
            let environment = try StoreEnvironment(
                path: options.layout.storeFile, access: isRead ? .readOnly : .readWrite, mapBytes: storeMapBytes)
            store = environment
            facts = try environment.facts()
            try options.plan?.checkState(facts, rulesDigest: rulesDigest, program: options.programVersion)
            stamp = try environment.rulesStamp()
            movement = facts.rulesDigest == rulesDigest ? nil : RulesMovement(from: stamp, to: current)
            if options.task == .rekey, let formerKey = options.formerKey {
                let former = IntakeKeys(formerKey)
                guard facts.rulesDigest == makeRulesDigest(options.configuration, former) else {
                    let moved = RulesMovement(from: stamp, to: RulesStamp(options.configuration, formerKey))
                    throw moved.isOtherKey ? RunFault.keyMoved : RunFault.rulesMoved(moved.names)
                }
                let ids = FormerIDs(
                    keys: former, suppressions: try SuppressionList.load(options.layout, formerKey))
                whole = WholeState(options.configuration.merge, from: ids, to: keys, suppressions)
            } else if let movement {
                if movement.isOtherKey { throw RunFault.keyMoved }
                guard isRead, !options.task.isUndo else { throw RunFault.rulesMoved(movement.names) }
                whole = WholeState(stamp, movement, policy: options.configuration.merge, keys: keys, suppressions)
            } else {
                whole = nil
            }
            guard facts.asOf <= options.asOf.rawValue || options.task.isUndo else {
                throw RunFault.asOfGoesBack(Timestamp(rawValue: facts.asOf).description)
            }
        } else {
            store = nil
            facts = StateFacts()
            try options.plan?.checkState(facts, rulesDigest: rulesDigest, program: options.programVersion)
            (stamp, movement, whole) = (nil, nil, nil)
        }
    }

    /// Whether the rules are those under which the state was decided.
    var hasSameRules: Bool { movement == nil }

    var storeBytes: Int { get throws { try FileStatus.of(options.layout.storeFile)?.bytes ?? 0 } }

    /// The batches that were applied before.
    var known: KnownBatches { KnownBatches(store: store) }

    /// Reads, decides, commits, publishes.
    ///
    /// - Parameters:
    ///   - orders: decisions of the command line.
    ///   - undoing: a run that is taken back instead.
    func perform(
        _ claimed: ClaimedFiles, place: Spool.Place, orders: [DecisionLine] = [], undoing: UndoPlan? = nil
    ) async throws -> RunSummary {
        var timer = PhaseTimer(clock)
        let (gathered, candidates) = try await gather(claimed, place, orders, undoing, &timer)
        try checkGates(gathered)
        if !hasWork(gathered) { return try putAwayUnapplied(gathered, timer) }
        let decided = try await decide(gathered, candidates, &timer)
        progress.enter(.reporting)
        // What undo needs of the former state is read beside the reports.
        async let prepared: Void? = decided.keeper?.prepareCommit()
        var summary = summarize(gathered, decided)
        let written = try await writeSideFiles(&summary, gathered.read, decided, &timer)
        if options.isDryRun {
            try checkUnmoved(claimed, place)
            return summary
        }
        try options.plan?.checkResult(decided.next, written)
        _ = try await prepared
        timer.end("seal")
        try await commit(gathered, decided, written, undoing, &summary, &timer)
        progress.enter(.done)
        summary.isCommitted = true
        summary.timings = timer.phases
        return summary
    }

    /// Whether there is anything to commit: a merge that applies nothing is no run.
    private func hasWork(_ gathered: GatheredRun) -> Bool {
        options.isDryRun || whole != nil || gathered.restored != nil || options.replay != nil
            || gathered.decisions.hasEffect || gathered.read.contains(where: \.isOfLedger)
    }

    /// The one commit, and what follows from it.
    private func commit(
        _ gathered: GatheredRun, _ decided: DecidedRun, _ files: [WrittenFile], _ undoing: UndoPlan?,
        _ summary: inout RunSummary, _ timer: inout PhaseTimer
    ) async throws {
        let decisions = gathered.decisions
        progress.enter(.committing)
        // Before the commit: what is kept out by it must be kept out after a restore as well.
        var trimmed = TrimmedBatches()
        var pending: String?
        if options.replay == nil {
            pending = try noteSuppressed(gathered.settled, decisions, decided.next.run)
            summary.needsErasure = pending != nil
            trimmed = try trimBatches(gathered.read, gathered.unreadable.map(\.0), decisions, options, drain)
        }
        let run = makeLedgerRun(decided.next, gathered, files, trimmed)
        // Until here nothing of the state has changed; a restart begins this run anew.
        var notes = try notes(gathered, decided, run, trimmed)
        try noteApplied(options.layout, but: pending, &notes)
        if let undoing { try putUndo(undoing, run, into: &notes) }
        try await decided.keeper?.commit(notes)
        timer.end("commit")
        progress.enter(.publishing)
        // Beside publishing, which waits for the disk most of the time.
        async let folded: Void? = decided.keeper?.foldLayers()
        // From here on everything is done from the ledger, and may be repeated after a crash.
        if options.replay == nil { try publishCommitted(run, gathered.read, decisions) }
        do { try await folded } catch { throw PublicationFault(run: run.run, cause: "\(error)", isPublished: true) }
        timer.end("publish")
    }
}
