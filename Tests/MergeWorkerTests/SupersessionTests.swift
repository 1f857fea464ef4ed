import AccountModel
import BatchIntake
import DurableFiles
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// A correction stands in the place of the batch that it names, as if that one had never been there.
@Suite("Corrections", .serialized)
struct SupersessionTests {
    private func row(_ id: String, _ updated: String, _ columns: [String: String] = [:]) -> MadeUpRow {
        let base = [
            "email": "\(id.lowercased())@mail.example", "updated_at": updated, "email_verified": "true",
            "first_name": "Ada", "last_name": "Berg",
        ]
        return MadeUpRow("NO", id, base.merging(columns) { $1 })
    }

    private func batch(_ id: String, _ rows: [MadeUpRow], sequence: Int? = nil, supersedes: String? = nil)
        -> MadeUpBatch
    {
        MadeUpBatch(country: "NO", id: id, sequence: sequence, parts: [rows], supersedes: supersedes)
    }

    /// State and export of a workspace that took these batches in one run.
    private func wanted(_ batches: [MadeUpBatch]) async throws -> (digest: String, files: [String: [UInt8]]) {
        let workspace = try TestWorkspace()
        for batch in batches { try workspace.drop(batch) }
        try await workspace.run { $0.allowsShrink = true }
        return (try workspace.facts().digest, try await workspace.exportedFiles())
    }

    private func expect(_ workspace: TestWorkspace, equals batches: [MadeUpBatch], _ comment: Comment? = nil)
        async throws
    {
        let wanted = try await wanted(batches)
        #expect(try workspace.facts().digest == wanted.digest, comment)
        #expect(try await workspace.exportedFiles() == wanted.files, comment)
        #expect(try await workspace.unsound() == [], comment)
    }

    private var first: MadeUpBatch { batch("first", [row("A", "2026-01-01"), row("B", "2026-01-01")]) }
    /// Changes A, deletes B, makes C, moves D to A's address, and has a veto of A.
    private var bad: MadeUpBatch {
        batch(
            "bad",
            [
                row("A", "2026-02-01", ["first_name": "Wrong", "link_consent": "declined"]),
                row("B", "2026-02-01", ["op": "delete"]), row("C", "2026-02-01"),
            ])
    }
    private var better: MadeUpBatch {
        batch("better", [row("B", "2026-02-02", ["last_name": "Right"])], supersedes: "bad")
    }

    @Test("What only the replaced batch knew is gone, what it changed is as it was, and the correction stands")
    func replaces() async throws {
        let workspace = try TestWorkspace()
        for batch in [first, bad, better] {
            try workspace.drop(batch)
            try await workspace.run()
        }
        try await expect(workspace, equals: [first, better])
        #expect(try ledgerBatch(2, workspace)?.supersededBy == 3)
        #expect(try ledgerBatch(3, workspace)?.supersedes == "bad")
        // What the published files say adds up to the export.
        try await follow(workspace)
        // The replaced batch again changes nothing, and is put away.
        try workspace.drop(bad)
        #expect(try await workspace.run().allSatisfy { !$0.isCommitted })
        try await expect(workspace, equals: [first, better])
    }

    @Test("In any order, in one run or in several, the correction is what stands", arguments: 0..<6)
    func anyArrival(order: Int) async throws {
        let orders = [
            [[0], [2], [1]], [[2], [1], [0]], [[0, 1, 2]], [[1, 2], [0]], [[2], [0, 1]], [[1], [0, 2]],
        ]
        let workspace = try TestWorkspace()
        for run in orders[order] {
            for index in run { try workspace.drop([first, bad, better][index]) }
            try await workspace.run()
        }
        try await expect(workspace, equals: [first, better])
        #expect(try workspace.layout.spool(.NO).claimed() == [])
        let done = try namesInFolder(workspace.layout.spool(.NO).path(.done)).filter { $0.hasSuffix(".csv") }
        #expect(done.count == 3)
    }

    @Test("A correction of a correction stands in the place of both, in any order", arguments: 0..<6)
    func corrected(order: Int) async throws {
        let best = batch("best", [row("A", "2026-02-03", ["first_name": "Best"])], supersedes: "better")
        let orders = [[0, 1, 2, 3], [3, 2, 1, 0], [0, 1, 3, 2], [3, 0, 1, 2], [0, 3, 2, 1], [2, 3, 0, 1]]
        let workspace = try TestWorkspace()
        for index in orders[order] {
            try workspace.drop([first, bad, better, best][index])
            try await workspace.run()
        }
        try await expect(workspace, equals: [first, best])
    }

