import AccountModel
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// Who said no is not linked, whatever the country sends afterwards, until the person says yes.
@Suite("Vetoes", .serialized)
struct VetoTests {
    private func row(
        _ country: String, _ id: String, _ updated: String, _ more: [String: String] = [:]
    ) -> MadeUpRow {
        let base = [
            "email": "ada@mail.example", "updated_at": updated, "created_at": "2020-01-01", "email_verified": "true",
            "first_name": "Ada", "last_name": "Berg",
        ]
        return MadeUpRow(country, id, base.merging(more) { $1 })
    }

    private func declined(_ updated: String) -> MadeUpRow { row("NO", "1", updated, ["link_consent": "declined"]) }

    /// Role of NO/1 as an export tells it.
    private func role(_ workspace: TestWorkspace) async throws -> String? {
        let files: [String: [UInt8]] = try await workspace.exported(nil)
        return try profiles(files["profiles.ndjson"]).flatMap(\.accounts).first { $0.name == "NO/1" }?.role
    }

    @Test("A veto outlives newer versions without an answer, a delete and a snapshot, and ends with a yes")
    func outlives() async throws {
        let workspace = try TestWorkspace()
        let steps: [(MadeUpRow, String?)] = [
            (row("NO", "1", "2024-01-01"), "member"), (declined("2024-01-02"), "declined"),
            (row("NO", "1", "2024-01-03"), "declined"), (row("NO", "1", "2024-01-04", ["op": "delete"]), nil),
            (row("NO", "1", "2024-01-05"), "declined"),
            (row("NO", "1", "2024-01-06", ["email": "other@mail.example"]), "declined"),
            (row("NO", "1", "2024-01-07", ["link_consent": "granted"]), "member"),
            // Nobody says yes any more: the veto was never taken back.
            (row("NO", "1", "2024-01-08"), "declined"),
        ]
        try workspace.drop([row("SE", "1", "2024-01-01")], "first")
        for (number, step) in steps.enumerated() {
            try workspace.drop([step.0], "step\(number)")
            try await workspace.run()
            #expect(try await role(workspace) == step.1, "step \(number)")
            let findings = try await workspace.verified().findings
            #expect(findings == [], "step \(number)")
        }
        try workspace.drop(MadeUpBatch(country: "NO", id: "gone", sequence: 5, isFull: true, parts: [[]]))
        try await workspace.run { $0.allowsShrink = true }
        #expect(try await role(workspace) == nil)
        try workspace.drop(MadeUpBatch(country: "NO", id: "back", sequence: 6, parts: [[row("NO", "1", "2025-01-01")]]))
        try await workspace.run()
        #expect(try await role(workspace) == "declined")
        #expect(try await workspace.verified().findings == [])
    }

    @Test("An answer that arrives late counts, without being the newest version", arguments: [false, true])
    func arrivesLate(isGranted: Bool) async throws {
        let workspace = try TestWorkspace()
        let newest = row("NO", "1", "2024-02-01", isGranted ? ["link_consent": "granted"] : [:])
        try workspace.drop([newest, row("SE", "1", "2024-01-01")])
        try await workspace.run()
        try workspace.drop([declined("2024-01-15")], "late")
        let summary = try await workspace.run().first
        #expect(summary?.report.batches.first?.superseded == 1)
        #expect(try await role(workspace) == (isGranted ? "member" : "declined"))
        try workspace.drop([row("NO", "1", "2024-03-01", ["first_name": "A."])], "again")
        try await workspace.run()
        #expect(try await role(workspace) == "declined")
        #expect(try await workspace.verified().findings == [])
    }

