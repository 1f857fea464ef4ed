import AccountModel
import ByteScanning
import DurableFiles
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// Breaks, one by one, what the state remembers beside its records and what is kept of the inputs, and sees
/// `koble verify` name it, with a way out and exit status 9.
@Suite("Verification of what stands beside the records", .serialized)
struct VerifyStateTests {
    private static func row(_ account: String, _ email: String, made: Int) -> MadeUpRow {
        let parts = account.split(separator: "/").map(String.init)
        return MadeUpRow(
            parts[0], parts[1],
            ["email": email, "created_at": "\(made)-01-01", "updated_at": "2024-01-01", "email_verified": "true"])
    }

    private static let rows = [
        row("NO/1", "ada@mail.example", made: 2015), row("DK/1", LookAlikeRunTests.foreign, made: 2020),
        row("SE/1", "bo@mail.example", made: 2016), row("NO/2", "ola@mail.example", made: 2017),
    ]

    private static func snapshot(_ workspace: TestWorkspace, _ rows: [MadeUpRow], sequence: Int) throws {
        let bytes = csv(rows)
        try workspace.drop("NO", "full\(sequence).csv", bytes)
        let manifest = """
            {"batch_id": "no-\(sequence)", "country": "NO", "rows": \(rows.count), "bytes": \(bytes.count), \
            "sha256": "\(SHA256Digest.of(bytes).hex)", "kind": "full", "sequence": \(sequence)}
            """
        try workspace.drop("NO", "full\(sequence).csv.manifest.json", manifest.utf8)
    }

    private static func grown() async throws -> TestWorkspace {
        let workspace = try TestWorkspace("{ vanished_share_max: 1 }")
        try workspace.drop(rows)
        try await workspace.run()
        try snapshot(workspace, [rows[0], row("NO/3", "kari@mail.example", made: 2018)], sequence: 4)
        try await workspace.run()
        #expect(try await workspace.verified().findings == [])
        return workspace
    }

    private static func write(
        _ workspace: TestWorkspace, _ body: (inout WriteTransaction) throws(StoreError) -> Void
    ) throws {
        let store = try StoreEnvironment(path: workspace.layout.storeFile, access: .readWrite, mapBytes: 1 << 30)
        try store.write(body)
    }

    private static func entries(_ workspace: TestWorkspace, _ table: SmallTable) throws -> [(
        key: [UInt8], value: [UInt8]
    )] {
        let store = try StoreEnvironment(path: workspace.layout.storeFile, access: .readOnly, mapBytes: 1 << 30)
        return try store.read { (transaction) throws(StoreError) in
            var found: [(key: [UInt8], value: [UInt8])] = []
            try transaction.walk(table) { (key, value) throws(StoreError) in
                found.append((key, value))
                return true
            }
            return found
        }
    }

    /// The one kind of finding that a breakage makes, with its way out.
    private static func expect(_ workspace: TestWorkspace, _ place: String, _ wayOut: String) async throws {
        let report = try await workspace.verified()
        let unsound = report.findings.filter { $0.kind == .unsound }
        #expect(!report.isSound && !unsound.isEmpty)
        for finding in unsound {
            #expect(finding.place.hasPrefix(place) && finding.problem.contains(wayOut), "\(finding)")
        }
    }

