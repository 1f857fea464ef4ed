internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

/// What is to be rebuilt.
package struct RebuildRequest: Sendable {
    /// The folder of a backup to begin with; `nil`: with an empty state.
    package var checkpoint: String?
    /// Only says what would be read, and what is missing.
    package var isDryRun = false
    /// The rebuilt state takes the place of the one that grew.
    package var replaces = false
    /// Such as `1.0.0`.
    package var programVersion: String
    /// Memory, threads, queues.
    package var limits: WorkerLimits

    /// A rebuild that changes the state.
    package init(programVersion: String, limits: WorkerLimits) {
        self.programVersion = programVersion
        self.limits = limits
    }
}

/// Builds the state anew from kept inputs and the journal, beside the one that grew, and compares the two.
///
/// Nothing changes unless it is to replace the state; then one rename is the commit.
/// - Throws: `RunFault.gate` that names inputs which are not kept any more; `Drained` when asked to stop.
package func performRebuild(
    _ request: RebuildRequest, _ inputs: StateInputs, schedulers: WorkerSchedulers, progress: RunProgress,
    drain: DrainFlag
) async throws -> RebuildSummary {
    if request.isDryRun { return try rehearse(request, inputs, drain) }
    let lock = try takeLock(inputs.layout)
    defer { lock.release() }
    try checkSound(inputs.layout)
    try inputs.layout.settleKeyFiles()
    _ = try repeatPublication(inputs.layout)
    _ = try finishBrokenErasure(
        inputs, programVersion: request.programVersion, threads: request.limits.workers, drain: drain)
    try discardUnfinished(inputs.layout, run: 0)
    let work = RebuildWork(request, inputs, schedulers, progress, drain)
    do {
        let summary = try await work.perform()
        try removeNextState(inputs.layout)
        return summary
    } catch let fault as PublicationFault {
        throw fault
    } catch {
        try removeNextState(inputs.layout)
        throw error
    }
}

private func removeNextState(_ layout: WorkspaceLayout) throws {
    try KeptBatch.discardAll(layout)
    try removeTree(layout.nextStateFolder)
    try fsyncFolder(layout.stateFolder)
}

/// The ledger says what a state is made of, so it has to be there and sound.
private func checkSound(_ layout: WorkspaceLayout) throws {
    let way =
        "Its ledger says what is to be read, so nothing can be rebuilt: koble restore BACKUP --replace --redeliver, then koble run."
    guard try FileStatus.of(layout.storeFile) != nil else { throw RunFault.workspace("There is no state. \(way)") }
    if let found = verifyStore(layout.storeFile).first(where: { $0.kind != .lostRoom }) {
        throw RunFault.workspace("The store is damaged (\(found)). \(way)")
    }
}

private func rehearse(_ request: RebuildRequest, _ inputs: StateInputs, _ drain: DrainFlag) throws -> RebuildSummary {
    let state = try OpenedState.decided(inputs)
    guard let folder = request.checkpoint else {
        return RebuildSummary(try RebuildInputs(state, checkpoint: nil), state, isDryRun: true)
    }
    let manifest = try BackupManifest(readingFrom: folder)
    try manifest.check(folder, drain)
    // Nothing is opened in the backup: that would leave a lock file there.
    let found = try RebuildInputs(state, checkpoint: nil, from: manifest.nextBatch)
    var summary = RebuildSummary(found, state, isDryRun: true)
    summary.checkpointRun = manifest.run
    return summary
}

extension RebuildSummary {
    fileprivate init(_ found: RebuildInputs, _ state: OpenedState, isDryRun: Bool) {
        self.init(
            isDryRun: isDryRun, run: state.facts.run, checkpointRun: nil, batches: found.batches.count,
            decisions: found.decisions.count, stateDigest: state.facts.digest)
        missing = found.missing
    }
}

/// One rebuild, under way.
private struct RebuildWork {
    private let request: RebuildRequest
    private let inputs: StateInputs
    private let schedulers: WorkerSchedulers
    private let progress: RunProgress
    private let drain: DrainFlag
    /// Publishes nothing: what is built is nobody's yet.
    private let hidden: WorkspaceLayout

