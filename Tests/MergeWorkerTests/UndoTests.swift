import Foundation
import Testing

@testable import MergeWorker

/// Taking a whole run back.
@Suite("Undo of a run", .serialized)
struct UndoTests {
    private func undo(_ workspace: TestWorkspace, _ number: Int) async throws -> RunSummary? {
        let order = UndoOrder(run: number, by: "tester", at: "2026-06-01T00:00:00Z", reason: "a test")
        return try await workspace.run { $0.task = .undo(order) }.first
    }

    @Test(
        "State and export after an undo are those before the run; its batches can be applied again",
        arguments: lawSeeds(4))
    func restores(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &+ 500)
        var rows = made.accounts(60)
        let workspace = try TestWorkspace("{ \(OracleTests.launched.dropFirst()) }")
        try workspace.drop(rows)
        try await workspace.run()
        for run in 2...4 {
            let before = (try workspace.facts(), try await workspace.exported())
            rows += made.accounts(10)
            let changed = rows.indices.shuffled(using: &made.random).prefix(15)
            for place in changed {
                rows[place] = made.version(of: rows[place])
                if made.random.once(in: 5) { rows[place]["op"] = "delete" }
            }
            let batch = changed.map { rows[$0] } + rows.suffix(10)
            try workspace.drop(batch, "batch\(run)")
            try await workspace.run()
            let after = (try workspace.facts(), try await workspace.exported())
            let number = after.0.run
            let undone = try await undo(workspace, number)
            #expect(undone?.facts.digest == before.0.digest, "seed \(seed), run \(number)")
            #expect(try await workspace.exported() == before.1, "seed \(seed), run \(number)")
            #expect(try await workspace.verified().findings == [], "seed \(seed), run \(number)")
            try workspace.drop(batch, "again\(run)")
            try await workspace.run()
            #expect(try workspace.facts().digest == after.0.digest && workspace.facts().accounts == after.0.accounts)
            #expect(try await workspace.exported() == after.1, "seed \(seed), run \(number)")
        }
        var followed = PublishedState()
        for run in 1...(try workspace.facts().run) { try followed.take(try workspace.published(run: run)) }
        let exported = try profiles(try await workspace.exported()["profiles.ndjson"]).map(\.profile_id)
        #expect(Set(followed.lines.keys) == Set(exported))
    }

    @Test("Rows that erase take what undo kept with them")
    func erasureForgets() async throws {
        var made = MadeUpAccounts(seed: 11)
        var rows = made.accounts(20)
        let workspace = try TestWorkspace()
        try workspace.drop(rows)
        try await workspace.run()
        try workspace.drop(made.accounts(1), "another")
        try await workspace.run()
        rows[0] = made.version(of: rows[0])
        rows[0]["op"] = "erase"
        try workspace.drop([rows[0]], "erased")
        try await workspace.run()
        for run in [2, 3] {
            await #expect(throws: RunFault.self, "run \(run)") { try await undo(workspace, run) }
        }
    }

    @Test("Taking the first load back leaves an empty state, that takes it again")
    func firstLoad() async throws {
        var made = MadeUpAccounts(seed: 9)
        let rows = made.accounts(40)
        let workspace = try TestWorkspace()
        try workspace.drop(rows)
        try await workspace.run()
        let loaded = (try workspace.facts().digest, try await workspace.exported())
        let undone = try await undo(workspace, 1)
        #expect(undone?.facts.accounts == 0 && undone?.facts.digest == StateFacts().digest)
        #expect(try await workspace.verified().findings == [])
        #expect(try await workspace.exported()["profiles.ndjson"] == [])
        try workspace.drop(rows, "again")
        try await workspace.run()
        #expect(try workspace.facts().digest == loaded.0)
        #expect(try await workspace.exported() == loaded.1)
    }

    @Test("A run on which a later one stands is left alone, and the later one is named; others are taken back")
    func dependents() async throws {
        func row(_ id: String, _ email: String, _ updated: String) -> MadeUpRow {
            MadeUpRow("NO", id, ["email": email, "updated_at": updated, "email_verified": "true", "first_name": "Ada"])
        }
        let workspace = try TestWorkspace()
        try workspace.drop([row("1", "a@mail.example", "2024-01-01")])
        try await workspace.run()
        try workspace.drop([row("2", "b@mail.example", "2024-01-01")], "b")
        try await workspace.run()
        try workspace.drop([row("3", "c@mail.example", "2024-01-01")], "c")
        try await workspace.run()
        try workspace.drop([row("3", "a@mail.example", "2024-01-02")], "d")
        try await workspace.run()
        for number in [1, 3] {
            await #expect(throws: RunFault.self, "run \(number)") { try await undo(workspace, number) }
        }
        await #expect(throws: RunFault.unknownRun(9)) { try await undo(workspace, 9) }
        let undone = try await undo(workspace, 2)
        #expect(undone?.facts.accounts == 2 && undone?.facts.run == 5)
        await #expect(throws: RunFault.self) { try await undo(workspace, 2) }
        await #expect(throws: RunFault.self) { try await undo(workspace, 5) }
        #expect(try await undo(workspace, 4)?.facts.accounts == 2)
        #expect(try await undo(workspace, 3)?.facts.accounts == 1)
        #expect(try await workspace.verified().findings == [])
    }
}
