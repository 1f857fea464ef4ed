import AccountModel
import DurableFiles
import Foundation
import MergeStore
import TestSupport
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

@Suite("Erasure")
struct ErasureTests {
    /// Every column that a file may have, with a mark of its own in each that can hold text.
    static let columns = [
        "account_id", "email", "first_name", "last_name", "postal_code", "phone", "language", "created_at",
        "updated_at", "email_verified", "account_type", "organiser", "orders", "delivery.street",
        "attributes.size", "consent_proven_by",
    ]

    /// A person's account; `mark` stands in every free value.
    static func row(
        _ country: String, _ mark: String, type: String = "registered", first: String? = nil,
        email: String? = nil, updated: String = "2020-01-01T00:00:00Z"
    ) -> String {
        [
            "\(country)-\(mark)", email ?? "\(mark)@mail\(mark).example", first ?? "First\(mark)", "Last\(mark)",
            "P\(mark)", "X\(mark)", "de", "2015-03-04T00:00:00Z", updated, "true", type, "Org\(mark)",
            "ORD\(country)\(mark)", "Street\(mark)", "\"=Attr\"\"\(mark)\"", "",
        ].joined(separator: ",")
    }

    static func file(_ rows: [String]) -> [UInt8] {
        Array((([columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n").utf8)
    }

    /// Files that hold erased and other persons in every place where one can be.
    static let deliveries: [(country: String, name: String, bytes: [UInt8])] = {
        let others = (0..<30).map { "Other\($0)" }
        let german =
            others.map { row("DE", $0) } + [
                row("DE", "CANARYA"), row("DE", "CANARYB", type: "attendee"),
                row("DE", "CANARYC", email: "not an address"), row("DE", "CANARYD", email: "info@maildCANARY.example"),
                // A row that is rejected: nobody can tell whose it is.
                "DE-CANARYR,\"broken\"quote CANARYR,x",
            ]
        let norwegian =
            others.prefix(9).map { row("NO", $0) } + [
                row("NO", "CANARYA2", first: "Else", email: "CANARYA@mailCANARYA.example"),
                // Another person, at the address that an erased account had before.
                row("NO", "Shared", email: "before@shared.example"),
                // An older version with another address.
                row("NO", "CANARYE", email: "old@mailCANARYE.example", updated: "2018-01-01T00:00:00Z"),
                row("NO", "CANARYE"),
            ]
        let moving = [row("SE", "CANARYA3", email: "before@shared.example", updated: "2017-01-01T00:00:00Z")]
        let moved = [row("SE", "CANARYA3", email: "canarya@mailcanarya.example", updated: "2019-01-01T00:00:00Z")]
        let packed =
            others.prefix(5).map { row("FI", $0) } + [row("FI", "CANARYA4", email: "canarya@mailcanarya.example")]
        return [
            ("SE", "a.csv", file(moving)), ("DE", "a.csv", file(german)), ("NO", "a.csv", file(norwegian)),
            ("SE", "b.csv", file(moved)), ("FI", "a.csv.gz", gzip(file(packed))),
            ("FI", "refused.csv", Array("account_id,email,unknown\nFI-CANARYA5,canarya@mailcanarya.example,1\n".utf8)),
        ]
    }()

    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        let base = NSTemporaryDirectory() + "koble-gzip-\(UUID().uuidString)"
        defer { unlink(base + ".gz") }
        do {
            try Data(bytes).write(to: URL(filePath: base))
            _ = try ProgramProcess.start(["/usr/bin/env", "gzip", base], scratch: NSTemporaryDirectory()).wait()
        } catch { preconditionFailure("\(error)") }
        return Array(FileManager.default.contents(atPath: base + ".gz") ?? Data())
    }

    /// Runs the deliveries in the order of their names: all `a`, then `b`.
    static func deliver(_ workspace: TestWorkspace) async throws {
        for wave in ["a", "b", "refused"] {
            for (country, name, bytes) in deliveries where name.hasPrefix(wave) {
                try workspace.drop(country, name, bytes)
            }
            try await workspace.run()
        }
    }

    static func erase(
        _ subjects: [String], _ workspace: TestWorkspace, _ change: (inout ErasureRequest) -> Void = { _ in }
    ) throws -> ErasureOutcome {
        let options = try workspace.options()
        var request = ErasureRequest(
            subjects: try subjects.map { try #require(ExplainSubject($0)) },
            erasedAt: try #require(Timestamp("2026-06-01T12:00:00Z")))
        request.by = "dpo"
        change(&request)
        return try performErase(
            StateInputs(layout: options.layout, configuration: options.configuration, key: options.key), request,
            programVersion: "test", threads: 2, drain: DrainFlag())
    }

    static let persons = [
        "canarya@mailcanarya.example", "DE/DE-CANARYB", "DE/DE-CANARYC", "info@mailDcanary.example", "NO/NO-CANARYE",
    ]

    /// Paths below the workspace whose bytes, unpacked if they are packed, have one of the texts in any case.
    static func places(of needles: [[UInt8]], _ workspace: TestWorkspace) throws -> [String] {
        var found: [String] = []
        let walk = FileManager.default.enumerator(atPath: workspace.layout.root)
        while let name = walk?.nextObject() as? String {
            let path = workspace.layout.root + "/" + name
            guard let status = try FileStatus.of(path), status.kind == .file, status.bytes > 0 else { continue }
            var data = FileManager.default.contents(atPath: path) ?? Data()
            if name.hasSuffix(".gz") { data = try unpacked(path) }
            let bytes = Array(data)
            if needles.contains(where: { isFound($0, in: bytes) }) { found.append(name) }
        }
        return found
    }

    /// Whether bytes hold a text; letters of the text stand for either case.
    private static func isFound(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
        let isText = needle.allSatisfy { (97...122).contains($0) }
        let searched = isText ? String(decoding: bytes, as: UTF8.self).lowercased().utf8.map { $0 } : bytes
        return searched.withUnsafeBufferPointer { all in
            var start = 0
            while start + needle.count <= all.count {
                if all[start] == needle[0], all[start + 1] == needle[1],
                    all[start..<start + needle.count].elementsEqual(needle)
                {
                    return true
                }
                start += 1
            }
            return false
        }
    }

    private static func unpacked(_ path: String) throws -> Data {
        let words = ["/usr/bin/env", "gzip", "-dc", path]
        let result = try ProgramProcess.start(words, scratch: NSTemporaryDirectory()).wait()
        #expect(result.status == 0, "\(path) is sound")
        return Data(result.output.utf8)
    }

    /// People's decisions: one file with a line about an erased account and one about another, and one that is
    /// refused.
    static func decide(_ workspace: TestWorkspace, _ name: String) async throws {
        let header = "decision,country,account_id,other_country,other_account_id,reason,decided_by,decided_at\n"
        let lines = [
            "keep_apart,NO,NO-CANARYA2,DE,DE-Other0,because,me,2026-05-01T00:00:00Z",
            "keep_apart,DE,DE-Other1,NO,NO-Other2,because,me,2026-05-01T00:00:00Z",
        ]
        let files = [
            name: header + lines.joined(separator: "\n") + "\n",
            "refused-" + name: "decision,country,account_id\nkeep_apart,DE,DE-CANARYA\n",
        ]
        for (file, text) in files {
            try Data(text.utf8).write(to: URL(filePath: workspace.layout.decisionsFolder + "/" + file))
        }
        try await workspace.run()
    }

    @Test("After an erasure and a second delivery of everything, no byte of the persons is anywhere")
    func canaries() async throws {
        let workspace = try TestWorkspace()
        try await Self.deliver(workspace)
        try await Self.decide(workspace, "a.csv")
        let accounts = try workspace.facts().accounts
        let keys = try linkKeys(of: Self.persons, workspace)
        #expect(keys.count == 5)
        let before = try Self.places(of: [Array("canary".utf8)], workspace)
        for part in ["state/store.mdb", "out/", "/done/", "/refused/", "decisions/done/", "decisions/refused/"] {
            #expect(before.contains { $0.contains(part) }, "\(part) holds the persons before")
        }
        guard case .done(let rehearsed) = try Self.erase(Self.persons, workspace, { $0.isDryRun = true }) else {
            Issue.record("the persons are known")
            return
        }
        #expect(try workspace.facts().accounts == accounts, "a dry run changes nothing")
        guard case .done(let summary) = try Self.erase(Self.persons, workspace) else { return }
        #expect(summary.accounts == 8 && rehearsed.accounts == 8)
        #expect(summary.orders == 8)
        #expect(try workspace.facts().accounts == accounts - 8)
        #expect(summary.inputsRewritten.contains("decisions/a.csv"))
        #expect(summary.inputsRemoved.contains("decisions/refused/refused-a.csv"))
        #expect(summary.outOfReach.contains { $0.contains("Backups") })
        try await Self.deliver(workspace)
        // The same content again, and another one.
        try await Self.decide(workspace, "a.csv")
        let late =
            "decision,country,account_id,reason,decided_by,decided_at\nkeep_apart,DE,DE-CANARYB,r,me,2026-05-02T00:00:00Z\n"
        try Data(late.utf8).write(to: URL(filePath: workspace.layout.decisionsFolder + "/late.csv"))
        try await workspace.run()
        let kept = FileManager.default.contents(atPath: workspace.layout.decisionsFolder + "/done/a.csv") ?? Data()
        #expect(lines(Array(kept)).count == 2, "the line about others stays")
        // Order references stay, on tombstones; they are marked as well, so they are left out by their form.
        let needles = [Array("canary".utf8)] + keys.flatMap { [$0, Array($0.reversed())] }
        let places = try Self.places(of: needles, workspace).filter { $0 != "state/store.mdb" }
        #expect(places == [])
        try checkStore(keys, workspace)
        #expect(try await SuppressionTests.isSound(workspace).filter { $0.kind == .unsound }.isEmpty)
        #expect(try workspace.facts().accounts == accounts - 8)
    }

    /// The keys of the persons, as the store has them.
    private func linkKeys(of subjects: [String], _ workspace: TestWorkspace) throws -> [[UInt8]] {
        let options = try workspace.options()
        let state = try OpenedState.decided(
            StateInputs(layout: options.layout, configuration: options.configuration, key: options.key))
        return try subjects.compactMap { text in
            try ExplainSubject(text)?.locate(state).map { located in
                [located.linkKey.high, located.linkKey.low].flatMap { word in
                    (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
                }
            }
        }
    }

    /// In the store, order references are all that is left.
    private func checkStore(_ keys: [[UInt8]], _ workspace: TestWorkspace) throws {
        let data = try #require(FileManager.default.contents(atPath: workspace.layout.storeFile))
        for key in keys { #expect(data.range(of: Data(key)) == nil) }
        let text = String(decoding: data.map { (65...90).contains($0) ? $0 | 32 : $0 }, as: UTF8.self)
        let all = text.components(separatedBy: "canary").count - 1
        let orders = ["ordde", "ordno", "ordse", "ordfi"].map { text.components(separatedBy: $0 + "canary").count - 1 }
        #expect(all == orders.reduce(0, +) && all == 8)
    }

    @Test("A legal hold stops it, unknown persons are named by number, and nothing is changed")
    func stopped() async throws {
        let workspace = try TestWorkspace()
        let rows = "account_id,email,legal_hold\nDE-1,a@example.org,true\nDE-2,b@example.org,false\n"
        try workspace.drop("DE", "a.csv", rows.utf8)
        try await workspace.run()
        let before = try filesOf(workspace.layout.stateFolder)["store.mdb"]
        #expect(throws: RunFault.self) { try Self.erase(["b@example.org", "DE/DE-1"], workspace) }
        guard case .unknown(let positions) = try Self.erase(["DE/DE-2", "DE/DE-3"], workspace) else {
            Issue.record("an unknown account was erased")
            return
        }
        #expect(positions == [1])
        #expect(try filesOf(workspace.layout.stateFolder)["store.mdb"] == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.layout.suppressionsFolder).isEmpty)
    }

    @Test("Erasing an address and then importing equals importing and then erasing", arguments: lawSeeds(6))
    func eitherOrder(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let addresses = (0..<12).map { "p\($0)@example.org" }
        let files = (0..<3).map { number in
            (country: ["DE", "NO", "SE"][number], bytes: madeUp(&random, ["DE", "NO", "SE"][number], addresses))
        }
        let erased = Array(addresses.shuffled(using: &random).prefix(3))
        let (first, second) = (try TestWorkspace(), try TestWorkspace())
        for workspace in [first, second] {
            try workspace.drop("FI", "seed.csv", Self.file([Self.row("FI", "Seed")]))
            try await workspace.run()
        }
        _ = try Self.erase(erased, first)
        for workspace in [first, second] {
            for file in files { try workspace.drop(file.country, "a.csv", file.bytes) }
            try await workspace.run()
        }
        _ = try Self.erase(erased, second)
        #expect(try first.facts().digest == second.facts().digest, "seed \(seed)")
        #expect(try await exported(first, "first") == exported(second, "second"), "seed \(seed)")
        for workspace in [first, second] {
            #expect(
                try await SuppressionTests.isSound(workspace).filter { $0.kind == .unsound }.isEmpty, "seed \(seed)")
        }
    }

    private func madeUp(_ random: inout SplitMix64, _ country: String, _ addresses: [String]) -> [UInt8] {
        var rows: [String] = []
        for number in 0..<25 {
            let day = Int.random(in: 10...28, using: &random)
            rows.append(
                Self.row(
                    country, "\(number % 18)", email: random.pick(addresses),
                    updated: "20\(Int.random(in: 10...25, using: &random))-03-\(day)T00:00:00Z"))
        }
        return Self.file(rows)
    }

    private func exported(_ workspace: TestWorkspace, _ name: String) async throws -> [String: [UInt8]] {
        let options = try workspace.options()
        let folder = workspace.folder + "/export-" + name
        _ = try await performExport(
            StateInputs(layout: options.layout, configuration: options.configuration, key: options.key), to: folder,
            limits: options.limits, schedulers: .threads(workers: 1), progress: RunProgress(), drain: DrainFlag())
        return try filesOf(folder)
    }

    @Test("A store of before the erasure, put back, is erased again by the next run")
    func restored() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop("DE", "a.csv", Self.file([Self.row("DE", "CANARYA"), Self.row("DE", "Other")]))
        try await workspace.run()
        let old = try #require(FileManager.default.contents(atPath: workspace.layout.storeFile))
        _ = try Self.erase(["DE/DE-CANARYA"], workspace)
        let digest = try workspace.facts().digest
        try old.write(to: URL(filePath: workspace.layout.storeFile))
        unlink(workspace.layout.storeFile + "-lock")
        #expect(try workspace.facts().accounts == 2)
        try removeTree(workspace.layout.outFolder(ofRun: 2))
        try await workspace.run()
        #expect(try workspace.facts().accounts == 1)
        #expect(try workspace.facts().digest == digest)
    }

    @Test("Who comes back after the erasure is a new person with a new id")
    func comesBack() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop("DE", "a.csv", Self.file([Self.row("DE", "CANARYA")]))
        try await workspace.run()
        let former = try profiles(workspace.published()["profiles.ndjson"]).first?.profile_id
        _ = try Self.erase(["DE/DE-CANARYA"], workspace)
        let header = "account_id,email,first_name,created_at\n"
        let row = "DE-9,canarya@mailcanarya.example,New,2026-07-01T00:00:00Z\n"
        try workspace.drop("DE", "b.csv", (header + row).utf8)
        try await workspace.run()
        let now = try profiles(workspace.published(run: 3)["profiles.ndjson"])
        #expect(now.map(\.first_name) == ["New"])
        #expect(now.first?.profile_id != former)
        #expect(try await SuppressionTests.isSound(workspace).filter { $0.kind == .unsound }.isEmpty)
        guard
            case .done(let summary) = try Self.erase(
                ["canarya@mailcanarya.example"], workspace,
                {
                    $0.erasedAt = Timestamp(rawValue: $0.erasedAt.rawValue + 1_000_000)
                })
        else { return }
        #expect(summary.accounts == 1)
        #expect(try workspace.facts().accounts == 0)
        #expect(try await SuppressionTests.isSound(workspace).filter { $0.kind == .unsound }.isEmpty)
    }
}
