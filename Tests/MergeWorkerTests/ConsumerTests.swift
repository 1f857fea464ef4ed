import AccountModel
import BatchIntake
import DurableFiles
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// A program that reads published runs, and nothing else, has what `koble export` writes, after whatever step.
@Suite("A program that follows the runs", .serialized)
struct ConsumerTests {
    @Test(
        "has the whole state after every step: batches, snapshots, answers, corrections, undo, unlink, erasure",
        arguments: lawSeeds(4))
    func hasTheState(seed: UInt64) async throws {
        var life = try Life(seed: seed)
        for step in 0..<14 {
            let what = try await life.step(step)
            try await life.compare("seed \(seed), step \(step): \(what)")
        }
        #expect(try await life.workspace.unsound() == [], "seed \(seed)")
    }
}

/// A workspace to which random things happen, and a program that follows it.
private struct Life {
    let workspace: TestWorkspace
    private var made: MadeUpAccounts
    private var rows: [MadeUpRow]
    private var batches: [MadeUpBatch] = []
    private var followed = PublishedState()
    private var runs = 0
    private var sequence = 0

    init(seed: UInt64) throws {
        workspace = try TestWorkspace(OracleTests.launched + #", "vanished_share_max": 1}"#)
        made = MadeUpAccounts(seed: seed &+ 7000)
        rows = made.accounts(40)
    }

    /// Does one thing, and says what.
    mutating func step(_ number: Int) async throws -> String {
        if number == 0 { return try await deliver(rows, "first load") }
        switch Int.random(in: 0..<10, using: &made.random) {
        case 0..<3: return try await deliver(changes(), "changes")
        case 3: return try await snapshot()
        case 4: return try await answers()
        case 5: return try await correct()
        case 6: return try await undo()
        case 7: return try await unlink()
        case 8: return try await erase()
        default: return try await again()
        }
    }

    /// Takes the runs that are new, and compares with an export.
    mutating func compare(_ comment: Comment) async throws {
        let last = try workspace.facts().run
        while runs < last {
            runs += 1
            try followed.take(try workspace.published(run: runs))
        }
        var exported = PublishedState()
        try exported.takeExport(try await workspace.exportedFiles())
        let differences = followed.differences(to: exported)
        #expect(differences == [], comment)
    }

    // MARK: Steps

    private mutating func deliver(_ rows: [MadeUpRow], _ what: String) async throws -> String {
        for (country, own) in Dictionary(grouping: rows, by: \.country).sorted(by: { $0.key < $1.key }) {
            try drop(MadeUpBatch(country: country, id: "b\(sequence)", sequence: nextSequence(), parts: [own]))
        }
        try await workspace.run()
        return what
    }

    private mutating func nextSequence() -> Int {
        sequence += 1
        return sequence
    }

    private mutating func drop(_ batch: MadeUpBatch) throws {
        batches.append(batch)
        try workspace.drop(batch)
    }

    private mutating func changes() -> [MadeUpRow] {
        let chosen = rows.indices.shuffled(using: &made.random).prefix(8)
        for index in chosen {
            rows[index] = made.version(of: rows[index])
            if made.random.once(in: 5) { rows[index]["op"] = made.random.pick(["delete", "erase"]) }
        }
        return chosen.map { rows[$0] }
    }

    private mutating func snapshot() async throws -> String {
        let country = made.random.pick(MadeUpAccounts.countries)
        let own = rows.filter { $0.country == country && $0["op"].isEmpty && !made.random.once(in: 3) }
        try drop(
            MadeUpBatch(country: country, id: "f\(sequence)", sequence: nextSequence(), isFull: true, parts: [own]))
        try await workspace.run()
        return "a snapshot of \(country)"
    }

    /// Somebody says no, somebody yes, and somebody's answer is left out again.
    private mutating func answers() async throws -> String {
        let chosen = rows.indices.shuffled(using: &made.random).prefix(6)
        for (place, index) in chosen.enumerated() {
            rows[index] = made.version(of: rows[index])
            rows[index]["link_consent"] = ["declined", "granted", ""][place % 3]
        }
        return try await deliver(chosen.map { rows[$0] }, "answers")
    }

    private mutating func correct() async throws -> String {
        let old = made.random.pick(batches)
        let rows = old.parts.flatMap { $0 }.filter { _ in made.random.once(in: 2) }.map { made.version(of: $0) }
        try drop(
            MadeUpBatch(
                country: old.country, id: "c\(sequence)", sequence: nextSequence(), parts: [rows], supersedes: old.id))
        let refused = try await workspace.run().flatMap(\.refusedBatches)
        return "a correction of \(old.id)\(refused.isEmpty ? "" : ", refused")"
    }

    private mutating func undo() async throws -> String {
        let number = try workspace.facts().run
        let order = UndoOrder(run: number, by: "tester", at: "2026-06-01T00:00:00Z", reason: "a test")
        do {
            try await workspace.run { $0.task = .undo(order) }
            return "undo of run \(number)"
        } catch is RunFault { return "no undo of run \(number)" }
    }

    private mutating func unlink() async throws -> String {
        guard let row = made.random.pick(rows.isEmpty ? [nil] : rows.map { $0 }) else { return "nothing" }
        let report = try await workspace.unlink(Country(code: row.country)!, row.id)
        return "unlink \(row.account)\(report == nil ? ", unknown" : "")"
    }

    private mutating func erase() async throws -> String {
        let account = made.random.pick(rows).account
        do {
            _ = try ErasureTests.erase([account], workspace)
            return "erase \(account)"
        } catch is RunFault { return "no erasure of \(account)" }
    }

    private mutating func again() async throws -> String {
        let country = made.random.pick(MadeUpAccounts.countries)
        return try await deliver(rows.filter { $0.country == country }, "all of \(country) again")
    }
}
