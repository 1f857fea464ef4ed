import AccountModel
import DurableFiles
import Foundation
import MergeStore
import MergeWorker
import SyntheticExports
import WorkspaceConfiguration

/// A workspace of made-up accounts for one test of the verbs, removed afterwards.
final class VerifyWorkspace: Sendable {
    let layout: WorkspaceLayout
    let plan: SyntheticPlan
    let inputs: StateInputs
    private let schedulers = WorkerSchedulers.threads(workers: 2)

    init(accounts: Int, seed: UInt64) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("koble-\(UUID().uuidString)")
        layout = WorkspaceLayout(root: folder.path)
        plan = SyntheticPlan(accounts: accounts, seed: seed)
        for folder in layout.folders {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        try StoreKey.create(layout.keyFile)
        inputs = StateInputs(
            layout: layout, configuration: .standard, key: try StoreKey(readingFrom: layout.keyFile))
    }

    deinit { try? FileManager.default.removeItem(atPath: layout.root) }

    func path(_ below: String) -> String { layout.root + "/" + below }

    /// The accounts of the plan, then so many later batches, each in a run of its own.
    func run(deltas: Int) async throws {
        try writeSyntheticExports(plan, into: layout.spoolFolder, threads: 1)
        try await runOnce()
        for sequence in 0..<deltas {
            try writeSyntheticDelta(
                plan, accounts: max(20, plan.accounts / 8), sequence: sequence + 1, into: layout.spoolFolder,
                threads: 1)
            try await runOnce()
        }
    }

    func runOnce() async throws {
        let options = RunOptions(
            layout: layout, configuration: inputs.configuration, key: inputs.key,
            limits: WorkerLimits(workers: 2), asOf: Timestamp("2026-06-01")!, command: "koble run",
            programVersion: "0")
        _ = try await performRun(
            options, schedulers: schedulers, progress: RunProgress(), drain: DrainFlag())
    }

    func export(
        _ folder: String, keyRanges: Int = 0, inputs: StateInputs? = nil, drain: DrainFlag = DrainFlag()
    ) async throws -> ExportSummary {
        var limits = WorkerLimits(workers: 2)
        limits.keyRanges = keyRanges
        return try await performExport(
            inputs ?? self.inputs, to: path(folder), limits: limits, schedulers: schedulers,
            progress: RunProgress(), drain: drain)
    }

    func verify(_ inputs: StateInputs? = nil) async throws -> VerifyReport {
        var limits = WorkerLimits(workers: 2)
        limits.keyRanges = 2
        return try await performVerify(
            inputs ?? self.inputs, limits: limits, schedulers: schedulers, progress: RunProgress(),
            drain: DrainFlag())
    }

    /// The same workspace under other rules.
    func inputs(_ configuration: String) throws -> StateInputs {
        StateInputs(
            layout: layout, configuration: try KobleConfiguration(json: Array(configuration.utf8)),
            key: inputs.key)
    }

    /// Opens the store to damage it.
    func write(_ body: (inout WriteTransaction) throws(StoreError) -> Void) throws {
        let store = try StoreEnvironment(path: layout.storeFile, access: .readWrite, mapBytes: 1 << 32)
        try store.write(body)
    }
}
