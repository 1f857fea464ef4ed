internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
package import WorkspaceConfiguration

/// What is to be restored.
package struct RestoreRequest: Sendable {
    /// The folder of the backup.
    package var backup: String
    /// Says what it would do, and changes nothing.
    package var isDryRun = false
    /// A newer or a damaged state may be replaced.
    package var replaces = false
    /// Inputs that were applied after the backup go back into `incoming/`.
    package var redelivers = false
    /// The newest event that anybody has taken, where `out/` of the lost machine is gone.
    package var lastEvent: UInt64?
    /// Such as `1.0.0`.
    package var programVersion: String
    /// Memory, threads, queues.
    package var limits: WorkerLimits

    /// A restore that changes the state.
    package init(backup: String, programVersion: String, limits: WorkerLimits) {
        self.backup = backup
        self.programVersion = programVersion
        self.limits = limits
    }
}

/// Puts the state of a backup in the place of the workspace's.
///
/// The order of truth: entries of `suppressions/` and kept inputs of the backup that are missing here; then the new
/// state beside the old one, with all entries followed and the run that tells it staged; then one rename. So an
/// erased person is in no state that any verb can open. What a crash left before the rename is thrown away by the
/// next command, what it left after it is finished from the ledger.
/// - Throws: `DamagedBackup`; `RunFault.gate` when a newer state would be lost; `Drained` when asked to stop.
package func performRestore(
    _ request: RestoreRequest, to layout: WorkspaceLayout, schedulers: WorkerSchedulers, progress: RunProgress,
    drain: DrainFlag
) async throws -> RestoreSummary {
    let manifest = try BackupManifest(readingFrom: request.backup)
    try manifest.check(request.backup, drain)
    let work = RestoreWork(
        request, manifest, layout, key: try layout.key(named: manifest.key), schedulers, progress, drain)
    if request.isDryRun { return try work.rehearse() }
    for folder in layout.folders where try FileStatus.of(folder) == nil { try makeFolder(folder) }
    let lock = try takeLock(layout)
    defer { lock.release() }
    return try await work.perform()
}

/// One restore, under way.
struct RestoreWork {
    let request: RestoreRequest
    let manifest: BackupManifest
    let layout: WorkspaceLayout
    let next: WorkspaceLayout
    let key: StoreKey
    let schedulers: WorkerSchedulers
    let progress: RunProgress
    let drain: DrainFlag

    init(
        _ request: RestoreRequest, _ manifest: BackupManifest, _ layout: WorkspaceLayout, key: StoreKey,
        _ schedulers: WorkerSchedulers, _ progress: RunProgress, _ drain: DrainFlag
    ) {
        self.request = request
        self.manifest = manifest
        self.layout = layout
        next = layout.withNextState(publishes: true)
        self.key = key
        self.schedulers = schedulers
        self.progress = progress
        self.drain = drain
    }

    func perform() async throws -> RestoreSummary {
        var former = try FormerWorkspace(layout)
        if case .readable(let facts) = former.store {
            try layout.settleKeyFiles()
            _ = try repeatPublication(layout)
            if let done = try finishedBefore(facts) { return try finish(done, former) }
        }
        if case .readable = former.store, request.replaces { former = try FormerWorkspace(layout) }
        try checkAllowed(former)
        var summary = try startSummary(former)
        try discardUnfinished(layout, run: lastRun(former) + 1)
        try KeptBatch.discardAll(layout)
        try FreeSpace.check(layout.stateFolder, needed: 2 * (manifest.files.map(\.bytes).max() ?? 0))
        try bringSuppressions()
        try makeFolder(layout.nextStateFolder)
        _ = try copyFile(request.backup + "/" + BackupManifest.storeName, to: next.storeFile)
        try drain.check()
        let inputs = try rulesOfState(&summary)
        let brought = try BackedUpInputs(request.backup, manifest, inputs, drain).bring()
        summary.inputsBrought = brought.count
        try stage(former, brought.kept)
        let pending = try pendingFiles(try SuppressionFile.readAll(next), next)
        summary.suppressionsFollowed = pending.map(\.name).sorted()
        let erased = try eraseBeforeOpening(
            inputs, programVersion: request.programVersion, threads: request.limits.workers, drain: drain)
        summary.accountsErased = erased?.accounts ?? 0
        if isTold(former, hasErased: erased?.run != nil) {
            summary.run = try await tell(inputs, former, summary.takenBack)
        }
        try describeResult(former, &summary)
        try remember(summary)
        try drain.check()
        // The list of a run that was broken off is of a state that is gone; its batches stay in claimed/.
        try ClaimList.remove(layout)
        // Power lost before this rename: the old state stands. After it: the restored one.
        try replaceStore(new: next.storeFile, live: layout.storeFile)
        return try finish(summary, former)
    }

    /// Steps after the commit. Each may be repeated.
    private func finish(_ summary: RestoreSummary, _ former: FormerWorkspace) throws -> RestoreSummary {
        var summary = summary
        do {
            _ = try repeatPublication(layout)
            if try FileStatus.of(layout.configurationFile) == nil {
                let bytes = try readFile(request.backup + "/" + BackupManifest.configurationName, bytesMax: 64 << 20)
                try durableWrite(layout.configurationFile, bytes)
            }
            try removeTree(layout.nextStateFolder)
            try fsyncFolder(layout.stateFolder)
            if request.redelivers {
                try LostInputs.redeliver(summary.inputsToDeliver, layout)
                summary.isRedelivered = true
            }
        } catch {
            throw PublicationFault(run: summary.run ?? summary.backupRun, cause: "\(error)")
        }
        progress.enter(.done)
        return summary
    }

    /// What this very restore came to, if it is the newest thing that the state knows.
    private func finishedBefore(_ facts: StateFacts) throws -> RestoreSummary? {
        let store = try StoreEnvironment(path: layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
        guard let memory = try store.restored(), memory.backup == manifest.identity, memory.summary.run == facts.run
        else {
            return nil
        }
        return memory.summary
    }
}
