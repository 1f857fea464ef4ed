import AccountModel
import Testing

@testable import MergeWorker

@Suite("Country scorecards", .serialized)
struct ScorecardTests {
    private func row(_ account: String, _ columns: [String: String]) -> MadeUpRow {
        let parts = account.split(separator: "/").map(String.init)
        var all = ["updated_at": "2024-01-01", "email_verified": "true", "first_name": "Ada", "last_name": "Berg"]
        all.merge(columns) { $1 }
        return MadeUpRow(parts[0], parts[1], all)
    }

    private var rows: [MadeUpRow] {
        [
            row("NO/1", ["email": "a@mail.example", "phone": "ring Kvitsund etter sju"]),
            row("NO/2", ["email": "b@mail.example", "first_name": "BjÃ¶rnstjerne"]),
            row("SE/1", ["email": "a@mail.example", "first_name": "Berg", "last_name": "Ada"]),
            row("DK/1", ["email": "b@mail.example", "first_name": "Olav", "last_name": "Haugen"]),
        ]
    }

    @Test("A file's weaknesses stand in the report with their lines and masked values", arguments: [true, false])
    func samples(isMasked: Bool) async throws {
        let workspace = try TestWorkspace(isMasked ? "{}" : #"{"mask_samples": false}"#)
        try workspace.drop(rows)
        try await workspace.run()
        for name in ["report.json", "report.html"] {
            let text = try workspace.text(name)
            #expect(text.contains("Kvitsund") != isMasked, "\(name)")
            #expect(text.contains("stjerne") != isMasked, "\(name)")
        }
        let json = try workspace.text("report.json")
        #expect(json.contains("r••• K•••••••") == isMasked)
        #expect(json.contains("swapped_names") && json.contains("shared_mailboxes"))
    }
}
