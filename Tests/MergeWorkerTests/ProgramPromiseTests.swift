import DurableFiles
import Foundation
import Glibc
import TestSupport
import Testing

/// What the program promises about batches, seen from outside.
@Suite("Promises of the whole program")
struct ProgramPromiseTests {
    // MARK: Exactly once

    @Test("A batch applied again, ten times or from four processes, changes nothing")
    func replays() throws {
        let workspace = try ProgramWorkspace()
        try ProgramInput.dropFirstLoad(workspace)
        try workspace.run()
        let digest = try workspace.stateDigest()
        let out = try workspace.contents().filter { $0.key.hasPrefix("out/") }
        let again = ProgramInput.file("DE", 60..<140)

        for number in 1...3 {
            try workspace.drop("DE", "again-\(number).csv", again)
            let replayed = try workspace.run()
            #expect(replayed.status == 0)
            #expect(replayed.output.contains("Already applied: DE/again-\(number).csv"))
        }
        for number in 1...10 { try workspace.drop("DE", "ten-\(number).csv", again) }
        #expect(try workspace.run().status == 0)
        for number in 1...4 { try workspace.drop("DE", "four-\(number).csv", again) }
        let processes = try (0..<4).map { _ in try workspace.startRun() }
        for process in processes { #expect([0, 7].contains(process.wait().status)) }
        try workspace.run()

        #expect(try workspace.names("DE", "done").count == 1 + 3 + 10 + 4)
        #expect(try workspace.stateDigest() == digest)
        #expect(try workspace.contents().filter { $0.key.hasPrefix("out/") } == out)
        #expect(try workspace.leftovers() == [])
    }

    @Test("Eight processes, some of them killed, apply everything exactly once")
    func races() throws {
        let start = try ProgramWorkspace()
        try ProgramInput.dropFirstLoad(start)
        let undisturbed = try ProgramWorkspace(copying: start)
        try undisturbed.run()
        let wanted = try undisturbed.contents()

        let seed = UInt64(0x6b6f_626c)
        print("seed \(seed)")
        var random = SplitMix64(seed: seed)
        for _ in 0..<(isFullSweep ? 20 : 3) {
            let workspace = try ProgramWorkspace(copying: start)
            let processes = try (0..<8).map { _ in
                try workspace.startRun(
                    fault: random.next() % 2 == 0 ? nil : "any:\(random.next() % 110 + 1):kill")
            }
            for process in processes {
                let result = process.wait()
                #expect([0, 5, 7, ProgramResult.killed].contains(result.status), "\(result.error)")
            }
            try workspace.run()
            #expect(differences(try workspace.contents(), wanted) == [])
            #expect(try workspace.leftovers() == [])
        }
    }

    @Test("A workspace in use is left alone, and free as soon as its holder is dead")
    func locks() throws {
        let workspace = try ProgramWorkspace()
        try ProgramInput.dropFirstLoad(workspace)
        let before = try workspace.contents()
        do {
            let lock = try WorkspaceLock.acquire(workspace.root + "/koble.lock")
            let refused = try workspace.run()
            #expect(refused.status == 7)
            #expect(refused.error.contains("in use by another koble (process \(getpid()))"))
            _ = consume lock
        }
        #expect(try workspace.contents() == before)
        #expect(try workspace.run(fault: "any:30:kill").status == ProgramResult.killed)
        #expect(try workspace.run().status == 5)
    }

    // MARK: Unfinished files

    @Test("A file in the making is never read")
    func unfinished() throws {
        let workspace = try ProgramWorkspace()
        try workspace.configure("    \"require_manifest\": true")
        let text = ProgramInput.file("NO", 0..<20)
        let manifest = ProgramInput.manifest("NO", id: "no", sequence: 1, of: text)
        for name in [".NO.csv", "NO.csv.part", "NO.csv.gz.part", ".NO.csv.manifest.json"] {
            try workspace.drop("NO", name, String(text.prefix(700)))
        }
        try workspace.drop("NO", "late.csv", text)
        try workspace.drop("SE", "SE.csv.manifest.json", manifest)
        let before = try workspace.contents()
        let waiting = try workspace.run()
        #expect(waiting.status == 0)
        #expect(try workspace.contents() == before)
        #expect(try FileStatus.of(workspace.root + "/state/store.mdb") == nil)

        try workspace.drop("NO", "late.csv.manifest.json", manifest)
        #expect(try workspace.run().status == 0)
        #expect(try workspace.names("NO", "done") == ["late.csv", "late.csv.manifest.json"])
        #expect(try workspace.names("NO", "incoming").count == 4)
    }

    @Test(
        "A batch that is not what its manifest says is refused before a byte of it counts",
        arguments: [
            (
                "sha256", "\"sha256\": \"" + String(repeating: "0", count: 64) + "\"",
                "manifest_digest_mismatch"
            ),
            ("bytes", "\"bytes\": 12", "manifest_bytes_mismatch"),
            ("rows", "\"rows\": 21", "manifest_rows_mismatch"),
            ("country", "\"country\": \"SE\"", "manifest_country_mismatch"),
            ("misspelt", "\"sha265\": \"00\"", "manifest_invalid"),
            ("no JSON", "\"", "manifest_unreadable"),
            ("path", "\"kind\": \"../../../etc\"", "manifest_invalid"),
        ])
    func wrongManifest(what: String, line: String, reason: String) throws {
        let workspace = try ProgramWorkspace()
        let fields =
            ["\"batch_id\": \"../../x\""]
            + (line.contains("country") ? [] : ["\"country\": \"NO\""]) + [line]
        try workspace.drop("NO", "NO.csv", ProgramInput.file("NO", 0..<20))
        try workspace.drop(
            "NO", "NO.csv.manifest.json", "{" + fields.joined(separator: ", ") + "}")
        try workspace.drop("FI", "FI.csv", ProgramInput.file("FI", 0..<20))
        let result = try workspace.run()
        #expect(result.status == 5)
        #expect(result.error.contains("Refused NO/NO.csv: "))
        #expect(
            try workspace.names("NO", "refused")
                == ["NO.csv", "NO.csv.manifest.json", "NO.csv.refused.json"])
        #expect(try workspace.text("spool/NO/refused/NO.csv.refused.json").contains("\"\(reason)\""))
        #expect(try workspace.names("FI", "done") == ["FI.csv"])
        let profiles = try workspace.text("out/latest/profiles.ndjson")
        #expect(!profiles.contains("NO-"))
        #expect(try workspace.leftovers() == [])
    }

