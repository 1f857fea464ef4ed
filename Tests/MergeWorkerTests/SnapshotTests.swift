import AccountModel
import BatchIntake
import DurableFiles
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// A batch with a manifest: rows of one country.
struct MadeUpBatch {
    var country: String
    var id: String
    /// `nil`: a delta without a sequence.
    var sequence: Int?
    var isFull = false
    /// A full snapshot has one or more parts.
    var parts: [[MadeUpRow]]
    var supersedes: String?
}

extension TestWorkspace {
    /// Puts a batch with its manifests into the spool.
    func drop(_ batch: MadeUpBatch, only parts: Set<Int>? = nil) throws {
        for (index, rows) in batch.parts.enumerated() where parts?.contains(index + 1) ?? true {
            let name = "\(batch.id)-\(index + 1).csv"
            var manifest = "\"batch_id\":\"\(batch.id)\",\"country\":\"\(batch.country)\""
            if let sequence = batch.sequence { manifest += ",\"sequence\":\(sequence)" }
            if batch.isFull { manifest += ",\"kind\":\"full\"" }
            if let supersedes = batch.supersedes { manifest += ",\"supersedes\":\"\(supersedes)\"" }
            manifest += ",\"part\":\(index + 1),\"parts\":\(batch.parts.count)"
            try drop(batch.country, name, csv(rows))
            try drop(batch.country, name + BatchManifest.suffix, Array("{\(manifest)}".utf8))
        }
    }
}

@Suite("Full snapshots", .serialized)
struct SnapshotTests {
    private func row(_ id: String, _ updated: String, _ columns: [String: String] = [:]) -> MadeUpRow {
        let base = [
            "email": "\(id.lowercased())@mail.example", "updated_at": updated, "email_verified": "true",
            "first_name": "Ada", "last_name": "Berg",
        ]
        return MadeUpRow("NO", id, base.merging(columns) { $1 })
    }

    private func full(_ sequence: Int, _ parts: [MadeUpRow]...) -> MadeUpBatch {
        MadeUpBatch(country: "NO", id: "full-\(sequence)", sequence: sequence, isFull: true, parts: parts)
    }

    private func delta(_ sequence: Int?, _ rows: [MadeUpRow]) -> MadeUpBatch {
        let id = "delta-\(sequence.map(String.init) ?? "none")"
        return MadeUpBatch(country: "NO", id: id, sequence: sequence, parts: [rows])
    }

    private func accounts(_ workspace: TestWorkspace) async throws -> [String] {
        let profiles = try await workspace.exported()
        return profiles.flatMap(\.accounts).map(\.account_id).sorted()
    }

    @Test(
        "Accounts that a full snapshot leaves out are gone, and a late older delta does not bring them back")
    func vanishes() async throws {
        let workspace = try TestWorkspace()
        let old = [
            row("A", "2026-01-01T00:00:00Z"), row("B", "2026-01-01T00:00:00Z"),
            row("C", "2026-01-01T00:00:00Z"),
        ]
        try workspace.drop(delta(1, old))
        try await workspace.run()
        try workspace.drop(full(5, [old[0]], [old[1]]))
        let summaries = try await workspace.run { $0.allowsShrink = true }
        #expect(summaries.first?.vanished.map(\.accounts) == [1])
        #expect(try await accounts(workspace) == ["A", "B"])
        // Newer by its date, older by its sequence; and one that nobody has seen yet.
        try workspace.drop(delta(4, [row("C", "2026-03-01T00:00:00Z"), row("D", "2026-03-01T00:00:00Z")]))
        try await workspace.run()
        #expect(try await accounts(workspace) == ["A", "B"])
        try workspace.drop(delta(6, [row("D", "2026-04-01T00:00:00Z"), row("E", "2025-01-01T00:00:00Z")]))
        try await workspace.run()
        #expect(try await accounts(workspace) == ["A", "B", "D", "E"])
        #expect(try await workspace.unsound().isEmpty)
        // Under another key it is known as well who is gone since when.
        try await workspace.rekey()
        #expect(try await workspace.unsound().isEmpty)
        try workspace.drop(delta(3, [row("C", "2026-05-01T00:00:00Z"), row("F", "2026-05-01T00:00:00Z")]))
        try await workspace.run()
        #expect(try await accounts(workspace) == ["A", "B", "D", "E"])
        #expect(try await workspace.unsound().isEmpty)
    }