    @Test("A full snapshot is replaced as well: who had vanished by it is there again")
    func snapshot() async throws {
        let full = MadeUpBatch(
            country: "NO", id: "full", sequence: 5, isFull: true,
            parts: [[row("A", "2026-01-01")], [row("E", "2026-01-05")]])
        let loaded = batch("first", first.parts[0], sequence: 1)
        let later = batch("later", [row("F", "2026-03-01")], sequence: 6)
        let none = batch("none", [], sequence: 7, supersedes: "full")
        let workspace = try TestWorkspace()
        for batch in [loaded, full, later, none] {
            try workspace.drop(batch)
            try await workspace.run { $0.allowsShrink = true }
        }
        try await expect(workspace, equals: [loaded, later, none])
        // The snapshot is forgotten for accounts that nobody has seen yet, too.
        let late = batch("late", [row("G", "2026-01-01")], sequence: 2)
        try workspace.drop(late)
        try await workspace.run()
        try await expect(workspace, equals: [loaded, later, none, late])
        try await follow(workspace)
    }

    @Test("Once an input is not kept any more the correction is refused, with the date until which it was possible")
    func tooLate() async throws {
        let workspace = try TestWorkspace()
        for batch in [first, bad] {
            try workspace.drop(batch)
            try await workspace.run()
        }
        let before = try workspace.facts()
        try removeDurably(workspace.layout.spool(.NO).path(.done, "first-1.csv"))
        try workspace.drop(better)
        let refused = try await workspace.run().flatMap(\.refusedBatches)
        #expect(refused.map { $0.refusal?.code } == ["superseded_not_kept"])
        #expect(refused.first?.refusal?.message.contains("It was possible until 2026-07-01.") == true)
        #expect(try workspace.facts() == before)
        // Refused, it replaces nothing in its own run either.
        try workspace.drop(batch("new", [row("N", "2026-01-01")]))
        try workspace.drop(batch("fix", [row("O", "2026-01-01")], supersedes: "new"))
        try workspace.drop(batch("other", [row("P", "2026-01-01")], supersedes: "bad"))
        try await workspace.run()
        #expect(try await workspace.exported().flatMap(\.accounts).map(\.account_id).sorted() == ["A", "C", "O"])
    }

    @Test(
        "A correction that has a newer row about each account that it changes needs no old inputs",
        arguments: [false, true])
    func needsNothing(isKept: Bool) async throws {
        // Of what is replaced, A stands, B has been passed by a later batch, and E is erased.
        let wrong = batch(
            "bad",
            [
                row("A", "2026-02-01", ["first_name": "Wrong"]), row("B", "2026-02-01", ["first_name": "Wrong"]),
                row("E", "2026-02-01", ["op": "erase"]),
            ])
        let loaded = batch(
            "first", [row("A", "2026-01-01"), row("B", "2026-01-01"), row("E", "2026-01-01"), row("F", "2026-01-01")])
        let later = batch("later", [row("B", "2026-02-05", ["first_name": "Later"])])
        let better = batch("better", [row("A", "2026-02-02", ["first_name": "Right"])], supersedes: "bad")
        let workspace = try TestWorkspace()
        for batch in [loaded, wrong, later] {
            try workspace.drop(batch)
            try await workspace.run()
        }
        if !isKept {
            try removeDurably(workspace.layout.spool(.NO).path(.done, "first-1.csv"))
            // Without a row about A, it would fall back to the first load.
            try workspace.drop(batch("short", [], supersedes: "bad"))
            let refused = try await workspace.run().flatMap(\.refusedBatches)
            let message = try #require(refused.first?.refusal?.message)
            #expect(message.contains("1 of the 2 accounts") && message.contains("until 2026-07-01"), "\(message)")
        }
        try workspace.drop(better)
        #expect(try await workspace.run().flatMap(\.refusedBatches).isEmpty)
        let names = try await workspace.exported().flatMap { profile in
            profile.accounts.map { "\($0.account_id) \(profile.first_name ?? "")" }
        }
        #expect(names.sorted() == ["A Right", "B Later", "F Ada"])
        let wanted = try TestWorkspace()
        for batch in [loaded, wrong, later, better] { try wanted.drop(batch) }
        try await wanted.run()
        #expect(try workspace.facts().digest == wanted.facts().digest)
        #expect(try await workspace.unsound() == [])
        try await follow(workspace)
    }

