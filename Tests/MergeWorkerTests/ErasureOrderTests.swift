import AccountModel
import DurableFiles
import Foundation
import MergeStore
import TestSupport
import Testing

@testable import MergeWorker

/// By address: erase, then import, is import, then erase; whatever the order and the split of the batches.
@Suite("An erasure by address, at any place among the runs", .serialized)
struct ErasureOrderTests {
    static let erasedAt = "2026-06-01T12:00:00Z"

    /// Histories of accounts on few addresses, with ids that no other text has.
    private static func history(_ made: inout MadeUpAccounts) -> [MadeUpRow] {
        made.history(of: 20).map { row in
            var row = MadeUpRow(row.country, row.id + "-qz", row.columns)
            // Orders stay on tombstones, proofs name other accounts, and a legal hold stops an erasure.
            for column in ["orders", "consent_proven_by", "legal_hold"] { row[column] = "" }
            return row
        }
    }

    /// What stands, the slow way: the newest version of each account, unless it has an erased address. Of accounts
    /// that stand a veto stands if any version declined and the newest has no answer.
    static func standing(_ rows: [MadeUpRow], erased: Set<String>) -> (rows: [MadeUpRow], out: [String]) {
        var (standing, out): ([MadeUpRow], [String]) = ([], [])
        for (account, versions) in Dictionary(grouping: rows, by: \.account) {
            guard var newest = versions.max(by: { $0["updated_at"] < $1["updated_at"] }) else { continue }
            if newest["op"].isEmpty, let key = linkKey(newest), erased.contains(key) {
                out.append(account)
                continue
            }
            if newest["link_consent"].isEmpty, versions.contains(where: { $0["link_consent"] == "declined" }) {
                newest["link_consent"] = "declined"
            }
            standing.append(newest)
        }
        return (standing, out)
    }

