import AccountModel
import Foundation
import Testing

@testable import MergeWorker

/// What is wrong with a row costs the row, a field, or nothing but a line in the report; never a customer.
@Suite("Rows that are not as they should be", .serialized)
struct RowTests {
    private static let columns = [
        "account_id", "email", "first_name", "last_name", "country", "postal_code", "phone", "language", "created_at",
        "updated_at", "email_verified", "account_type", "status", "link_consent", "privileged", "pending_email_change",
        "email_changed_at", "open_data_request", "legal_hold", "global_password_set_at", "op", "marketing.email",
    ]

    private static func run(_ changes: [String: String]) async throws -> (TestWorkspace, RunSummary) {
        let sound = [
            "account_id": "1", "email": "ada@mail.example", "first_name": "Ada", "last_name": "Berg", "country": "NO",
            "phone": "+4791234567", "language": "nb", "created_at": "2020-01-01", "updated_at": "2024-01-01",
            "email_verified": "true", "marketing.email": "true",
        ]
        let row = sound.merging(changes) { $1 }
        let workspace = try TestWorkspace(#"{"reject_share_max": 1.0}"#)
        let values = columns.map { "\"\(row[$0] ?? "")\"" }.joined(separator: ",")
        try workspace.drop("NO", "a.csv", Array((columns.joined(separator: ",") + "\n" + values + "\n").utf8))
        return (workspace, try #require(try await workspace.run().first))
    }

    static let rejected: [([String: String], String)] = [
        (["account_id": ""], "account_id_missing"), (["account_id": "a\u{1}b"], "account_id_invalid"),
        (["account_id": String(repeating: "x", count: 256)], "account_id_invalid"),
        (["country": "SE"], "wrong_country"),
        (["country": "Norge"], "wrong_country"), (["op": "upsort"], "unknown_operation"),
        (["first_name": String(repeating: "x", count: 70_000)], "field_too_long"),
    ]

    @Test("Account id, country, op and a broken row reject the row, each with its reason", arguments: rejected)
    func rejects(changes: [String: String], reason: String) async throws {
        let (workspace, summary) = try await RowTests.run(changes)
        let batch = try #require(summary.report.batches.first)
        #expect(batch.rowsRead == 1 && batch.rejected == 1 && batch.applied == 0)
        #expect(
            try workspace.text("rejects.ndjson").contains("\"line\":2,")
                && workspace.text("rejects.ndjson").contains("\"reason\":\"\(reason)\""))
    }

    static let kept: [([String: String], IntakeFinding, String)] = [
        (["updated_at": "yesterday"], .badDate, "member"), (["created_at": "2020-02-31"], .badDate, "member"),
        (["email_changed_at": "soon"], .badDate, "member"),
        (["global_password_set_at": "31.12.2024"], .badDate, "member"),
        (["email_verified": "perhaps"], .badBoolean, "unverified"),
        (["marketing.email": "maybe"], .badBoolean, "member"),
        (["language": "norsk bokmål"], .badLanguage, "member"), (["phone": "ring meg"], .phoneUnparsable, "member"),
        (["first_name": "Test", "last_name": "Test"], .namePlaceholder, "member"),
        (["first_name": "BjÃ¶rn"], .nameMojibake, "member"),
        // What protects an account holds it until it can be read.
        (["account_type": "robot"], .badAccountType, "held"), (["status": "aktiv?"], .badStatus, "held"),
        (["link_consent": "vielleicht"], .badConsent, "held"), (["privileged": "kanskje"], .badBoolean, "held"),
        (["pending_email_change": "x"], .badBoolean, "held"), (["open_data_request": "x"], .badBoolean, "held"),
        (["legal_hold": "x"], .badBoolean, "held"),
        (["email": "no address"], .addressInvalid, "held"),
        (["email": "noreply@mail.example"], .addressUnusable, "held"),
    ]

    @Test("Anything else that cannot be read empties its field, is a finding, and loses no customer", arguments: kept)
    func keeps(changes: [String: String], finding: IntakeFinding, role: String) async throws {
        let (workspace, summary) = try await RowTests.run(changes)
        let batch = try #require(summary.report.batches.first)
        #expect(batch.applied == 1 && batch.rejected == 0)
        #expect(batch.findings.count(finding) == 1 && batch.findings.lines(finding) == [2])
        let profile = try #require(try await workspace.exported().first)
        #expect(profile.accounts.map(\.role) == [role])
        if finding == .badLanguage { #expect(profile.language == nil) }
        if finding == .phoneUnparsable { #expect(profile.phone == nil && profile.login.phone == "add_and_verify") }
        if changes["marketing.email"] != nil {
            #expect(profile.accounts[0].marketing.isEmpty, "never asked is the strictest")
        }
        if role == "held" { #expect(profile.state == "local" && profile.login.local_only) }
    }

    @Test("The id of a profile follows from the key and the address alone, and never changes")
    func profileID() async throws {
        let (workspace, _) = try await RowTests.run(["email": " Ada@MAIL.example. "])
        let joint = try #require(try await workspace.exported().first)
        let (other, _) = try await RowTests.run(["account_id": "77", "first_name": "Eva"])
        #expect(try await other.exported().map(\.profile_id) == [joint.profile_id])
        let (held, _) = try await RowTests.run(["privileged": "true"])
        let local = try #require(try await held.exported().first)
        #expect(local.state == "local" && local.profile_id != joint.profile_id)
        // Those of the key 00 01 … 1f: whoever changes them renames every profile there is.
        #expect(joint.profile_id == "cd9e23b0-7a4f-82f7-81e7-197c26ffefbc")
        #expect(local.profile_id == "0e6a6b70-ffc2-8472-a7b7-6cd0dc928ad3")
        #expect([joint, local].allSatisfy { $0.profile_id.split(separator: "-")[2].hasPrefix("8") })
        let manifest = try workspace.text("manifest.json")
        for (name, version) in ruleVersions {
            #expect(manifest.contains("\"\(name)\"") && manifest.contains("\"\(version)\""), "\(name) is stamped")
        }
    }

    @Test("A hub is one line of the report, however many accounts it holds back")
    func hub() async throws {
        let workspace = try TestWorkspace(#"{"hub_limit": 3}"#)
        try workspace.drop(
            (0..<40).map { MadeUpRow("NO", "\($0)", ["email": "hub@mail.example", "updated_at": "2024-01-01"]) })
        try await workspace.run()
        let holds = try workspace.text("holds.csv").split(separator: "\n")
        #expect(holds.count { $0.contains(",held,hub,") } == 37)
        let report = try workspace.text("report.json")
        #expect(report.components(separatedBy: "\"hub\"").count == 2, "one line")
    }
}
