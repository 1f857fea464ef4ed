internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

extension MergeRun {
    /// Publishes what was committed; what goes wrong in it is no fault of the run.
    func publishCommitted(_ run: LedgerRun, _ read: [ReadBatch], _ decisions: RunDecisions) throws {
        let settled = read.filter(\.isSettled).map { "\($0.batch.country.code)/\($0.batch.fileName)" }
        do {
            if options.task == .rekey { try options.layout.adoptNextKey() }
            try publish(run, options.layout, batches: Set(settled), decisions: decisions.settledNames)
        } catch {
            throw PublicationFault(run: run.run, cause: "\(error)")
        }
    }

    /// No batch has anything to apply: known ones go to `done/`, refused ones to `refused/`; there is no run.
    func putAwayUnapplied(_ gathered: GatheredRun, _ timer: PhaseTimer) throws -> RunSummary {
        let (read, decisions) = (gathered.read, gathered.decisions)
        let trimmed = try trimBatches(read, gathered.unreadable.map(\.0), decisions, options, drain)
        for refusal in refusals(gathered, trimmed) { try putAwayRefused(refusal, options.layout) }
        try putTrimmedDecisions(trimmed, options.layout)
        var moves = SpoolMoves()
        for name in decisions.settledNames { _ = try moves.finish(name, of: options.layout.decisionsSpool) }
        for batch in read where batch.statistics.outcome == .alreadyApplied || batch.statistics.outcome == .superseded {
            if batch.isWithdrawn {
                try withdraw(batch.batch.path)
            } else {
                _ = try moves.finish(batch.batch.fileName, of: options.layout.spool(batch.batch.country))
            }
        }
        try moves.carryOut()
        progress.enter(.done)
        var summary = summarizeUnapplied(gathered)
        summary.timings = timer.phases
        return summary
    }
}

extension ReadBatch {
    /// Whether its rows are in the state, by this run or by an earlier one.
    var isSettled: Bool { statistics.outcome != .refused }
}

/// Publishes a committed run and puts its input away. Every step may be repeated.
/// - Parameters:
///   - batches: `CC/NAME` of the batches in `claimed/` whose rows are in the state.
///   - decisions: names of the decisions files in `claimed/` that are in the ledger.
func publish(_ run: LedgerRun, _ layout: WorkspaceLayout, batches: Set<String>, decisions: [String]) throws {
    if try publishFolder(run, layout) { try putAway(run, layout, batches: batches, decisions: decisions) }
}

/// Gives the run's folder its name and points `latest` at it.
/// - Returns: Whether there is such a folder.
func publishFolder(_ run: LedgerRun, _ layout: WorkspaceLayout) throws -> Bool {
    let name = layout.runName(run.run)
    guard try StagedFolder.publish(parent: layout.outFolder, name: name) != .missing else { return false }
    // Power lost here: the run is published, and `latest` is swapped by the next one.
    try pointLink(layout.latestLink, to: name)
    return true
}

/// Moves the run's files from `claimed/` to `done/` and `refused/`.
func putAway(
    _ run: LedgerRun, _ layout: WorkspaceLayout, batches: Set<String>, decisions: [String]
) throws {
    try putTrimmed(run, layout)
    for refusal in run.refused { try putAwayRefused(refusal, layout) }
    var moves = SpoolMoves()
    for name in decisions { _ = try moves.finish(name, of: layout.decisionsSpool) }
    for country in Country.allCases {
        let spool = layout.spool(country)
        for name in try spool.claimed() where batches.contains("\(country.code)/\(name)") {
            _ = try moves.finish(name, of: spool)
        }
    }
    try moves.carryOut()
}

/// Moves a refused file to `refused/` of the spool that it came in by.
func putAwayRefused(_ refusal: LedgerRefusal, _ layout: WorkspaceLayout) throws {
    if refusal.country == LedgerRefusal.decisions {
        try putAwayRefused(refusal, layout.decisionsSpool)
    } else if let country = Country(code: refusal.country) {
        try putAwayRefused(refusal, layout.spool(country))
    }
}

/// Moves a refused batch to `refused/` with its reason, if it is still in `claimed/`.
func putAwayRefused(_ refusal: LedgerRefusal, _ spool: Spool) throws {
    guard try FileStatus.of(spool.path(.claimed, refusal.fileName)) != nil,
        let reason = BatchFault.Reason(rawValue: refusal.reason)
    else { return }
    let fault = BatchFault(
        reason, refusal.message, wayOut: refusal.wayOut, line: refusal.line, byteOffset: refusal.byteOffset,
        rows: refusal.rows)
    if refusal.isDestroyed == true {
        try spool.refuseWithoutKeeping(refusal.fileName, fault)
    } else {
        _ = try spool.refuse(refusal.fileName, fault)
    }
}

/// `CC/NAME` of the batches in `claimed/` whose content is in the state.
func settledBatches(_ layout: WorkspaceLayout, _ known: KnownBatches) throws -> Set<String> {
    var settled: Set<String> = []
    for country in Country.allCases {
        let spool = layout.spool(country)
        for name in try spool.claimed() {
            let path = spool.path(.claimed, name)
            guard let status = try FileStatus.of(path) else { continue }
            do {
                if try known.mayKnow(bytes: status.bytes),
                    try known.contains(digestBatchFile(path) { false }, of: country)
                {
                    settled.insert("\(country.code)/\(name)")
                }
                if let manifest = try spool.manifestPath(.claimed, name).map({ try BatchManifest(path: $0) }),
                    try known.isSuperseded(country, manifest)
                {
                    settled.insert("\(country.code)/\(name)")
                }
            } catch is BatchFault {
                continue  // It is read again, and refused then.
            }
        }
    }
    return settled
}
