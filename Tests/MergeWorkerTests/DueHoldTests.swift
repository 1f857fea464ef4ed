import AccountModel
import Testing

@testable import MergeWorker

/// Holds that end by themselves, because a day has come.
@Suite("Holds that end", .serialized)
struct DueHoldTests {
    private func row(_ country: String, _ id: String, _ email: String, _ changed: String = "") -> MadeUpRow {
        MadeUpRow(
            country, id,
            [
                "email": email, "updated_at": "2024-01-01", "email_verified": "true", "first_name": "Ada",
                "email_changed_at": changed,
            ])
    }

    @Test("A hold for a recent change of address ends in the first run after its days, without a row of its own")
    func ends() async throws {
        let workspace = try TestWorkspace()
        let start = try #require(Timestamp("2026-01-15"))
        try workspace.drop([
            row("NO", "1", "a@mail.example", "2026-01-10"), row("SE", "1", "a@mail.example"),
        ])
        try await workspace.run { $0.asOf = start }
        #expect(try workspace.text("holds.csv", run: 1).contains("NO,1,held,recent_email_change"))

        try workspace.drop([row("DK", "9", "z@mail.example")], "early")
        try await workspace.run { $0.asOf = start.advanced(byDays: 24) }  // 29 days after the change
        #expect(try !workspace.text("links.csv", run: 2).contains("NO,1,"))

        try workspace.drop([row("DK", "8", "y@mail.example")], "late")
        try await workspace.run { $0.asOf = start.advanced(byDays: 25) }  // 30 days: no longer recent
        #expect(try workspace.text("links.csv", run: 3).contains("NO,1,member,migration,added"))
        let facts = try workspace.facts()
        #expect(facts.linkedProfiles == 1 && facts.localProfiles == 0 && facts.singleProfiles == 2)

        try workspace.drop([row("DK", "7", "x@mail.example")], "later")
        try await workspace.run { $0.asOf = start.advanced(byDays: 60) }
        #expect(try !workspace.text("links.csv", run: 4).contains("NO,1,"), "decided about once, not for ever")
    }
}
