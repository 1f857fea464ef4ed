import AccountModel
import DurableFiles
import Foundation
import Testing

@testable import MergeWorker

/// The state that grew is the one that its inputs make.
@Suite("Rebuild", .serialized)
struct RebuildTests {
    @Test(
        "A state that grew is, record by record, the one that its kept inputs and its journal make",
        arguments: lawSeeds(8))
    func equals(seed: UInt64) async throws {
        var world = try RebuildWorld(seed: seed, accounts: 14)
        try await world.load()
        var checkpoint: String?
        for number in 0..<5 {
            try await world.step()
            if number == 2, seed % 2 == 0 { checkpoint = try world.workspace.backedUp("checkpoint") }
        }
        let summary = try await world.rebuilt()
        #expect(summary.isEqual == true, "seed \(seed): \(world.tell(summary))")
        guard let checkpoint else { return }
        do {
            let later = try await world.rebuilt { $0.checkpoint = checkpoint }
            #expect(later.isEqual == true, "seed \(seed), from a checkpoint: \(world.tell(later))")
        } catch let fault as RunFault {
            #expect(fault.description.contains("was taken back"), "seed \(seed): \(fault)")
        }
    }

    @Test("After two hundred random batches, with everything that people may order between them, it still is")
    func twoHundredBatches() async throws {
        var world = try RebuildWorld(seed: 4, accounts: 60)
        try await world.load()
        while world.batches < 200 { try await world.step() }
        let summary = try await world.rebuilt()
        #expect(summary.isEqual == true, "\(world.tell(summary))")
        #expect(try await world.workspace.verified().findings.filter { $0.kind == .unsound } == [])
    }
}

/// What takes more than the rows of the standing batches: corrections and vetoes.
@Suite("Rebuild of corrections and vetoes", .serialized)
struct RebuildCorrectionTests {
    private func batch(_ id: String, _ rows: [(String, String, [String: String])], supersedes: String? = nil)
        -> MadeUpBatch
    {
        let made = rows.map { account, updated, more in
            MadeUpRow(
                "NO", account,
                ["email": "ada@mail.example", "updated_at": updated, "email_verified": "true"].merging(more) { $1 })
        }
        return MadeUpBatch(country: "NO", id: id, parts: [made], supersedes: supersedes)
    }

    @Test(
        "A replaced batch stays out, its correction in, and a no goes on standing; put in place as well",
        arguments: [false, true])
    func rebuilt(replaces: Bool) async throws {
        let workspace = try TestWorkspace()
        let batches = [
            batch(
                "first",
                [("A", "2026-01-01", [:]), ("B", "2026-01-01", [:]), ("C", "2026-01-01", ["link_consent": "declined"])]),
            batch(
                "bad",
                [("A", "2026-02-01", ["last_name": "Wrong", "link_consent": "declined"]), ("D", "2026-02-01", [:])]),
            batch("silence", [("C", "2026-02-02", [:])]),
            batch("better", [("B", "2026-02-03", ["last_name": "Right"])], supersedes: "bad"),
            batch("gone", [("B", "2026-02-04", ["op": "delete"])]),
        ]
        for batch in batches {
            try workspace.drop(batch)
            try await workspace.run()
        }
        let (facts, exported) = (try workspace.facts(), try await workspace.exportedFiles())
        #expect(facts.accounts == 2)
        let rebuilt = try await workspace.rebuilt { $0.replaces = replaces }
        #expect(rebuilt.isEqual == true && rebuilt.isReplaced == replaces)
        #expect(try workspace.facts() == facts)
        #expect(try await workspace.exportedFiles() == exported)
        #expect(try await workspace.unsound() == [])
        // What comes late finds its correction, and the no, where they were.
        try workspace.drop(batch("late", [("C", "2026-03-01", [:]), ("E", "2026-03-01", [:])]))
        try workspace.drop(batches[1])
        try await workspace.run()
        #expect(try workspace.facts().accounts == 3)
        #expect(try await workspace.rebuilt().isEqual == true)
        #expect(try await workspace.unsound() == [])
    }
}

