import AccountModel
import DurableFiles
import Foundation
import Testing

@testable import MergeWorker

@Suite("What exactly made profiles differ", .serialized)
struct DiffCauseTests {
    private func diff(_ workspace: TestWorkspace, _ a: String, _ b: String) throws -> DiffSummary {
        try performDiff(
            try DiffSide(a, workspace.layout), try DiffSide(b, workspace.layout), to: nil,
            limits: DiffLimits(temporaryFolder: workspace.folder), drain: DrainFlag())
    }

    /// Each source in words, with how many profiles it made differ.
    private func sources(_ summary: DiffSummary) -> [String: Int] {
        Dictionary(
            uniqueKeysWithValues: summary.sources.map { count in
                let source = count.source
                let words = [
                    source.cause.rawValue, source.run.map(String.init), source.country, source.file, source.detail,
                ]
                return (words.compactMap { $0 }.joined(separator: " "), count.profiles)
            })
    }

    private func person(_ country: String, _ id: String, _ address: String, _ day: Int) -> MadeUpRow {
        MadeUpRow(
            country, id,
            [
                "email": address, "first_name": "Ada", "last_name": "Berg", "email_verified": "true",
                "created_at": "2020-01-01T00:00:00Z", "updated_at": "2024-01-0\(day)T00:00:00Z",
            ])
    }

