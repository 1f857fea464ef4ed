import DurableFiles
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

@Suite("Backup", .serialized)
struct BackupTests {
    private func loaded() async throws -> TestWorkspace {
        let workspace = try TestWorkspace()
        var made = MadeUpAccounts(seed: 3)
        try workspace.drop(made.accounts(30))
        try await workspace.run()
        return workspace
    }

    @Test("A backup holds the state, configuration and suppressions, each by its digest, and no key")
    func holds() async throws {
        let workspace = try await loaded()
        try SuppressionTests.suppress("erika@example.org", at: "2026-03-01T00:00:00Z", workspace)
        let key = try Data(contentsOf: URL(filePath: workspace.layout.keyFile))
        let folder = try workspace.backedUp("b", hasInputs: true)
        let manifest = try BackupManifest(readingFrom: folder)
        let digest = try workspace.facts().digest
        #expect(manifest.run == 1 && manifest.stateDigest == digest)
        #expect(manifest.files.map(\.name).contains { $0.hasPrefix("suppressions/") })
        #expect(manifest.inputs.count == 6 && manifest.hasInputs)
        var found: Set<String> = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            guard try FileStatus.of(folder + "/" + name)?.kind == .file else { continue }
            found.insert(name)
            let bytes = try Data(contentsOf: URL(filePath: folder + "/" + name))
            #expect(bytes.range(of: key) == nil, "\(name)")
        }
        #expect(found == Set(manifest.files.map(\.name) + ["backup.json"]))
        #expect(verifyStore(folder + "/store.mdb").isEmpty)
        #expect(throws: RunFault.self, "it is there already") { try workspace.backedUp("b") }
    }

    @Test("Every file of a backup that is changed, cut or gone is named, and nothing is restored")
    func damaged() async throws {
        let workspace = try await loaded()
        let folder = try workspace.backedUp("b")
        let before = try workspace.tree()
        for file in try BackupManifest(readingFrom: folder).files {
            let path = folder + "/" + file.name
            let sound = try Data(contentsOf: URL(filePath: path))
            var flipped = sound
            flipped[flipped.count / 2] ^= 1
            for bytes in [flipped, sound.dropLast(), nil] {
                if let bytes { try bytes.write(to: URL(filePath: path)) } else { try removeTree(path) }
                await #expect("\(file.name)") {
                    try await workspace.restored(folder) { $0.replaces = true }
                } throws: { ($0 as? DamagedBackup)?.file == file.name }
            }
            try sound.write(to: URL(filePath: path))
        }
        try Data("{}".utf8).write(to: URL(filePath: folder + "/backup.json"))
        await #expect(throws: DamagedBackup.self) { try await workspace.restored(folder) }
        try removeTree(folder + "/backup.json")
        await #expect(throws: RunFault.self) { try await workspace.restored(folder) }
        #expect(try workspace.tree() == before)
    }

    @Test("A manifest that names a file outside the backup is refused")
    func outside() async throws {
        let workspace = try await loaded()
        let folder = try workspace.backedUp("b")
        let text = try String(contentsOfFile: folder + "/backup.json", encoding: .utf8)
        for name in ["../koble.json", "/etc/passwd", "a//b"] {
            try text.replacing("\"koble.json\"", with: "\"\(name)\"").write(
                toFile: folder + "/backup.json", atomically: true, encoding: .utf8)
            await #expect(throws: DamagedBackup.self) { try await workspace.restored(folder) }
        }
    }

    @Test("Backups beside runs are each of one moment, and can be restored")
    func besideRuns() async throws {
        let workspace = try ProgramWorkspace()
        try ProgramInput.dropFirstLoad(workspace)
        try workspace.run()
        var digests = [try workspace.stateDigest()]
        for number in 0..<3 {
            try workspace.drop("NO", "later\(number).csv", ProgramInput.file("NO", 20..<60, version: number + 2))
            let run = try workspace.startRun()
            let folder = workspace.folder + "/b\(number)"
            let backup = try workspace.give(["backup", "--out", folder, "--json"])
            _ = run.wait()
            #expect(backup.status == 0, "\(backup.error)")
            digests.append(try workspace.stateDigest())
            let answer = try JSONSerialization.jsonObject(with: Data(backup.output.utf8)) as? [String: Any]
            let digest = answer?["state_digest"] as? String
            #expect(digests.contains(digest ?? ""))
            let target = workspace.folder + "/restored\(number)"
            try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: workspace.root + "/koble.key", toPath: target + "/koble.key")
            let restored = try workspace.start(["restore", folder, "--workspace", target]).wait()
            #expect(restored.status == 0, "\(restored.error)")
            let verified = try workspace.start(["verify", "--workspace", target]).wait()
            #expect(verified.status == 0, "\(verified.output)\(verified.error)")
        }
    }
}
