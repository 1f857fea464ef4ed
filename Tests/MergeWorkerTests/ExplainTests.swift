import AccountModel
import DurableFiles
import Foundation
import Testing

@testable import MergeWorker

@Suite("Explanation")
struct ExplainTests {
    @Test("Profile ids, accounts and addresses are told apart")
    func subjects() {
        #expect(ExplainSubject("NO/NO-42") == .account(.NO, "NO-42"))
        #expect(ExplainSubject("no/a/b@c.test") == .account(.NO, "a/b@c.test"))
        #expect(ExplainSubject("xx/a@c.test") == .address("xx/a@c.test"))
        #expect(ExplainSubject("a@c.test") == .address("a@c.test"))
        #expect(
            ExplainSubject("00000000-0000-8001-8000-00000000000a") == .profile(high: 0x8001, low: 1 << 63 | 10))
        for text in ["", "NO/", "NO-42", "00000000-0000-8001-8000-00000000000", "1/2"] {
            #expect(ExplainSubject(text) == nil, "\(text)")
        }
    }

    @Test("Every published profile is found by id, by account and by address", arguments: UInt64(1)...2)
    func findsEverything(seed: UInt64) async throws {
        let workspace = try VerifyWorkspace(accounts: 400, seed: seed)
        try await workspace.run(deltas: 1)
        _ = try await workspace.export("all")
        for profile in try profiles(workspace.path("all/profiles.ndjson")) {
            let uuid = try #require(UUID(uuidString: profile.profileId)).uuid
            let bytes = withUnsafeBytes(of: uuid) { Array($0) }
            let words = [bytes[..<8], bytes[8...]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
            let byID = try #require(
                try performExplain(.profile(high: words[0], low: words[1]), workspace.inputs))
            let subject = try #require(ExplainSubject(profile.profileId))
            #expect(subject == .profile(high: words[0], low: words[1]))
            for account in profile.accounts {
                let country = try #require(Country(code: account.country))
                let byAccount = try #require(
                    try performExplain(.account(country, account.accountId), workspace.inputs))
                let own = try #require(byAccount.accounts.first { $0.account == byAccount.asked })
                #expect(own.account.accountId == account.accountId && own.role == account.role)
                #expect(own.profileId == profile.profileId && own.run != nil && own.line > 1)
            }
            if profile.state == "local" { continue }
            #expect(byID.profileId == profile.profileId && byID.state == profile.state)
            let email = try #require(byID.fields.first { $0.name == "email" })
            #expect(email.winner.value == profile.email)
            #expect(byID.conflicts.map(\.kind) == profile.conflicts.map(\.kind))
            #expect(byID.login?.password == profile.login.password)
            #expect(byID.summary.hasPrefix(profile.state == "linked" ? "The profile joins" : "The profile has one"))
            #expect(byID.summary.contains("At the next login the person "))
            let byAddress = try performExplain(.address(try #require(profile.email)), workspace.inputs)
            #expect(byAddress == byID)
        }
    }

    @Test("What the state does not know is not known")
    func unknown() async throws {
        let workspace = try VerifyWorkspace(accounts: 100, seed: 3)
        try await workspace.run(deltas: 0)
        for text in ["NO/none", "nobody@nowhere.test", "@", "00000000-0000-8001-8000-00000000000a"] {
            let subject = try #require(ExplainSubject(text))
            #expect(try performExplain(subject, workspace.inputs) == nil, "\(text)")
        }
    }

    @Test("Of an account that waits for consent it is told what would be merged with it, and of no other")
    func proposal() async throws {
        let workspace = try TestWorkspace(OracleTests.launched + "}")
        let old = MadeUpRow(
            "NO", "1",
            [
                "email": "ada@mail.example", "email_verified": "true", "created_at": "2020-01-01",
                "updated_at": "2024-01-01",
                "first_name": "Ada", "last_name": "Berg", "phone": "+4791234567",
            ])
        var new = MadeUpRow("SE", "7", old.columns)
        (new["created_at"], new["updated_at"]) = ("2026-04-01", "2026-04-01")
        (new["first_name"], new["phone"]) = ("Adele", "+46701234567")
        let held = MadeUpRow("DK", "3", old.columns.merging(["privileged": "true"]) { $1 })
        try workspace.drop([old, new, held])
        try await workspace.run()
        let waiting = try #require(try performExplain(.account(.SE, "7"), try workspace.inputs()))
        #expect(waiting.accounts.filter { $0.role == "pending" }.map(\.account.accountId) == ["7"])
        #expect(waiting.state == "single" && waiting.fields.first { $0.name == "name" }?.winner.value == "Ada Berg")
        let proposal = try #require(waiting.proposal)
        #expect(proposal.accounts.map(\.description).sorted() == ["NO/1", "SE/7"])
        let name = try #require(proposal.fields.first { $0.name == "name" })
        #expect(
            name.winner.value == "Adele Berg" && name.losers.map(\.value) == ["Ada Berg"] && name.rule == "most_recent")
        #expect(proposal.conflicts.map(\.kind) == ["household", "own_country_lines"])
        #expect(proposal.login.password == "set_new" && proposal.login.revokeSessions)
        #expect(waiting.summary.contains("With the consent that is missing the profile would join "))
        #expect(waiting.summary.contains("the name would be Adele Berg from SE/7"))
        #expect(waiting.json.contains("\"proposal\""))

        (new["link_consent"], new["updated_at"]) = ("granted", "2026-04-02")
        try workspace.drop([new], "yes")
        try await workspace.run()
        let joined = try #require(try performExplain(.account(.SE, "7"), try workspace.inputs()))
        #expect(joined.proposal == nil && joined.fields == proposal.fields && joined.conflicts == proposal.conflicts)
        #expect(!joined.json.contains("\"proposal\""))
    }

    // MARK: Published profiles

    private struct Profile: Decodable {
        struct Account: Decodable {
            var country: String
            var accountId: String
            var role: String
        }
        struct Conflict: Decodable { var kind: String }
        struct Login: Decodable { var password: String }

        var profileId: String
        var state: String
        var email: String?
        var accounts: [Account]
        var conflicts: [Conflict]
        var login: Login
    }

    private func profiles(_ path: String) throws -> [Profile] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try readFile(path, bytesMax: 1 << 30).split(separator: UInt8(ascii: "\n")).map {
            try decoder.decode(Profile.self, from: Data($0))
        }
    }
}