    @Test("Two files of one country in one run: each change names its own")
    func namesTheFile() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop(
            [person("NO", "1", "a@x.test", 1), person("NO", "2", "b@x.test", 1), person("SE", "1", "c@x.test", 1)], "a")
        try await workspace.run()
        var newer = person("NO", "1", "a@x.test", 2)
        newer["language"] = "nb"
        try workspace.drop([newer], "b")
        try workspace.drop([person("NO", "2", "c@x.test", 2), person("NO", "3", "new@x.test", 2)], "c")
        try await workspace.run()
        let found = try diff(workspace, "1", "2")
        // By c: b@x.test is left, c@x.test is joined, new@x.test appears.
        #expect(sources(found) == ["records 2 NO b.csv": 1, "records 2 NO c.csv": 3])
        #expect(found.unexplained == 0 && found.total == 4)
        #expect(sources(try diff(workspace, "2", "1")) == sources(found), "the same from the other end")
    }

    @Test("Deletions, full snapshots, decisions, dates, look-alikes, rules, undo and keys name themselves")
    func namesEachKind() async throws {
        let workspace = try TestWorkspace()
        var changed = person("DK", "1", "d@x.test", 1)
        changed["email_changed_at"] = "2026-05-30T00:00:00Z"
        let rows = [
            person("NO", "1", "a@x.test", 1), person("SE", "1", "a@x.test", 1), person("SE", "2", "d@x.test", 1),
            person("FI", "1", "paypal@x.test", 3), changed, person("NO", "5", "e@x.test", 1),
            person("SE", "5", "e@x.test", 1),
        ]
        try workspace.drop(rows, "a")
        try await workspace.run()
        var deletion = person("NO", "1", "a@x.test", 2)
        deletion["op"] = "delete"
        try workspace.drop([deletion], "deleted")
        try await workspace.run()
        #expect(sources(try diff(workspace, "1", "2")) == ["records 2 NO deleted.csv": 1])
        try workspace.decide(["keep_apart,NO,5,,,,,fraud,ada,2026-05-01T10:00:00Z"])
        try await workspace.run()
        let decided = sources(try diff(workspace, "2", "3"))
        #expect(decided == ["decision 3": 2], "the joint profile, and the one of its own")
        try workspace.drop([person("IE", "1", "p\u{0430}ypal@x.test", 1)], "alike")
        try await workspace.run()
        let alike = sources(try diff(workspace, "3", "4"))
        #expect(alike["records 4 IE alike.csv"] == 1 && alike["look_alike 4"] ?? 0 > 0 && alike.count == 2, "\(alike)")
        _ = try await workspace.run {
            $0.task = .undo(UndoOrder(run: 4, by: "ada", at: "2026-06-01T00:00:00Z", reason: ""))
        }
        #expect(sources(try diff(workspace, "4", "5")).keys.allSatisfy { $0 == "undo 5 undo of 4" })
        #expect(try diff(workspace, "3", "5").total == 0)
        try Data(#"{"policy": {"hold": ["unverified"], "released_fields": ["email"]}}"#.utf8)
            .write(to: URL(filePath: workspace.layout.configurationFile))
        _ = try await workspace.run { $0.task = .redecide }
        let rules = sources(try diff(workspace, "5", "6"))
        #expect(rules.count == 1 && rules.keys.first?.hasPrefix("rules 6 ") == true, "\(rules)")
        _ = try await workspace.run { $0.task = .rekey }
        #expect(sources(try diff(workspace, "6", "7")).keys.sorted() == ["key 7"])
        #expect(try diff(workspace, "1", "7").unexplained == 0)
    }

    @Test("A hold that ends is told as such, beside the batch of the run in which it does")
    func namesEndedHolds() async throws {
        let workspace = try TestWorkspace()
        var held = person("NO", "1", "a@x.test", 1)
        held["email_changed_at"] = "2026-05-30T00:00:00Z"
        try workspace.drop([held, person("SE", "1", "a@x.test", 1)], "a")
        try await workspace.run()
        try workspace.drop([person("DK", "9", "other@x.test", 1)], "b")
        try await workspace.run { $0.asOf = Timestamp(rawValue: $0.asOf.rawValue + 90 * Timestamp.millisecondsPerDay) }
        let found = sources(try diff(workspace, "1", "2"))
        #expect(found["records 2 DK b.csv"] == 1 && found["hold_ended 2"] ?? 0 > 0 && found.count == 2, "\(found)")
    }

    @Test("A full snapshot that leaves an account out is named by its file")
    func namesSnapshots() async throws {
        let workspace = try TestWorkspace(#"{"vanished_share_max": 1}"#)
        try workspace.drop([person("NO", "1", "a@x.test", 1), person("NO", "2", "b@x.test", 1)], "a")
        try await workspace.run()
        try workspace.drop([person("NO", "2", "b@x.test", 1)], "full")
        try workspace.write(
            "spool/NO/incoming/full.csv.manifest.json", #"{"batch_id":"f","country":"NO","kind":"full","sequence":9}"#)
        try await workspace.run()
        #expect(sources(try diff(workspace, "1", "2")) == ["records 2 NO full.csv": 1])
    }

    @Test("Every event of a later run says why, and its causes are of this run", arguments: lawSeeds(2))
    func everyEventTells(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &+ 77)
        let rows = made.history(of: 40)
        let workspace = try TestWorkspace(OracleTests.launched + "}")
        for (run, part) in [rows[..<30], rows[30..<50], rows[50...]].enumerated() {
            let files = Dictionary(grouping: part.enumerated(), by: { $0.offset % 3 })
            for (file, rows) in files { try workspace.drop(rows.map(\.element), "b\(run)-\(file)") }
            try await workspace.run()
        }
        for run in 1...3 {
            let manifest = try #require(try DiffManifest(workspace.layout.outFolder(ofRun: run)))
            let numbers = Set(manifest.batches.compactMap(\.number).map { "batch:\($0)" })
            #expect(numbers.count == manifest.batches.count, "seed \(seed)")
            for line in try workspace.text("changes.ndjson", run: run).split(separator: "\n") {
                let event = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                let causes = (event["causes"] as? String ?? "").split(separator: " ").map(String.init)
                #expect(causes.isEmpty == (run == 1), "seed \(seed), run \(run): \(line)")
                #expect(causes.allSatisfy { numbers.contains($0) || $0 == "look_alike" }, "seed \(seed): \(line)")
            }
        }
        let found = try diff(workspace, "1", "3")
        #expect(
            found.unexplained == 0 && found.sources.allSatisfy { $0.source.run == 2 || $0.source.run == 3 },
            "seed \(seed)")
    }

    @Test("A profile that differs without an event has no explanation, and closes the gate")
    func gateForTheUnexplained() throws {
        let workspace = try ProgramWorkspace()
        let header = "account_id,email,first_name,updated_at,email_verified\n"
        try workspace.drop(
            "NO", "a.csv",
            header + "1,a@x.test,Ada,2024-01-01T00:00:00Z,true\n2,b@x.test,Bo,2024-01-01T00:00:00Z,true\n")
        try workspace.run()
        try workspace.drop("NO", "b.csv", header + "1,a@x.test,Ada Lise,2024-01-02T00:00:00Z,true\n")
        try workspace.run()
        func gate() throws -> ProgramResult {
            try workspace.start(["diff", "1", "2", "--fail-on", "unexplained", "--workspace", workspace.root]).wait()
        }
        let explained = try gate()
        #expect(
            explained.status == 0 && explained.output.contains("1 profile by NO/b.csv of run 2"), "\(explained.output)")
        // NO delivered a batch, so the country would explain it; the file has no such row.
        let path = workspace.root + "/out/000002/profiles.ndjson"
        let line = try #require(
            try workspace.text("out/000001/profiles.ndjson").split(separator: "\n").first { $0.contains("b@x.test") })
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try (text + line.replacing("Bo", with: "Eve") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let tampered = try gate()
        #expect(
            tampered.status == 8 && tampered.error.contains("--fail-on unexplained: 1 profile"), "\(tampered.error)")
    }
}
