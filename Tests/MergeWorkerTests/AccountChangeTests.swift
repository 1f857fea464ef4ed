import Testing

@testable import MergeWorker

/// What becomes of an account that comes again.
@Suite("Changes of an account", .serialized)
struct AccountChangeTests {
    private func row(
        _ country: String, _ id: String, _ email: String, _ updated: String = "2024-01-01",
        _ more: [String: String] = [:]
    ) -> MadeUpRow {
        let columns = ["email": email, "updated_at": updated, "email_verified": "true", "first_name": "Ada"]
        return MadeUpRow(country, id, columns.merging(more) { $1 })
    }

    private func follow(_ workspace: TestWorkspace, runs: Int) throws -> PublishedState {
        var state = PublishedState()
        for run in 1...runs { try state.take(try workspace.published(run: run)) }
        return state
    }

    @Test("Of two versions in one batch the newer stands, wherever it is", arguments: [false, true])
    func newerWins(isNewerFirst: Bool) async throws {
        let workspace = try TestWorkspace()
        let versions = [
            row("NO", "1", "a@mail.example", "2024-01-01", ["first_name": "Old"]),
            row("NO", "1", "a@mail.example", "2024-01-02", ["first_name": "New"]),
        ]
        try workspace.drop(isNewerFirst ? versions.reversed() : versions)
        let summary = try await workspace.run().first
        #expect(try follow(workspace, runs: 1).profiles.values.map(\.first_name) == ["New"])
        #expect(summary?.report.batches.first?.superseded == 1)
    }