    @Test("An id that is used again with a higher sequence is another delivery; a batch that names itself is refused")
    func sameID() async throws {
        let workspace = try TestWorkspace()
        let batches = [
            batch("daily", [row("A", "2026-01-01")], sequence: 1),
            batch("fix", [row("B", "2026-01-01")], sequence: 2, supersedes: "daily"),
        ]
        for batch in batches { try workspace.drop(batch) }
        try await workspace.run()
        try workspace.drop(batch("daily", [row("C", "2026-01-01")], sequence: 3))
        try await workspace.run()
        #expect(try await workspace.exported().flatMap(\.accounts).map(\.account_id).sorted() == ["B", "C"])
        try workspace.drop(batch("self", [row("D", "2026-01-01")], supersedes: "self"))
        #expect(try await workspace.run().flatMap(\.refusedBatches).map { $0.refusal?.code } == ["manifest_invalid"])
    }

    @Test("Taking the run of a correction back brings the replaced batch back")
    func undone() async throws {
        let workspace = try TestWorkspace()
        for batch in [first, bad] {
            try workspace.drop(batch)
            try await workspace.run()
        }
        let before = (try workspace.facts().digest, try await workspace.exportedFiles())
        try workspace.drop(better)
        try await workspace.run()
        let order = UndoOrder(run: 3, by: "tester", at: "2026-06-01T00:00:00Z", reason: "a test")
        try await workspace.run { $0.task = .undo(order) }
        #expect(try workspace.facts().digest == before.0)
        #expect(try await workspace.exportedFiles() == before.1)
        #expect(try await workspace.unsound() == [])
        try workspace.drop(better)
        try await workspace.run()
        try await expect(workspace, equals: [first, better])
    }

    /// Erases B, and changes A.
    private var erasing: MadeUpBatch {
        batch(
            "bad",
            [
                row("A", "2026-02-01", ["first_name": "Wrong"]), row("B", "2026-02-01", ["op": "erase"]),
                row("X", "2026-02-01", ["op": "erase"]),
            ])
    }

