internal import AccountModel
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// The run that tells downstream of a state that took another's place: one event that says so, and the whole state
/// behind it, as if everything in it were new.
struct StatePublication {
    /// The state in the making, with the numbers of runs and events that it goes on from.
    let state: OpenedState
    /// What the ledger calls the run.
    let kind: String
    let programVersion: String
    let limits: WorkerLimits
    let schedulers: WorkerSchedulers
    let progress: RunProgress
    let drain: DrainFlag

    /// Stages the run's folder in `out/`.
    /// - Returns: the run for the ledger, and the facts of the state after it.
    func write() async throws -> (LedgerRun, StateFacts) {
        let layout = state.inputs.layout
        let (former, number) = (state.facts, state.facts.run + 1)
        let staged = try StagedFolder(parent: layout.outFolder, name: layout.runName(number))
        let folder = staged.path
        var outputs = try RunOutputs.create(in: folder, nextEvent: former.nextEvent, digestsProfiles: false)
        try outputs.tellReplacement()
        let keeper = OutputKeeper(
            consume outputs, executor: ScheduledExecutor(schedulers.outputs),
            digests: ScheduledExecutor(schedulers.digests))
        let source = StoredRanges(state.store, storeBytes: state.storeBytes, limits: limits)
        let walk = try await state.walk(
            source, limits: limits, schedulers: schedulers, progress: progress, drain: drain
        ) {
            await keeper.number($0)
            try await keeper.write($0)
        }
        var totals = StoredTotals(
            accounts: walk.change.accounts, markers: walk.change.markers, digest: walk.change.digest)
        totals.digest += try state.store.constraints().digest
        totals.digest += try state.store.vetoDigest()
        let found = recordImbalances(totals, former) + profileImbalances(walk, former) + placementImbalances(walk)
        if !found.isEmpty { throw RunFault.unbalanced(found) }
        progress.enter(.publishing)
        var facts = former
        facts.run = number
        var files: [WrittenFile]
        (files, facts.nextEvent) = try await keeper.finish(nextEvent: former.nextEvent)
        let rejects = try createOutput(folder, "rejects.ndjson")
        files.append(try RunOutputs.finish(rejects, "rejects.ndjson"))
        files.sort { $0.name < $1.name }
        let manifest = RunManifest(
            program: programVersion, run: number, asOf: Timestamp(rawValue: facts.asOf).description,
            versions: Dictionary(uniqueKeysWithValues: ruleVersions.map { ($0.name, $0.value) }),
            rulesDigest: facts.rulesDigest, batches: [], balance: MergeRun.balance([], walk.statistics), state: facts,
            firstEvent: former.nextEvent, files: files)
        var file = try createOutput(folder, RunManifest.name)
        try file.append(encodePublished(manifest))
        files.append(try RunOutputs.finish(file, RunManifest.name))
        try staged.seal()
        let run = LedgerRun(
            run: number, asOf: manifest.asOf, batches: [], refused: [], files: files, firstEvent: former.nextEvent,
            nextEvent: facts.nextEvent, stateDigest: facts.digest, kind: kind)
        return (run, facts)
    }
}

extension LedgerRun {
    /// What the ledger calls a run that put a backup in the place of the state, and one that put a rebuilt one there.
    static let restoreKind = "restore"
    static let rebuildKind = "rebuild"

    /// Whether the run published a whole state that took another's place.
    var isReplacement: Bool { kind == LedgerRun.restoreKind || kind == LedgerRun.rebuildKind }
}
