import AccountModel
import ByteScanning
import DurableFiles
import Foundation
import Testing

@testable import MergeWorker

/// What erasures must not change, and what they must tell, on states with every kind of trouble.
@Suite("Laws of erasure", .serialized)
struct ErasureLawTests {
    /// Accounts that meet each other on few addresses; none under a legal hold.
    private static func made(_ made: inout MadeUpAccounts, _ count: Int) -> [MadeUpRow] {
        made.accounts(count).map { row in
            var row = row
            row["legal_hold"] = ""
            return row
        }
    }

    @Test("Who follows what is published holds the export after an erasure too", arguments: lawSeeds(4))
    func followed(seed: UInt64) async throws {
        var random = MadeUpAccounts(seed: seed &+ 9000)
        let rows = Self.made(&random, 50)
        let workspace = try TestWorkspace("{ \(OracleTests.launched.dropFirst()) }")
        var follower = PublishedState()
        for (number, part) in [rows.prefix(30), rows.suffix(20)].enumerated() {
            try workspace.drop(Array(part), "part\(number)")
            try await workspace.run()
            try follower.take(try workspace.published(run: number + 1))
        }
        for erasure in 0..<3 {
            let row = random.random.pick(rows)
            let outcome = try ErasureTests.erase([row.account], workspace) {
                $0.erasedAt = Timestamp(rawValue: $0.erasedAt.rawValue + Int64(erasure))
            }
            guard case .done(let summary) = outcome, let run = summary.run else { continue }
            try follower.take(try workspace.published(run: run))
            let wanted = try lines(await workspace.exported()["profiles.ndjson"]).map { line in
                let end = try #require(line.range(of: ",\"moved_from\":")).lowerBound
                return String(line[..<end])
            }
            #expect(Set(follower.lines.values.map(String.init)) == Set(wanted), "seed \(seed), erasure \(erasure)")
        }
        let findings = try await workspace.verified().findings.filter { $0.kind == .unsound }
        #expect(findings == [], "seed \(seed)")
    }

    private static func row(_ account: String, _ email: String, made: Int) -> MadeUpRow {
        let parts = account.split(separator: "/").map(String.init)
        return MadeUpRow(
            parts[0], parts[1],
            [
                "email": email, "created_at": "\(made)-01-01", "updated_at": "2024-01-01", "email_verified": "true",
                "first_name": "Ada", "last_name": "Berg",
            ])
    }