    @Test(
        "An erasure of a batch holds when the batch is replaced, in any order; a newer row is another delivery",
        arguments: 0..<6)
    func erasuresHold(order: Int) async throws {
        let loaded = batch(
            "first", [row("A", "2026-01-01"), row("B", "2026-01-01", ["orders": "O-1"]), row("X", "2026-01-05")])
        let better = batch("better", [row("A", "2026-02-02", ["first_name": "Right"])], supersedes: "bad")
        let best = batch("best", [row("A", "2026-02-03", ["first_name": "Best"])], supersedes: "better")
        let orders = [
            [[0], [1], [2], [3]], [[3], [2], [1], [0]], [[0, 1, 2, 3]], [[1, 2], [0], [3]], [[2], [0, 1], [3]],
            [[0], [1], [3], [2]],
        ]
        let workspace = try TestWorkspace()
        var held = 0
        for run in orders[order] {
            for index in run { try workspace.drop([loaded, erasing, better, best][index]) }
            held += try await workspace.run().flatMap(\.report.batches).reduce(0) { $0 + $1.erasuresHeld }
        }
        let names = try await workspace.exported().flatMap(\.accounts).map(\.account_id).sorted()
        #expect(names == ["A"])
        #expect(try await workspace.exported().first?.first_name == "Best")
        #expect(try workspace.facts().markers == 2)
        if order == 0 { #expect(held == 2, "the correction says so") }
        #expect(try await workspace.unsound() == [])
        #expect(try await workspace.rebuilt().isEqual == true)
        try await follow(workspace)
        // As any newer row, one of a correction brings an account again.
        try workspace.drop(batch("newer", [row("B", "2026-03-01")], supersedes: "best"))
        try await workspace.run()
        #expect(try await workspace.exported().flatMap(\.accounts).map(\.account_id).sorted() == ["A", "B"])
        try await follow(workspace)
    }

    @Test("An erasure holds as well when what brought the account again is replaced; its orders go to a tombstone")
    func erasureUnderTwoCorrections() async throws {
        let loaded = batch("first", [row("A", "2026-01-01"), row("B", "2026-01-01")])
        let better = batch(
            "better", [row("A", "2026-02-02"), row("B", "2026-02-02", ["orders": "O-1"])], supersedes: "bad")
        let best = batch("best", [row("A", "2026-02-03")], supersedes: "better")
        let workspace = try TestWorkspace()
        for batch in [loaded, erasing, better] {
            try workspace.drop(batch)
            try await workspace.run()
        }
        #expect(try await workspace.exported().flatMap(\.accounts).map(\.account_id).sorted() == ["A", "B"])
        try workspace.drop(best)
        try await workspace.run()
        #expect(try await workspace.exported().flatMap(\.accounts).map(\.account_id) == ["A"])
        #expect(try workspace.tombstones() == ["O-1"])
        #expect(try await workspace.unsound() == [])
        #expect(try await workspace.rebuilt().isEqual == true)
        try await follow(workspace)
    }

    @Test("A dry run says what a correction comes to, and changes nothing")
    func rehearsed() async throws {
        let workspace = try TestWorkspace()
        for batch in [first, bad] {
            try workspace.drop(batch)
            try await workspace.run()
        }
        try workspace.drop(better)
        let before = try workspace.tree()
        let folder = try workspace.reportFolder()
        let planned = try await workspace.run { options in
            options.isDryRun = true
            options.isFull = true
            options.reportFolder = folder
        }
        #expect(try workspace.tree() == before)
        try await workspace.run()
        #expect(try planned.first?.facts.digest == workspace.facts().digest)
        let published = try workspace.published(run: 3)
        for name in ["profiles.ndjson", "changes.ndjson", "links.csv", "holds.csv"] {
            #expect(try filesOf(folder)[name] == published[name], "\(name)")
        }
    }

    @Test(
        "Any set of batches, snapshots and corrections, in any order and split, is as if only those stood that do",
        arguments: lawSeeds(4))
    func law(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &+ 4000, launch: nil)
        var batches = made.batches(of: 14)
        for number in 0..<5 {
            let old = made.random.pick(batches)
            var rows = old.parts.flatMap { $0 }.filter { _ in made.random.once(in: 2) }.map { made.version(of: $0) }
            if old.isFull { rows = old.parts.flatMap { $0 }.filter { _ in !made.random.once(in: 4) } }
            batches.append(
                MadeUpBatch(
                    country: old.country, id: "\(old.country)-fix\(number)",
                    sequence: old.isFull ? (old.sequence ?? 0) + 40 + number : made.random.once(in: 2) ? 30 : nil,
                    isFull: old.isFull, parts: [rows], supersedes: old.id))
        }
        let standing = batches.filter { batch in
            !batches.contains {
                $0.country == batch.country && $0.supersedes == batch.id && (batch.sequence ?? 0) <= $0.sequence ?? .max
            }
        }
        #expect(standing.count < batches.count)
        let workspace = try TestWorkspace()
        var left = batches.shuffled(using: &made.random)
        while !left.isEmpty {
            let count = min(left.count, Int.random(in: 1...8, using: &made.random))
            for batch in left.prefix(count) { try workspace.drop(batch) }
            left.removeFirst(count)
            let refused = try await workspace.run {
                $0.allowsShrink = true
                $0.limits.keyRanges = made.random.pick([1, 2, 8])
            }.flatMap(\.refusedBatches).map { $0.refusal?.message ?? "" }
            #expect(refused == [], "seed \(seed)")
        }
        try await expect(workspace, equals: standing, "seed \(seed)")
        try await follow(workspace)
    }

    private func ledgerBatch(_ number: UInt32, _ workspace: TestWorkspace) throws -> LedgerBatch? {
        try StoreEnvironment(path: workspace.layout.storeFile, access: .readOnly, mapBytes: 1 << 30).ledgerBatch(number)
    }

    /// What a program has that took all published runs.
    private func follow(_ workspace: TestWorkspace) async throws {
        var followed = PublishedState()
        for run in 1...(try workspace.facts().run) { try followed.take(try workspace.published(run: run)) }
        var exported = PublishedState()
        try exported.takeExport(try await workspace.exportedFiles())
        #expect(followed == exported)
    }
}
