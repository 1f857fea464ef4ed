import AccountModel
import Testing

@testable import MergeWorker

/// Addresses that look like one another, through runs.
@Suite("Look-alikes are held, and never linked", .serialized)
struct LookAlikeRunTests {
    /// "ada" with a Cyrillic first letter.
    static let foreign = "\u{430}da@mail.example"

    private func row(
        _ account: String, _ email: String, made: Int, verified: Bool = true, updated: String = "2024-01-01"
    ) -> MadeUpRow {
        let parts = account.split(separator: "/").map(String.init)
        return MadeUpRow(
            parts[0], parts[1],
            [
                "email": email, "created_at": "\(made)-01-01", "updated_at": updated,
                "email_verified": verified ? "true" : "", "first_name": "Ada", "last_name": "Berg",
            ])
    }

    @Test("In one load the newer look-alike is held, and the older one's profile says so")
    func oneLoad() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            row("NO/1", "ada@mail.example", made: 2015), row("SE/1", "ADA@mail.example", made: 2016),
            row("DK/1", LookAlikeRunTests.foreign, made: 2020), row("FI/1", LookAlikeRunTests.foreign, made: 2021),
        ])
        try await workspace.run()
        let holds = try workspace.text("holds.csv")
        #expect(holds.contains("DK,1,held,look_alike") && holds.contains("FI,1,held,look_alike"))
        #expect(try workspace.text("links.csv").split(separator: "\n").count == 3, "NO and SE are linked")
        let conflicts = try workspace.text("conflicts.ndjson")
        #expect(conflicts.contains(#""class":"takeover","kind":"look_alike""#))
        #expect(conflicts.contains(#"{"country":"DK","account_id":"1","role":"held"}"#))
        let table = try workspace.text("conflicts.csv")
        #expect(table.contains("FI,\"1\",\"\""), "the first account of the other address")
    }

    @Test(
        "A look-alike that comes in a later run holds the same side as in one load",
        arguments: [(2015, 2020, "foreign"), (2020, 2015, "plain")], [false, true])
    func laterRun(_ made: (plain: Int, foreign: Int, held: String), foreignFirst: Bool) async throws {
        let workspace = try TestWorkspace()
        // "o1a" is found by its spelling, "ola" by its skeleton.
        let rows = [
            row("NO/1", "o1a@mail.example", made: made.plain),
            row("DK/1", "\u{43E}la@mail.example", made: made.foreign),
        ]
        try workspace.drop([rows[foreignFirst ? 1 : 0]], "first")
        try await workspace.run()
        try workspace.drop([rows[foreignFirst ? 0 : 1]], "second")
        try await workspace.run()
        let held = made.held == "plain" ? "NO,1,held,look_alike" : "DK,1,held,look_alike"
        let other = made.held == "plain" ? "DK,1" : "NO,1"
        let text = try workspace.text("holds.csv", run: 1) + workspace.text("holds.csv", run: 2)
        #expect(text.contains(held) && !text.contains(other))
        #expect(try workspace.facts().localProfiles == 1 && workspace.facts().singleProfiles == 1)
        try await sameAsOneLoad(workspace, rows)
    }

    @Test("When the look-alike moves to another address, the other side is free again")
    func ends() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            row("NO/1", "ada@mail.example", made: 2020), row("DK/1", LookAlikeRunTests.foreign, made: 2015),
        ])
        try await workspace.run()
        #expect(try workspace.text("holds.csv").contains("NO,1,held,look_alike"))
        let moved = row("DK/1", "other@mail.example", made: 2015, updated: "2025-01-01")
        try workspace.drop([moved], "moved")
        try await workspace.run()
        #expect(try workspace.facts().localProfiles == 0 && workspace.facts().singleProfiles == 2)
        try await sameAsOneLoad(workspace, [row("NO/1", "ada@mail.example", made: 2020), moved])
        // Nothing is listed any more: the next look-alike begins anew.
        try workspace.drop([row("FI/1", LookAlikeRunTests.foreign, made: 2022)], "again")
        try await workspace.run()
        #expect(try workspace.text("holds.csv", run: 3).contains("FI,1,held,look_alike"))
    }

    @Test("Verifying the mailbox turns who gives way")
    func verified() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            row("NO/1", "ada@mail.example", made: 2015, verified: false),
            row("DK/1", LookAlikeRunTests.foreign, made: 2020),
        ])
        try await workspace.run()
        #expect(try workspace.text("holds.csv").contains("NO,1,held,look_alike"))
        try workspace.drop([row("NO/1", "ada@mail.example", made: 2015, updated: "2025-01-01")], "verified")
        try await workspace.run()
        #expect(try workspace.text("holds.csv", run: 2).contains("DK,1,held,look_alike"))
        #expect(try workspace.facts().localProfiles == 1)
    }

    @Test("A key that is decided again for another reason keeps what look-alikes say of it")
    func decidedAgain() async throws {
        let workspace = try TestWorkspace()
        let start = try #require(Timestamp("2026-01-15"))
        var changed = row("DK/1", LookAlikeRunTests.foreign, made: 2020)
        changed["email_changed_at"] = "2026-01-10"
        try workspace.drop([row("NO/1", "ada@mail.example", made: 2015), changed])
        try await workspace.run { $0.asOf = start }
        #expect(try workspace.text("holds.csv").contains("DK,1,held,recent_email_change"))
        try workspace.drop([row("FI/9", "z@mail.example", made: 2015)], "late")
        try await workspace.run { $0.asOf = start.advanced(byDays: 60) }
        #expect(try workspace.text("holds.csv", run: 2).contains("DK,1,held,look_alike"))
        #expect(try workspace.facts().localProfiles == 1)
    }

    @Test("An address with more spellings than are looked up finds its look-alike by a walk")
    func manySpellings() async throws {
        let workspace = try TestWorkspace()
        let name = String(repeating: "lo", count: 12)
        try workspace.drop([
            row("NO/1", name + "1@mail.example", made: 2015), row("SE/1", "z@mail.example", made: 2015),
        ])
        try await workspace.run()
        try workspace.drop([row("DK/1", "\u{43B}o@mail.example", made: 2016)], "harmless")
        try await workspace.run()
        try workspace.drop([row("DK/2", name.dropLast() + "\u{43E}l@mail.example", made: 2020)], "second")
        try await workspace.run()
        #expect(try workspace.text("holds.csv", run: 3).contains("DK,2,held,look_alike"))
    }

    /// Export and digest are those of a workspace that got everything at once.
    private func sameAsOneLoad(_ workspace: TestWorkspace, _ rows: [MadeUpRow]) async throws {
        let other = try TestWorkspace()
        try other.drop(rows)
        try await other.run()
        #expect(try workspace.facts().digest == other.facts().digest)
        #expect(try await exported(workspace, "a") == exported(other, "b"))
    }

    private func exported(_ workspace: TestWorkspace, _ name: String) async throws -> [String: [UInt8]] {
        let options = try workspace.options()
        let folder = workspace.folder + "/" + name
        _ = try await performExport(
            StateInputs(layout: options.layout, configuration: options.configuration, key: options.key), to: folder,
            limits: WorkerLimits(workers: 2), schedulers: .threads(workers: 2), progress: RunProgress(),
            drain: DrainFlag())
        return try filesOf(folder)
    }
}
