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
private struct RestoreWork {
    private let request: RestoreRequest
    private let manifest: BackupManifest
    private let layout: WorkspaceLayout
    private let next: WorkspaceLayout
    private let key: StoreKey
    private let schedulers: WorkerSchedulers
    private let progress: RunProgress
    private let drain: DrainFlag

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

    // MARK: What would be

    func rehearse() throws -> RestoreSummary {
        let former = try FormerWorkspace(layout)
        var summary = try startSummary(former)
        summary.needsReplace = !request.replaces && obstacle(former) != nil
        let known = try SuppressionFile.readAll(layout).map(\.name)
        let backedUp = manifest.files(below: "suppressions").map { fileName(of: $0.name) }
        // Those of the backup were followed when it was made, but for the last moment.
        summary.suppressionsFollowed = known.filter { !backedUp.contains($0) }.sorted()
        summary.run = isTold(former, hasErased: !summary.suppressionsFollowed.isEmpty) ? lastRun(former) + 1 : nil
        summary.inputsToDeliver = try LostInputs(layout, former, summary.takenBack, known: nil).list()
        return summary
    }

    private func startSummary(_ former: FormerWorkspace) throws -> RestoreSummary {
        var summary = RestoreSummary(
            isDryRun: request.isDryRun, backupMadeAt: manifest.madeAt, backupRun: manifest.run)
        summary.takenBack = former.runs.keys.filter { $0 > manifest.run }.sorted()
        summary.accounts = manifest.accounts
        summary.stateDigest = manifest.stateDigest
        summary.nextEvent = nextEvent(former)
        for run in summary.takenBack {
            for kind in former.orders[run] ?? [] where kind != .erasure {
                summary.ordersToRepeat.append(
                    RestoreSummary.Order(kind: former.runs[run]?.kind ?? kind.rawValue, run: run))
            }
        }
        if case .readable = former.store {} else { summary.areOrdersUnknown = !summary.takenBack.isEmpty }
        return summary
    }

    /// A state that is newer, or that nobody can read, goes only when that is wanted.
    private func checkAllowed(_ former: FormerWorkspace) throws {
        if !former.unreadable.isEmpty, request.lastEvent == nil {
            let names = former.unreadable.map(layout.runName).joined(separator: ", ")
            throw RunFault.gate(
                "The manifest of published runs cannot be read (out/\(names)), so nobody knows which event numbers were "
                    + "given out. Nothing was changed; say the newest that anybody has taken with --last-event.")
        }
        if !request.replaces, let obstacle = obstacle(former) { throw RunFault.gate(obstacle) }
    }

    /// Why the state goes only when that is wanted; `nil` where nothing is lost.
    private func obstacle(_ former: FormerWorkspace) -> String? {
        switch former.store {
        case .none: return nil
        case .damaged(let problem):
            return "The workspace has a store, and it is damaged (\(problem)). Nothing was changed; keep a copy of "
                + "state/ and give --replace."
        case .readable(let facts):
            if facts.run < manifest.run || facts.run == manifest.run && facts.digest == manifest.stateDigest {
                return nil
            }
            return
                "The workspace's state is of run \(facts.run), the backup's of run \(manifest.run): what came after it "
                + "would be taken back. Nothing was changed; look with --dry-run, then give --replace."
        }
    }

    private func lastRun(_ former: FormerWorkspace) -> Int { max(manifest.run, former.lastRun) }

    private func nextEvent(_ former: FormerWorkspace) -> UInt64 {
        max(manifest.nextEvent, former.nextEvent, (request.lastEvent ?? 0) + 1)
    }

    /// Whether downstream has to be told: unless the newest published run is the backup's and nobody was erased.
    private func isTold(_ former: FormerWorkspace, hasErased: Bool) -> Bool {
        hasErased || former.lastRun != manifest.run || former.runs[manifest.run]?.stateDigest != manifest.stateDigest
            || nextEvent(former) != manifest.nextEvent
    }

    // MARK: What is

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