    @Test("Erasing an address frees the one that looks like it, and that is published as any change")
    func freed() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            Self.row("NO/1", "ada@mail.example", made: 2015), Self.row("SE/1", "ada@mail.example", made: 2016),
            Self.row("DK/1", LookAlikeRunTests.foreign, made: 2020),
            Self.row("FI/1", LookAlikeRunTests.foreign, made: 2021),
        ])
        try await workspace.run()
        var follower = PublishedState()
        try follower.take(try workspace.published())
        #expect(follower.holds.keys.sorted() == ["DK/1", "FI/1"])
        _ = try ErasureTests.erase(["NO/1"], workspace)
        let files = try workspace.published(run: 2)
        try follower.take(files)
        #expect(follower.profiles.values.map { $0.accounts.map(\.name).sorted() } == [["DK/1", "FI/1"]])
        #expect(follower.holds.isEmpty && follower.links.count == 2)
        let types = lines(files["changes.ndjson"]).map { $0.split(separator: "\"")[15] }.map(String.init).sorted()
        #expect(
            types == [
                "koble.profile.created", "koble.profile.erased", "koble.profile.retired", "koble.profile.retired",
            ])
        let other = try TestWorkspace()
        try other.drop([
            Self.row("DK/1", LookAlikeRunTests.foreign, made: 2020),
            Self.row("FI/1", LookAlikeRunTests.foreign, made: 2021),
        ])
        try await other.run()
        #expect(try workspace.facts().digest == other.facts().digest)
        #expect(try await workspace.exported() == other.exported())
        #expect(try await workspace.verified().findings.filter { $0.kind == .unsound } == [])
    }

    @Test("Where entries of another copy keep out one account of a profile, the others' change is told")
    func partial() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            Self.row("NO/1", "ada@mail.example", made: 2015), Self.row("SE/1", "ada@mail.example", made: 2016),
            Self.row("DK/1", "ada@mail.example", made: 2017),
        ])
        try await workspace.run()
        var follower = PublishedState()
        try follower.take(try workspace.published())
        let key = try workspace.layout.fittingKey()
        let keys = SuppressionKeys(key)
        let place = accountIndexKey(.NO, Array("1".utf8).raw, key: IntakeKeys(key).account)
        let entry = SuppressionEntry(
            kind: .account, keyName: keys.name, hash: keys.hash(place, .account), erasedAt: TestWorkspace.asOf)
        try SuppressionFile(name: "copied\(SuppressionFile.suffix)", entries: [entry]).write(workspace.layout)
        try await workspace.run()
        let files = try workspace.published(run: 2)
        #expect(!String(decoding: files["links.csv"] ?? [], as: UTF8.self).contains("NO"))
        try follower.take(files)
        let exported = try profiles(try await workspace.exported()["profiles.ndjson"])
        #expect(Array(follower.profiles.values).map(\.accounts) == exported.map(\.accounts))
        #expect(exported.map { $0.accounts.map(\.name).sorted() } == [["DK/1", "SE/1"]])
        #expect(try await workspace.verified().findings.filter { $0.kind == .unsound } == [])
    }

    @Test("An erased account that was in no profile is told by the list of those that are left, and named by nothing")
    func excluded() async throws {
        let workspace = try TestWorkspace()
        func row(_ account: String, _ status: String) -> MadeUpRow {
            var row = Self.row(account, "\(account.suffix(1))@mail.example", made: 2015)
            row["status"] = status
            return row
        }
        try workspace.drop([row("NO/qz1", "blocked"), row("NO/2", "closed"), row("SE/3", "blocked"), row("NO/4", "")])
        try await workspace.run()
        var follower = PublishedState()
        try follower.take(try workspace.published())
        #expect(follower.holds.keys.sorted() == ["NO/2", "NO/qz1", "SE/3"])
        _ = try ErasureTests.erase(["NO/qz1"], workspace)
        let files = try workspace.published(run: 2)
        #expect(
            lines(files["changes.ndjson"]) == [
                #"{"specversion":"1.0","id":"000000000002","source":"/koble","type":"koble.holds.replaced","country":"NO"}"#
            ])
        #expect(lines(files["holds.csv"]).dropFirst() == ["NO,2,excluded,closed,added"])
        try follower.take(files)
        #expect(follower.holds.keys.sorted() == ["NO/2", "SE/3"])
        var exported = PublishedState()
        try exported.takeExport(try await workspace.exportedFiles())
        #expect(follower.differences(to: exported) == [])
        #expect(try ErasureOrderTests.places(of: [Array("qz1".utf8)], workspace) == [])
        #expect(try await workspace.unsound() == [])
    }

    @Test("Erased before or after the import, whatever the accounts are, the state is the same", arguments: lawSeeds(5))
    func eitherOrder(seed: UInt64) async throws {
        var random = MadeUpAccounts(seed: seed &+ 7000)
        let rows = Self.made(&random, 60)
        // Newer versions of some, elsewhere as a rule.
        let moved = rows.shuffled(using: &random.random).prefix(15).map { random.version(of: $0) }.map { row in
            var row = row
            row["legal_hold"] = ""
            return row
        }
        let addresses = Set(rows.compactMap { linkKey($0) })
        let erased = Array(addresses.sorted().shuffled(using: &random.random).prefix(3))
        let seedRow = MadeUpRow("FI", "seed", ["email": "seed@other.example", "created_at": "2020-01-01T00:00:00Z"])
        let (first, second) = (try TestWorkspace(), try TestWorkspace())
        for workspace in [first, second] {
            try workspace.drop([seedRow], "seed")
            try await workspace.run()
        }
        _ = try ErasureTests.erase(erased, first)
        try first.drop(rows, "a")
        try first.drop(Array(moved), "b")
        try await first.run()
        // Elsewhere in two runs, the newer versions first.
        try second.drop(Array(moved), "b")
        try await second.run()
        try second.drop(rows, "a")
        try await second.run()
        _ = try ErasureTests.erase(erased, second)
        #expect(try first.facts().digest == second.facts().digest, "seed \(seed)")
        #expect(try await first.exported() == second.exported(), "seed \(seed): \(erased)")
        for workspace in [first, second] {
            let findings = try await workspace.verified().findings.filter { $0.kind == .unsound }
            #expect(findings == [], "seed \(seed)")
        }
    }
}