    init(
        _ request: RebuildRequest, _ inputs: StateInputs, _ schedulers: WorkerSchedulers, _ progress: RunProgress,
        _ drain: DrainFlag
    ) {
        self.request = request
        self.inputs = inputs
        self.schedulers = schedulers
        self.progress = progress
        self.drain = drain
        hidden = inputs.layout.withNextState(publishes: false)
    }

    func perform() async throws -> RebuildSummary {
        try makeFolder(hidden.stateFolder)
        try makeFolder(hidden.outFolder)
        let checkpointRun = try takeCheckpoint()
        var summary = try await rebuild()
        summary.checkpointRun = checkpointRun
        try compare(&summary)
        guard request.replaces else { return summary }
        guard try FileStatus.of(hidden.storeFile) != nil else {
            throw RunFault.gate("The state holds nothing that could be rebuilt. Nothing was replaced.")
        }
        return try await replace(summary)
    }

    /// Copies the backup's state, and takes out of it who was erased since.
    private func takeCheckpoint() throws -> Int? {
        guard let folder = request.checkpoint else { return nil }
        let manifest = try BackupManifest(readingFrom: folder)
        try manifest.check(folder, drain)
        guard manifest.key == inputs.key.name,
            manifest.rulesDigest == makeRulesDigest(inputs.configuration, IntakeKeys(inputs.key))
        else {
            throw RunFault.gate(
                "The backup was made under other rules or another key than the state has now. Nothing was changed; begin "
                    + "with a later one, or with none.")
        }
        _ = try copyFile(folder + "/" + BackupManifest.storeName, to: hidden.storeFile)
        let own = StateInputs(layout: hidden, configuration: inputs.configuration, key: inputs.key)
        _ = try eraseBeforeOpening(
            own, programVersion: request.programVersion, threads: request.limits.workers, drain: drain)
        return manifest.run
    }

    private func rebuild() async throws -> RebuildSummary {
        let (found, summary) = try gatherInputs()
        if let fault = found.fault { throw fault }
        let hasCheckpoint = try FileStatus.of(hidden.storeFile) != nil
        if found.batches.isEmpty, found.decisions.isEmpty, !hasCheckpoint { return summary }
        var options = RunOptions(
            layout: hidden, configuration: inputs.configuration, key: inputs.key, limits: request.limits,
            asOf: try lastDate(), command: "koble rebuild", programVersion: request.programVersion)
        options.allowsShrink = true
        let replay = Replay(batches: found.batches, decisions: found.decisions)
        options.replay = replay
        let run = try MergeRun(options, schedulers: schedulers, progress: progress, drain: drain)
        let result = try await run.perform(replay.files, place: .done)
        var built = summary
        built.rows = result.report.batches.reduce(0) { $0 + $1.rowsRead }
        return built
    }

    private func gatherInputs() throws -> (RebuildInputs, RebuildSummary) {
        let state = try OpenedState.decided(inputs)
        let checkpoint = try FileStatus.of(hidden.storeFile).map { _ in
            try StoreEnvironment(path: hidden.storeFile, access: .readOnly, mapBytes: storeMapBytes)
        }
        let found = try RebuildInputs(state, checkpoint: checkpoint)
        return (found, RebuildSummary(found, state, isDryRun: false))
    }

    private func lastDate() throws -> Timestamp {
        Timestamp(rawValue: try OpenedState.decided(inputs).facts.asOf)
    }

    private func compare(_ summary: inout RebuildSummary) throws {
        let state = try OpenedState.decided(inputs)
        let rebuilt = try FileStatus.of(hidden.storeFile).map { _ in
            try StoreEnvironment(path: hidden.storeFile, access: .readOnly, mapBytes: storeMapBytes)
        }
        let facts = try rebuilt?.facts() ?? state.facts.emptied(digest: try state.store.constraints().digest)
        summary.rebuiltDigest = facts.digest
        summary.differences = try compareStates(state.store, rebuilt, drain)
        let isCounted = state.facts.hasCounts(of: facts)
        summary.isEqual = summary.differences.isEmpty && facts.digest == state.facts.digest && isCounted
    }

