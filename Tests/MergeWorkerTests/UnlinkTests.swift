import AccountModel
import Foundation
import Testing

@testable import MergeWorker

/// Accounts taken out of their profiles stay out, whatever is delivered again.
@Suite("Unlink", .serialized)
struct UnlinkTests {
    @Test(
        "What is unlinked at random stays apart when everything is delivered again, in another order",
        arguments: lawSeeds(3))
    func staysUndone(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed, launch: nil)
        let rows = made.history(of: 40)
        let workspace = try TestWorkspace()
        try workspace.drop(rows)
        try await workspace.run()
        var followed = PublishedState()
        try followed.take(try workspace.published())
        let linked = followed.links.keys.map { $0.split(separator: ",").dropFirst().joined(separator: "/") }.sorted()
        var apart: Set<String> = []
        for account in linked.shuffled(using: &made.random).prefix(6) {
            let parts = account.split(separator: "/")
            let report = try #require(
                try await workspace.unlink(Country(code: String(parts[0]))!, String(parts[1])))
            let run = try #require(report.run)
            try followed.take(try workspace.published(run: run))
            apart.insert(account)
            let published = try workspace.text("links.csv", run: run).split(separator: "\n").filter {
                $0.hasSuffix(",removed")
            }
            #expect(published.count == report.linksRemoved.count, "seed \(seed)")
            #expect(
                lines(try workspace.published(run: run)["changes.ndjson"]).count == report.events.count, "seed \(seed)")
        }
        try check(followed, apart, seed)
        let digest = try workspace.facts().digest

        // The same rows in another order and as other files, and once more with news of every account.
        for (number, part) in [rows.shuffled(using: &made.random), rows.map { made.renewed($0) }].enumerated() {
            try workspace.drop(part, "again-\(number)")
            let run = try await workspace.run().last.map(\.facts.run)
            if number == 0 { #expect(try workspace.facts().digest == digest, "seed \(seed)") }
            if let run, FileManager.default.fileExists(atPath: workspace.layout.outFolder(ofRun: run)) {
                try followed.take(try workspace.published(run: run))
            }
            try check(followed, apart, seed)
        }
    }

    private func check(_ state: PublishedState, _ apart: Set<String>, _ seed: UInt64) throws {
        for profile in state.profiles.values where profile.state != "local" {
            for account in profile.accounts { #expect(!apart.contains(account.name), "seed \(seed)") }
        }
        for account in apart where state.holds[account]?.hasPrefix("held") == true {
            #expect(["held,kept_apart", "held,legal_hold"].contains(state.holds[account]), "seed \(seed)")
        }
    }

    @Test("A dry run says what the unlink then does, and changes nothing; a newer decision takes it back")
    func previewAndTakeBack() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop(["NO", "SE", "DK"].map { row($0) })
        try await workspace.run()
        let before = try workspace.tree()
        let dry = try #require(try await workspace.unlink(.NO, "1", isDryRun: true))
        #expect(try workspace.tree() == before && dry.run == nil)
        #expect(dry.remaining.map(\.description) == ["SE/1", "DK/1"] && dry.stateAfter == "linked")
        #expect(dry.linksRemoved.map(\.account.description) == ["NO/1"])
        #expect(dry.events.map(\.type) == ["koble.profile.unlinked", "koble.profile.created"])
        var done = try #require(try await workspace.unlink(.NO, "1"))
        #expect(done.run == 2)
        done.run = nil
        #expect(done == dry)
        let again = try #require(try await workspace.unlink(.NO, "1"))
        #expect(again.wasApart && again.run == nil)
        #expect(try await workspace.unlink(.NO, "none") == nil)

        let explained = try #require(try performExplain(.account(.NO, "1"), workspace.inputs()))
        #expect(explained.decisions.map(\.decision) == ["keep_apart"])
        #expect(explained.decisions.first?.reason == "ticket 7" && explained.decisions.first?.decidedBy == "kari")
        #expect(explained.accounts.first { $0.account.country == "NO" }?.reason == "kept_apart")

        try workspace.decide(["withdraw,NO,1,,,,,mistake,kari,2026-06-01T20:00:00Z"])
        try await workspace.run()
        #expect(try workspace.text("links.csv", run: 3).contains("NO,1,member,migration,added"))
        let after = try #require(try performExplain(.account(.NO, "1"), workspace.inputs()))
        #expect(after.decisions.map(\.decision) == ["withdraw"])
    }

    @Test("An interrupted run is finished before anything is unlinked")
    func interrupted() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO"), row("SE")])
        try await workspace.run()
        try ClaimList(run: 2, entries: []).write(workspace.layout)
        await #expect(throws: RunFault.self) { _ = try await workspace.unlink(.NO, "1") }
    }

    private func row(_ country: String) -> MadeUpRow {
        MadeUpRow(
            country, "1",
            [
                "email": "a@mail.example", "updated_at": "2024-01-01", "created_at": "2020-01-01",
                "email_verified": "true", "first_name": "Ada", "last_name": "Berg",
            ])
    }
}

extension TestWorkspace {
    func inputs() throws -> StateInputs {
        let options = try options()
        return StateInputs(layout: layout, configuration: options.configuration, key: options.key)
    }

    func unlink(_ country: Country, _ id: String, isDryRun: Bool = false) async throws -> UnlinkReport? {
        let order = UnlinkOrder(
            country: country, accountID: id, reason: "ticket 7", decidedBy: "kari",
            decidedAt: Timestamp("2026-06-01T12:00:00Z")!)
        return try await performUnlink(
            order, try options { $0.isDryRun = isDryRun }, schedulers: TestThreads.pool,
            progress: RunProgress(), drain: DrainFlag())
    }
}

extension MadeUpAccounts {
    /// A newer version that says the same, but for one field.
    mutating func renewed(_ old: MadeUpRow) -> MadeUpRow {
        var row = old
        row["updated_at"] =
            "2025-0\(Int.random(in: 1...9, using: &random))-01T00:00:0\(Int.random(in: 0...9, using: &random))Z"
        row["postal_code"] = "\(Int.random(in: 1000...9999, using: &random))"
        return row
    }
}