    @Test("A decisions file that is another one now, or gone before its time, is told; its decisions stand")
    func decisionFiles() async throws {
        let workspace = try await Self.grown()
        try workspace.decide(["keep_apart,NO,1,,,,,fraud,ada,2026-05-01T10:00:00Z"])
        try await workspace.run()
        #expect(try await workspace.verified().findings == [])
        let folder = workspace.layout.decisionsFolder + "/done"
        let path = folder + "/" + (try #require(try namesInFolder(folder).first { !$0.hasPrefix(".") }))
        let bytes = try #require(FileManager.default.contents(atPath: path))
        try Data(String(decoding: bytes, as: UTF8.self).replacing("fraud", with: "other").utf8).write(
            to: URL(filePath: path))
        try await Self.expect(workspace, "decisions/done/", "put a copy of that back")
        try removeDurably(path)
        let report = try await workspace.verified()
        #expect(report.isSound && report.findings.map(\.kind) == [.remark])
        try bytes.write(to: URL(filePath: path))
        #expect(try await workspace.verified().findings == [])
    }

    @Test("A newest full snapshot that is not the ledger's is named")
    func snapshots() async throws {
        let workspace = try await Self.grown()
        let marks = try #require(try Self.entries(workspace, .meta).first { $0.key == Array(snapshotsKey.utf8) })
        for value in [#"{"NO":4}"#, #"{"NO":5,"SE":1}"#, "{}", "what"] {
            try Self.write(workspace) { (transaction) throws(StoreError) in
                try transaction.put(Array(value.utf8), under: marks.key, in: .meta)
            }
            try await Self.expect(workspace, "snapshots", "koble rebuild")
        }
        try Self.write(workspace) { (transaction) throws(StoreError) in
            try transaction.put(marks.value, under: marks.key, in: .meta)
        }
        #expect(try await workspace.verified().findings == [])
    }

    @Test("Every entry that is missing or too much among the look-alikes is named")
    func lookAlikes() async throws {
        let workspace = try await Self.grown()
        let listed = try Self.entries(workspace, .hints).filter {
            LookAlikeEntry(storeKey: $0.key, value: $0.value) != nil
        }
        #expect(listed.count == 2)
        let other = LookAlikeEntry(
            skeleton: Hash128(high: 1, low: 2), key: Hash128(high: 3, low: 4), place: 5, isPlain: false)
        try Self.write(workspace) { (transaction) throws(StoreError) in
            try transaction.put(other.storeValue, under: other.storeKey, in: .hints)
        }
        // Whose records are not there; deciding again stumbles over it too.
        #expect(!(try await workspace.verified().isSound))
        try Self.write(workspace) { (transaction) throws(StoreError) in
            try transaction.remove(other.storeKey, from: .hints)
        }
        for entry in listed {
            try Self.write(workspace) { (transaction) throws(StoreError) in
                try transaction.remove(entry.key, from: .hints)
            }
            let findings = try await workspace.verified().findings
            #expect(findings.contains { $0.place.hasPrefix("look-alikes") && $0.problem.contains("koble rebuild") })
            try Self.write(workspace) { (transaction) throws(StoreError) in
                try transaction.put(entry.value, under: entry.key, in: .hints)
            }
        }
        #expect(try await workspace.verified().findings == [])
    }

    @Test("What undo keeps is named when a part is cut, missing or of no run")
    func history() async throws {
        let workspace = try await Self.grown()
        let parts = try Self.entries(workspace, .history)
        let last = try #require(parts.last)
        let wrongKey = Array(last.key.dropLast()) + [9]
        for (key, value) in [
            (last.key, Array(last.value.dropLast(3))), (wrongKey, last.value),
            (UndoRecord.prefix(7) + [UInt8](repeating: 0, count: 8), last.value),
        ] {
            try Self.write(workspace) { (transaction) throws(StoreError) in
                try transaction.put(value, under: key, in: .history)
            }
            try await Self.expect(workspace, "history, run", "koble rebuild")
            try Self.write(workspace) { (transaction) throws(StoreError) in
                try transaction.remove(key, from: .history)
                try transaction.put(last.value, under: last.key, in: .history)
            }
        }
        #expect(try await workspace.verified().findings == [])
    }

    @Test("An account that an entry keeps out is named, and the next run removes it")
    func suppressions() async throws {
        let workspace = try await Self.grown()
        let key = try workspace.layout.fittingKey()
        let keys = SuppressionKeys(key)
        let place = accountIndexKey(.SE, Array("1".utf8).raw, key: IntakeKeys(key).account)
        func entry(_ instant: Timestamp) -> SuppressionEntry {
            SuppressionEntry(kind: .account, keyName: keys.name, hash: keys.hash(place, .account), erasedAt: instant)
        }
        // Erased before the account was made: somebody else.
        let before = try #require(Timestamp("2010-01-01"))
        try SuppressionFile(name: "a\(SuppressionFile.suffix)", entries: [entry(before)]).write(workspace.layout)
        #expect(try await workspace.verified().isSound)
        try SuppressionFile(name: "b\(SuppressionFile.suffix)", entries: [entry(TestWorkspace.asOf)]).write(
            workspace.layout)
        try await Self.expect(workspace, "table profiles", "the next run removes it")
        try await workspace.run()
        #expect(try await workspace.verified().isSound)
    }

    @Test("A kept input with another content, of nobody, or with erased rows again is named")
    func keptInputs() async throws {
        let workspace = try await Self.grown()
        let path = workspace.layout.spoolFolder + "/SE/done/a.csv"
        let sound = try readFile(path, bytesMax: 1 << 20)
        try removeDurably(path)
        try durableWrite(path, sound + Array("x\n".utf8))
        try await Self.expect(workspace, "spool/SE/done/a.csv", "put a copy of it back")
        try removeDurably(path)
        #expect(try await workspace.verified().isSound, "retention may have removed it")
        try durableWrite(path, sound)
        _ = try ErasureTests.erase(["NO/2", "SE/1"], workspace)
        #expect(try await workspace.verified().isSound)
        try removeDurably(path)
        try durableWrite(path, sound)
        try await Self.expect(workspace, "spool/SE/done/a.csv", "remove the file")
    }

    @Test("The program says so with exit status 9")
    func exitStatus() throws {
        let workspace = try ProgramWorkspace()
        try workspace.drop("NO", "a.csv", "account_id,email\n1,a@mail.example\n")
        try workspace.run()
        try durableWrite(workspace.root + "/spool/NO/done/b.csv", "account_id,email\n2,b@mail.example\n")
        let verified = try workspace.give(["verify"])
        #expect(
            verified.status == 9 && verified.output.contains("spool/NO/done/b.csv"),
            "\(verified.output)\(verified.error)")
    }
}
