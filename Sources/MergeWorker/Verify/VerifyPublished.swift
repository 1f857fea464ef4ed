internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import FoundationEssentials
internal import WorkspaceConfiguration

/// Compares what lies in `out/` with the ledger: every file of every run, and each manifest's balance.
struct PublishedVerification {
    let layout: WorkspaceLayout
    let ledger: VerifiedLedger
    let lastRun: Int
    /// Days after which a published run may be removed.
    let retentionDays: Int
    let findings: FindingList
    let drain: DrainFlag
    private(set) var files = 0
    private(set) var bytes = 0

    init(
        _ inputs: StateInputs, _ ledger: VerifiedLedger, lastRun: Int, findings: FindingList, drain: DrainFlag
    ) {
        layout = inputs.layout
        retentionDays = inputs.configuration.retention.out
        self.ledger = ledger
        self.lastRun = lastRun
        self.findings = findings
        self.drain = drain
    }

    mutating func verify() throws {
        for run in ledger.runs.values.sorted(by: { $0.run < $1.run }) {
            let name = layout.runName(run.run)
            guard try FileStatus.of(layout.outFolder(ofRun: run.run))?.kind == .folder else {
                noteMissing(run)
                continue
            }
            try verifyFiles(run, name)
            try verifyManifest(run, name)
        }
        try verifyNames()
    }

    private func noteMissing(_ run: LedgerRun) {
        let place = "out/" + layout.runName(run.run)
        if run.run == lastRun {
            findings.note(place, "the last run is not published; koble run publishes it")
        } else if isPastRetention(run) {
            findings.note(place, "removed after its retention time", .remark)
        } else if run.run < ledger.lastReplacement {
            findings.note(place, "not there since run \(ledger.lastReplacement) published the whole state", .remark)
        } else {
            findings.note(place, "the folder is missing")
        }
    }

    /// Runs have no clock of their own: age is counted between the dates that they were decided as of.
    private func isPastRetention(_ run: LedgerRun) -> Bool {
        guard let last = ledger.runs[lastRun].flatMap({ Timestamp($0.asOf) }), let own = Timestamp(run.asOf)
        else { return false }
        return own.advanced(byDays: retentionDays) < last
    }

    // MARK: Files

    private mutating func verifyFiles(_ run: LedgerRun, _ name: String) throws {
        let folder = layout.outFolder(ofRun: run.run)
        for file in run.files {
            try drain.check()
            let place = "out/\(name)/\(file.name)"
            do {
                guard let status = try FileStatus.of(folder + "/" + file.name), status.kind == .file else {
                    findings.note(place, "the file is missing")
                    continue
                }
                files += 1
                bytes += status.bytes
                guard status.bytes == file.bytes else {
                    findings.note(place, "it has \(status.bytes) bytes instead of \(file.bytes)")
                    continue
                }
                let digest = try digestBatchFile(folder + "/" + file.name) { drain.isRaised }
                try drain.check()
                if digest.hex != file.sha256 { findings.note(place, "its content is not what was published") }
            } catch let fault as FileFault {
                findings.note(place, fault.description)
            } catch let fault as BatchFault {
                findings.note(place, fault.description)
            }
        }
        let known = Set(run.files.map(\.name) + ["timings.json"])
        for other in try namesInFolder(folder) where !known.contains(other) {
            findings.note("out/\(name)/\(printable(other))", "the run did not publish this", .remark)
        }
    }

    private func verifyNames() throws {
        guard try FileStatus.of(layout.outFolder) != nil else { return }
        for name in try namesInFolder(layout.outFolder) {
            let isRun = ledger.runs.keys.contains { layout.runName($0) == name }
            if isRun || name == "latest" { continue }
            let isStaged = name.hasPrefix(".staged-")
            findings.note(
                "out/\(printable(name))",
                isStaged ? "left by a run that has not ended" : "no run of the ledger published this",
                isStaged ? .remark : .unsound)
        }
        guard lastRun > 0, try latestRun(layout) != layout.runName(lastRun) else { return }
        findings.note("out/latest", "it does not point to the last run; koble run corrects that")
    }

    // MARK: Manifests

    private func verifyManifest(_ run: LedgerRun, _ name: String) throws {
        let path = layout.outFolder(ofRun: run.run) + "/" + RunManifest.name
        // Its absence is found among the files.
        guard try FileStatus.of(path) != nil else { return }
        let place = "out/\(name)/\(RunManifest.name)"
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let manifest: RunManifest
        do {
            let bytes = try readFile(path, bytesMax: PublishedVerification.manifestBytesMax)
            manifest = try decoder.decode(RunManifest.self, from: Data(bytes))
        } catch {
            findings.note(place, "it cannot be read")
            return
        }
        for problem in imbalances(manifest) + differences(manifest, run) { findings.note(place, problem) }
    }

    /// A manifest has a line for each batch; a run has no more than the spool holds.
    static let manifestBytesMax = 256 << 20

    /// The equations of RULES §8.
    private func imbalances(_ manifest: RunManifest) -> [String] {
        let sums = manifest.balance
        var found: [String] = []
        func check(_ left: Int, _ right: Int, _ what: String) {
            if left != right { found.append("\(what): \(left) and \(right)") }
        }
        check(
            sums.rowsRead, sums.applied + sums.superseded + sums.duplicate + sums.rejected + sums.suppressed,
            "rows read, and what became of them")
        check(
            sums.accounts,
            sums.linked + sums.single + sums.held + sums.pending + sums.declined + sums.excluded + sums.references,
            "accounts, and what they are")
        check(sums.ordersIn, sums.ordersOut, "order references in and out")
        check(sums.consentBreaches, 0, "channels more permissive than their source, and none")
        let applied = manifest.batches.filter { $0.outcome == "applied" }
        check(sums.rowsRead, applied.reduce(0) { $0 + $1.rowsRead }, "rows read, and those of the batches")
        check(sums.applied, applied.reduce(0) { $0 + $1.applied }, "rows applied, and those of the batches")
        return found
    }

    private func differences(_ manifest: RunManifest, _ run: LedgerRun) -> [String] {
        var found: [String] = []
        if manifest.run != run.run || manifest.asOf != run.asOf { found.append("it is of another run") }
        if manifest.state.digest != run.stateDigest || manifest.firstEvent != run.firstEvent {
            found.append("it tells another state than the ledger")
        }
        if manifest.files != run.files.filter({ $0.name != RunManifest.name }) {
            found.append("it lists other files than the ledger")
        }
        // Of a run that was taken back the ledger knows no batch any more.
        guard run.undoneBy == nil else { return found }
        let listed = manifest.batches.filter { $0.outcome == "applied" }.map(\.sha256).sorted()
        if listed
            != run.batches.compactMap({ ledger.batches[$0] }).filter({ $0.isBornSuperseded != true }).map(\.sha256)
            .sorted()
        {
            found.append("it lists other batches than the ledger")
        }
        return found
    }
}