    @Test(
        "Any order and any split of the versions ends with the same vetoes, as the oracle says", arguments: lawSeeds(5))
    func anyOrder(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &+ 900)
        let rows = made.history(of: 25)
        let configuration = OracleTests.launched + "}"
        var digests: Set<String> = []
        var exports: [[String: [UInt8]]] = []
        for isWhole in [true, false] {
            let workspace = try TestWorkspace(configuration)
            var left = isWhole ? rows : rows.shuffled(using: &made.random)
            var number = 0
            while !left.isEmpty {
                let count = isWhole ? left.count : min(left.count, Int.random(in: 5...25, using: &made.random))
                number += 1
                try workspace.drop(Array(left.prefix(count)), "b\(number)")
                left.removeFirst(count)
                try await workspace.run()
            }
            digests.insert(try workspace.facts().digest)
            exports.append(try await workspace.exported(nil))
            #expect(try await workspace.verified().findings == [], "seed \(seed)")
        }
        #expect(digests.count == 1 && exports[0] == exports[1], "seed \(seed)")
        let vetoed = Set(rows.filter { $0["link_consent"] == "declined" }.map(\.account))
        var standing: [String: MadeUpRow] = [:]
        for row in rows where standing[row.account].map({ $0["updated_at"] < row["updated_at"] }) ?? true {
            standing[row.account] = row
        }
        let live = standing.values.filter { $0["op"] != "delete" }.map { row in
            var row = row
            if row["link_consent"].isEmpty, vetoed.contains(row.account) { row["link_consent"] = "declined" }
            return row
        }
        let policy = try KobleConfiguration(json: Array(configuration.utf8)).merge
        let oracle = NaiveOracle(Array(live), policy: policy, asOf: TestWorkspace.asOf)
        var state = PublishedState()
        try state.takeExport(exports[0])
        for account in state.profiles.values.flatMap(\.accounts) {
            let isDeclined = oracle.verdicts[account.name]?.role == "declined"
            #expect((account.role == "declined") == isDeclined, "seed \(seed), \(account.name) is \(account.role)")
        }
    }

    @Test("Taking the run back takes the veto back")
    func undone() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1", "2024-01-01"), row("SE", "1", "2024-01-01")])
        try await workspace.run()
        let before = try workspace.facts().digest
        try workspace.drop([declined("2024-01-02")], "no")
        try await workspace.run()
        let order = UndoOrder(run: 2, by: "tester", at: "2026-06-01T00:00:00Z", reason: "a test")
        try await workspace.run { $0.task = .undo(order) }
        #expect(try workspace.facts().digest == before)
        try workspace.drop([row("NO", "1", "2024-01-03", ["first_name": "A."])], "later")
        try await workspace.run()
        #expect(try await role(workspace) == "member")
        #expect(try await workspace.verified().findings == [])
    }

    @Test("Under another key the veto is known, of a deleted account too")
    func rekeyed() async throws {
        let rows = [
            row("SE", "1", "2024-01-01"), declined("2024-01-01"), row("NO", "1", "2024-01-02", ["op": "delete"]),
            row("DK", "1", "2024-01-01", ["link_consent": "declined"]), row("DK", "1", "2024-01-02"),
        ]
        let workspace = try TestWorkspace()
        let fresh = try TestWorkspace()
        let key = try workspace.newKey()
        try key.save(fresh.layout.keyFile)
        try fresh.drop(rows)
        try await fresh.run()
        try workspace.drop(rows)
        try await workspace.run()
        try await workspace.rekey(key)
        #expect(try workspace.facts().digest == fresh.facts().digest)
        #expect(try await workspace.verified().findings == [])
        try workspace.drop([row("NO", "1", "2024-01-03")], "back")
        try await workspace.run()
        #expect(try await role(workspace) == "declined")
        #expect(try await workspace.verified().findings == [])
    }

    @Test("An erased person's veto goes with the person; who comes back answers anew")
    func erased() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([declined("2024-01-01"), row("SE", "2", "2024-01-01", ["email": "else@mail.example"])])
        try await workspace.run()
        guard case .done = try ErasureTests.erase(["ada@mail.example"], workspace) else {
            Issue.record("not erased")
            return
        }
        #expect(try await workspace.verified().findings == [])
        try workspace.drop([row("NO", "1", "2026-07-01", ["created_at": "2026-07-01T00:00:00Z"])], "back")
        try await workspace.run()
        #expect(try await role(workspace) == "member")
        #expect(try await workspace.verified().findings == [])
    }
}
