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
    private let schedulers: WorkerSchedulers
    private let progress: RunProgress
    private let drain: DrainFlag
    let store: StoreEnvironment?
    let facts: StateFacts
    private let rules: DecisionRules
    let keys: IntakeKeys
    private let rulesDigest: String
    /// Under what the state was decided, and what of it moved; `nil` when nothing did.
    private let stamp: RulesStamp?
    private let movement: RulesMovement?
    /// The whole state is decided again.
    private let whole: WholeState?
    /// `nil` when nobody was erased.
    private let suppressions: SuppressionList?
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

    private var storeBytes: Int { get throws { try FileStatus.of(options.layout.storeFile)?.bytes ?? 0 } }

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

        let read = settled.flatMap(\.batches)
        try checkExpectedRows(read)
        try options.replay?.check(read, unreadable.map(\.1))
        try options.plan?.checkBatches(read.map(\.statistics) + unreadable.map(refusedStatistics))
        try checkShrinking(settled)
        let hasRows = read.contains(where: \.isOfLedger)
        if !options.isDryRun, whole == nil, undoing == nil, options.replay == nil, !decisions.hasEffect, !hasRows {
            return try putAwayUnapplied(read, unreadable, decisions, timer)
        }
        progress.enter(.deciding)
        progress.expect(ranges: services.spill.rangeCount)
        let outputs = try makeOutputs()
        let keeper = try makeKeeper(services)
        let index = restored.map { [$0.index] } ?? (whole == nil ? settled.map(\.index) : rederived.index)
        let vetoes = settled.map(\.vetoes) + [rederived.vetoes]
        await keeper?.appendVetoes(vetoes.map(\.edits))
        async let indexed: Void? = keeper?.takeIndex(index)
        async let listed: Void? = keeper?.takeLookAlikes(lookAlikes.added)
        let map = try whole?.rekeying.map { _ in try RekeyMap(in: sideFolder ?? ".") }
        var walk = try await coordinator.walk(
            context, decisions: decisions.standing, lookAlikes: lookAlikes.marks, limits: options.limits,
            progress: progress,
            drain: drain
        ) {
            await outputs.number($0)
            async let files: Void = outputs.write($0)
            async let profiles: Void? = keeper?.append($0)
            async let mapped: Void? = map?.append($0.output.rekeyed)
            _ = try await (files, profiles, mapped)
        }
        _ = try await (indexed, listed)
        let brought = restored?.newAccounts ?? (whole?.rekeying == nil ? 0 : facts.accounts + facts.markers)
        let found = imbalances(settled, walk, others: brought)
        if !found.isEmpty { throw RunFault.unbalanced(found) }
        for change in vetoes { walk.change.digest += change.digest }
        if let restored { walk.change.digest += restored.vetoDigest }
        if undoing != nil || options.replay != nil {
            walk.change.digest += decisions.standing.current.digest
            walk.change.digest.take(decisions.standing.former.digest)
        }
        timer.end("decide")
        try drain.check()

        var (files, nextEvent) = try await outputs.finish(nextEvent: facts.nextEvent)
        if let mapped = try await map?.finish() { files.append(mapped) }
        let next = nextFacts(walk, decisions, batches: read.count, nextEvent: nextEvent)
        timer.end("write")
        progress.enter(.reporting)
        var summary = summarize(read, unreadable, walk, next, files)
        summary.report.hints = hints
        summary.report.people = decisions.report
        summary.decisions = DecisionsSummary(decisions)
        summary.vanished = settled.filter { $0.vanished > 0 }.map { ($0.country, $0.vanished) }
        let written = try writeSideFiles(&summary, read, walk, files, &timer)
        if options.isDryRun {
            try checkUnmoved(claimed, place)
            return summary
        }
        try options.plan?.checkResult(next, written)
        timer.end("seal")

        progress.enter(.committing)
        // Before the commit: what is kept out by it must be kept out after a restore as well.
        var trimmed = TrimmedBatches()
        var pending: String?
        if options.replay == nil {
            pending = try noteSuppressed(settled, decisions, next.run)
            summary.needsErasure = pending != nil
            trimmed = try trimBatches(read, unreadable.map(\.0), decisions, options, drain)
        }
        let run = makeLedgerRun(next, read, unreadable, decisions, written, trimmed)
        // Until here nothing of the state has changed; a restart begins this run anew.
        var notes = try notes(next, run, settled, decisions, ended, lookAlikes, trimmed)
        try noteApplied(options.layout, but: pending, &notes)
        for orders in walk.tombstones { notes.put(Tombstone(run: run.run, orders: orders)) }
        if whole?.rekeying != nil || options.replay != nil { notes.put(decisions.standing.current) }
        if options.replay != nil { notes.removeEnded(decisions.standing) }
        if let undoing { try putUndo(undoing, run, into: &notes) }
        try await keeper?.commit(notes)
        timer.end("commit")
        progress.enter(.publishing)
        // From here on everything is done from the ledger, and may be repeated after a crash.
        if options.replay == nil { try publishCommitted(run, read, decisions) }
        timer.end("publish")
        progress.enter(.done)
        summary.isCommitted = true
        summary.timings = timer.phases
        return summary
    }

    // MARK: The whole state

    /// Makes anew what records derive from tables that moved.
    private func rederive(_ services: IntakeServices) throws -> RederivedState {
        guard let store, let rederivation = whole?.rederivation else { return RederivedState() }
        return try rederiveState(store, rederivation, services, former: whole?.rekeying?.keys)
    }

    /// A dry run takes no lock: a run beside it may have changed what it read, or taken the batches away.
    private func checkUnmoved(_ claimed: ClaimedFiles, _ place: Spool.Place) throws {
        let isFirst = try store == nil && FileStatus.of(options.layout.storeFile) != nil
        let isMoved = try store.map { try $0.facts().run != facts.run } ?? isFirst
        let isTaken = try claimed.batches.contains {
            try FileStatus.of(options.layout.spool($0.country).path(place, $0.name)) == nil
        }
        if isMoved || isTaken {
            throw RunFault.gate(
                "A run \(isMoved ? "changed the state" : "took batches") while this dry run looked at them. "
                    + "Repeat the dry run.")
        }
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

    // MARK: Before anything is read

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

    /// Stops before a full snapshot takes away more of a country than the configuration lets it.
    private func checkShrinking(_ settled: [SettledIntake]) throws {
        if options.allowsShrink { return }
        let share = options.configuration.vanishedShareMax
        let shrinking = settled.filter { Double($0.vanished) > share * Double($0.liveBefore) }
        if shrinking.isEmpty { return }
        let countries = shrinking.map { "\($0.vanished) of the \($0.liveBefore) accounts of \($0.country.code)" }
        throw RunFault.gate(
            "By full snapshots \(countries.joined(separator: ", ")) would vanish, more than vanished_share_max "
                + "allows. Nothing was applied; check that the exports are whole, or run again with --allow-shrink.")
    }

    /// Looks whether there is room for spill, store and outputs before anything is written.
    private func checkRoom(_ inputBytes: Int) throws {
        let folder = options.isDryRun ? options.reportFolder ?? "." : options.layout.stateFolder
        try FreeSpace.check(folder, needed: options.isDryRun ? inputBytes : inputBytes * 5)
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

    /// Who gives way among addresses that look alike, and a new decision about keys of the state of which
    /// something else is said than before.
    private func settleLookAlikes(
        _ context: KeyRangeContext, _ services: IntakeServices
    ) async throws -> LookAlikeSettlement {
        // A small run asks the state about its own addresses instead of reading all that the state lists.
        let isSmall = whole == nil && context.spill.candidateBytes <= options.limits.lookedUpBytesMax
        if !isSmall { try store?.noteLookAlikes(in: services.lookAlikes) }
        // What did not come through intake was not noted there.
        if options.task != .merge { try noteLookAlikes(ofCandidatesIn: context, keys, in: services.lookAlikes) }
        if whole != nil, let store { try noteLookAlikes(ofRecordsIn: store, keys, in: services.lookAlikes, drain) }
        let bits = services.lookAlikes.snapshot
        if bits.isEmpty, !isSmall || store == nil { return LookAlikeSettlement() }
        let gathered = try CandidateSpill(
            rangeCount: context.spill.rangeCount, chunkBytes: options.limits.chunkBytes, budget: services.budget,
            folder: services.temporaryFolder)
        var context = context
        // Under a new key all of the state comes as candidates.
        if whole?.rekeying != nil { context.store = nil }
        let gathering = try LookAlikeGathering(
            context, keys: keys, bits: bits, list: isSmall ? store : nil, into: gathered, drain: drain)
        try await gathering.gather(workers: options.limits.workers, ScheduledTaskExecutor(schedulers.pool))
        var settlement = try await LookAlikeSettlement(
            of: gathered, context, keys: keys, workers: options.limits.workers,
            ScheduledTaskExecutor(schedulers.pool), drain)
        if whole != nil, let store = context.store {
            settlement.marks = settlement.marks.following(try storedLookAlikes(store, keys))
            return settlement
        }
        if settlement.changed.isEmpty { return settlement }
        let writer = services.spill.borrowWriter()
        for key in settlement.changed { try writer.append(key, dueRecord(because: .lookAlike).raw) }
        services.spill.giveBack(writer)
        try services.spill.flush()
        return settlement
    }

    // MARK: Outputs

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

    private func makeKeeper(_ services: IntakeServices) throws -> StoreKeeper? {
        if options.isDryRun { return nil }
        return try StoreKeeper(
            path: options.layout.storeFile, environment: store, isReplacement: whole != nil,
            isRekeyed: whole?.rekeying != nil, temporaryFolder: services.temporaryFolder,
            mapBytes: storeMapBytes, executor: ScheduledExecutor(schedulers.store))
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

    /// Keeps accounts out that turned out to be erased persons'.
    /// - Returns: The file of their entries, where state, published files or decisions have something of them.
    private func noteSuppressed(_ settled: [SettledIntake], _ decisions: RunDecisions, _ run: Int) throws -> String? {
        let found = settled.flatMap(\.suppressedAccounts)
        guard let name = try suppressions?.note(found, run: run, options.layout) else { return nil }
        let named = Set(decisions.standing.current.rulings.keys.flatMap(\.accounts))
        return found.contains { $0.isInState || named.contains($0.account) } ? name : nil
    }

    private func publishCommitted(_ run: LedgerRun, _ read: [ReadBatch], _ decisions: RunDecisions) throws {
        let settled = read.filter(\.isSettled).map { "\($0.batch.country.code)/\($0.batch.fileName)" }
        do {
            if options.task == .rekey { try options.layout.adoptNextKey() }
            try publish(run, options.layout, batches: Set(settled), decisions: decisions.settledNames)
        } catch {
            throw PublicationFault(run: run.run, cause: "\(error)")
        }
    }

    // MARK: Side files

    /// Writes rejects, reports, manifest and timings beside the profiles, and seals the staged folder.
    /// - Returns: all files of the run.
    private func writeSideFiles(
        _ summary: inout RunSummary, _ read: [ReadBatch], _ walk: WalkResult, _ files: [WrittenFile],
        _ timer: inout PhaseTimer
    ) throws -> [WrittenFile] {
        guard let folder = sideFolder else { return [] }
        var written = files
        if !options.isDryRun || options.isFull {
            var rejects = try createOutput(folder, "rejects.ndjson")
            try writeRejects(read, summary.decisions.refused, &rejects)
            written.append(try RunOutputs.finish(rejects, "rejects.ndjson"))
        }
        written.sort { $0.name < $1.name }
        summary.report.files = written.map { ($0.name, $0.bytes, $0.sha256) }
        timer.end("rejects")
        let previous = try readPreviousRun()
        written.append(try write(renderReportHTML(summary.report, previous: previous), folder, "report.html"))
        if options.isDryRun, options.isUnmasked {
            var unmasked = summary.report
            unmasked.isMasked = false
            let page = renderReportHTML(unmasked, previous: previous)
            written.append(try write(page, folder, "report-unmasked.html"))
        }
        written.append(try write(renderReportJSON(summary.report, previous: previous), folder, "report.json"))
        written.sort { $0.name < $1.name }
        timer.end("report")
        let manifest = makeManifest(summary, read, walk, written)
        let manifestFile = try write(encodePublished(manifest), folder, RunManifest.name)
        let timings = Dictionary(uniqueKeysWithValues: timer.phases.map { ($0.phase, $0.seconds) })
        _ = try write(encodePublished(timings), folder, "timings.json")
        try fsyncFolder(folder)
        if !options.isDryRun { try fsyncFolder(options.layout.outFolder) }
        return written + [manifestFile]
    }

    /// The figures of the last run, to compare with; `nil` before the first, or when its report is put away.
    private func readPreviousRun() throws -> PreviousRun? {
        guard facts.run > 0 else { return nil }
        let path = options.layout.outFolder + "/" + options.layout.runName(facts.run) + "/report.json"
        guard try FileStatus.of(path) != nil else { return nil }
        return PreviousRun(reportJSON: try readFile(path, bytesMax: 64 << 20))
    }

    private var sideFolder: String? {
        if options.replay != nil { return nil }
        return options.isDryRun
            ? options.reportFolder
            : options.layout.outFolder + "/.staged-" + options.layout.runName(facts.run + 1)
    }

    private func write(_ bytes: [UInt8], _ folder: String, _ name: String) throws(FileFault) -> WrittenFile {
        var file = try createOutput(folder, name)
        try file.append(bytes)
        return try RunOutputs.finish(file, name)
    }

    private func makeManifest(
        _ summary: RunSummary, _ read: [ReadBatch], _ walk: WalkResult, _ files: [WrittenFile]
    ) -> RunManifest {
        RunManifest(
            program: options.programVersion, run: facts.run + 1, task: options.task.name,
            rulesMoved: movement?.names, asOf: options.asOf.description,
            versions: Dictionary(uniqueKeysWithValues: ruleVersions.map { ($0.name, $0.value) }),
            rulesDigest: rulesDigest, batches: manifestBatches(summary.report.batches, read),
            balance: MergeRun.balance(read, walk.statistics), state: summary.facts, firstEvent: facts.nextEvent,
            files: files)
    }

    /// All batches of the run; those that were read stand first, in their order.
    private func manifestBatches(_ batches: [BatchStatistics], _ read: [ReadBatch]) -> [RunManifest.Batch] {
        batches.enumerated().map { place, statistics in
            let isApplied = place < read.count && statistics.outcome == .applied
            return MergeRun.manifestBatch(statistics, number: isApplied ? read[place].batch.number : nil)
        }
    }

    private func summarize(
        _ read: [ReadBatch], _ unreadable: [(ClaimedBatch, BatchFault)], _ walk: WalkResult, _ next: StateFacts,
        _ files: [WrittenFile]
    ) -> RunSummary {
        let batches = read.map(\.statistics) + unreadable.map(refusedStatistics)
        let present = Set(batches.map(\.country))
        var versions = ruleVersions
        versions.append(("rules_digest", rulesDigest))
        let report = RunReport(
            run: options.isDryRun ? nil : next.run, isDryRun: options.isDryRun,
            asOf: options.asOf.description, programVersion: options.programVersion, versions: versions,
            launchInstant: options.configuration.merge.launch?.description, batches: batches,
            decisions: walk.statistics,
            missingCountries: options.configuration.expectedCountries.keys.filter { !present.contains($0) }.sorted(),
            stateAccounts: next.accounts, stateDigest: next.digest,
            samples: chooseSamples(walk.samples), isMasked: options.configuration.masksSamples,
            files: files.map { ($0.name, $0.bytes, $0.sha256) }, command: options.command)
        var summary = RunSummary(report: report, facts: next, isCommitted: false, timings: [])
        summary.former = facts
        if options.isDryRun, options.task == .merge { summary.rehearsedRules = movement?.names ?? [] }
        return summary
    }

    private func refusedStatistics(_ batch: ClaimedBatch, _ fault: BatchFault) -> BatchStatistics {
        var statistics = BatchStatistics(
            country: batch.country, fileName: batch.fileName, digest: "", bytes: batch.bytes, outcome: .refused)
        statistics.refusal = (fault.reason.rawValue, fault.description)
        return statistics
    }

    // MARK: Ledger

    private func makeLedgerRun(
        _ next: StateFacts, _ read: [ReadBatch], _ unreadable: [(ClaimedBatch, BatchFault)],
        _ decisions: RunDecisions, _ files: [WrittenFile], _ trimmed: TrimmedBatches
    ) -> LedgerRun {
        LedgerRun(
            run: next.run, asOf: options.asOf.description,
            batches: read.filter(\.isOfLedger).map(\.batch.number),
            refused: refusals(read, unreadable, trimmed) + decisions.refusals(destroyed: trimmed.destroyed),
            files: files,
            firstEvent: facts.nextEvent,
            nextEvent: next.nextEvent, stateDigest: next.digest,
            kind: options.task.name,
            trimmed: trimmed.trimmed.isEmpty ? nil : trimmed.trimmed,
            withdrawn: trimmed.withdrawn.isEmpty ? nil : trimmed.withdrawn)
    }

    private func refusals(
        _ read: [ReadBatch], _ unreadable: [(ClaimedBatch, BatchFault)], _ trimmed: TrimmedBatches
    ) -> [LedgerRefusal] {
        (read.compactMap { batch in batch.refusal.map { (batch.batch, $0) } } + unreadable).map { batch, fault in
            LedgerRefusal(
                country: batch.country.code, fileName: batch.fileName, reason: fault.reason.rawValue,
                line: fault.line, byteOffset: fault.byteOffset, message: fault.message, wayOut: fault.wayOut,
                isDestroyed: trimmed.destroyed.contains("\(batch.country.code)/\(batch.fileName)") ? true : nil)
        }
    }

    private func notes(
        _ next: StateFacts, _ run: LedgerRun, _ settled: [SettledIntake], _ decisions: RunDecisions,
        _ ended: [DueHold],
        _ lookAlikes: LookAlikeSettlement, _ trimmed: TrimmedBatches
    ) throws -> StoreNotes {
        var notes = StoreNotes()
        let read = settled.flatMap(\.batches)
        noteSnapshots(settled, in: &notes)
        for batch in settled.flatMap(\.replaced) { notes.put(batch) }
        for intake in settled { intake.presences.put(into: &notes) }
        notes.endedLookAlikes = lookAlikes.removed
        decisions.addNotes(run: run.run, kept: trimmed.keptDecisions, to: &notes)
        notes.endedHolds = ended.map(\.storeKey)
        notes.undoRun = run.run
        notes.forgetsHistory =
            settled.contains { !$0.suppressedAccounts.isEmpty } || read.contains { $0.statistics.erasures > 0 }
        notes.put(encodeJSON(next), under: StateFacts.key, in: .meta)
        notes.put(encodeJSON(run), under: LedgerKey.run(run.run), in: .runs)
        if stamp == nil || whole != nil {
            let former = (stamp?.formerKeys ?? []) + (options.formerKey.map { [$0.name] } ?? [])
            let now = RulesStamp(options.configuration, options.key, formerKeys: former)
            notes.put(encodeJSON(now), under: RulesStamp.place, in: .meta)
        }
        var superseded: [String: UInt64] = [:]
        for batch in read where batch.isOfLedger {
            let statistics = batch.statistics
            let manifest = batch.batch.manifest
            let entry = LedgerBatch(
                number: batch.batch.number, run: run.run, country: statistics.country.code,
                fileName: statistics.fileName, batchID: manifest?.batchID, sequence: manifest?.sequence,
                part: manifest?.part,
                isFull: manifest?.kind == .full ? true : nil,
                sha256: statistics.digest, bytes: statistics.bytes, rowsRead: statistics.rowsRead,
                applied: statistics.applied, superseded: statistics.superseded, duplicate: statistics.duplicate,
                rejected: statistics.rejected, supersedes: manifest?.supersedes, supersededBy: batch.supersededBy,
                isBornSuperseded: batch.supersededBy == nil ? nil : true,
                erasures: statistics.erasures > 0 ? statistics.erasures : nil,
                kept: trimmed.kept[batch.batch.number].map { [$0] })
            notes.put(entry)
            notes.put(
                Array(LedgerKey.batch(entry.number).utf8), under: LedgerKey.content(entry.country, entry.sha256),
                in: .ledger)
            notes.put([1], under: LedgerKey.length(entry.bytes), in: .ledger)
            if let manifest {
                notes.put(
                    Array(entry.sha256.utf8),
                    under: LedgerKey.identity(entry.country, manifest), in: .ledger)
                if let named = manifest.supersedes {
                    let former = try known.supersededSequence(batch.batch.country, named) ?? 0
                    let key = LedgerKey.superseded(entry.country, named)
                    superseded[key] = max(superseded[key] ?? former, manifest.sequence ?? .max)
                }
            }
        }
        for (key, sequence) in superseded.sorted(by: { $0.key < $1.key }) {
            notes.put(bigEndianBytes(sequence), under: key, in: .ledger)
        }
        return notes
    }

    /// No batch has anything to apply: known ones go to `done/`, refused ones to `refused/`; there is no run.
    private func putAwayUnapplied(
        _ read: [ReadBatch], _ unreadable: [(ClaimedBatch, BatchFault)], _ decisions: RunDecisions,
        _ timer: PhaseTimer
    ) throws -> RunSummary {
        let trimmed = try trimBatches(read, unreadable.map(\.0), decisions, options, drain)
        for refusal in refusals(read, unreadable, trimmed) + decisions.refusals(destroyed: trimmed.destroyed) {
            try putAwayRefused(refusal, options.layout)
        }
        try putTrimmedDecisions(trimmed, options.layout)
        for name in decisions.settledNames { _ = try options.layout.decisionsSpool.finish(name) }
        for batch in read where batch.statistics.outcome == .alreadyApplied || batch.statistics.outcome == .superseded {
            if batch.isWithdrawn {
                try withdraw(batch.batch.path)
            } else {
                _ = try options.layout.spool(batch.batch.country).finish(batch.batch.fileName)
            }
        }
        progress.enter(.done)
        var summary = summarize(read, unreadable, WalkResult(), facts, [])
        summary.report.run = nil
        summary.decisions = DecisionsSummary(decisions)
        summary.timings = timer.phases
        return summary
    }
}

/// The addresses that are held, by the built-in lists and the configuration.
func unusableAddresses(_ policy: MergePolicy) -> UnusableAddresses {
    let (localParts, domains) = policy.unusableAddresses(
        localParts: UnusableAddresses.standardLocalParts, domains: UnusableAddresses.standardDomains)
    return UnusableAddresses(localParts: localParts, domains: domains)
}

extension ReadBatch {
    /// Whether its rows are in the state, by this run or by an earlier one.
    var isSettled: Bool { statistics.outcome != .refused }
}

/// Makes an output file in a folder that is there.
func createOutput(_ folder: String, _ name: String) throws(FileFault) -> OutputFile {
    try OutputFile(creating: folder + "/" + name)
}