/// What a rebuild says where the two states cannot be, or are not, the same.
@Suite("Rebuild of what is not all there", .serialized)
struct RebuildFaultTests {
    private func loaded(_ configuration: String = "{}") async throws -> TestWorkspace {
        let workspace = try TestWorkspace(configuration)
        var made = MadeUpAccounts(seed: 21)
        let rows = made.accounts(30)
        try workspace.drop(Array(rows.prefix(15)))
        try await workspace.run()
        try workspace.drop(Array(rows.dropFirst(15)), "b")
        try await workspace.run()
        return workspace
    }

    @Test("Inputs that are not kept any more are named, and a later backup does without them")
    func missingInputs() async throws {
        let workspace = try await loaded()
        let backup = try workspace.backedUp("backup")
        var made = MadeUpAccounts(seed: 22)
        try workspace.drop(made.accounts(4).map { MadeUpRow($0.country, $0.id + "y", $0.columns) }, "c")
        try await workspace.run()
        let gone = try MadeUpAccounts.countries.filter { country in
            let path = workspace.layout.spool(Country(code: country)!).path(.done, "a.csv")
            defer { unlink(path) }
            return try FileStatus.of(path) != nil
        }
        let tree = try workspace.tree()
        await #expect {
            try await workspace.rebuilt()
        } throws: { error in
            guard case .gate(let text)? = error as? RunFault else { return false }
            return text.contains("/a.csv") && text.contains("a backup of run 1 or later")
        }
        let rehearsed = try await workspace.rebuilt { $0.isDryRun = true }
        #expect(
            rehearsed.missing.map(\.country).sorted() == gone.sorted() && rehearsed.missing.allSatisfy { $0.run == 1 })
        #expect(try workspace.tree() == tree)
        let rebuilt = try await workspace.rebuilt { $0.checkpoint = backup }
        #expect(rebuilt.isEqual == true && rebuilt.checkpointRun == 2)
    }

    @Test(
        "A state that is another one is counted, named by pseudonyms, and replaced only when that is wanted; then it is told"
    )
    func differs() async throws {
        let workspace = try await loaded()
        let before = try await workspace.exportedFiles()
        // What a file said is settled when it is read: read otherwise, it says something else.
        try Data(#"{"countries": {"NO": {"columns": {"first_name": "ignore"}}}}"#.utf8)
            .write(to: URL(filePath: workspace.layout.configurationFile))
        let rebuilt = try await workspace.rebuilt()
        #expect(
            rebuilt.isEqual == false && rebuilt.differences.keysThatDiffer > 0 && !rebuilt.differences.profiles.isEmpty)
        #expect(rebuilt.rebuiltDigest != rebuilt.stateDigest)
        #expect(try await workspace.exportedFiles() == before)
        let replaced = try await workspace.rebuilt { $0.replaces = true }
        #expect(replaced.isReplaced && replaced.publishedRun == 3)
        #expect(try workspace.facts().digest == rebuilt.rebuiltDigest)
        #expect(try workspace.text("changes.ndjson", run: 3).contains("koble.state.replaced"))
        #expect(try await workspace.unsound() == [])
        #expect(try await workspace.rebuilt().isEqual == true)
        try workspace.drop([MadeUpRow("NO", "z", ["email": "z@mail.example", "updated_at": "2026-01-01"])], "z")
        try await workspace.run()
        #expect(try await workspace.unsound() == [])
    }

    @Test("An equal state put in place changes nothing but that undo ends there")
    func replacesEqual() async throws {
        let workspace = try await loaded()
        let (facts, exported) = (try workspace.facts(), try await workspace.exportedFiles())
        let rebuilt = try await workspace.rebuilt { $0.replaces = true }
        #expect(rebuilt.isEqual == true && rebuilt.isReplaced && rebuilt.publishedRun == nil)
        #expect(try workspace.facts() == facts)
        #expect(try await workspace.exportedFiles() == exported)
        #expect(try await workspace.unsound() == [])
        await #expect(throws: RunFault.self) {
            try await workspace.run {
                $0.task = .undo(UndoOrder(run: 2, by: "a", at: "2026-06-01T00:00:00Z", reason: "r"))
            }
        }
    }
}
