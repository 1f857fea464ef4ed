internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

/// The run that tells downstream what was erased, by events and nothing else, and what others became by it.
struct ErasureRun {
    private let state: OpenedState
    private let plan: ErasurePlan
    private let programVersion: String
    private let threads: Int
    private let drain: DrainFlag
    private var layout: WorkspaceLayout { state.inputs.layout }

    init(_ state: OpenedState, _ plan: ErasurePlan, _ programVersion: String, threads: Int, drain: DrainFlag) {
        self.state = state
        self.plan = plan
        self.programVersion = programVersion
        self.threads = threads
        self.drain = drain
    }

    /// Stages the run's folder.
    /// - Returns: The run for the ledger, and the facts of the state after it.
    func write(_ summary: inout ErasureSummary) throws -> (LedgerRun, StateFacts) {
        var facts = state.facts.advanced(by: plan.change)
        facts.run += 1
        let excluded = plan.excludedOf.sorted()
        facts.nextEvent += UInt64(plan.outcome.output.eventNumbers.count + excluded.count)
        summary.run = facts.run
        summary.outOfReach = try outOfReach(layout, run: facts.run)
        let staged = try StagedFolder(parent: layout.outFolder, name: layout.runName(facts.run))
        var outputs = try RunOutputs.create(in: staged.path, nextEvent: state.facts.nextEvent)
        outputs.number(plan.outcome)
        try outputs.append(plan.outcome)
        if !excluded.isEmpty {
            let rows = try ErasureSearch(state: state).excluded(
                of: plan.excludedOf, but: plan.names.accounts, threads: threads, drain: drain)
            try outputs.tellExcluded(of: excluded, rows)
        }
        var files = try outputs.finish()
        files.append(try write(staged.path, "rejects.ndjson", []))
        files.sort { $0.name < $1.name }
        let manifest = RunManifest(
            program: programVersion, run: facts.run, task: "erase", asOf: Timestamp(rawValue: facts.asOf).description,
            versions: Dictionary(uniqueKeysWithValues: ruleVersions.map { ($0.name, $0.value) }),
            rulesDigest: facts.rulesDigest, batches: [], balance: balance, state: facts,
            firstEvent: state.facts.nextEvent, files: files)
        files.append(try write(staged.path, RunManifest.name, encodePublished(manifest)))
        try staged.seal()
        let run = LedgerRun(
            run: facts.run, asOf: manifest.asOf, batches: [], refused: [], files: files,
            firstEvent: state.facts.nextEvent, nextEvent: facts.nextEvent, stateDigest: facts.digest,
            erasure: summary)
        return (run, facts)
    }

    /// The profiles that are decided again; of the erased accounts only order references are left, on tombstones.
    private var balance: RunManifest.Balance {
        var balance = MergeRun.balance([], plan.outcome.statistics)
        balance.ordersIn += plan.orderCount
        balance.ordersOut += plan.orders.reduce(0) { $0 + $1.count }
        return balance
    }

    private func write(_ folder: String, _ name: String, _ bytes: [UInt8]) throws -> WrittenFile {
        var file = try createOutput(folder, name)
        try file.append(bytes)
        return try RunOutputs.finish(file, name)
    }
}
