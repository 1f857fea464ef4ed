internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

/// The last run of the ledger, and what there was left to do for it.
struct FinishedRun {
    /// Its number; zero without a state.
    var run: Int
    /// What the run came to, if something of its publication was missing.
    var summary: RunSummary?
}

/// The last run of the ledger after its publication was repeated.
struct RepeatedRun {
    var store: StoreEnvironment
    var facts: StateFacts
    /// `nil` before the first run.
    var run: LedgerRun?
    /// Something of its publication was missing.
    var wasUnfinished = false
}

/// Repeats the steps after the commit of the last run, from the ledger alone; each changes nothing if it was
/// done before. `nil` without a state.
func repeatPublication(_ layout: WorkspaceLayout) throws -> RepeatedRun? {
    guard try FileStatus.of(layout.storeFile) != nil else { return nil }
    let store = try StoreEnvironment(path: layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
    let facts = try store.facts()
    var repeated = RepeatedRun(store: store, facts: facts)
    guard facts.run > 0, let run = try store.ledgerRun(facts.run) else { return repeated }
    do {
        let isPublished =
            try FileStatus.of(layout.outFolder(ofRun: run.run)) != nil
            && latestRun(layout) == layout.runName(run.run)
        if run.isReplacement { try publishErasureBefore(run, store, layout) }
        guard try publishFolder(run, layout) else { return repeated }
        if let erasure = run.erasure { try finishErasure(erasure, store, layout) }
        // What lies in claimed/ may have been chosen by a later run, that did not commit: it is not ours.
        let isClaimed = try ClaimList.read(layout)?.run == run.run
        if isClaimed {
            let known = KnownBatches(store: store)
            try putAway(
                run, layout, batches: try settledBatches(layout, known), decisions: try settledDecisions(layout, known))
        }
        repeated.run = run
        repeated.wasUnfinished = !isPublished || isClaimed
    } catch {
        throw PublicationFault(run: run.run, cause: "\(error)")
    }
    return repeated
}

/// A restored state may have been erased from on its way in: that run was committed with the one that tells the
/// restore, and is published before it.
private func publishErasureBefore(_ run: LedgerRun, _ store: StoreEnvironment, _ layout: WorkspaceLayout) throws {
    guard let before = try store.ledgerRun(run.run - 1), let erasure = before.erasure, before.undoneBy == nil else {
        return
    }
    _ = try StagedFolder.publish(parent: layout.outFolder, name: layout.runName(before.run))
    try finishErasure(erasure, store, layout)
}

/// Finishes the last run, and tells what it came to if something was missing.
func finishInterruptedRun(_ options: RunOptions) throws -> FinishedRun {
    guard let repeated = try repeatPublication(options.layout) else { return FinishedRun(run: 0) }
    guard repeated.wasUnfinished, let run = repeated.run else { return FinishedRun(run: repeated.facts.run) }
    return FinishedRun(
        run: repeated.facts.run, summary: try summarize(run, repeated.facts, repeated.store, options))
}

/// What a run came to, as its ledger tells it.
private func summarize(
    _ run: LedgerRun, _ facts: StateFacts, _ store: StoreEnvironment, _ options: RunOptions
) throws -> RunSummary {
    var batches: [BatchStatistics] = []
    for number in run.batches {
        guard let batch = try store.ledgerBatch(number), let country = Country(code: batch.country) else { continue }
        var statistics = BatchStatistics(
            country: country, fileName: batch.fileName, digest: batch.sha256, bytes: batch.bytes, outcome: .applied)
        (statistics.rowsRead, statistics.applied) = (batch.rowsRead, batch.applied)
        (statistics.superseded, statistics.duplicate) = (batch.superseded, batch.duplicate)
        statistics.rejected = batch.rejected
        batches.append(statistics)
    }
    for refusal in run.refused {
        guard let country = Country(code: refusal.country) else { continue }
        var statistics = BatchStatistics(
            country: country, fileName: refusal.fileName, digest: "", bytes: 0, outcome: .refused)
        statistics.refusal = (refusal.reason, refusal.message)
        batches.append(statistics)
    }
    let report = RunReport(
        run: run.run, isDryRun: false, asOf: run.asOf, programVersion: options.programVersion, versions: [],
        launchInstant: nil, batches: batches, decisions: DecisionStatistics(), missingCountries: [],
        stateAccounts: facts.accounts, stateDigest: facts.digest, samples: [], isMasked: true, files: [],
        command: options.command)
    var summary = RunSummary(report: report, facts: facts, isCommitted: true, timings: [])
    summary.isFinishedOnly = true
    return summary
}
