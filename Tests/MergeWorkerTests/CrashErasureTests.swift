import DurableFiles
import Foundation
import Testing

/// Kills an erasure before each of its durable calls; the next run finishes it.
@Suite("Crash erasure")
struct CrashErasureTests {
    private static let words = ["erase", "--as-of", "2026-11-21T10:00:00Z", "--by", "dpo", "DE/DE-CANARYA"]

    private static func workspace() throws -> ProgramWorkspace {
        let workspace = try ProgramWorkspace()
        try workspace.drop(
            "DE", "a.csv", ErasureTests.file([ErasureTests.row("DE", "CANARYA"), ErasureTests.row("DE", "Other")]))
        try workspace.drop(
            "NO", "a.csv.gz",
            ErasureTests.gzip(
                ErasureTests.file([
                    ErasureTests.row("NO", "CANARYA2", email: "canarya@mailcanarya.example"),
                    ErasureTests.row("NO", "Else"),
                ])))
        try workspace.drop("SE", "a.csv", Array("account_id,email,what\nSE-1,canarya@mailcanarya.example,1\n".utf8))
        // Held as long as the other address is there.
        try workspace.drop(
            "FI", "a.csv",
            ErasureTests.file([ErasureTests.row("FI", "Alike", email: "c\u{430}narya@mailcanarya.example")]))
        let decisions = """
            decision,country,account_id,other_country,other_account_id,reason,decided_by,decided_at
            keep_apart,NO,NO-CANARYA2,DE,DE-Other,because,me,2026-05-01T00:00:00Z
            keep_apart,NO,NO-Else,DE,DE-Other,because,me,2026-05-01T00:00:00Z

            """
        try durableWrite(workspace.root + "/decisions/a.csv", decisions)
        try workspace.run()
        return workspace
    }

    /// Everything that is there afterwards, but what is random: the id of the erasure.
    private static func contents(_ workspace: ProgramWorkspace) throws -> [String: String] {
        var found = try workspace.contents()
        for folder in ["receipts", "suppressions"] {
            let path = workspace.root + "/" + folder
            found[folder] = "\(try FileStatus.of(path) == nil ? 0 : namesInFolder(path).count)"
        }
        return found
    }

    @Test("Killed before any durable call, an erasure is whole or not at all, and the next run finishes it")
    func killedAnywhere() async throws {
        let start = try Self.workspace()
        let whole = try ProgramWorkspace(copying: start)
        let done = try whole.start(Self.words + ["--workspace", whole.root]).wait()
        #expect(done.status == 0, "\(done.error)")
        #expect(done.output.contains("Kept inputs rewritten: 3"))
        let events = try whole.text("out/latest/changes.ndjson").split(separator: "\n")
        #expect(
            events.contains { $0.contains("koble.profile.erased") }
                && events.contains { $0.contains("koble.profile.created") })
        let wanted = [try Self.contents(start), try Self.contents(whole)]
        #expect(try whole.leftovers(isVerified: true) == [])
        let calls = try await sweep(step: isFullSweep ? 1 : 12) { call in
            try Self.killAndRestart(start, "any:\(call):kill", wanted)
        }
        let renames = try await sweep(step: isFullSweep ? 1 : 3) { call in
            try Self.killAndRestart(start, "rename:\(call):kill", wanted)
        }
        print("erasure: \(calls) durable calls, \(renames) renames")
        #expect(calls > 40 && renames > 8)
    }

    /// - Returns: Whether the erasure came to that call.
    private static func killAndRestart(
        _ start: ProgramWorkspace, _ fault: String, _ wanted: [[String: String]]
    ) throws -> Bool {
        let workspace = try ProgramWorkspace(copying: start)
        let killed = try workspace.start(words + ["--workspace", workspace.root], fault: fault).wait()
        guard killed.status == ProgramResult.killed else {
            #expect(killed.status == 0, "not reached by \(fault): \(killed.error)")
            return false
        }
        let restarted = try workspace.run()
        #expect([0, 5].contains(restarted.status), "\(fault): \(restarted.error)")
        let contents = try contents(workspace)
        if !wanted.contains(contents) { Issue.record("\(fault): \(differences(contents, wanted[1]))") }
        #expect(try workspace.leftovers() == [], "\(fault)")
        return true
    }
}
