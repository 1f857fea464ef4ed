import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

extension TestWorkspace {
    /// The profiles that an export writes, by their lines in order.
    func exported() async throws -> [PublishedProfile] {
        try profiles(try await exportedFiles()["profiles.ndjson"])
    }

    /// All files of an export.
    func exportedFiles() async throws -> [String: [UInt8]] {
        let target = try reportFolder("export-\(UInt64.random(in: 0...UInt64.max))")
        _ = try await performExport(
            try inputs(), to: target, limits: WorkerLimits(workers: 2), schedulers: TestThreads.shared.all,
            progress: RunProgress(), drain: DrainFlag())
        return try filesOf(target)
    }

    /// What `koble verify` finds, in words.
    func unsound() async throws -> [String] {
        var limits = WorkerLimits(workers: 2)
        limits.keyRanges = 2
        let report = try await performVerify(
            try inputs(), limits: limits, schedulers: TestThreads.shared.all, progress: RunProgress(),
            drain: DrainFlag())
        return report.findings.filter { $0.kind == .unsound }.map(\.description)
    }
}
