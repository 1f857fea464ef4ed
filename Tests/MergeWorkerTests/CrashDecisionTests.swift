import DurableFiles
import Foundation
import Testing

/// Killed at any step, what people decided is applied once, or not at all and then once.
@Suite("Crash sweep of decisions")
struct CrashDecisionTests {
    static let header =
        "decision,country,account_id,other_country,other_account_id,field,hold,reason,decided_by,decided_at\n"

    private static func prepare() throws -> ProgramWorkspace {
        let workspace = try ProgramWorkspace()
        try workspace.drop("NO", "NO.csv", ProgramInput.file("NO", 0..<6))
        try workspace.drop("SE", "SE.csv", ProgramInput.file("SE", 0..<6))
        try workspace.run()
        return workspace
    }

    @Test("Killed before any durable call, decisions are taken once, good lines and bad files alike")
    func files() async throws {
        let start = try CrashDecisionTests.prepare()
        try decide(
            start, "a.csv",
            [
                "keep_apart,NO,NO-1,,,,,r,ada,2026-05-01T10:00:00Z",
                "link,NO,NO-1,SE,SE-2,,,r,ada,2026-05-01T10:00:00Z",
            ])
        try decide(start, "b.csv", ["keep,NO,NO-1,,,,,r,ada,2026-05-01T10:00:00Z"])
        let wanted = try ProgramWorkspace(copying: start)
        #expect(try wanted.run().status == 5)
        let contents = try wanted.contents()
        #expect(contents["decisions/done/a.csv"] != nil && contents["decisions/refused/b.csv.refused.json"] != nil)
        try await killRuns(of: start, every: 7, wanted: contents)
    }

    @Test("Killed before any durable call, lines about an erased account are kept nowhere")
    func erased() async throws {
        let start = try CrashDecisionTests.prepare()
        try start.give(["erase", "NO/NO-1", "--as-of", "2026-11-21T10:00:00Z"])
        try decide(
            start, "a.csv",
            [
                "keep_apart,NO,NO-1,,,,,r,ada,2026-05-01T10:00:00Z",
                "keep_apart,NO,NO-2,,,,,r,ada,2026-05-01T10:00:00Z",
            ])
        try decide(start, "b.csv", ["keep_apart,NO,NO-1,,,,,r,ada,2026-05-01T10:00:00Z"])
        let wanted = try ProgramWorkspace(copying: start)
        #expect(try wanted.run().status == 5)
        let contents = try wanted.contents()
        #expect(try wanted.text("decisions/done/a.csv").split(separator: "\n").count == 2)
        #expect(contents["decisions/refused/b.csv.refused.json"] != nil && contents["decisions/refused/b.csv"] == nil)
        try await killRuns(of: start, every: 9, wanted: contents)
    }

    /// Kills a run before its durable calls, every `step`th by default, and expects the next one to end alike.
    private func killRuns(of start: ProgramWorkspace, every step: Int, wanted: [String: String]) async throws {
        let calls = try await sweep(step: isFullSweep ? 1 : step) { call in
            let workspace = try ProgramWorkspace(copying: start)
            guard try workspace.run(fault: "any:\(call):kill").status == ProgramResult.killed else { return false }
            let restarted = try workspace.run()
            #expect([0, 3, 5].contains(restarted.status), "call \(call): \(restarted.error)")
            #expect(try differences(workspace.contents(), wanted) == [], "call \(call)")
            #expect(try workspace.leftovers() == [], "call \(call)")
            return true
        }
        #expect(calls > 40)
    }

    @Test("Killed before any durable call, an unlink is done or not begun, and can be ordered again")
    func unlink() async throws {
        let start = try CrashDecisionTests.prepare()
        let order = ["unlink", "NO/NO-1", "--quiet", "--by", "ada", "--workspace"]
        let calls = try await sweep(step: isFullSweep ? 1 : 5) { call in
            let workspace = try ProgramWorkspace(copying: start)
            let killed = try workspace.start(order + [workspace.root], fault: "any:\(call):kill").wait()
            guard killed.status == ProgramResult.killed else { return false }
            #expect(try workspace.run().status == 0, "call \(call)")
            #expect(try workspace.leftovers() == [], "call \(call)")
            #expect(try workspace.start(order + [workspace.root]).wait().status == 0, "call \(call)")
            #expect(try workspace.leftovers() == [], "call \(call)")
            let holds = try workspace.text("out/000002/holds.csv")
            #expect(holds.contains("NO,NO-1,held,kept_apart"), "call \(call)")
            #expect(try FileStatus.of(workspace.root + "/out/000003") == nil, "call \(call): done once")
            return true
        }
        #expect(calls > 20)
    }

    private func decide(_ workspace: ProgramWorkspace, _ name: String, _ lines: [String]) throws {
        let text = CrashDecisionTests.header + lines.map { $0 + "\n" }.joined()
        try Data(text.utf8).write(to: URL(filePath: workspace.root + "/decisions/" + name))
    }
}
