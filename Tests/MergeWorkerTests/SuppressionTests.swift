import AccountModel
import ByteScanning
import Foundation
import MergeStore
import Normalization
import Testing

@testable import MergeWorker

@Suite("Suppression")
struct SuppressionTests {
    static let header = "account_id,email,first_name,last_name,phone,created_at,updated_at,email_verified\n"

    static func row(
        _ id: String, _ email: String, created: String = "2015-03-04T00:00:00Z",
        updated: String = "2020-01-01T00:00:00Z"
    ) -> String {
        "\(id),\(email),Erika,Mustermann,+4930123456,\(created),\(updated),true\n"
    }

    /// Writes the entry of an erased mailbox.
    static func suppress(_ address: String, at instant: String, _ workspace: TestWorkspace) throws {
        let options = try workspace.options()
        let keys = SuppressionKeys(options.key)
        var key: [UInt8] = []
        #expect(makeLinkKey(Array(address.utf8).span, into: &key) == nil)
        let linkKey = sipHash128(key.raw, key: IntakeKeys(options.key).link)
        let entry = SuppressionEntry(
            kind: .address, keyName: keys.name, hash: keys.hash(linkKey, .address),
            erasedAt: try #require(Timestamp(instant)))
        try SuppressionFile(name: "test-\(entry.hash.hexadecimal)-\(instant).suppressions", entries: [entry])
            .write(workspace.layout)
    }

    static func isSound(_ workspace: TestWorkspace) async throws -> [VerifyFinding] {
        let options = try workspace.options()
        return try await performVerify(
            StateInputs(layout: options.layout, configuration: options.configuration, key: options.key),
            limits: options.limits, schedulers: .threads(workers: 1), progress: RunProgress(), drain: DrainFlag()
        ).findings
    }

    @Test("Earlier records of an erased mailbox are counted and not stored; later ones are a new person")
    func earlierAndLater() async throws {
        let workspace = try TestWorkspace()
        let other = try TestWorkspace()
        try Self.suppress("erika@example.org", at: "2026-03-01T00:00:00Z", workspace)
        let rows =
            Self.header + Self.row("DE-1", "Erika@Example.org") + Self.row("DE-2", "erika@example.org", created: "")
            + Self.row("DE-3", "erika@example.org", created: "2026-03-01T00:00:00Z")
            + Self.row("DE-4", "erika@example.org", created: "2026-03-01T00:00:00.001Z")
            + Self.row("DE-5", "else@example.org")
        for place in [workspace, other] { try place.drop("DE", "DE.csv", rows.utf8) }
        let summary = try #require(try await workspace.run().first)
        #expect(summary.report.batches.first?.suppressed == 3)
        #expect(summary.facts.accounts == 2)
        #expect(try await Self.isSound(workspace).isEmpty)
        try await other.run()
        let ids = try profiles(workspace.published()["profiles.ndjson"])
        #expect(ids.map { $0.accounts.map(\.name) }.sorted { $0[0] < $1[0] } == [["DE/DE-4"], ["DE/DE-5"]])
        let formerID = try profiles(other.published()["profiles.ndjson"]).first { $0.email == "erika@example.org" }
        #expect(!ids.contains { $0.profile_id == formerID?.profile_id }, "a new person has a new id")
        let published = try workspace.published().values.map { String(decoding: $0, as: UTF8.self) }.joined()
        for id in ["DE-1", "DE-2", "DE-3"] { #expect(!published.contains("\"\(id)\"")) }
    }

    @Test("Where the newest version has an erased mailbox, no other version of the account stays")
    func newestVersionDecides() async throws {
        let workspace = try TestWorkspace()
        try Self.suppress("erika@example.org", at: "2026-03-01T00:00:00Z", workspace)
        let old = Self.header + Self.row("DE-1", "before@example.org", updated: "2019-01-01T00:00:00Z")
        try workspace.drop("DE", "a.csv", old.utf8)
        try await workspace.run()
        #expect(try workspace.facts().accounts == 1)
        try workspace.drop("DE", "b.csv", (Self.header + Self.row("DE-1", "erika@example.org")).utf8)
        let second = try #require(try await workspace.run().first)
        #expect(second.report.batches.first?.suppressed == 1)
        #expect(try workspace.facts().accounts == 0)
        // Whatever comes of it later: the account is an erased person's.
        let later = Self.header + Self.row("DE-1", "after@example.org", updated: "2026-05-01T00:00:00Z")
        try workspace.drop("DE", "c.csv", later.utf8)
        let third = try #require(try await workspace.run().first)
        #expect(third.report.batches.first?.suppressed == 1)
        #expect(try workspace.facts().accounts == 0)
        #expect(try await Self.isSound(workspace).isEmpty)
    }

    @Test("A damaged or cut list of suppressions stops everything")
    func damagedList() async throws {
        let workspace = try TestWorkspace()
        try Self.suppress("erika@example.org", at: "2026-03-01T00:00:00Z", workspace)
        let folder = workspace.layout.suppressionsFolder
        let path = folder + "/" + (try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first))
        let whole = try #require(FileManager.default.contents(atPath: path))
        var flipped = whole
        flipped[whole.count - 30] ^= 1
        for damaged in [whole.dropLast(), whole.dropLast(40), whole.prefix(10), flipped] {
            try damaged.write(to: URL(filePath: path))
            await #expect(throws: RunFault.self) { try await workspace.run() }
        }
        try whole.write(to: URL(filePath: path))
        try await workspace.run()
        try Data((1...32).map { UInt8($0) }).write(to: URL(filePath: workspace.layout.keyFile))
        await #expect(throws: RunFault.self) { try await workspace.run() }
    }
}
