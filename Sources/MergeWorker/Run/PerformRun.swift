internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import Normalization
internal import RecordLinkage
package import WorkspaceConfiguration

/// Takes every complete batch in the spool, merges, commits, publishes.
///
/// What an earlier run left unfinished is finished first and alone; then new files are looked at. Returns one
/// summary for each set of batches; none when there was nothing to do.
/// - Throws: `Drained` when asked to stop before the commit; `RunFault`, `StoreError`, `FileFault`.
package func performRun(
    _ options: RunOptions, schedulers: WorkerSchedulers, progress: RunProgress, drain: DrainFlag
) async throws -> [RunSummary] {
    // Beside what comes first, which waits for the disk.
    schedulers.pool.schedule { prepareNameTables() }
    if options.isDryRun { return try await performDryRun(options, schedulers, progress, drain) }
    let lock = try takeLock(options.layout)
    defer { lock.release() }
    try options.layout.settleKeyFiles()
    var finished = try finishInterruptedRun(options)
    let inputs = StateInputs(layout: options.layout, configuration: options.configuration, key: options.key)
    let isErased = try finishBrokenErasure(
        inputs, programVersion: options.programVersion, threads: options.limits.workers, drain: drain)
    if isErased { finished.run = try finishInterruptedRun(options).run }
    var run = finished.run
    if run == 0 { try checkNotLost(options.layout) }
    try discardUnfinished(options.layout, run: run + 1)
    try KeptBatch.discardAll(options.layout)
    var summaries = finished.summary.map { [$0] } ?? []
    if case .undo(let order) = options.task {
        return summaries + [try await undo(order, options, schedulers, progress, drain)]
    }
    // One change of keys is enough for an order that was given again.
    if options.task == .rekey, finished.summary != nil { return summaries }
    if options.task != .merge { return summaries + (try await performWhole(options, schedulers, progress, drain)) }
    if try isCarriedOut(options) { return summaries }
    try checkPresent(options)
    while true {
        let (summary, isContinued) = try await performClaimed(options, run: run + 1, schedulers, progress, drain)
        if let summary {
            run = summary.facts.run
            summaries.append(summary)
        }
        do {
            try ClaimList.remove(options.layout)
        } catch {
            guard let committed = summaries.last(where: \.isCommitted) else { throw error }
            throw PublicationFault(run: committed.facts.run, cause: "\(error)")
        }
        if summary?.needsErasure == true {
            _ = try finishBrokenErasure(
                inputs, programVersion: options.programVersion, threads: options.limits.workers, drain: drain)
            run = try finishInterruptedRun(options).run
        }
        // A claimed set that was left by another run is done alone; only then new files are looked at.
        // And a plan is about one set.
        if !isContinued || options.plan != nil { return summaries }
    }
}

/// Claims what is complete, and merges it; no summary where nothing was there.
/// - Returns: Also whether the files had been claimed by a run before.
private func performClaimed(
    _ options: RunOptions, run: Int, _ schedulers: WorkerSchedulers, _ progress: RunProgress, _ drain: DrainFlag
) async throws -> (summary: RunSummary?, isContinued: Bool) {
    // Rules that moved, and an unsound state, are told before any file is moved.
    let merge = try MergeRun(options, schedulers: schedulers, progress: progress, drain: drain)
    let (claimed, isContinued) = try claimBatches(options.layout, options.configuration, run: run, known: merge.known)
    if claimed.isEmpty { return (nil, isContinued) }
    do {
        return (try await merge.perform(claimed, place: .claimed), isContinued)
    } catch let fault as RunFault where fault.isGate {
        try giveBack(claimed, options.layout)
        throw fault
    }
}

/// A workspace that has published and has no state has lost it: to begin anew would give its numbers out again.
private func checkNotLost(_ layout: WorkspaceLayout) throws {
    guard try FileStatus.of(layout.outFolder) != nil, try FileStatus.of(layout.storeFile) == nil else { return }
    guard let last = try namesInFolder(layout.outFolder).compactMap(Int.init).max() else { return }
    throw RunFault.workspace(
        "There is no state, and out/ has the runs up to \(last): the store is lost. Nothing was touched; koble restore "
            + "puts a backup in its place. To begin a new history, put out/ away first.")
}