    // MARK: In the place of the state

    private func replace(_ summary: RebuildSummary) async throws -> RebuildSummary {
        var summary = summary
        let built = StoreKeeper.newPath(hidden.storeFile)
        try assemble(at: built)
        try replaceStore(new: built, live: hidden.storeFile)
        if summary.isEqual == false { summary.publishedRun = try await tell() }
        try drain.check()
        // Power lost before this rename: the old state stands. After it: the rebuilt one.
        try replaceStore(new: hidden.storeFile, live: inputs.layout.storeFile)
        summary.isReplaced = true
        do {
            _ = try repeatPublication(inputs.layout)
        } catch {
            throw PublicationFault(run: summary.publishedRun ?? summary.run, cause: "\(error)")
        }
        return summary
    }

    /// Joins what was rebuilt with what only the state that grew knows: ledger, runs, journal, tombstones.
    private func assemble(at path: String) throws {
        let state = try OpenedState.decided(inputs)
        let rebuilt = try StoreEnvironment(path: hidden.storeFile, access: .readOnly, mapBytes: storeMapBytes)
        var builder = try StoreBuilder(path: path, mapBytes: storeMapBytes)
        for table in BlockTable.allCases {
            try copyTable(table, of: rebuilt, into: &builder) { (_) throws(StoreError) in }
        }
        let derived: Set<SmallTable> = [.constraints, .timers, .hints, .vetoes, .presences]
        let snapshots = Array(snapshotsKey.utf8)
        try copySmallTables(of: state.store, into: &builder, leaving: derived.union([.history])) { table, key, _ in
            table != .meta || key != snapshots
        }
        try copySmallTables(of: rebuilt, into: &builder) { table, key, _ in
            derived.contains(table) || table == .meta && key == snapshots
        }
        var facts = state.facts
        facts.takeCounts(of: try rebuilt.facts())
        try builder.put(encodeJSON(facts), under: Array(StateFacts.key.utf8), in: .meta)
        try builder.finish()
        let found = verifyStore(path).filter { $0.kind != .lostRoom }
        if let first = found.first { throw StoreError("check the rebuilt store", .damaged("\(first)")) }
    }

    /// Stages the run that tells that the state is another one.
    private func tell() async throws -> Int {
        let layout = inputs.layout.withNextState(publishes: true)
        let own = StateInputs(layout: layout, configuration: inputs.configuration, key: inputs.key)
        let (run, facts) = try await stagePublication(own)
        let store = try StoreEnvironment(path: layout.storeFile, access: .readWrite, mapBytes: storeMapBytes)
        var notes = StoreNotes()
        notes.put(encodeJSON(facts), under: StateFacts.key, in: .meta)
        notes.put(encodeJSON(run), under: LedgerKey.run(run.run), in: .runs)
        try store.put(notes)
        return run.run
    }

    private func stagePublication(_ own: StateInputs) async throws -> (LedgerRun, StateFacts) {
        try await StatePublication(
            state: try OpenedState.decided(own), kind: LedgerRun.rebuildKind, programVersion: request.programVersion,
            limits: request.limits, schedulers: schedulers, progress: progress, drain: drain
        ).write()
    }
}

extension StateFacts {
    /// Whether both count the same accounts and profiles.
    fileprivate func hasCounts(of other: StateFacts) -> Bool {
        accounts == other.accounts && markers == other.markers && linkedProfiles == other.linkedProfiles
            && singleProfiles == other.singleProfiles && localProfiles == other.localProfiles
    }

    /// Takes over what is counted and digested, and keeps numbers and dates.
    fileprivate mutating func takeCounts(of other: StateFacts) {
        (accounts, markers) = (other.accounts, other.markers)
        (linkedProfiles, singleProfiles, localProfiles) = (
            other.linkedProfiles, other.singleProfiles, other.localProfiles
        )
        (digest, digestFirst, digestSecond) = (other.digest, other.digestFirst, other.digestSecond)
    }
}
