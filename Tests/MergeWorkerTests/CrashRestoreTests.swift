import DurableFiles
import Foundation
import Testing

/// Kills backup, restore and rebuild before each of their durable calls, gives them again, and compares what there
/// is with what an undisturbed one leaves.
@Suite("Crash sweep of backup, restore and rebuild")
struct CrashRestoreTests {
    private static let erasure = ["erase", "--as-of", "2026-11-21T10:00:00Z", "--by", "dpo", "DE/DE-61"]

    /// Two runs and an erasure after a backup.
    private static func start() throws -> (ProgramWorkspace, backup: String) {
        let start = try ProgramInput.grownWithBackup()
        #expect(try start.0.give(erasure).status == 0)
        return start
    }

    private static func contents(_ workspace: ProgramWorkspace) throws -> [String: String] {
        var found = try workspace.contents()
        for name in ["suppressions", "receipts"] {
            found[name] = try namesInFolder(workspace.root + "/" + name).filter { !$0.hasPrefix(".") }.joined(
                separator: " ")
        }
        return found
    }

    @Test("Killed before any durable call, a restore leaves the old state or the new one, and never an erased person")
    func restore() async throws {
        let (start, backup) = try Self.start()
        let words = ["restore", backup, "--replace", "--redeliver"]
        let whole = try ProgramWorkspace(copying: start)
        #expect(try whole.give(words).status == 0)
        #expect(try whole.leftovers(isVerified: true) == [])
        let wanted = try Self.contents(whole)
        let before = try Self.contents(start)
        func sweepOnce(_ point: String, step: Int) async throws -> Int {
            try await sweep(step: isFullSweep ? 1 : step) { call in
                let fault = "\(point):\(call):kill"
                let workspace = try ProgramWorkspace(copying: start)
                let killed = try workspace.give(words, fault: fault)
                guard killed.status == ProgramResult.killed else {
                    #expect(killed.status == 0, "not reached by \(fault): \(killed.error)")
                    return false
                }
                // What another verb can open says nothing of the erased person, whichever state it is.
                let found = try workspace.give(["explain", "DE/DE-61"])
                #expect(found.status == 10, "\(fault): \(found.output)\(found.error)")
                if call % 2 == 0 {
                    let again = try workspace.give(words)
                    #expect(again.status == 0, "\(fault): \(again.error)")
                    #expect(differences(try Self.contents(workspace), wanted) == [], "\(fault)")
                } else {
                    let run = try workspace.run()
                    #expect([0, 3].contains(run.status), "\(fault): \(run.error)")
                    if try Self.contents(workspace) != before {
                        // Committed: the run went on with the inputs that had been moved back by then.
                        #expect(
                            try workspace.text("out/000005/changes.ndjson").contains("koble.state.replaced"), "\(fault)"
                        )
                    }
                }
                #expect(try workspace.leftovers(isVerified: isFullSweep || call % 3 == 0) == [], "\(fault)")
                return true
            }
        }
        let calls = try await sweepOnce("any", step: 37)
        let renames = try await sweepOnce("rename", step: 4)
        print("restore: \(calls) durable calls, \(renames) renames")
        #expect(calls > 80 && renames > 6)
    }

    @Test("Killed before any durable call, a backup is there whole or not at all, and the workspace is untouched")
    func backup() async throws {
        let start = try ProgramWorkspace()
        try ProgramInput.dropFirstLoad(start)
        try start.run()
        let before = try start.contents()
        let calls = try await sweep(step: isFullSweep ? 1 : 17) { call in
            let workspace = try ProgramWorkspace(copying: start)
            let folder = workspace.folder + "/backup"
            let words = ["backup", "--out", folder, "--with-inputs"]
            let killed = try workspace.give(words, fault: "any:\(call):kill")
            #expect(try workspace.contents() == before)
            guard killed.status == ProgramResult.killed else {
                #expect(killed.status == 0, "not reached by call \(call): \(killed.error)")
                return false
            }
            if try FileStatus.of(folder) == nil { #expect(try workspace.give(words).status == 0, "call \(call)") }
            let restored = try workspace.give(["restore", folder, "--dry-run"])
            #expect(restored.status == 0, "call \(call): \(restored.error)")
            return true
        }
        print("backup: \(calls) durable calls")
        #expect(calls > 30)
    }

    @Test("Killed before any durable call, a rebuild leaves the old state or the new one, and can be given again")
    func rebuild() async throws {
        let (start, _) = try Self.start()
        let words = ["rebuild", "--replace"]
        let whole = try ProgramWorkspace(copying: start)
        let done = try whole.give(words)
        #expect(done.status == 0 && done.output.contains("Equal"), "\(done.output)\(done.error)")
        #expect(try whole.leftovers(isVerified: true) == [])
        let wanted = try Self.contents(whole)
        let calls = try await sweep(step: isFullSweep ? 1 : 17) { call in
            let fault = "any:\(call):kill"
            let workspace = try ProgramWorkspace(copying: start)
            let killed = try workspace.give(words, fault: fault)
            guard killed.status == ProgramResult.killed else {
                #expect(killed.status == 0, "not reached by \(fault): \(killed.error)")
                return false
            }
            let again = call % 2 == 0 ? try workspace.give(words) : try workspace.run()
            #expect(again.status == 0, "\(fault): \(again.error)")
            #expect(differences(try Self.contents(workspace), wanted) == [], "\(fault)")
            #expect(try workspace.leftovers(isVerified: isFullSweep || call % 3 == 0) == [], "\(fault)")
            return true
        }
        print("rebuild: \(calls) durable calls")
        #expect(calls > 15)
    }
}