    @Test("A snapshot waits until all its parts are there")
    func waitsForParts() async throws {
        let workspace = try TestWorkspace()
        let rows = [row("A", "2026-01-01T00:00:00Z"), row("B", "2026-01-01T00:00:00Z")]
        let snapshot = full(1, [rows[0]], [rows[1]])
        try workspace.drop(snapshot, only: [1])
        #expect(try await workspace.run().isEmpty)
        let waiting = try partsThatWait(workspace.layout, try workspace.options().configuration)
        #expect(waiting == [WaitingPart(country: "NO", file: "full-1-1.csv", part: 1, parts: 2, missing: 1)])
        try workspace.drop(snapshot, only: [2])
        try await workspace.run()
        #expect(try await accounts(workspace) == ["A", "B"])
        // A part that comes again is known, and is not taken for a snapshot of its own.
        try workspace.drop(snapshot, only: [2])
        #expect(try await workspace.run().allSatisfy { !$0.isCommitted })
        #expect(try await accounts(workspace) == ["A", "B"])
    }

    @Test("A snapshot with a refused part is refused whole")
    func refusedPart() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop(delta(1, [row("A", "2026-01-01T00:00:00Z"), row("B", "2026-01-01T00:00:00Z")]))
        try await workspace.run()
        try workspace.drop(full(2, [row("A", "2026-02-01T00:00:00Z")], [row("B", "2026-02-01T00:00:00Z")]))
        try workspace.drop("NO", "full-2-2.csv", Array("account_id,email\n\"B,b@mail.example\n".utf8))
        let summaries = try await workspace.run()
        let reasons = summaries.flatMap(\.refusedBatches).compactMap { $0.refusal?.code }.sorted()
        #expect(reasons == ["snapshot_incomplete", "unterminated_quote"])
        #expect(try await accounts(workspace) == ["A", "B"])
    }

    @Test("A rejected row keeps its account; a row that names no account keeps all")
    func rejectedRows() async throws {
        let workspace = try TestWorkspace(#"{"reject_share_max": 1.0}"#)
        let rows = ["A", "B", "C"].map { row($0, "2026-01-01T00:00:00Z") }
        try workspace.drop(delta(1, rows))
        try await workspace.run()
        var rejected = row("B", "2026-02-01T00:00:00Z")
        rejected["op"] = "upsort"
        try workspace.drop(full(2, [rows[0], rejected]))
        try await workspace.run { $0.allowsShrink = true }
        #expect(try await accounts(workspace) == ["A", "B"])
        try workspace.drop(full(3, [rows[0], row("", "2026-02-01T00:00:00Z")]))
        try await workspace.run { $0.allowsShrink = true }
        #expect(try await accounts(workspace) == ["A", "B"])
    }

    /// A row about the account that cannot be read.
    private func rejected(_ id: String) -> MadeUpRow { row(id, "2026-02-01T00:00:00Z", ["op": "upsort"]) }

    @Test("A rejected row keeps an account that nobody has seen yet, through later runs, undo and a rebuild")
    func rejectedRowsOfUnknownAccounts() async throws {
        let workspace = try TestWorkspace(#"{"reject_share_max": 1.0}"#)
        let known = row("A", "2026-01-01T00:00:00Z")
        for (sequence, rows) in [
            (5, [known, rejected("B"), rejected("C"), rejected("D")]), (7, [known, rejected("B"), rejected("D")]),
        ] {
            try workspace.drop(full(sequence, rows))
            try await workspace.run { $0.allowsShrink = true }
        }
        #expect(try presences(workspace) == 2, "C was left out by the newest snapshot")
        // An older snapshot that comes late leaves D out, and a version of before it is gone by that. What it tells of C
        // does not count: the newest one left C out.
        try workspace.drop(full(3, [known, rejected("B"), rejected("C")]))
        try await workspace.run { $0.allowsShrink = true }
        #expect(try presences(workspace) == 2)
        let before = try workspace.facts().digest
        try workspace.drop(delta(nil, ["B", "C", "D"].map { row($0, "2026-01-01T00:00:00Z") }))
        try await workspace.run()
        #expect(try await accounts(workspace) == ["A", "B"])
        #expect(try presences(workspace) == 0)
        let order = UndoOrder(run: 4, by: "tester", at: "2026-06-01T00:00:00Z", reason: "a test")
        try await workspace.run { $0.task = .undo(order) }
        #expect(try workspace.facts().digest == before && presences(workspace) == 2)
        try workspace.drop(delta(nil, ["B", "C", "D"].map { row($0, "2026-01-01T00:00:00Z") }))
        try workspace.drop(delta(4, [row("E", "2026-01-01T00:00:00Z")]))
        try await workspace.run()
        #expect(try await accounts(workspace) == ["A", "B"])
        #expect(try await workspace.unsound() == [])
        let rebuilt = try await workspace.rebuilt()
        #expect(rebuilt.isEqual == true)
    }

    private func presences(_ workspace: TestWorkspace) throws -> Int {
        let store = try StoreEnvironment(path: workspace.layout.storeFile, access: .readOnly, mapBytes: 1 << 30)
        return try StoredPresences(store, SuppressionKeys(try workspace.layout.fittingKey()))?.all(of: .NO).count ?? 0
    }

    @Test("More than two in a hundred stop the run, which says how many, and gives the files back")
    func shrinks() async throws {
        let workspace = try TestWorkspace()
        let rows = (0..<100).map { row("A\($0)", "2026-01-01T00:00:00Z") }
        try workspace.drop(delta(1, rows))
        try await workspace.run()
        try workspace.drop(full(2, Array(rows.dropFirst(3))))
        await #expect {
            try await workspace.run()
        } throws: { error in
            guard case .gate(let reason)? = error as? RunFault else { return false }
            return reason.contains("3 of the 100 accounts of NO")
        }
        #expect(try workspace.layout.spool(.NO).listing().batches == ["full-2-1.csv"])
        #expect(try workspace.facts().run == 1)
        try await workspace.run { $0.allowsShrink = true }
        #expect(try workspace.facts().accounts == 97)
        // Two in a hundred do not stop it.
        try workspace.drop(full(3, Array(rows.dropFirst(4))))
        try await workspace.run()
        #expect(try workspace.facts().accounts == 96)
    }

    @Test(
        "Any order and any split, with full snapshots among the batches, ends as the oracle says",
        arguments: lawSeeds(3))
    func anyOrder(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed, launch: nil)
        let batches = made.batches(of: 12, rejecting: true)
        let oracle = SnapshotOracle(batches)
        let wanted = try TestWorkspace()
        try wanted.drop(oracle.standing)
        try await wanted.run()
        let wantedProfiles = try await wanted.exported()
        var digests: Set<String> = []
        for isVerified in [false, true] {
            let workspace = try TestWorkspace(#"{"reject_share_max": 1.0}"#)
            var left = batches.shuffled(using: &made.random)
            while !left.isEmpty {
                let count = min(left.count, Int.random(in: 1...8, using: &made.random))
                for batch in left.prefix(count) { try workspace.drop(batch) }
                left.removeFirst(count)
                try await workspace.run {
                    $0.allowsShrink = true
                    $0.limits.keyRanges = made.random.pick([1, 2, 8])
                }
            }
            let profiles = try await workspace.exported()
            let (mine, theirs) = (Self.describe(profiles), Self.describe(wantedProfiles))
            #expect(mine == theirs, "seed \(seed)")
            digests.insert(try workspace.facts().digest)
            if isVerified { #expect(try await workspace.unsound() == [], "seed \(seed)") }
        }
        #expect(digests.count == 1, "seed \(seed)")
    }

    static func describe(_ profiles: [PublishedProfile]) -> [String] {
        profiles.map { profile in
            "\(profile.profile_id) \(profile.state) \(profile.first_name ?? "-") \(profile.phone ?? "-") "
                + profile.accounts.map { "\($0.name) \($0.role) \($0.orders ?? [])" }.joined(separator: ", ")
        }.sorted()
    }
}

/// What batches with full snapshots leave standing, worked out the slow way.
///
/// Of each account the newest version stands (`updated_at`, then sequence), whatever became of it. It is gone
/// if some full snapshot of its country, not older by sequence, has no row about the account.
struct SnapshotOracle {
    private(set) var standing: [MadeUpRow] = []
    /// Accounts that are gone because a snapshot left them out.
    private(set) var vanished: Set<String> = []
    /// Accounts whose veto outlives a newest version that is silent about it.
    private(set) var remembered: Set<String> = []

    init(_ batches: [MadeUpBatch]) {
        var newest: [String: (row: MadeUpRow, sequence: Int)] = [:]
        for batch in batches {
            for row in batch.parts.joined() where row["op"] != "upsort" {
                let sequence = batch.sequence ?? -1
                guard let known = newest[row.account] else {
                    newest[row.account] = (row, sequence)
                    continue
                }
                let isNewer =
                    row["updated_at"] != known.row["updated_at"]
                    ? row["updated_at"] > known.row["updated_at"] : sequence > known.sequence
                if isNewer { newest[row.account] = (row, sequence) }
            }
        }
        for (account, version) in newest {
            let isGone = batches.contains { batch in
                batch.isFull && batch.country == version.row.country
                    && (batch.sequence ?? -1) >= version.sequence
                    && !batch.parts.joined().contains { $0.account == account }
            }
            if isGone {
                vanished.insert(account)
                continue
            }
            var row = version.row
            // A veto stands until the newest version says yes.
            let hasDeclined = batches.flatMap { $0.parts.joined() }.contains {
                $0.account == account && $0["link_consent"] == "declined" && $0["op"] != "upsort"
            }
            if hasDeclined, !["granted", "declined"].contains(row["link_consent"]) {
                row["link_consent"] = "declined"
                remembered.insert(account)
            }
            standing.append(row)
        }
    }
}

extension MadeUpAccounts {
    /// Histories cut into batches of any sequence, and full snapshots with some version of some accounts.
    /// - Parameter rejecting: some rows of snapshots cannot be read.
    mutating func batches(of count: Int, rejecting: Bool = false) -> [MadeUpBatch] {
        let rows = history(of: count)
        var batches: [MadeUpBatch] = []
        for (country, own) in Dictionary(grouping: rows, by: \.country).sorted(by: { $0.key < $1.key }) {
            var rows = own.shuffled(using: &random)
            while !rows.isEmpty {
                let count = min(rows.count, Int.random(in: 1...4, using: &random))
                let sequence = random.once(in: 5) ? nil : Int.random(in: 1...20, using: &random)
                let id = "\(country)-d\(batches.count)"
                let part = Array(rows.prefix(count))
                batches.append(MadeUpBatch(country: country, id: id, sequence: sequence, parts: [part]))
                rows.removeFirst(count)
            }
            for number in 0..<Int.random(in: 0...2, using: &random) {
                let id = "\(country)-f\(number)"
                batches.append(
                    snapshot(country, id, Int.random(in: 1...20, using: &random) * 2 + number, own, rejecting))
            }
        }
        return batches
    }

    private mutating func snapshot(
        _ country: String, _ id: String, _ sequence: Int, _ own: [MadeUpRow], _ rejecting: Bool
    ) -> MadeUpBatch {
        var chosen: [String: MadeUpRow] = [:]
        for row in own where !random.once(in: isThorough ? 10 : 3) { chosen[row.id] = row }
        if rejecting {
            for id in chosen.keys.sorted() where random.once(in: 3) { chosen[id]?["op"] = "upsort" }
        }
        let rows = chosen.values.sorted { $0.id < $1.id }
        let cut = rows.count / 2
        let parts = random.once(in: 2) ? [Array(rows[..<cut]), Array(rows[cut...])] : [rows]
        return MadeUpBatch(country: country, id: id, sequence: sequence, isFull: true, parts: parts)
    }
}