/// Whether the state is the one that the plan leads to: the same plan twice changes nothing.
private func isCarriedOut(_ options: RunOptions) throws -> Bool {
    guard let plan = options.plan, try FileStatus.of(options.layout.storeFile) != nil else { return false }
    let store = try StoreEnvironment(path: options.layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
    return plan.isCarriedOut(try store.facts())
}

/// Takes a run back.
private func undo(
    _ order: UndoOrder, _ options: RunOptions, _ schedulers: WorkerSchedulers, _ progress: RunProgress,
    _ drain: DrainFlag
) async throws -> RunSummary {
    guard try FileStatus.of(options.layout.storeFile) != nil else { throw RunFault.unknownRun(order.run) }
    let plan: UndoPlan
    do {
        let store = try StoreEnvironment(path: options.layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
        plan = try store.planUndo(order.run, try store.facts())
    }
    var options = options
    if let asOf = Timestamp(plan.asOf) { options.asOf = asOf }
    let run = try MergeRun(options, schedulers: schedulers, progress: progress, drain: drain)
    return try await run.perform(ClaimedFiles(), place: .claimed, undoing: plan)
}

/// Decides the whole state again, if something moved under it.
private func performWhole(
    _ options: RunOptions, _ schedulers: WorkerSchedulers, _ progress: RunProgress, _ drain: DrainFlag
) async throws -> [RunSummary] {
    guard try FileStatus.of(options.layout.storeFile) != nil else { return [] }
    var options = options
    if options.task == .rekey {
        try options.key.save(options.layout.formerKeyFile(options.key.name))
        let next = options.nextKey ?? StoreKey.generate()
        try next.save(options.layout.nextKeyFile)
        (options.formerKey, options.key) = (options.key, next)
    }
    let run = try MergeRun(options, schedulers: schedulers, progress: progress, drain: drain)
    return options.task == .redecide && run.hasSameRules ? [] : [try await run.perform(ClaimedFiles(), place: .claimed)]
}

/// `--require-all`: stops before anything is moved without a batch from each expected country.
private func checkPresent(_ options: RunOptions) throws {
    guard options.requiresAll else { return }
    var missing: [Country] = []
    for country in options.configuration.expectedCountries.keys.sorted() {
        let spool = options.layout.spool(country)
        let requiresManifest = options.configuration[country].requireManifest
        let waiting = try spool.listing(requireManifest: requiresManifest).batches
        let claimed = try spool.claimed()
        if waiting.isEmpty, claimed.isEmpty { missing.append(country) }
    }
    if !missing.isEmpty {
        throw RunFault.gate(
            "No batch from \(missing.map(\.code).joined(separator: ", ")), and --require-all waits for no one. "
                + "Nothing was applied; put the missing exports into their spool folders and run again.")
    }
}

/// Puts claimed batches back into `incoming/`: a gate said no, and the next run shall see all files anew.
private func giveBack(_ claimed: ClaimedFiles, _ layout: WorkspaceLayout) throws {
    var moves = SpoolMoves()
    for name in claimed.decisions { _ = try moves.release(name, of: layout.decisionsSpool) }
    for (country, name) in claimed.batches { _ = try moves.release(name, of: layout.spool(country)) }
    try moves.carryOut()
    try ClaimList.remove(layout)
}

private func performDryRun(
    _ options: RunOptions, _ schedulers: WorkerSchedulers, _ progress: RunProgress, _ drain: DrainFlag
) async throws -> [RunSummary] {
    if case .undo(let order) = options.task { return [try await undo(order, options, schedulers, progress, drain)] }
    if options.task != .merge { return try await performWhole(options, schedulers, progress, drain) }
    let run = try MergeRun(options, schedulers: schedulers, progress: progress, drain: drain)
    var waiting = ClaimedFiles(decisions: try options.layout.waitingDecisions())
    for country in Country.allCases {
        let takeable = try takeableBatches(country, options.layout, options.configuration, known: run.known)
        waiting.batches += takeable.batches.map { (country, $0) }
    }
    try checkPresent(options)
    return [try await run.perform(waiting, place: .incoming)]
}

/// Removes what a run that did not commit had written: it may be what fills the disk.
func discardUnfinished(_ layout: WorkspaceLayout, run: Int) throws {
    if try FileStatus.of(StagedFolder.stagedPath(parent: layout.outFolder, name: layout.runName(run))) != nil {
        try StagedFolder.discard(parent: layout.outFolder, name: layout.runName(run))
    }
    let newStore = StoreKeeper.newPath(layout.storeFile)
    if try FileStatus.of(newStore) != nil { try StoreBuilder.discard(newStore) }
    try discardNextState(layout, run: run)
}

/// Removes what a restore or a rebuild that did not commit had written.
private func discardNextState(_ layout: WorkspaceLayout, run: Int) throws {
    guard try FileStatus.of(layout.nextStateFolder) != nil, layout.stateFolder != layout.nextStateFolder else { return }
    for name in try namesInFolder(layout.outFolder) where name.hasPrefix(".staged-") || name.hasPrefix(".erased-") {
        try removeTree(layout.outFolder + "/" + name)
    }
    // Last: as long as it is there, the rest may be.
    try removeTree(layout.nextStateFolder)
    try fsyncFolder(layout.stateFolder)
}

/// Address space for the store, some five hundred million accounts; costs nothing until it is used. Verbs map up to three
/// stores at a time, and where addresses have 39 bits (arm64, User-mode Linux) a process has 512 GiB for all of them.
let storeMapBytes = 1 << 37

extension WorkspaceLayout {
    /// The spool that the ledger calls by a country's code, or by `decisions`.
    func spool(named name: some StringProtocol) -> Spool? {
        name == LedgerRefusal.decisions ? decisionsSpool : Country(code: String(name)).map(spool)
    }

    /// The store.
    package var storeFile: String { stateFolder + "/store.mdb" }

    /// The name of a run's folder in `out/`.
    package func runName(_ run: Int) -> String {
        let text = String(run)
        return String(repeating: "0", count: max(0, 6 - text.count)) + text
    }
}