    /// Entries that the backup has and the workspace has not: on a new machine, all of them.
    private func bringSuppressions() throws {
        if try FileStatus.of(layout.keyFile) != nil {
            // Entries that were made under a newer key are asked about by its name.
            let current = try StoreKey(readingFrom: layout.keyFile)
            let place = layout.formerKeyFile(current.name)
            if current.name != manifest.key, try FileStatus.of(place) == nil { try current.save(place) }
        }
        for folder in ["suppressions", "receipts"] {
            for file in manifest.files(below: folder) where try FileStatus.of(layout.root + "/" + file.name) == nil {
                try makeFolder(layout.root + "/" + folder)
                try durableWrite(
                    layout.root + "/" + file.name, try readFile(request.backup + "/" + file.name, bytesMax: 1 << 29))
            }
        }
    }

    /// The configuration of the workspace, deciding as the state was decided.
    private func rulesOfState(_ summary: inout RestoreSummary) throws -> StateInputs {
        let file =
            try FileStatus.of(layout.configurationFile) == nil
            ? request.backup + "/" + BackupManifest.configurationName : layout.configurationFile
        var configuration = try KobleConfiguration(file: file)
        let keys = IntakeKeys(key)
        if makeRulesDigest(configuration, keys) != manifest.rulesDigest {
            summary.haveRulesMoved = true
            let store = try StoreEnvironment(path: next.storeFile, access: .readOnly, mapBytes: storeMapBytes)
            let stamp = try store.rulesStamp()
            if let former = stamp?.configuration { configuration = configuration.deciding(as: former) }
            guard makeRulesDigest(configuration, keys) == manifest.rulesDigest else {
                let moved = RulesMovement(from: stamp, to: RulesStamp(configuration, key)).names.joined(separator: ", ")
                throw RunFault.workspace(
                    "The backup's state was made under other rules or tables of the program (\(moved)). Nothing was "
                        + "changed; restore it with the version that made it (\(printable(manifest.program))), then "
                        + "install this one and run koble redecide.")
            }
        }
        return StateInputs(layout: next, configuration: configuration, key: key)
    }

    // MARK: The state in the making

    /// Lets the ledger go on from everything that was published, and know files as they are now.
    private func stage(_ former: FormerWorkspace, _ kept: [LedgerBatch]) throws {
        let store = try StoreEnvironment(path: next.storeFile, access: .readWrite, mapBytes: storeMapBytes)
        var facts = try store.facts()
        var notes = StoreNotes()
        for number in stride(from: 1, through: facts.run, by: 1) {
            guard var run = try store.ledgerRun(number), let now = former.runs[number] else { continue }
            guard now.stateDigest == run.stateDigest, now.firstEvent == run.firstEvent else {
                throw RunFault.gate(
                    "out/\(layout.runName(number)) is of another history than the backup's run \(number). Nothing was "
                        + "changed; restore into a workspace of its own, or put out/ away.")
            }
            run.files = now.files
            notes.put(encodeJSON(run), under: LedgerKey.run(number), in: .runs)
        }
        for batch in former.kept.values {
            guard var own = try store.ledgerBatch(batch.number), own.sha256 == batch.sha256 else { continue }
            own.kept = batch.kept
            notes.put(own)
        }
        for batch in kept { notes.put(batch) }
        (facts.run, facts.nextEvent) = (lastRun(former), nextEvent(former))
        notes.put(encodeJSON(facts), under: StateFacts.key, in: .meta)
        for run in takenBack(former, by: lastRun(former) + 1) {
            notes.put(encodeJSON(run), under: LedgerKey.run(run.run), in: .runs)
        }
        try store.put(notes)
    }

    /// The runs that the backup does not know, in a chain without gaps.
    private func takenBack(_ former: FormerWorkspace, by run: Int) -> [LedgerRun] {
        guard lastRun(former) > manifest.run else { return [] }
        var next = manifest.nextEvent
        return (manifest.run + 1...lastRun(former)).map { number in
            var lost =
                former.runs[number]
                ?? LedgerRun(
                    run: number, asOf: manifest.asOf, batches: [], refused: [], files: [], firstEvent: next,
                    nextEvent: next, stateDigest: manifest.stateDigest)
            // Nothing is known of the runs in between: their events were given out all the same.
            lost.firstEvent = min(lost.firstEvent, next)
            if number == lastRun(former) { lost.nextEvent = max(lost.nextEvent, nextEvent(former)) }
            lost.batches = []
            if lost.undoneBy == nil { lost.undoneBy = run }
            next = lost.nextEvent
            return lost
        }
    }

