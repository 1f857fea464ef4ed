internal import AccountModel
internal import DurableFiles

/// What an export wrote.
package struct ExportSummary: Codable, Equatable, Sendable {
    /// The last run that is in it.
    package var run: Int
    /// The date of the last run, RFC 3339.
    package var asOf: String
    /// Of the set of records, in hexadecimal.
    package var stateDigest: String
    /// Live ones.
    package var accounts: Int
    /// Of two or more accounts.
    package var linkedProfiles: Int
    /// Of one account that could be joined by others.
    package var singleProfiles: Int
    /// Of accounts that are kept apart.
    package var localProfiles: Int
    /// What was written, with digests.
    package var files: [WrittenFile]

    /// The summary for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}

/// Writes the whole current state into `folder`: profiles.ndjson, links.csv, holds.csv.
///
/// The same walk, decision and rendering as in a run, over the state alone: the same state gives the same
/// bytes, however it came about. Takes the workspace's lock, so that it is one state.
/// - Parameter folder: made if it is not there; refused if there is something in it.
/// - Throws: `Drained` when asked to stop; `RunFault`, `StoreError`, `FileFault`. Nothing is left behind.
package func performExport(
    _ inputs: StateInputs, to folder: String, limits: WorkerLimits, schedulers: WorkerSchedulers,
    progress: RunProgress, drain: DrainFlag
) async throws -> ExportSummary {
    let lock = try takeLock(inputs.layout)
    defer { lock.release() }
    let state = try OpenedState.decided(inputs)
    try makeFolder(folder)
    guard try namesInFolder(folder).isEmpty else {
        throw RunFault.workspace(
            "\(printable(folder)) is not empty. Name a new or an empty folder with --out.")
    }
    do {
        let keeper = ExportKeeper(
            try ExportFiles.create(in: folder), executor: ScheduledExecutor(schedulers.outputs))
        let source = StoredRanges(state.store, storeBytes: state.storeBytes, limits: limits)
        let walk = try await state.walk(
            source, limits: limits, schedulers: schedulers, progress: progress, drain: drain
        ) { try await keeper.write($0) }
        var totals = StoredTotals(
            accounts: walk.change.accounts, markers: walk.change.markers, digest: walk.change.digest)
        totals.digest += try state.store.constraints().digest
        totals.digest += try state.store.vetoDigest()
        let found = recordImbalances(totals, state.facts) + placementImbalances(walk)
        if !found.isEmpty { throw RunFault.unbalanced(found) }
        progress.enter(.publishing)
        let files = try await keeper.finish()
        progress.enter(.done)
        return makeSummary(state.facts, walk, files)
    } catch {
        try ExportFiles.removeUnfinished(in: folder)
        throw error
    }
}

private func makeSummary(
    _ facts: StateFacts, _ walk: WalkResult, _ files: [WrittenFile]
) -> ExportSummary {
    ExportSummary(
        run: facts.run, asOf: Timestamp(rawValue: facts.asOf).description, stateDigest: facts.digest,
        accounts: walk.change.accounts, linkedProfiles: walk.change.linkedProfiles,
        singleProfiles: walk.change.singleProfiles, localProfiles: walk.change.localProfiles, files: files)
}