    @Test("A changed version that nothing orders is rejected, with its line")
    func unordered() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            row("NO", "1", "a@mail.example", "", ["first_name": "One"]),
            row("NO", "1", "a@mail.example", "", ["first_name": "Two"]),
        ])
        let summary = try await workspace.run().first
        #expect(summary?.rejectedRows == 1)
        let reject = try workspace.text("rejects.ndjson")
        #expect(reject.contains("\"reason\":\"unordered_update\"") && reject.contains("\"line\":3"), "\(reject)")
        #expect(try follow(workspace, runs: 1).profiles.values.map(\.first_name) == ["One"])
    }

    @Test("An account that changes its address leaves one profile and joins another, which says so")
    func changesAddress() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            row("NO", "1", "a@mail.example"), row("SE", "1", "a@mail.example"), row("DK", "1", "b@mail.example"),
        ])
        try await workspace.run()
        try workspace.drop([row("NO", "1", "b@mail.example", "2024-02-01")], "b")
        try await workspace.run()
        let state = try follow(workspace, runs: 2)
        let accounts = state.profiles.values.map { ($0.state, $0.accounts.map(\.name).sorted()) }
        #expect(accounts.contains { $0 == ("single", ["SE/1"]) })
        #expect(accounts.contains { $0 == ("linked", ["DK/1", "NO/1"]) })
        let left = try #require(state.profiles.values.first { $0.state == "single" })
        let joined = try #require(state.profiles.values.first { $0.state == "linked" })
        #expect(joined.moved_from == [left.profile_id])
        #expect(left.moved_from == [])
        #expect(state.links.keys.allSatisfy { $0.hasPrefix(joined.profile_id) })
        // Both are told: the one that it left, and the one that it came to.
        let events = try workspace.text("changes.ndjson", run: 2).split(separator: "\n")
        #expect(events.count == 2)
        #expect(events.contains { $0.contains("koble.profile.unlinked") && $0.contains(left.profile_id) })
        #expect(events.contains { $0.contains("koble.profile.linked") && $0.contains(joined.profile_id) })
    }

    @Test("Where an account came from is the profile that it was in: its own, a joint one, or none", arguments: 0..<4)
    func formerProfile(number: Int) async throws {
        let workspace = try TestWorkspace()
        let (old, new) = ("a\(number)@mail.example", "b\(number)@mail.example")
        try workspace.drop([
            row("NO", "1", old, "2024-01-01", ["privileged": "true"]), row("NO", "2", old), row("NO", "3", old),
            row("SE", "1", old, "2024-01-01", ["status": "blocked"]), row("DK", "1", new),
        ])
        try await workspace.run()
        let before = try follow(workspace, runs: 1).profiles.values
        let own = try #require(before.first { $0.state == "local" })
        let joint = try #require(before.first { $0.state == "linked" })
        try workspace.drop(
            [row("NO", "1", new, "2024-02-01"), row("NO", "2", new, "2024-02-01"), row("NO", "3", new, "2024-02-01")],
            "b")
        try workspace.drop([row("SE", "1", new, "2024-02-01")], "c")
        try await workspace.run()
        let after = try follow(workspace, runs: 2)
        let joined = try #require(after.profiles.values.first { $0.accounts.count == 5 })
        #expect(joined.moved_from.sorted() == [own.profile_id, joint.profile_id].sorted())
        #expect(after.profiles.count == 1 && after.holds.isEmpty)
    }

    @Test("A country that delivers everything again, under another batch id, changes nothing")
    func deliversAgain() async throws {
        var made = MadeUpAccounts(seed: 77)
        let rows = made.accounts(60)
        let workspace = try TestWorkspace()
        for number in 1...3 {
            for (country, own) in Dictionary(grouping: rows, by: \.country) {
                let isFull = number == 3
                try workspace.drop(
                    MadeUpBatch(country: country, id: "b\(number)", sequence: number, isFull: isFull, parts: [own]))
            }
            try await workspace.run()
            if number == 1 { continue }
            for name in ["profiles.ndjson", "conflicts.ndjson", "changes.ndjson"] {
                #expect(try workspace.text(name, run: number) == "", "\(name)")
            }
            for name in ["links.csv", "holds.csv", "conflicts.csv"] {
                #expect(try workspace.text(name, run: number).split(separator: "\n").count == 1, "\(name)")
            }
        }
        #expect(try await workspace.unsound() == [])
    }

    @Test("A local account that changes its address keeps its profile, whichever address sorts first", arguments: 0..<8)
    func localAccountChangesAddress(number: Int) async throws {
        let workspace = try TestWorkspace()
        let held = ["privileged": "true"]
        try workspace.drop([row("NO", "1", "a\(number)@mail.example", "2024-01-01", held)])
        try await workspace.run()
        try workspace.drop([row("NO", "1", "b\(number)@mail.example", "2024-02-01", held)], "b")
        try await workspace.run()
        let state = try follow(workspace, runs: 2)
        #expect(state.profiles.values.map(\.state) == ["local"])
        #expect(state.profiles.values.map(\.email) == ["b\(number)@mail.example"])
        #expect(state.holds == ["NO/1": "held,privileged"])
    }

    @Test("An account that comes to an address and is held there changes nothing of the profile there")
    func heldArrival() async throws {
        let workspace = try TestWorkspace()
        let held = ["privileged": "true"]
        try workspace.drop([row("NO", "1", "a@mail.example", "2024-01-01", held), row("DK", "1", "b@mail.example")])
        try await workspace.run()
        try workspace.drop([row("NO", "1", "b@mail.example", "2024-02-01", held)], "b")
        try await workspace.run()
        let published = try profiles(try workspace.published(run: 2)["profiles.ndjson"])
        #expect(published.map(\.state) == ["local"])
        #expect(published.allSatisfy { $0.moved_from.isEmpty })
    }

    @Test("A new address that is invalid takes the account off its old mailbox, and holds it")
    func invalidAddress() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1", "a@mail.example"), row("SE", "1", "a@mail.example")])
        try await workspace.run()
        try workspace.drop([row("NO", "1", "a at mail", "2024-02-01")], "b")
        let summary = try await workspace.run().first
        #expect(summary?.rejectedRows == 0)
        let state = try follow(workspace, runs: 2)
        #expect(state.holds == ["NO/1": "held,address_invalid"])
        let joint = try #require(state.profiles.values.first { $0.state == "single" })
        #expect(joint.accounts.map(\.name) == ["SE/1"])
        #expect(state.profiles.values.contains { $0.state == "local" && $0.accounts.map(\.name) == ["NO/1"] })
        #expect(state.links.isEmpty)
    }

    @Test(
        "A deleted or erased account leaves its profile; an older version does not bring it back",
        arguments: ["delete", "erase"])
    func leaves(op: String) async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1", "a@mail.example"), row("SE", "1", "a@mail.example")])
        try await workspace.run()
        try workspace.drop([row("NO", "1", "a@mail.example", "2024-02-01", ["op": op])], "b")
        try await workspace.run()
        try workspace.drop([row("NO", "1", "a@mail.example", "2024-01-15", ["first_name": "Late"])], "c")
        try await workspace.run()
        let facts = try workspace.facts()
        #expect(facts.accounts == 1 && facts.markers == 1)
        var state = PublishedState()
        for run in 1...facts.run { try state.take(try workspace.published(run: run)) }
        #expect(state.profiles.values.map(\.state) == ["single"])
        #expect(state.profiles.values.flatMap { $0.accounts.map(\.name) } == ["SE/1"])
    }

    @Test("A deleted account that comes again later is there again")
    func comesBack() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1", "a@mail.example")])
        try await workspace.run()
        try workspace.drop([row("NO", "1", "a@mail.example", "2024-02-01", ["op": "delete"])], "b")
        try await workspace.run()
        try workspace.drop([row("NO", "1", "a@mail.example", "2024-03-01", ["first_name": "Back"])], "c")
        try await workspace.run()
        #expect(try follow(workspace, runs: 3).profiles.values.map(\.first_name) == ["Back"])
        #expect(try workspace.facts().markers == 0)
    }
}