    /// Stages the run that tells it, and writes it into the ledger of the state in the making.
    private func tell(_ inputs: StateInputs, _ former: FormerWorkspace, _ takenBack: [Int]) async throws -> Int {
        let (run, facts) = try await stagePublication(inputs)
        let store = try StoreEnvironment(path: next.storeFile, access: .readWrite, mapBytes: storeMapBytes)
        var notes = StoreNotes()
        notes.put(encodeJSON(facts), under: StateFacts.key, in: .meta)
        notes.put(encodeJSON(run), under: LedgerKey.run(run.run), in: .runs)
        for lost in self.takenBack(former, by: run.run) {
            guard var now = try store.ledgerRun(lost.run) else { continue }
            // The erasure may have written its files anew.
            now.undoneBy = lost.undoneBy
            notes.put(encodeJSON(now), under: LedgerKey.run(now.run), in: .runs)
        }
        try store.put(notes)
        return run.run
    }

    private func stagePublication(_ inputs: StateInputs) async throws -> (LedgerRun, StateFacts) {
        try await StatePublication(
            state: try OpenedState.decided(inputs), kind: LedgerRun.restoreKind, programVersion: request.programVersion,
            limits: request.limits, schedulers: schedulers, progress: progress, drain: drain
        ).write()
    }

    private func describeResult(_ former: FormerWorkspace, _ summary: inout RestoreSummary) throws {
        let store = try StoreEnvironment(path: next.storeFile, access: .readOnly, mapBytes: storeMapBytes)
        let facts = try store.facts()
        (summary.accounts, summary.stateDigest, summary.nextEvent) = (facts.accounts, facts.digest, facts.nextEvent)
        summary.inputsToDeliver = try LostInputs(layout, former, summary.takenBack, known: KnownBatches(store: store))
            .list()
    }

    /// So that the same restore, given again after a crash, is known as done.
    private func remember(_ summary: RestoreSummary) throws {
        let store = try StoreEnvironment(path: next.storeFile, access: .readWrite, mapBytes: storeMapBytes)
        var notes = StoreNotes()
        let memory = RestoredBackup(backup: manifest.identity, summary: summary)
        notes.put(encodeJSON(memory), under: RestoredBackup.place, in: .meta)
        try store.put(notes)
    }
}

/// What the state remembers of the backup that it came from.
struct RestoredBackup: Codable, Sendable {
    /// `BackupManifest.identity`
    var backup: String
    var summary: RestoreSummary

    /// Where it stands in `SmallTable.meta`.
    static let place = "restored"
}

extension BackupManifest {
    /// Tells a backup from every other.
    var identity: String { SHA256Digest.of(encodePublished(self)).hex }
}

extension StoreEnvironment {
    /// The backup that the state came from, or `nil`.
    func restored() throws(StoreError) -> RestoredBackup? {
        let bytes = try read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(RestoredBackup.place.utf8), in: .meta)
        }
        return try bytes.map { (found) throws(StoreError) in
            try decodeJSON(RestoredBackup.self, found, "the restored backup")
        }
    }

    /// Writes entries of small tables in a transaction of their own.
    func put(_ notes: StoreNotes) throws(StoreError) {
        try write { (transaction) throws(StoreError) in
            for entry in notes.entries { try transaction.put(entry.value, under: entry.key, in: entry.table) }
        }
    }
}

extension WorkspaceLayout {
    /// The key of this name, in whichever of the workspace's key files it is.
    func key(named name: String) throws -> StoreKey {
        let own = fileName(of: keyFile)
        let files =
            try FileStatus.of(root) == nil
            ? [] : namesInFolder(root).filter { $0 == own || $0.hasPrefix(own + ".") && !$0.hasSuffix(".part") }
        for file in files {
            let key = try StoreKey(readingFrom: root + "/" + file)
            if key.name == name { return key }
        }
        throw RunFault.workspace(
            "The key of this backup (named \(printable(name))) is not in the workspace. Nothing was changed; put its "
                + "copy there as koble.key, mode 0600. A backup holds no keys.")
    }
}
