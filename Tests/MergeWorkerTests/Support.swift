import AccountModel
import DurableFiles
import Foundation
import MergeStore
import TestSupport
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// The seeds of a law: `count` of them, or as many times more as `KOBLE_LAW_SEEDS` says.
func lawSeeds(_ count: Int) -> Range<UInt64> {
    let factor = ProcessInfo.processInfo.environment["KOBLE_LAW_SEEDS"].flatMap(Int.init) ?? 1
    return 0..<UInt64(count * max(1, factor))
}

/// A workspace of its own for one test, with one key for all of them; removed afterwards.
final class TestWorkspace: Sendable {
    private let temporary: TemporaryFolder
    var folder: String { temporary.path }
    let layout: WorkspaceLayout

    /// - Parameter configuration: the text of koble.json.
    init(_ configuration: String = "{}") throws {
        temporary = try TemporaryFolder(
            in: FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp")
        layout = WorkspaceLayout(root: temporary.path + "/workspace")
        for path in layout.folders {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        try Data(configuration.utf8).write(to: URL(filePath: layout.configurationFile))
        try Data((0..<32).map { UInt8($0) }).write(to: URL(filePath: layout.keyFile))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: layout.keyFile)
    }

    /// Puts a file into a country's `incoming/`.
    func drop(_ country: String, _ name: String, _ bytes: some Sequence<UInt8>) throws {
        try Data(bytes).write(to: URL(filePath: "\(layout.spoolFolder)/\(country)/incoming/\(name)"))
    }

    /// A folder beside the workspace.
    func reportFolder(_ name: String = "report") throws -> String {
        let path = folder + "/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    func options(_ change: (inout RunOptions) -> Void = { _ in }) throws -> RunOptions {
        var options = RunOptions(
            layout: layout, configuration: try KobleConfiguration(file: layout.configurationFile),
            key: try layout.fittingKey(), limits: WorkerLimits(workers: 2),
            asOf: TestWorkspace.asOf, command: "koble run", programVersion: "test")
        change(&options)
        return options
    }

    /// The day on which all runs of these tests decide: 2026-06-01.
    static let asOf = Timestamp(rawValue: 1_780_272_000_000)

    /// A run on threads.
    @discardableResult
    func run(_ change: (inout RunOptions) -> Void = { _ in }) async throws -> [RunSummary] {
        let options = try options(change)
        return try await TestThreads.shared.run(options)
    }

    /// A run on the schedule of a seed.
    @discardableResult
    func run(_ scheduler: SeededScheduler, _ change: (inout RunOptions) -> Void = { _ in }) async throws -> [RunSummary]
    {
        let options = try options(change)
        return try await scheduler.run {
            try await performRun(
                options,
                schedulers: WorkerSchedulers(pool: scheduler, outputs: scheduler, digests: scheduler, store: scheduler),
                progress: RunProgress(), drain: DrainFlag())
        }
    }

    /// A key that is not the workspace's, in a file beside it.
    func newKey() throws -> StoreKey {
        let path = folder + "/new.key"
        try Data((0..<32).map { UInt8(200 - $0) }).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return try StoreKey(readingFrom: path)
    }

    /// A run that puts the workspace under another key, `newKey` unless one is named.
    func rekey(_ key: StoreKey? = nil) async throws {
        let key = try key ?? newKey()
        try await run { options in
            options.task = .rekey
            options.nextKey = key
        }
    }

    func facts() throws -> StateFacts {
        let store = try StoreEnvironment(path: layout.storeFile, access: .readOnly, mapBytes: 1 << 30)
        return try store.facts()
    }

    /// What a run published, by file name; without the one file that differs from run to run.
    func published(run: Int = 1) throws -> [String: [UInt8]] {
        try filesOf(layout.outFolder(ofRun: run))
    }

    func text(_ name: String, run: Int = 1) throws -> String {
        String(decoding: try published(run: run)[name] ?? [], as: UTF8.self)
    }
}

/// The files of a folder by name, but `timings.json`.
func filesOf(_ folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != "timings.json" {
        files[name] = Array(FileManager.default.contents(atPath: folder + "/" + name) ?? Data())
    }
    return files
}

/// Threads for the runs of all tests: they are detached and never end, so they are shared.
final class TestThreads: Sendable {
    static let shared = TestThreads()

    let all = WorkerSchedulers.threads(workers: 2)

    /// The threads themselves, for verbs that are no runs.
    static var pool: WorkerSchedulers { shared.all }

    func run(_ options: RunOptions) async throws -> [RunSummary] {
        try await performRun(options, schedulers: all, progress: RunProgress(), drain: DrainFlag())
    }
}
