import DurableFiles
import Foundation
import Glibc
import Testing

/// A dry run takes no lock: what it does beside a process that has it, and in folders it cannot write to.
@Suite("A dry run beside a run", .serialized)
struct DryRunBesideTests {
    private let header = "account_id,email,updated_at,email_verified\n"

    private func row(_ id: Int, _ address: String, _ day: Int = 1) -> String {
        "\(id),\(address)@x.test,2024-01-0\(day)T00:00:00Z,true\n"
    }

    /// A workspace with one run, and a batch that waits.
    private func grown() throws -> ProgramWorkspace {
        let workspace = try ProgramWorkspace()
        try workspace.drop("NO", "a.csv", header + (1...200).map { row($0, "p\($0)") }.joined())
        try workspace.run()
        try workspace.drop("SE", "b.csv", header + (1...100).map { row($0, "p\($0 * 2)", 2) }.joined())
        return workspace
    }

    /// Every file and link with its bytes and every folder; LMDB's lock file apart.
    private func everything(_ workspace: ProgramWorkspace) throws -> [String: String] {
        var found: [String: String] = [:]
        let root = workspace.root
        for name in try FileManager.default.subpathsOfDirectory(atPath: root) where !name.hasSuffix(".mdb-lock") {
            guard let status = try FileStatus.of(root + "/" + name) else { continue }
            switch status.kind {
            case .file: found[name] = SHA256Digest.of(try readFile(root + "/" + name, bytesMax: 1 << 30)).hex
            case .folder: found[name] = "folder"
            case .link:
                found[name] =
                    "link to " + (try FileManager.default.destinationOfSymbolicLink(atPath: root + "/" + name))
            case .other: found[name] = "other"
            }
        }
        return found
    }

    @Test(
        "It reads the state as it stands, touches nothing, and does not disturb the run's bytes",
        arguments: [
            // Before the commit: outputs are being written; at the commit; between commit and publication.
            (call: "fsyncFile:2", isCommitted: false), (call: "storeCommit:1", isCommitted: false),
            (call: "link:2", isCommitted: true),
        ])
    func leavesTheRunAlone(call: String, isCommitted: Bool) throws {
        let undisturbed = try grown()
        let workspace = try ProgramWorkspace(copying: undisturbed)
        #expect(try undisturbed.run().status == 0)
        let run = try workspace.startStopping([], at: call)
        try #require(run.waitUntilStopped(), "the run ended before \(call)")
        // A batch that the run has not claimed: the dry run is about this one.
        try workspace.drop("DK", "c.csv", header + row(1, "p1", 3) + row(2, "new", 3))
        let before = try everything(workspace)
        let report = workspace.folder + "/look"
        let dry = try workspace.run(["--dry-run", "--full", "--report", report])
        #expect(dry.status == 0, "\(dry.error)")
        #expect(dry.output.contains("Would create 1 profile, link 1,"), "\(dry.output)")
        #expect(try everything(workspace) == before)
        #expect(try workspace.run().status == 7, "the run has the lock all the time")
        let manifest = try Data(contentsOf: URL(filePath: report + "/manifest.json"))
        let planned = try #require(try JSONSerialization.jsonObject(with: manifest) as? [String: Any])
        #expect(planned["run"] as? Int == (isCommitted ? 3 : 2), "as of the last commit")
        try FileManager.default.removeItem(atPath: workspace.path("DK", "incoming", "c.csv"))
        run.resume()
        #expect(run.wait().status == 0)
        #expect(differences(try workspace.contents(), try undisturbed.contents()) == [])
        #expect(try workspace.leftovers() == [])
        #expect(try workspace.start(["verify", "--quiet", "--workspace", workspace.root]).wait().status == 0)
    }

    @Test("When a run ends while it looks, it says so and is repeated, and nothing is mixed", arguments: [false, true])
    func noticesTheOther(isFirstLoad: Bool) throws {
        let workspace = isFirstLoad ? try ProgramWorkspace() : try grown()
        if isFirstLoad { try workspace.drop("SE", "b.csv", header + row(1, "p1")) }
        let report = workspace.folder + "/look"
        // Its first file is made when everything is read, and before anything is decided.
        let dry = try workspace.startStopping(["--dry-run", "--full", "--report", report], at: "open:1")
        try #require(dry.waitUntilStopped(), "the dry run ended at once")
        #expect(try workspace.run().status == 0)
        let done = try everything(workspace)
        dry.resume()
        let result = dry.wait()
        #expect(result.status == 8 && result.error.contains("Repeat the dry run"), "\(result.status): \(result.error)")
        #expect(try everything(workspace) == done)
    }

    @Test("It works where no folder of the workspace can be written to")
    func readsOnly() throws {
        let workspace = try grown()
        let report = workspace.folder + "/look"
        try FileManager.default.createDirectory(atPath: report, withIntermediateDirectories: true)
        let before = try everything(workspace)
        #expect(
            try workspace.system("find", workspace.root, "-type", "d", "-exec", "chmod", "a-w", "{}", "+").status == 0)
        defer { #expect(throws: Never.self) { try workspace.system("chmod", "-R", "u+w", workspace.root) } }
        let words = [
            "run", "--workspace", workspace.root, "--as-of", ProgramWorkspace.asOf, "--dry-run", "--full", "--report",
            report,
        ]
        let dry = try ProgramProcess.start(
            ["/usr/bin/timeout", "60"] + ProgramProcess.asOrdinaryUser + [kobleBinary] + words,
            scratch: workspace.folder
        ).wait()
        #expect(
            dry.status == 0 && dry.output.contains("Would create 0 profiles, link 100,"), "\(dry.output)\(dry.error)")
        #expect(try everything(workspace) == before)
        #expect(try FileStatus.of(report + "/profiles.ndjson") != nil)
    }
}
