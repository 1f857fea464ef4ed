internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import Normalization
internal import RecordLinkage
internal import Synchronization
package import WorkspaceConfiguration

/// Takes every complete batch in the spool, merges, commits, publishes.
///
/// What an earlier run left unfinished is finished first and alone; then new files are looked at. Returns one
/// summary for each set of batches; none when there was nothing to do.
/// - Throws: `Drained` when asked to stop before the commit; `RunFault`, `StoreError`, `FileFault`.
package func performRun(
    _ options: RunOptions, schedulers: WorkerSchedulers, progress: RunProgress, drain: DrainFlag
) async throws -> [RunSummary] {
    if options.isDryRun { return try await performDryRun(options, schedulers, progress, drain) }
    let lock = try takeLock(options.layout)
    defer { lock.release() }
    try finishInterruptedRun(options)
    var summaries: [RunSummary] = []
    while true {
        let isContinued = try ClaimList.read(options.layout) != nil
        let claimed = try claimBatches(options.layout, options.configuration)
        if claimed.isEmpty {
            try ClaimList.remove(options.layout)
            return summaries
        }
        let run = try MergeRun(options, schedulers: schedulers, progress: progress, drain: drain)
        summaries.append(try await run.perform(claimed, place: .claimed))
        try ClaimList.remove(options.layout)
        // A claimed set that was left by another run is done alone; only then new files are looked at.
        if !isContinued { return summaries }
    }
}

/// Takes the workspace, or says who has it.
package func takeLock(_ layout: WorkspaceLayout) throws -> HeldLock {
    switch try WorkspaceLock.acquire(layout.lockFile) {
    case .acquired(let lock): return HeldLock(lock)
    case .held(let processID): throw RunFault.locked(processID: processID)
    }
}

/// The workspace lock, kept over the suspensions of a run.
package final class HeldLock: Sendable {
    private let lock: Mutex<WorkspaceLock?>

    init(_ lock: consuming WorkspaceLock) {
        let held: WorkspaceLock? = lock
        self.lock = Mutex(held)
    }

    package func release() { lock.withLock { $0 = nil } }
}

private func performDryRun(
    _ options: RunOptions, _ schedulers: WorkerSchedulers, _ progress: RunProgress, _ drain: DrainFlag
) async throws -> [RunSummary] {
    var waiting: [(country: Country, name: String)] = []
    for country in Country.allCases {
        let requiresManifest = options.configuration.intake[Int(country.rawValue)].requireManifest
        let listing = try options.layout.spool(country).listing(requireManifest: requiresManifest)
        waiting += listing.batches.map { (country, $0) }
    }
    let run = try MergeRun(options, schedulers: schedulers, progress: progress, drain: drain)
    return [try await run.perform(waiting, place: .incoming)]
}

/// Repeats the steps after the commit of the last run, from the ledger alone; each changes nothing if it was
/// done before.
private func finishInterruptedRun(_ options: RunOptions) throws {
    let layout = options.layout
    guard try FileStatus.of(layout.storeFile) != nil else { return }
    let store = try StoreEnvironment(path: layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
    let facts = try store.facts()
    guard facts.run > 0, let run = try store.ledgerRun(facts.run) else { return }
    let known = KnownBatches(store: store)
    var settled: Set<String> = []
    for country in Country.allCases {
        let spool = layout.spool(country)
        for name in try spool.claimed() {
            let path = spool.path(.claimed, name)
            if let status = try FileStatus.of(path), try known.mayKnow(bytes: status.bytes),
                try known.contains(digestBatchFile(path) { false })
            {
                settled.insert("\(country.code)/\(name)")
            }
        }
    }
    try publish(run, layout, batches: settled)
}

/// Publishes a committed run and puts its input away. Every step may be repeated.
/// - Parameter batches: `CC/NAME` of the batches in `claimed/` whose rows are in the state.
func publish(_ run: LedgerRun, _ layout: WorkspaceLayout, batches: Set<String>) throws {
    let name = layout.runName(run.run)
    guard try StagedFolder.publish(parent: layout.outFolder, name: name) != .missing else { return }
    // Power lost here: the run is published, and `latest` is swapped by the next one.
    try pointLink(layout.latestLink, to: name)
    for refusal in run.refused {
        guard let country = Country(code: refusal.country) else { continue }
        try putAwayRefused(refusal, layout.spool(country))
    }
    for country in Country.allCases {
        let spool = layout.spool(country)
        for name in try spool.claimed() where batches.contains("\(country.code)/\(name)") {
            _ = try spool.finish(name)
        }
    }
}

/// Moves a refused batch to `refused/` with its reason, if it is still in `claimed/`.
func putAwayRefused(_ refusal: LedgerRefusal, _ spool: Spool) throws {
    guard try FileStatus.of(spool.path(.claimed, refusal.fileName)) != nil,
        let reason = BatchFault.Reason(rawValue: refusal.reason)
    else { return }
    _ = try spool.refuse(
        refusal.fileName,
        BatchFault(
            reason, refusal.message, wayOut: refusal.wayOut, line: refusal.line, byteOffset: refusal.byteOffset))
}

/// Address space for the store; costs nothing until it is used.
let storeMapBytes = 1 << 40

extension WorkspaceLayout {
    /// The store.
    package var storeFile: String { stateFolder + "/store.mdb" }

    /// The name of a run's folder in `out/`.
    package func runName(_ run: Int) -> String {
        let text = String(run)
        return String(repeating: "0", count: max(0, 6 - text.count)) + text
    }
}
