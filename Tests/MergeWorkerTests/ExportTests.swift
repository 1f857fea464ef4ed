import DurableFiles
import Foundation
import MergeWorker
import Testing
import WorkspaceConfiguration

@Suite("Export of the state")
struct ExportTests {
    @Test("An export holds what all runs together have published", arguments: UInt64(1)...4)
    func isFoldOfRuns(seed: UInt64) async throws {
        let workspace = try VerifyWorkspace(accounts: 1500, seed: seed)
        try await workspace.run(deltas: 3)
        let summary = try await workspace.export("all")
        let exported = try profiles(workspace.path("all"))
        let published = try foldRuns(workspace, runs: 4)
        #expect(exported.count == summary.linkedProfiles + summary.singleProfiles + summary.localProfiles)
        #expect(Set(exported.keys) == Set(published.keys))
        for (id, line) in exported where published[id] != line {
            Issue.record("profile \(id) differs\n\(line)\n\(published[id] ?? "")")
        }
    }

    @Test("The first run and an export write the same bytes", arguments: [1, 8, 64])
    func equalsFirstRun(keyRanges: Int) async throws {
        let workspace = try VerifyWorkspace(accounts: 1000, seed: 7)
        try await workspace.run(deltas: 0)
        let summary = try await workspace.export("all", keyRanges: keyRanges)
        #expect(summary.files.map(\.name) == ["holds.csv", "links.csv", "profiles.ndjson"])
        for file in summary.files {
            let exported = try readFile(workspace.path("all/\(file.name)"), bytesMax: 1 << 30)
            #expect(exported == (try readFile(workspace.path("out/000001/\(file.name)"), bytesMax: 1 << 30)))
            #expect(file.sha256 == SHA256Digest.of(exported).hex)
        }
    }

    @Test("A folder with something in it is refused and stays as it is")
    func refusesFullFolder() async throws {
        let workspace = try VerifyWorkspace(accounts: 50, seed: 1)
        try await workspace.run(deltas: 0)
        try makeFolder(workspace.path("all"))
        try durableWrite(workspace.path("all/mine"), "mine")
        await #expect(throws: RunFault.self) { try await workspace.export("all") }
        #expect(try namesInFolder(workspace.path("all")) == ["mine"])
    }

    @Test("Without a state, and under rules that moved, nothing is exported")
    func refusesOtherRules() async throws {
        let workspace = try VerifyWorkspace(accounts: 50, seed: 1)
        await #expect(throws: RunFault.self) { try await workspace.export("none") }
        try await workspace.run(deltas: 0)
        let moved = try workspace.inputs(#"{ "launch": "2026-03-01T00:00:00Z" }"#)
        await #expect(throws: RunFault.rulesMoved(["launch"])) { try await workspace.export("all", inputs: moved) }
    }

    @Test("A stopped export leaves no file behind")
    func leavesNothing() async throws {
        let workspace = try VerifyWorkspace(accounts: 200, seed: 1)
        try await workspace.run(deltas: 0)
        let drain = DrainFlag()
        drain.raise()
        await #expect(throws: Drained.self) { try await workspace.export("all", drain: drain) }
        #expect(try namesInFolder(workspace.path("all")).isEmpty)
    }

    @Test("Nothing is exported while another process works in the workspace")
    func respectsLock() async throws {
        let workspace = try VerifyWorkspace(accounts: 50, seed: 1)
        try await workspace.run(deltas: 0)
        let lock = try takeLock(workspace.layout)
        await #expect(throws: RunFault.self) { try await workspace.export("all") }
        lock.release()
        _ = try await workspace.export("all")
    }

    // MARK: Folding

    /// Each run: what it retired goes, what it published comes.
    private func foldRuns(_ workspace: VerifyWorkspace, runs: Int) throws -> [String: String] {
        var folded: [String: String] = [:]
        for run in 1...runs {
            let folder = workspace.layout.outFolder(ofRun: run)
            for event in try lines(folder + "/changes.ndjson")
            where event.contains("koble.profile.retired") || event.contains("koble.profile.erased") {
                folded[try #require(text(event, after: "\"subject\":\""))] = nil
            }
            folded.merge(try profiles(folder)) { $1 }
        }
        return folded
    }

    /// Profiles by id, without where they came from: that is told once, by the run in which it happened.
    private func profiles(_ folder: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for line in try lines(folder + "/profiles.ndjson") {
            let end = try #require(line.range(of: ",\"moved_from\":[", options: .backwards))
            let id = try #require(text(line, after: "\"profile_id\":\""))
            #expect(found[id] == nil, "profile \(id) stands in one file twice")
            found[id] = String(line[..<end.lowerBound])
        }
        return found
    }

    private func lines(_ path: String) throws -> [String] {
        String(decoding: try readFile(path, bytesMax: 1 << 30), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    private func text(_ line: String, after mark: String) -> String? {
        line.range(of: mark).map { String(line[$0.upperBound...].prefix { $0 != "\"" }) }
    }
}
