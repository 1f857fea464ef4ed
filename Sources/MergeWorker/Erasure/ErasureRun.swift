internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

/// The run that tells downstream what was erased: events, and nothing else that names anybody.
struct ErasureRun {
    private let state: OpenedState
    private let plan: ErasurePlan
    private let programVersion: String
    private var layout: WorkspaceLayout { state.inputs.layout }

    init(_ state: OpenedState, _ plan: ErasurePlan, _ programVersion: String) {
        self.state = state
        self.plan = plan
        self.programVersion = programVersion
    }

    /// Stages the run's folder.
    /// - Returns: The run for the ledger, and the facts of the state after it.
    func write(_ summary: inout ErasureSummary) throws -> (LedgerRun, StateFacts) {
        var facts = state.facts.advanced(by: plan.change)
        facts.run += 1
        facts.nextEvent += UInt64(plan.profiles.count)
        summary.run = facts.run
        summary.outOfReach = try outOfReach(layout, run: facts.run)
        let staged = try StagedFolder(parent: layout.outFolder, name: layout.runName(facts.run))
        var files = try writeFiles(staged.path)
        let manifest = RunManifest(
            program: programVersion, run: facts.run, asOf: Timestamp(rawValue: facts.asOf).description,
            versions: Dictionary(uniqueKeysWithValues: ruleVersions.map { ($0.name, $0.value) }),
            rulesDigest: facts.rulesDigest, batches: [], balance: balance, state: facts,
            firstEvent: state.facts.nextEvent, files: files)
        files.append(try write(staged.path, RunManifest.name, [encodePublished(manifest)]))
        try staged.seal()
        let run = LedgerRun(
            run: facts.run, asOf: manifest.asOf, batches: [], refused: [], files: files,
            firstEvent: state.facts.nextEvent, nextEvent: facts.nextEvent, stateDigest: facts.digest,
            erasure: summary)
        return (run, facts)
    }

    /// Order references of the erased accounts, and those on tombstones.
    private var balance: RunManifest.Balance {
        var balance = RunManifest.Balance()
        balance.ordersIn = plan.orderCount
        balance.ordersOut = plan.orders.reduce(0) { $0 + $1.count }
        return balance
    }

    private func writeFiles(_ folder: String) throws -> [WrittenFile] {
        let events = plan.profiles.enumerated().map { erasedEvent(state.facts.nextEvent + UInt64($0), $1) }
        return [
            try write(folder, "changes.ndjson", events),
            try write(folder, "conflicts.csv", [Array("\(TableHeader.conflicts)".utf8)]),
            try write(folder, "conflicts.ndjson", []),
            try write(folder, "holds.csv", [Array("\(TableHeader.holds)".utf8)]),
            try write(folder, "links.csv", [Array("\(TableHeader.links)".utf8)]),
            try write(folder, "profiles.ndjson", []),
            try write(folder, "rejects.ndjson", []),
        ]
    }

    private func write(_ folder: String, _ name: String, _ lines: [[UInt8]]) throws -> WrittenFile {
        var file = try createOutput(folder, name)
        for line in lines { try file.append(line) }
        return try RunOutputs.finish(file, name)
    }
}
