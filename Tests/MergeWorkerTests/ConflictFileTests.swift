import Foundation
import RecordLinkage
import Testing

@testable import MergeWorker

/// What programs and people read of a conflict: all values with their sources, what stands, why, and what to do.
@Suite("Files of conflicts", .serialized)
struct ConflictFileTests {
    private struct Line: Decodable {
        struct Value: Decodable {
            var country: String
            var account_id: String
            var role: String
            var first_name: String?
            var last_name: String?
            var phone: String?
        }
        struct Winner: Decodable, Equatable {
            var country: String
            var account_id: String
        }
        var profile_id: String
        var field: String
        var `class`: String
        var kind: String
        var severity: Int
        var level: Int?
        var rule: String?
        var values: [Value]
        var winner: Winner?
        var advice: String
    }

    private func row(_ country: String, _ id: String, _ made: Int, _ more: [String: String]) -> MadeUpRow {
        let base = [
            "email": "ada@mail.example", "email_verified": "true", "created_at": "\(made)-01-01",
            "updated_at": "2024-01-0\(id)", "first_name": "Ada", "last_name": "Berg", "phone": "+4791234567",
        ]
        return MadeUpRow(country, id, base.merging(more) { $1 })
    }

    @Test(
        "Each conflict has its values with their sources, what won, the level and rule, and an advice; the worst first")
    func contents() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            row("NO", "1", 2015, [:]), row("NO", "2", 2020, ["email_verified": "", "phone": "+4741234568"]),
            row("SE", "3", 2014, ["first_name": "Olav", "last_name": "Haugen", "phone": "ring meg"]),
            row("DK", "4", 2016, ["status": "blocked"]),
        ])
        try await workspace.run()
        let found = try lines(try workspace.published()["conflicts.ndjson"]).map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        #expect(found.map(\.kind) == ["phone_of_newer_unverified", "blocked_twin", "other_person"])
        #expect(found.map(\.class) == ["takeover", "takeover", "privacy"] && found.map(\.severity) == [1, 1, 2])
        #expect(found.map(\.field) == ["phone", "account", "name"])
        let phone = found[0]
        #expect(phone.winner == Line.Winner(country: "NO", account_id: "1") && phone.level == nil)
        #expect(
            phone.values.map { "\($0.country)/\($0.account_id) \($0.role) \($0.phone ?? "-")" }.sorted().prefix(2)
                == ["NO/1 member +4791234567", "NO/2 unverified +4741234568"])
        let name = found[2]
        // The member that was updated last has the name.
        #expect(
            name.winner == Line.Winner(country: "SE", account_id: "3") && name.level == 12
                && name.rule == "other_person")
        #expect(Set(name.values.map { "\($0.first_name ?? "") \($0.last_name ?? "")" }) == ["Ada Berg", "Olav Haugen"])
        let kinds: [ConflictKind] = [.phoneOfNewerUnverified, .blockedTwin, .otherPerson]
        #expect(found.map(\.advice) == kinds.map { "\($0.advice)" })

        let table = lines(try workspace.published()["conflicts.csv"]).dropFirst()
        #expect(table.count == 3 && table.allSatisfy { $0.contains(phone.profile_id) })
        #expect(
            table.contains {
                $0.hasPrefix("privacy,other_person,name,") && $0.contains("Olav Haugen")
                    && $0.contains(",12,other_person,")
            })
        #expect(
            try workspace.text("report.html").contains("other_person")
                || workspace.text("report.html").contains("Other person"))
        let profile = try #require(try await workspace.exported().first { $0.state == "linked" })
        #expect(profile.conflicts.map(\.kind) == found.map(\.kind) && profile.login.mailbox_proof)
    }
}
