import AccountModel
import ByteScanning
import DurableFiles
import Foundation
import TestSupport
import Testing

@testable import MergeWorker

@Suite("Comparing runs", .serialized)
struct DiffTests {
    private func diff(
        _ workspace: TestWorkspace, _ a: String, _ b: String, to file: String? = nil,
        sorterBytesMax: Int = 1 << 20
    ) throws -> DiffSummary {
        var limits = DiffLimits(temporaryFolder: workspace.folder)
        limits.sorterBytesMax = sorterBytesMax
        return try performDiff(
            try DiffSide(a, workspace.layout), try DiffSide(b, workspace.layout), to: file, limits: limits,
            drain: DrainFlag())
    }

    private func export(_ workspace: TestWorkspace, _ name: String) async throws -> String {
        let options = try workspace.options()
        let folder = workspace.folder + "/" + name
        _ = try await performExport(
            StateInputs(layout: options.layout, configuration: options.configuration, key: options.key),
            to: folder,
            limits: options.limits, schedulers: .threads(workers: 2), progress: RunProgress(),
            drain: DrainFlag())
        return folder
    }

    private func person(_ country: String, _ id: String, _ address: String, _ day: Int) -> MadeUpRow {
        MadeUpRow(
            country, id,
            [
                "email": address, "first_name": "Ada", "last_name": "Berg", "email_verified": "true",
                "created_at": "2020-01-01T00:00:00Z", "updated_at": "2024-01-0\(day)T00:00:00Z",
            ])
    }