    @Test("The state is the same, and no byte of the erased is left", arguments: lawSeeds(2))
    func anywhere(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &+ 21_000, launch: nil)
        let rows = Self.history(&made)
        let erased = Set(
            rows.filter { $0["op"].isEmpty }.compactMap { linkKey($0) }.sorted().shuffled(using: &made.random)
                .prefix(3))
        let wanted = Self.standing(rows, erased: erased)
        let oracle = try TestWorkspace()
        try oracle.drop(wanted.rows + [Self.seed])
        try await oracle.run()
        let profiles = SnapshotTests.describe(try await oracle.exported())
        var digests: Set<String> = []
        var exports: Set<[UInt8]> = []
        for place in 0..<3 {
            let workspace = try await grown(rows, erased, place, &made.random)
            #expect(
                SnapshotTests.describe(try await workspace.exported()) == profiles,
                "seed \(seed), place \(place): \(erased)")
            digests.insert(try workspace.facts().digest)
            exports.insert(try await workspace.exportedFiles()["profiles.ndjson"] ?? [])
            #expect(try await workspace.unsound() == [], "seed \(seed), place \(place)")
            let ids = wanted.out.map { Array($0.split(separator: "/")[1].utf8) }
            #expect(try Self.places(of: ids, workspace) == [], "seed \(seed), place \(place)")
        }
        #expect(digests.count == 1 && exports.count == 1, "seed \(seed)")
    }

    private static let seed = MadeUpRow(
        "FI", "seed", ["email": "seed@other.example", "created_at": "2020-01-01T00:00:00Z"])

    /// A workspace that took the rows in runs of any size and order.
    /// - Parameter place: 0: erased first; 1: erased last; else anywhere, one address after the other.
    private func grown(
        _ rows: [MadeUpRow], _ erased: Set<String>, _ place: Int, _ random: inout SplitMix64
    ) async throws -> TestWorkspace {
        let workspace = try TestWorkspace()
        try workspace.drop([Self.seed], "seed")
        try await workspace.run()
        var left = rows.shuffled(using: &random)
        var waiting = erased.sorted().shuffled(using: &random)
        var number = 0
        while !left.isEmpty || !waiting.isEmpty {
            let isDue = place == 0 || left.isEmpty || place > 1 && random.once(in: 3)
            if isDue, !waiting.isEmpty {
                let count = place < 2 ? waiting.count : 1
                _ = try ErasureTests.erase(Array(waiting.prefix(count)), workspace)
                waiting.removeFirst(count)
                continue
            }
            let count = min(left.count, Int.random(in: 5...20, using: &random))
            number += 1
            try workspace.drop(Array(left.prefix(count)), "b\(number)")
            left.removeFirst(count)
            try await workspace.run()
        }
        return workspace
    }

    /// Files of the workspace that have one of the texts.
    static func places(of needles: [[UInt8]], _ workspace: TestWorkspace) throws -> [String] {
        var found: [String] = []
        let walk = FileManager.default.enumerator(atPath: workspace.layout.root)
        while let name = walk?.nextObject() as? String {
            let path = workspace.layout.root + "/" + name
            guard let status = try FileStatus.of(path), status.kind == .file, status.bytes > 0 else {
                continue
            }
            let bytes = FileManager.default.contents(atPath: path) ?? Data()
            if needles.contains(where: { bytes.range(of: Data($0)) != nil }) { found.append(name) }
        }
        return found
    }

    // MARK: Single cases

    private static let header = "account_id,email,first_name,created_at,updated_at\n"

    private static func row(
        _ id: String, _ email: String, _ updated: String, created: String = "2015-01-01T00:00:00Z"
    ) -> String {
        "\(id),\(email),Ada,\(created),\(updated)\n"
    }

    private func deliver(_ workspace: TestWorkspace, _ name: String, _ rows: String...) async throws {
        try workspace.drop("DE", name + ".csv", (Self.header + rows.joined()).utf8)
        try await workspace.run()
    }

    private func accounts(_ workspace: TestWorkspace) async throws -> [String] {
        try await workspace.exported().flatMap(\.accounts).map(\.account_id).filter { $0 != "seed" }.sorted()
    }

    private func seeded() async throws -> TestWorkspace {
        let workspace = try TestWorkspace()
        try workspace.drop([Self.seed], "seed")
        try await workspace.run()
        return workspace
    }

    @Test("A version of after the erasure brings nobody back, and is remembered once")
    func afterwards() async throws {
        let workspace = try await seeded()
        _ = try ErasureTests.erase(["a@example.org"], workspace)
        try await deliver(workspace, "old", Self.row("DE-1", "a@example.org", "2020-01-01T00:00:00Z"))
        try await deliver(workspace, "new", Self.row("DE-1", "b@example.org", "2026-07-01T00:00:00Z"))
        #expect(try await accounts(workspace) == [])
        let entries = try SuppressionFile.readAll(workspace.layout).flatMap(\.entries).count
        // Its country goes on sending it.
        for month in ["08", "09"] {
            try await deliver(
                workspace, "m\(month)", Self.row("DE-1", "c@example.org", "2026-\(month)-01T00:00:00Z"))
        }
        // And one from before the erasure comes late: too late, for others were thrown away by then.
        try await deliver(workspace, "late", Self.row("DE-1", "b@example.org", "2026-05-01T00:00:00Z"))
        #expect(try await accounts(workspace) == [])
        #expect(try SuppressionFile.readAll(workspace.layout).flatMap(\.entries).count == entries)
        // A new person at the same id.
        try await deliver(
            workspace, "back",
            Self.row("DE-1", "a@example.org", "2026-10-01T00:00:00Z", created: "2026-09-30T00:00:00Z"))
        #expect(try await accounts(workspace) == ["DE-1"])
        #expect(try await workspace.unsound() == [])
    }

    @Test("An account with an erased mailbox in a row without a date is out for good")
    func undated() async throws {
        let workspace = try await seeded()
        _ = try ErasureTests.erase(["a@example.org"], workspace)
        try await deliver(workspace, "old", Self.row("DE-1", "a@example.org", ""))
        try await deliver(workspace, "late", Self.row("DE-1", "b@example.org", "2021-01-01T00:00:00Z"))
        #expect(try await accounts(workspace) == [])
        #expect(try await workspace.unsound() == [])
    }

    @Test("Who was named by account or profile stays out, whatever comes late")
    func named() async throws {
        for subject in ["DE/DE-1", "a@example.org"] {
            let workspace = try await seeded()
            try await deliver(workspace, "old", Self.row("DE-1", "a@example.org", "2020-01-01T00:00:00Z"))
            _ = try ErasureTests.erase([subject], workspace)
            #expect(try await accounts(workspace) == [])
            try await deliver(workspace, "late", Self.row("DE-1", "b@example.org", "2021-01-01T00:00:00Z"))
            #expect(try await accounts(workspace) == (subject == "DE/DE-1" ? [] : ["DE-1"]))
            #expect(try await workspace.unsound() == [])
        }
    }

    @Test(
        "Under another key an account that was out up to a version is out up to it, and comes in by a newer one"
    )
    func otherKey() async throws {
        let workspace = try await seeded()
        try await deliver(workspace, "old", Self.row("DE-1", "a@example.org", "2020-01-01T00:00:00Z"))
        _ = try ErasureTests.erase(["a@example.org"], workspace)
        try await workspace.rekey()
        try await deliver(workspace, "older", Self.row("DE-1", "b@example.org", "2019-01-01T00:00:00Z"))
        #expect(try await accounts(workspace) == [])
        try await deliver(workspace, "late", Self.row("DE-1", "b@example.org", "2021-01-01T00:00:00Z"))
        #expect(try await accounts(workspace) == ["DE-1"])
        #expect(try await workspace.unsound() == [])
    }

    @Test(
        "Full snapshots that had a row about an account while it was out had one about it when it comes in",
        arguments: [[0, 1, 2, 3, 4], [1, 2, 3, 0, 4], [1, 2, 3, 4, 0], [0, 3, 2, 1, 4]])
    func snapshots(order: [Int]) async throws {
        func row(_ id: String, _ email: String, _ updated: String) -> MadeUpRow {
            MadeUpRow(
                "NO", id, ["email": email, "updated_at": updated, "created_at": "2015-01-01T00:00:00Z"])
        }
        let (old, other) = (row("A", "a@example.org", "2020-01-01"), row("B", "b@example.org", "2020-01-01"))
        let batches = [
            MadeUpBatch(country: "NO", id: "f3", sequence: 3, isFull: true, parts: [[old, other]]),
            MadeUpBatch(country: "NO", id: "f5", sequence: 5, isFull: true, parts: [[old, other]]),
            MadeUpBatch(
                country: "NO", id: "f7", sequence: 7, isFull: true,
                parts: [[other, row("C", "a@example.org", "2020-01-01")]]),
            // Newer by their dates, older than the snapshots: C stands, which the newest one had.
            MadeUpBatch(
                country: "NO", id: "late", sequence: 6,
                parts: [[row("A", "c@example.org", "2021-01-01"), row("C", "c@example.org", "2021-01-01")]]),
        ]
        let workspace = try await seeded()
        for step in order {
            if step == 0 {
                _ = try ErasureTests.erase(["a@example.org"], workspace)
            } else {
                try workspace.drop(batches[step - 1])
                try await workspace.run { $0.allowsShrink = true }
            }
        }
        #expect(try await accounts(workspace) == ["B", "C"])
        #expect(try await workspace.unsound() == [])
        let rebuilt = try await workspace.rebuilt()
        #expect(rebuilt.isEqual == true, "\(rebuilt.text)")
        let newest = MadeUpBatch(
            country: "NO", id: "f8", sequence: 8, parts: [[row("A", "c@example.org", "2022-01-01")]])
        try workspace.drop(newest)
        try await workspace.run()
        #expect(try await accounts(workspace) == ["A", "B", "C"])
    }

    @Test(
        "An account that turns out to be an erased person's is erased from what was published and kept before"
    )
    func turnsOut() async throws {
        let workspace = try await seeded()
        _ = try ErasureTests.erase(["a@example.org"], workspace)
        try await deliver(
            workspace, "first", Self.row("DE-1qz", "before@example.org", "2019-01-01T00:00:00Z"))
        var follower = PublishedState()
        for run in 1...2 { try follower.take(try workspace.published(run: run)) }
        #expect(try await accounts(workspace) == ["DE-1qz"])
        try await deliver(workspace, "second", Self.row("DE-1qz", "a@example.org", "2020-01-01T00:00:00Z"))
        #expect(try await accounts(workspace) == [])
        for run in 3...(try workspace.facts().run) { try follower.take(try workspace.published(run: run)) }
        #expect(follower.profiles.count == 1)
        #expect(try Self.places(of: [Array("DE-1qz".utf8), Array("before@example".utf8)], workspace) == [])
        #expect(try await workspace.unsound() == [])
    }

    @Test("A decision that was made before its account came does not keep the name of an erased person")
    func decidedBefore() async throws {
        let workspace = try await seeded()
        try workspace.decide([
            "keep_apart,DE,DE-1qz,,,,,fraud,ada,2026-05-01T10:00:00Z",
            "keep_apart,FI,seed,,,,,fraud,ada,2026-05-01T10:00:00Z",
        ])
        try await workspace.run()
        _ = try ErasureTests.erase(["a@example.org"], workspace)
        #expect(try Self.places(of: [Array("DE-1qz".utf8)], workspace).count == 2, "nobody knows whose it is")
        try await deliver(workspace, "a", Self.row("DE-1qz", "a@example.org", "2020-01-01T00:00:00Z"))
        #expect(try Self.places(of: [Array("DE-1qz".utf8)], workspace) == [])
        #expect(try rulings(workspace) == 1)
        #expect(try await workspace.unsound() == [])
        #expect(try await accounts(workspace) == [])
    }

    private func rulings(_ workspace: TestWorkspace) throws -> Int {
        let store = try StoreEnvironment(
            path: workspace.layout.storeFile, access: .readOnly, mapBytes: 1 << 30)
        return try store.constraints().rulings.count
    }
}
