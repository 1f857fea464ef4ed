import Foundation
import MergeStore
import WorkspaceConfiguration

@testable import MergeWorker

extension TestWorkspace {
    private func inputs(_ configuration: String?) throws -> StateInputs {
        let bytes =
            try configuration.map { Array($0.utf8) } ?? Array(Data(contentsOf: URL(filePath: layout.configurationFile)))
        return StateInputs(
            layout: layout, configuration: try KobleConfiguration(json: bytes),
            key: try StoreKey(readingFrom: layout.keyFile))
    }

    /// The files of an export.
    func exported(_ configuration: String? = nil) async throws -> [String: [UInt8]] {
        let target = folder + "/export-\(UUID().uuidString)"
        _ = try await performExport(
            try inputs(configuration), to: target, limits: WorkerLimits(workers: 2), schedulers: TestThreads.pool,
            progress: RunProgress(), drain: DrainFlag())
        return try filesOf(target)
    }

    func verified(_ configuration: String? = nil) async throws -> VerifyReport {
        try await performVerify(
            try inputs(configuration), limits: WorkerLimits(workers: 2), schedulers: TestThreads.pool,
            progress: RunProgress(), drain: DrainFlag())
    }

    /// Puts another key in the place of the workspace's.
    func replaceKey() throws {
        try Data((0..<32).map { UInt8($0 ^ 0x5A) }).write(to: URL(filePath: layout.keyFile))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: layout.keyFile)
    }
}