    @Test(
        "The same batch id and sequence with other content is refused with both digests",
        arguments: [true, false])
    func sameIdentity(isSameRun: Bool) throws {
        let workspace = try ProgramWorkspace()
        let texts = [ProgramInput.file("NO", 0..<20), ProgramInput.file("NO", 0..<21, version: 2)]
        for (number, text) in texts.enumerated() {
            try workspace.drop("NO", "NO-\(number).csv", text)
            try workspace.drop(
                "NO", "NO-\(number).csv.manifest.json",
                ProgramInput.manifest("NO", id: "a", sequence: 7, of: text))
            if !isSameRun && number == 0 { #expect(try workspace.run().status == 0) }
        }
        let result = try workspace.run()
        #expect(result.status == 5)
        for text in texts {
            #expect(result.error.contains(SHA256Digest.of(Array(text.utf8)).hex))
        }
        #expect(try workspace.names("NO", "done").contains("NO-0.csv"))
        #expect(try workspace.names("NO", "refused").contains("NO-1.csv"))
        #expect(try !workspace.text("out/latest/profiles.ndjson").contains("Berg"))
    }

    @Test("Parts of one batch share its id and sequence")
    func parts() throws {
        let workspace = try ProgramWorkspace()
        for part in 1...2 {
            try workspace.drop("NO", "NO-\(part).csv", ProgramInput.file("NO", part * 10..<part * 10 + 5))
            try workspace.drop(
                "NO", "NO-\(part).csv.manifest.json",
                "{\"batch_id\": \"b\", \"country\": \"NO\", \"part\": \(part), \"parts\": 2}")
        }
        #expect(try workspace.run().status == 0)
        #expect(try workspace.names("NO", "done").count == 4)
    }

    // MARK: Bad rows

    static let badRows = [
        "no account": ",lost@example.com,,,,,,",
        "too few fields": "NO-900,lost@example.com",
        "too many fields": "NO-900,lost@example.com,,,,,,,,,,",
    ]

    @Test(
        "A bad row, wherever it stands, is rejected with its place and loses no other row",
        arguments: badRows.keys.sorted(), [0, 150, 300])
    func badRow(kind: String, position: Int) throws {
        let bad = try #require(ProgramPromiseTests.badRows[kind])
        let good = try ProgramWorkspace()
        try good.drop("NO", "NO.csv", ProgramInput.file("NO", 0..<300))
        #expect(try good.run().status == 0)

        let workspace = try ProgramWorkspace()
        var rows = (0..<300).map { ProgramInput.row("NO", $0) }
        rows.insert(bad, at: position)
        let text = ([ProgramInput.header] + rows).joined(separator: "\n") + "\n"
        try workspace.drop("NO", "NO.csv", text)
        #expect(try workspace.run().status == 3)
        #expect(try workspace.names("NO", "done") == ["NO.csv"])
        let rejects = try workspace.text("out/latest/rejects.ndjson")
        let offset = ([ProgramInput.header] + rows[..<position]).reduce(0) { $0 + $1.utf8.count + 1 }
        #expect(rejects.split(separator: "\n").count == 1)
        #expect(rejects.contains("\"line\":\(position + 2),"))
        #expect(rejects.contains("\"byte_offset\":\(offset),"))
        let accounts = try workspace.text("out/latest/profiles.ndjson").split(separator: "\n").count
        #expect(try accounts == good.text("out/latest/profiles.ndjson").split(separator: "\n").count)
        #expect(try workspace.run().output.contains("Nothing to do"))
    }

    // MARK: Hostile spools

    @Test("Nothing outside the workspace is read, written or waited for")
    func hostileSpool() throws {
        let workspace = try ProgramWorkspace()
        let outside = workspace.folder + "/outside"
        try FileManager.default.createDirectory(
            atPath: outside, withIntermediateDirectories: false)
        let secret = ProgramInput.file("NO", 500..<510)
        try secret.write(toFile: outside + "/secret.csv", atomically: false, encoding: .utf8)
        let incoming = workspace.path("NO", "incoming")
        symlink(outside + "/secret.csv", incoming + "/link.csv")
        symlink("/dev/zero", incoming + "/zero.csv")
        link(outside + "/secret.csv", incoming + "/hard.csv")
        mkfifo(incoming + "/pipe.csv", 0o600)
        mkdir(incoming + "/folder.csv", 0o700)
        try workspace.drop("NO", "-rf.csv", ProgramInput.file("NO", 0..<5))
        try workspace.drop("NO", "..csv", secret)
        try workspace.drop("NO", "%s \u{1B}[31m.csv", secret)
        let text = ProgramInput.file("NO", 5..<10)
        try workspace.drop("NO", "good.csv", text)
        try workspace.drop(
            "NO", "good.csv.manifest.json",
            ProgramInput.manifest("NO", id: "../../../../outside/x", sequence: 1, of: text))
        symlink(outside + "/secret.csv", incoming + "/link.csv.manifest.json")

        let result = try workspace.run()
        #expect(result.status == 5, "\(result.error)")
        for name in ["link.csv", "zero.csv", "hard.csv", "pipe.csv", "folder.csv"] {
            #expect(result.error.contains("Refused NO/\(name): "))
            #expect(try workspace.names("NO", "refused").contains(name))
        }
        #expect(try workspace.names("NO", "done") == ["-rf.csv", "good.csv", "good.csv.manifest.json"])
        #expect(try workspace.names("NO", "incoming") == ["%s \u{1B}[31m.csv", "..csv"])
        #expect(!(result.output + result.error).contains("\u{1B}"))
        #expect(try workspace.contents().filter { $0.key.hasPrefix("out/") }.isEmpty == false)
        #expect(try !workspace.text("out/latest/profiles.ndjson").contains("NO-50"))
        #expect(try namesInFolder(outside) == ["secret.csv"])
        #expect(try String(contentsOfFile: outside + "/secret.csv", encoding: .utf8) == secret)
        #expect(try namesInFolder(workspace.folder) == ["outside", "workspace"])
    }

    @Test("What a run's words count is what its files hold, on a first load and on a batch")
    func wordsCountTheFiles() throws {
        let workspace = try ProgramWorkspace()
        let made = ["synth", "--workspace", workspace.root, "--accounts", "5000", "--quiet"]
        for words in [made, made + ["--delta", "1", "--rows", "500"]] {
            #expect(try workspace.start(words).wait().status == 0)
            #expect([0, 3].contains(try workspace.run().status))
            let report = try JSONSerialization.jsonObject(with: Data(workspace.text("out/latest/report.json").utf8))
            let figures = (report as? [String: Any])?["figures"] as? [String: Int] ?? [:]
            let conflicts = try workspace.text("out/latest/conflicts.ndjson").split(separator: "\n").count
            let held = try workspace.text("out/latest/holds.csv").split(separator: "\n")
                .count { $0.split(separator: ",")[2] == "held" }
            #expect(figures["newly_reported"] == conflicts)
            #expect(figures["newly_held"] == held)
            if words == made { #expect(figures["conflicts"] == conflicts && conflicts > 0 && held > 0) }
        }
    }

    @Test("A stop signal leaves everything for the next run", arguments: [("SIGTERM", SIGTERM), ("SIGINT", SIGINT)])
    func stops(name: String, signal: Int32) throws {
        let workspace = try ProgramWorkspace()
        let start = try workspace.start(
            ["synth", "--workspace", workspace.root, "--accounts", "40000", "--quiet"])
        #expect(start.wait().status == 0)
        let undisturbed = try ProgramWorkspace(copying: workspace)
        let whole = try undisturbed.run()
        // The signal comes while the files are being claimed, when all the reading lies ahead.
        let stopped = try workspace.run(fault: "rename:10:\(name)")
        #expect(stopped.status == 128 + signal, "\(stopped.error)")
        #expect(stopped.error.contains("Stopped on request. Nothing was committed"))
        #expect(try FileStatus.of(workspace.root + "/state/store.mdb") == nil)
        #expect(try FileStatus.of(workspace.root + "/out/latest") == nil)

        #expect(try workspace.run().status == whole.status)
        #expect(differences(try workspace.contents(), try undisturbed.contents()) == [])
        #expect(try workspace.leftovers() == [])
    }
}
