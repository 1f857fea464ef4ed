import DurableFiles
import Foundation
import Testing

@testable import MergeWorker

@Suite("Dry run", .serialized)
struct DryRunTests {
    /// Every file and link below a folder with its bytes; the lock of the store's library aside.
    private func snapshot(_ folder: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where !name.hasSuffix("-lock") {
            let path = folder + "/" + name
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
                found[name] = "link to " + target
            } else if let bytes = FileManager.default.contents(atPath: path) {
                found[name] = SHA256Digest.of(Array(bytes)).hex
            } else {
                found[name] = "folder"
            }
        }
        return found
    }

    @Test("It changes nothing, and predicts what the run then publishes", arguments: lawSeeds(3))
    func predicts(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed)
        let rows = made.history(of: 30)
        let workspace = try TestWorkspace(OracleTests.launched + "}")
        for (run, part) in [rows[..<30], rows[30...]].enumerated() {
            try workspace.drop(Array(part), "b\(run)")
            let report = try workspace.reportFolder("report\(run)")
            let before = try snapshot(workspace.layout.root)
            let planned = try await workspace.run {
                $0.isDryRun = true
                $0.isFull = true
                $0.reportFolder = report
            }
            #expect(try snapshot(workspace.layout.root) == before, "seed \(seed), run \(run)")
            let done = try await workspace.run()
            #expect(planned.first?.facts == done.first?.facts, "seed \(seed), run \(run)")
            try compare(try filesOf(report), try workspace.published(run: run + 1), "seed \(seed), run \(run)")
        }
    }

    /// All files but the report and the manifest that names it are equal to the byte.
    private func compare(_ plan: [String: [UInt8]], _ result: [String: [UInt8]], _ place: String) throws {
        #expect(plan.keys.sorted() == result.keys.sorted(), "\(place)")
        for (name, bytes) in result where !["report.html", "report.json", "manifest.json"].contains(name) {
            #expect(plan[name] == bytes, "\(place): \(name)")
        }
        for part in ["balance", "state", "batches", "versions"] {
            #expect(try manifestPart(part, plan) == manifestPart(part, result), "\(place): \(part) of the manifest")
        }
    }

    private func manifestPart(_ part: String, _ files: [String: [UInt8]]) throws -> NSObject? {
        let manifest = try JSONSerialization.jsonObject(with: Data(files["manifest.json"] ?? [])) as? [String: Any]
        return manifest?[part] as? NSObject
    }
}
