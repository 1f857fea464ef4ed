internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

// What a run writes beside the profiles: rejects, reports, manifest, timings.

extension MergeRun {
    /// Writes rejects, reports, manifest and timings beside the profiles, and seals the staged folder.
    /// - Returns: all files of the run.
    func writeSideFiles(
        _ summary: inout RunSummary, _ read: [ReadBatch], _ decided: DecidedRun, _ timer: inout PhaseTimer
    ) async throws -> [WrittenFile] {
        guard let folder = sideFolder else { return [] }
        let unflushed = decided.unflushed
        var written = decided.files
        if !options.isDryRun || options.isFull {
            var rejects = try createOutput(folder, "rejects.ndjson")
            try writeRejects(read, summary.decisions.refused, &rejects)
            written.append(try RunOutputs.finish(rejects, "rejects.ndjson", unflushed))
        }
        written.sort { $0.name < $1.name }
        summary.report.files = written.map { ($0.name, $0.bytes, $0.sha256) }
        timer.end("rejects")
        let previous = try readPreviousRun()
        let reports = await renderReports(summary.report, previous)
        written.append(try write(reports.page, folder, "report.html", unflushed))
        if options.isDryRun, options.isUnmasked {
            var unmasked = summary.report
            unmasked.isMasked = false
            let page = renderReportHTML(unmasked, previous: previous)
            written.append(try write(page, folder, "report-unmasked.html", unflushed))
        }
        written.append(try write(reports.json, folder, "report.json", unflushed))
        written.sort { $0.name < $1.name }
        timer.end("report")
        let manifest = makeManifest(summary, read, decided.walk, written)
        let manifestFile = try write(encodePublished(manifest), folder, RunManifest.name, unflushed)
        let timings = Dictionary(uniqueKeysWithValues: timer.phases.map { ($0.phase, $0.seconds) })
        _ = try write(encodePublished(timings), folder, "timings.json", unflushed)
        try unflushed.flush()
        try fsyncFolder(folder)
        if !options.isDryRun { try fsyncFolder(options.layout.outFolder) }
        return written + [manifestFile]
    }

    /// Renders both reports side by side: a tenth of the time of a small run.
    private func renderReports(
        _ report: RunReport, _ previous: PreviousRun?
    ) async -> (page: [UInt8], json: [UInt8]) {
        let pool = ScheduledTaskExecutor(schedulers.pool)
        async let page = withTaskExecutorPreference(pool) { renderReportHTML(report, previous: previous) }
        async let json = withTaskExecutorPreference(pool) { renderReportJSON(report, previous: previous) }
        return await (page, json)
    }

    /// The figures of the last run, to compare with; `nil` before the first, or when its report is put away.
    private func readPreviousRun() throws -> PreviousRun? {
        guard facts.run > 0 else { return nil }
        let path = options.layout.outFolder + "/" + options.layout.runName(facts.run) + "/report.json"
        guard try FileStatus.of(path) != nil else { return nil }
        return PreviousRun(reportJSON: try readFile(path, bytesMax: 64 << 20))
    }

    /// Where they go; `nil` where there are none, as in a rebuild.
    var sideFolder: String? {
        if options.replay != nil { return nil }
        return options.isDryRun
            ? options.reportFolder
            : options.layout.outFolder + "/.staged-" + options.layout.runName(facts.run + 1)
    }

    private func write(
        _ bytes: [UInt8], _ folder: String, _ name: String, _ unflushed: UnflushedFiles
    ) throws(FileFault) -> WrittenFile {
        var file = try createOutput(folder, name)
        try file.append(bytes)
        return try RunOutputs.finish(file, name, unflushed)
    }

    private func makeManifest(
        _ summary: RunSummary, _ read: [ReadBatch], _ walk: WalkResult, _ files: [WrittenFile]
    ) -> RunManifest {
        RunManifest(
            program: options.programVersion, run: facts.run + 1, task: options.task.name,
            rulesMoved: movement?.names, asOf: options.asOf.description,
            versions: Dictionary(uniqueKeysWithValues: ruleVersions.map { ($0.name, $0.value) }),
            rulesDigest: rulesDigest, batches: manifestBatches(summary.report.batches, read),
            balance: MergeRun.balance(read, walk.statistics), state: summary.facts, firstEvent: facts.nextEvent,
            files: files)
    }

    /// All batches of the run; those that were read stand first, in their order.
    private func manifestBatches(_ batches: [BatchStatistics], _ read: [ReadBatch]) -> [RunManifest.Batch] {
        batches.enumerated().map { place, statistics in
            let isApplied = place < read.count && statistics.outcome == .applied
            return MergeRun.manifestBatch(statistics, number: isApplied ? read[place].batch.number : nil)
        }
    }

    private static func manifestBatch(_ statistics: BatchStatistics, number: UInt32? = nil) -> RunManifest.Batch {
        RunManifest.Batch(
            country: statistics.country.code, file: statistics.fileName, sha256: statistics.digest,
            bytes: statistics.bytes, number: number, outcome: statistics.outcome.rawValue,
            reason: statistics.refusal?.code,
            rowsRead: statistics.rowsRead, applied: statistics.applied, superseded: statistics.superseded,
            duplicate: statistics.duplicate, rejected: statistics.rejected, suppressed: statistics.suppressed)
    }

    /// What the run comes to, for its reports and for who called it.
    func summarize(_ gathered: GatheredRun, _ decided: DecidedRun) -> RunSummary {
        let decisions = gathered.decisions
        var summary = makeSummary(gathered, decided.walk, decided.next, decided.files)
        summary.report.hints = gathered.hints
        summary.report.people = decisions.report
        summary.decisions = DecisionsSummary(decisions)
        summary.vanished = gathered.settled.filter { $0.vanished > 0 }.map { ($0.country, $0.vanished) }
        return summary
    }

    /// The same where nothing was decided.
    func summarizeUnapplied(_ gathered: GatheredRun) -> RunSummary {
        var summary = makeSummary(gathered, WalkResult(), facts, [])
        summary.report.run = nil
        summary.decisions = DecisionsSummary(gathered.decisions)
        return summary
    }

    private func makeSummary(
        _ gathered: GatheredRun, _ walk: WalkResult, _ next: StateFacts, _ files: [WrittenFile]
    ) -> RunSummary {
        let batches = gathered.statistics
        let present = Set(batches.map(\.country))
        var versions = ruleVersions
        versions.append(("rules_digest", rulesDigest))
        let report = RunReport(
            run: options.isDryRun ? nil : next.run, isDryRun: options.isDryRun,
            asOf: options.asOf.description, programVersion: options.programVersion, versions: versions,
            launchInstant: options.configuration.merge.launch?.description, batches: batches,
            decisions: walk.statistics,
            missingCountries: options.configuration.expectedCountries.keys.filter { !present.contains($0) }.sorted(),
            stateAccounts: next.accounts, stateDigest: next.digest,
            samples: chooseSamples(walk.samples), isMasked: options.configuration.masksSamples,
            files: files.map { ($0.name, $0.bytes, $0.sha256) }, command: options.command)
        var summary = RunSummary(report: report, facts: next, isCommitted: false, timings: [])
        summary.former = facts
        if options.isDryRun, options.task == .merge { summary.rehearsedRules = movement?.names ?? [] }
        return summary
    }

}

/// Makes an output file in a folder that is there.
func createOutput(_ folder: String, _ name: String) throws(FileFault) -> OutputFile {
    try OutputFile(creating: folder + "/" + name)
}