    @Test(
        "A run differs from the one before by exactly the profiles that it announces", arguments: lawSeeds(2))
    func equalsEvents(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed)
        let rows = made.history(of: 40)
        let workspace = try TestWorkspace(OracleTests.launched + "}")
        var folders: [String] = []
        for (run, part) in [rows[..<30], rows[30..<50], rows[50...]].enumerated() {
            try workspace.drop(Array(part), "b\(run)")
            try await workspace.run()
            folders.append(try await export(workspace, "export\(run)"))
        }
        for run in 2...3 {
            let found = try diff(workspace, "\(run - 1)", "\(run)")
            let announced = try subjects(workspace.text("changes.ndjson", run: run))
            #expect(found.total == announced.count, "seed \(seed), run \(run)")
            #expect(found.unexplained == 0, "seed \(seed), run \(run)")
            let exported = try diff(workspace, folders[run - 2], folders[run - 1], sorterBytesMax: 0)
            #expect(exported.changes == found.changes, "seed \(seed), run \(run)")
            #expect(exported.members == found.members, "seed \(seed), run \(run)")
            #expect(try diff(workspace, "\(run)", folders[run - 1]).total == 0, "seed \(seed), run \(run)")
        }
        let whole = try diff(workspace, "1", "latest", to: workspace.folder + "/d.ndjson")
        let lines = try readLines(workspace.folder + "/d.ndjson")
        #expect(lines.count == whole.total, "seed \(seed)")
        let ids = lines.compactMap { $0["profile_id"] as? String }
        #expect(ids == ids.sorted() && Set(ids).count == ids.count, "seed \(seed)")
    }

    @Test("A profile splits when an account leaves it, and merges when one of another profile joins")
    func splitsAndMerges() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop(
            [
                person("NO", "1", "a@x.test", 1), person("SE", "1", "a@x.test", 1),
                person("DK", "1", "b@x.test", 1),
            ], "a")
        try await workspace.run()
        try workspace.drop([person("SE", "1", "c@x.test", 2)], "b")
        try await workspace.run()
        try workspace.drop([person("DK", "1", "a@x.test", 3)], "c")
        try await workspace.run()
        let split = try diff(workspace, "1", "2")
        #expect(split.changes.filter { $0.value > 0 } == ["split": 1, "appeared": 1])
        #expect(split.countries == ["SE"])
        let merged = try diff(workspace, "2", "3", to: workspace.folder + "/d.ndjson")
        #expect(merged.changes.filter { $0.value > 0 } == ["merged": 1, "vanished": 1])
        #expect(merged.causes["records"] == 2)
        let lines = try readLines(workspace.folder + "/d.ndjson")
        let vanished = lines.first { $0["change"] as? String == "vanished" }
        let into = lines.first { $0["change"] as? String == "merged" }
        let merger = try #require(into?["profile_id"] as? String)
        #expect(vanished?["into"] as? [String] == [merger])
        #expect(vanished?["after"] is NSNull)
        let mode = try FileManager.default.attributesOfItem(atPath: workspace.folder + "/d.ndjson")[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("What a dry run planned does not differ from what the run then published")
    func planEqualsResult() async throws {
        var made = MadeUpAccounts(seed: 5)
        let rows = made.history(of: 40)
        let workspace = try TestWorkspace(OracleTests.launched + "}")
        try workspace.drop(Array(rows[..<30]), "a")
        try await workspace.run()
        try workspace.drop(Array(rows[30...]), "b")
        let report = try workspace.reportFolder()
        try await workspace.run {
            $0.isDryRun = true
            $0.isFull = true
            $0.reportFolder = report
        }
        let planned = try diff(workspace, "1", report)
        try await workspace.run()
        #expect(planned.total > 0)
        #expect(try diff(workspace, "1", "2").changes == planned.changes)
        #expect(try diff(workspace, report, "2").total == 0)
    }

    @Test("Other rules and other dates are told as causes; nothing is left unexplained")
    func tellsRulesAndDates() async throws {
        let workspace = try TestWorkspace()
        var held = person("NO", "1", "a@x.test", 1)
        held["email_changed_at"] = "2026-05-30T00:00:00Z"
        try workspace.drop([held, person("SE", "1", "a@x.test", 1)], "a")
        func rehearse(_ name: String, _ configuration: String, days: Int64 = 0) async throws -> String {
            try Data(configuration.utf8).write(to: URL(filePath: workspace.layout.configurationFile))
            let report = try workspace.reportFolder(name)
            try await workspace.run {
                $0.isDryRun = true
                $0.isFull = true
                $0.reportFolder = report
                $0.asOf = Timestamp(rawValue: $0.asOf.rawValue + days * Timestamp.millisecondsPerDay)
            }
            return report
        }
        let first = try await rehearse("one", "{}")
        let other = try await rehearse("two", #"{"policy": {"recent_email_change_days": 0}}"#)
        let later = try await rehearse("three", "{}", days: 90)
        let rules = try diff(workspace, first, other)
        #expect(rules.rulesDiffer == true)
        #expect(rules.causes["rules"] == rules.total && rules.total > 0 && rules.unexplained == 0)
        let dates = try diff(workspace, first, later)
        #expect(dates.rulesDiffer == false && dates.batchesDiffer == 0)
        #expect(dates.causes["hold_ended"] == dates.total && dates.total > 0 && dates.unexplained == 0)
        #expect(dates.causes["rules"] == 0)
    }

    @Test("A run without a batch is told as what a person ordered; what nothing explains is unexplained")
    func tellsOrders() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([person("NO", "1", "a@x.test", 1), person("SE", "1", "b@x.test", 1)], "a")
        try await workspace.run()
        let first = workspace.layout.outFolder(ofRun: 1)
        let second = workspace.layout.outFolder(ofRun: 2)
        try FileManager.default.copyItem(atPath: first, toPath: second)
        let bytes = try readFile(first + "/manifest.json", bytesMax: 1 << 20)
        var manifest = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        manifest["run"] = 2
        manifest["batches"] = [Any]()
        try JSONSerialization.data(withJSONObject: manifest).write(
            to: URL(filePath: second + "/manifest.json"))
        try edit(second, "Berg", "Dahl")
        let ordered = try diff(workspace, "1", "2")
        #expect(ordered.causes["decision"] == 2 && ordered.total == 2 && ordered.unexplained == 0)
        #expect(ordered.members["last_name"] == 2)
        let copy = try workspace.reportFolder("copy") + "/000001"
        try FileManager.default.copyItem(atPath: first, toPath: copy)
        try edit(copy, "Berg", "Lund")
        let edited = try diff(workspace, "1", copy)
        #expect(edited.total == 2 && edited.unexplained == 2)
    }

    private func edit(_ folder: String, _ old: String, _ new: String) throws {
        let path = folder + "/profiles.ndjson"
        let text = String(decoding: try readFile(path, bytesMax: 1 << 20), as: UTF8.self)
        try Data(text.replacing(old, with: new).utf8).write(to: URL(filePath: path))
    }

    @Test("Runs whose files are put away leave older versions unknown, and are said to")
    func toleratesMissingRuns() async throws {
        let workspace = try TestWorkspace()
        for (run, address) in ["a@x.test", "b@x.test", "c@x.test"].enumerated() {
            var rows = [person("NO", "1", address, run + 1), person("SE", "\(run)", "a@x.test", 1)]
            var rare = person("DK", "9", "d@x.test", run + 1)
            rare["language"] = run == 0 ? "" : "da"
            if run != 1 { rows.append(rare) }
            try workspace.drop(rows, "b\(run)")
            try await workspace.run()
        }
        try removeTree(workspace.layout.outFolder(ofRun: 1))
        let found = try diff(workspace, "2", "3")
        #expect(!found.before.isComplete)
        #expect(found.unknown == 1, "only d@x.test was written last by the run that is put away")
        #expect(found.unexplained == 0)
        #expect(throws: RunFault.self) { try diff(workspace, "1", "3") }
    }

    @Test("A folder that koble did not write is refused with a reason")
    func refusesForeignFolders() throws {
        let workspace = try TestWorkspace()
        let folder = try workspace.reportFolder()
        #expect(throws: RunFault.self) { try diff(workspace, folder, folder) }
        try Data("{}\n".utf8).write(to: URL(filePath: folder + "/profiles.ndjson"))
        let other = try workspace.reportFolder("other")
        try Data("{\"profile_id\":\"x\"}\n".utf8).write(to: URL(filePath: other + "/profiles.ndjson"))
        #expect(throws: RunFault.self) { try diff(workspace, folder, other) }
    }

    @Test("Records come out in order, however many runs were spilled", arguments: [0, 1, 1024, 1025, 20_000])
    func sorts(count: Int) throws {
        var random = SplitMix64(seed: UInt64(count))
        var sorter = RecordSorter<ProfileRelation>(bytesMax: 0, folder: "/tmp")
        var wanted: [ProfileRelation] = []
        for _ in 0..<count {
            let record = ProfileRelation(
                profile: Hash128(high: random.next() >> 60, low: 0),
                other: Hash128(high: 0, low: random.next()),
                otherMarks: 0, kind: .wentTo)
            wanted.append(record)
            try sorter.append(record)
        }
        wanted.sort()
        var sorted = try sorter.sorted()
        var found: [ProfileRelation] = []
        while let record = sorted.next {
            found.append(record)
            try sorted.advance()
        }
        #expect(found == wanted)
    }

    // MARK: Reading

    private func subjects(_ events: String) -> Set<String> {
        Set(
            events.split(separator: "\n").compactMap {
                $0.split(separator: "\"subject\":\"").last.map { String($0.prefix(36)) }
            })
    }

    private func readLines(_ path: String) throws -> [[String: Any]] {
        try readFile(path, bytesMax: 1 << 26).split(separator: UInt8(ascii: "\n")).map {
            try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
        }
    }
}

