internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// Reads the store and the published files back and says everything that is not as it was written or does
/// not add up.
///
/// The bytes of the store first, without the library that maps them; only if they are sound is the store
/// opened, every record checked, everything decided again, and the ledger compared with `out/`.
/// - Throws: `RunFault.locked` when another process works here; `Drained` when asked to stop.
package func performVerify(
    _ inputs: StateInputs, limits: WorkerLimits, schedulers: WorkerSchedulers, progress: RunProgress,
    drain: DrainFlag
) async throws -> VerifyReport {
    let lock = try takeLock(inputs.layout)
    defer { lock.release() }
    let findings = FindingList()
    var report = VerifyReport()
    if try FileStatus.of(inputs.layout.storeFile) == nil {
        try noteRunsWithoutStore(inputs, findings)
    } else if verifyStoreBytes(inputs.layout.storeFile, findings) {
        try drain.check()
        do {
            let verification = StateVerification(
                inputs: inputs, limits: limits, schedulers: schedulers, progress: progress, drain: drain,
                findings: findings)
            try await verification.verify(&report)
        } catch let error as StoreError {
            findings.note("store", error.description)
        }
    }
    progress.enter(.done)
    (report.findings, report.unlisted) = findings.finish()
    return report
}

/// Whether the bytes of the store are sound, so that it may be opened.
private func verifyStoreBytes(_ path: String, _ findings: FindingList) -> Bool {
    let found = verifyStore(path)
    for finding in found {
        findings.note(
            "store, \(finding.place)", finding.problem, finding.kind == .lostRoom ? .remark : .unsound)
    }
    return found.allSatisfy { $0.kind == .lostRoom }
}

/// No store is sound where nothing was ever run; it is not where runs were published.
private func noteRunsWithoutStore(_ inputs: StateInputs, _ findings: FindingList) throws {
    guard try FileStatus.of(inputs.layout.outFolder) != nil else { return }
    let published = try namesInFolder(inputs.layout.outFolder).filter { !$0.hasPrefix(".") }
    if !published.isEmpty { findings.note("store", "it is missing, and out/ has published runs") }
}

/// Verifies an opened state and what was published of it.
private struct StateVerification {
    let inputs: StateInputs
    let limits: WorkerLimits
    let schedulers: WorkerSchedulers
    let progress: RunProgress
    let drain: DrainFlag
    let findings: FindingList

    func verify(_ report: inout VerifyReport) async throws {
        guard let state = try OpenedState(inputs) else { return }
        let ledger = try VerifiedLedger(state.store, state.facts, findings)
        report.run = state.facts.run
        report.batches = ledger.batches.count
        let stored = StoredRanges(state.store, storeBytes: state.storeBytes, limits: limits)
        let ranges = VerifiedRanges(
            stored, keys: state.keys, batches: ledger.countries, suppressions: state.suppressions,
            vetoes: try StoredVetoes(state.store), findings: findings)
        try await verifyRecords(ranges, state)
        var totals = ranges.totals
        totals.digest += try state.store.constraints().digest
        totals.digest += try state.store.vetoDigest()
        report.accounts = totals.accounts
        try verifyVetoes(state, findings)
        for problem in recordImbalances(totals, state.facts) { findings.note("state", problem) }
        try verifyDecisions(state, findings)
        try DecisionFileVerification(state: state, findings: findings).verify()
        // Addresses of damaged records are not made skeletons of.
        if state.hasSameRules, !findings.hasFinding(at: VerifiedRanges.place) {
            try LookAlikeVerification(
                store: state.store, keys: state.keys, ranges: stored, threads: limits.workers, findings: findings,
                drain: drain
            ).verify()
        }
        try SmallTableVerification(store: state.store, ledger: ledger, facts: state.facts, findings: findings).verify()
        try drain.check()
        try IndexVerification(store: state.store, keys: state.keys, findings: findings).verify(totals, stored)
        progress.enter(.publishing)
        try InputVerification(
            layout: inputs.layout, ledger: ledger, threads: limits.workers, findings: findings, drain: drain
        ).verify()
        var published = PublishedVerification(
            inputs, ledger, lastRun: state.facts.run, findings: findings, drain: drain)
        try published.verify()
        report.files = published.files
        report.fileBytes = published.bytes
    }

    /// Checks every record; under the rules of the state, also decides everything again.
    private func verifyRecords(_ ranges: VerifiedRanges, _ state: OpenedState) async throws {
        guard state.hasSameRules else {
            findings.note(
                "state", "rules, tables, policies or keys have moved since; nothing was decided again", .remark)
            for range in 0..<ranges.rangeCount {
                try drain.check()
                _ = try ranges.gather(range)
            }
            return
        }
        let walk = try await state.walk(
            ranges, limits: limits, schedulers: schedulers, progress: progress, drain: drain, write: { _ in })
        for problem in profileImbalances(walk, state.facts) + placementImbalances(walk) {
            findings.note("state", problem)
        }
    }
}