@Suite("Comparing runs from the shell", .serialized)
struct ProgramDiffTests {
    @Test("Gates and exit statuses")
    func gates() throws {
        let workspace = try ProgramWorkspace()
        let header = "account_id,email,updated_at,email_verified\n"
        try workspace.drop("NO", "a.csv", header + "1,a@x.test,2024-01-01T00:00:00Z,true\n")
        try workspace.run()
        try workspace.drop("NO", "b.csv", header + "2,b@x.test,2024-01-01T00:00:00Z,true\n")
        try workspace.run()
        func diff(_ words: String...) throws -> ProgramResult {
            try workspace.start(["diff"] + words + ["--workspace", workspace.root]).wait()
        }
        let same = try diff("2", "latest", "--detailed-exitcode", "--fail-on", "any")
        #expect(same.status == 0 && same.output.contains("No profile differs."))
        #expect(try diff("1", "2", "--detailed-exitcode").status == 4)
        #expect(try diff("1", "2", "--fail-on", "unexplained", "--fail-on", "vanished").status == 0)
        let closed = try diff("1", "2", "--fail-on", "appeared")
        #expect(closed.status == 8 && closed.error.contains("--fail-on appeared: 1 profile"))
        #expect(closed.output.contains("1 profile differs: 1 appear, 0 vanish"))
        #expect(try diff("1", "7").status == 2)
        let json = try diff("1", "2", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect((object?["changes"] as? [String: Int])?["appeared"] == 1)
        let file = workspace.folder + "/d.ndjson"
        #expect(try diff("1", "2", "--out", file).status == 0)
        #expect(try diff("1", "2", "--out", file).status == 1, "a file that is there stays")
        #expect(!FileManager.default.fileExists(atPath: file + ".part"))
    }
}
