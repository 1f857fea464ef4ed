import ByteScanning
import DurableFiles
import Foundation
import MergeStore
import MergeWorker
import TestSupport
import Testing
import WorkspaceConfiguration

@Suite("Verification")
struct VerifyTests {
    @Test("What runs leave behind is sound", arguments: UInt64(1)...3)
    func soundAfterRuns(seed: UInt64) async throws {
        let workspace = try VerifyWorkspace(accounts: 1000, seed: seed)
        #expect(try await workspace.verify().isSound, "a workspace without a state")
        try await workspace.run(deltas: 2)
        let report = try await workspace.verify()
        #expect(report.findings == [])
        #expect(report.isSound && report.run == 3 && report.files == 30)
        #expect(report.accounts > 900)
    }

    @Test("A flipped byte of the store is a finding, and never a crash", arguments: UInt64(1)...2)
    func flippedBytes(seed: UInt64) async throws {
        let workspace = try VerifyWorkspace(accounts: 150, seed: 3)
        try await workspace.run(deltas: 1)
        let sound = try readFile(workspace.layout.storeFile, bytesMax: 1 << 30)
        var random = SplitMix64(seed: seed)
        var found = 0
        var flips = 0
        for _ in 0..<120 {
            let offset = Int.random(in: 0..<sound.count, using: &random)
            // Zeros are mostly room that nobody reads.
            if sound[offset] == 0 { continue }
            flips += 1
            try flip(workspace.layout.storeFile, at: offset)
            if !(try await workspace.verify().isSound) { found += 1 }
            try flip(workspace.layout.storeFile, at: offset)
        }
        #expect(found > flips / 3, "seed \(seed): \(found) of \(flips)")
        #expect(try await workspace.verify().findings == [])
    }

    @Test("A record that is damaged under a sound checksum is found, wherever", arguments: UInt64(1)...3)
    func damagedRecords(seed: UInt64) async throws {
        let workspace = try VerifyWorkspace(accounts: 120, seed: seed)
        try await workspace.run(deltas: 0)
        let groups = try groups(workspace)
        var random = SplitMix64(seed: seed)
        for _ in 0..<60 {
            let (key, payload) = try #require(groups.randomElement(using: &random))
            var damaged = payload
            let offset = Int.random(in: 0..<payload.count, using: &random)
            damaged[offset] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
            try put(damaged, key, workspace)
            let report = try await workspace.verify()
            #expect(!report.isSound || isSource(offset, payload), "seed \(seed), key \(key), offset \(offset)")
            try put(payload, key, workspace)
        }
        #expect(try await workspace.verify().isSound)
    }

    @Test("A group that is cut anywhere is found")
    func cutGroups() async throws {
        let workspace = try VerifyWorkspace(accounts: 60, seed: 2)
        try await workspace.run(deltas: 0)
        let (key, payload) = try #require(try groups(workspace).max { $0.1.count < $1.1.count })
        for length in stride(from: 1, to: payload.count, by: 13) {
            try put(Array(payload[..<length]), key, workspace)
            #expect(!(try await workspace.verify().isSound), "\(length) of \(payload.count) bytes")
        }
        try put(payload, key, workspace)
        #expect(try await workspace.verify().isSound)
    }

    @Test("An account that the index does not know, or knows otherwise, is named")
    func accountsIndex() async throws {
        let workspace = try VerifyWorkspace(accounts: 300, seed: 4)
        try await workspace.run(deltas: 0)
        let (account, value) = try #require(try entries(workspace, .accounts).first)
        try workspace.write { (transaction) throws(StoreError) in
            try transaction.edit(.accounts) { (editor) throws(StoreError) in _ = try editor.remove(account) }
        }
        let missing = try await workspace.verify()
        #expect(missing.findings.contains { $0.problem == "an account that is not in the index" })
        var other = value
        other[0] ^= 1
        try put(other, account, workspace, .accounts)
        let moved = try await workspace.verify()
        #expect(moved.findings.contains { $0.place == "table accounts, key \(account.hexadecimal)" })
        try put(value, account, workspace, .accounts)
        #expect(try await workspace.verify().isSound)
    }

    @Test("Every edited or missing file of a run is named")
    func publishedFiles() async throws {
        let workspace = try VerifyWorkspace(accounts: 200, seed: 5)
        try await workspace.run(deltas: 1)
        let folder = workspace.layout.outFolder(ofRun: 1)
        for name in try namesInFolder(folder) where name != "timings.json" {
            let path = folder + "/" + name
            let bytes = try readFile(path, bytesMax: 1 << 30)
            let place = "out/000001/\(name)"
            if !bytes.isEmpty {
                try flip(path, at: bytes.count / 2)
                #expect(try await workspace.verify().findings.contains { $0.place == place })
                try flip(path, at: bytes.count / 2)
            }
            try removeDurably(path)
            #expect(try await workspace.verify().findings.contains { $0.place == place && $0.kind == .unsound })
            try durableWrite(path, bytes)
        }
        let restored = try await workspace.verify().findings
        #expect(restored == [])
        try removeTree(folder)
        #expect(try await workspace.verify().findings.map(\.place) == ["out/000001"])
    }

    @Test("A foreign folder in out/ and a wrong link are named")
    func foreignNames() async throws {
        let workspace = try VerifyWorkspace(accounts: 50, seed: 5)
        try await workspace.run(deltas: 1)
        try makeFolder(workspace.path("out/000009"))
        try pointLink(workspace.layout.latestLink, to: "000001")
        let found = try await workspace.verify().findings
        #expect(found.map(\.place) == ["out/000009", "out/latest"], "\(found)")
    }

    @Test("Every entry of the ledger is missed")
    func ledgerEntries() async throws {
        let workspace = try VerifyWorkspace(accounts: 100, seed: 6)
        try await workspace.run(deltas: 1)
        for table in [SmallTable.ledger, .runs] {
            var all: [([UInt8], [UInt8])] = []
            try workspace.write { (transaction) throws(StoreError) in
                try transaction.walk(table) { (key, value) throws(StoreError) in
                    all.append((key, value))
                    return true
                }
            }
            #expect(!all.isEmpty)
            for (key, value) in all {
                try workspace.write { (transaction) throws(StoreError) in
                    _ = try transaction.remove(key, from: table)
                }
                let name = String(decoding: key, as: UTF8.self)
                #expect(!(try await workspace.verify().isSound), "without \(name)")
                try workspace.write { (transaction) throws(StoreError) in
                    try transaction.put(value, under: key, in: table)
                }
            }
        }
        #expect(try await workspace.verify().isSound)
    }

    @Test("A missing store beside published runs is unsound")
    func missingStore() async throws {
        let workspace = try VerifyWorkspace(accounts: 50, seed: 5)
        try await workspace.run(deltas: 0)
        try removeDurably(workspace.layout.storeFile)
        #expect(try await workspace.verify().findings.map(\.place) == ["store"])
    }

    @Test("Under rules that moved, everything but the decisions is verified")
    func movedRules() async throws {
        let workspace = try VerifyWorkspace(accounts: 50, seed: 5)
        try await workspace.run(deltas: 0)
        let report = try await workspace.verify(workspace.inputs(#"{ "launch": "2026-03-01T00:00:00Z" }"#))
        #expect(report.isSound && report.findings.map(\.kind) == [.remark])
    }

    @Test("Nothing is verified while another process works in the workspace")
    func respectsLock() async throws {
        let workspace = try VerifyWorkspace(accounts: 50, seed: 1)
        let lock = try takeLock(workspace.layout)
        await #expect(throws: RunFault.self) { try await workspace.verify() }
        lock.release()
    }

    // MARK: Damage

    private func flip(_ path: String, at offset: Int) throws {
        let file = try Descriptor.writing(path)
        let byte = try readFile(path, bytesMax: 1 << 30)[offset] ^ 0x10
        try withUnsafeBytes(of: byte) { try file.writeAll($0, at: offset) }
    }

    private func groups(_ workspace: VerifyWorkspace) throws -> [(Hash128, [UInt8])] {
        try entries(workspace, .profiles)
    }

    private func entries(_ workspace: VerifyWorkspace, _ table: BlockTable) throws -> [(Hash128, [UInt8])] {
        var found: [(Hash128, [UInt8])] = []
        let store = try StoreEnvironment(
            path: workspace.layout.storeFile, access: .readOnly, mapBytes: 1 << 32)
        _ = try store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(table) { (cursor) throws(StoreError) in
                while try cursor.next(), let key = cursor.key {
                    found.append((key, [UInt8](cursor.unsafePayload)))
                }
            }
        }
        return found
    }

    private func put(
        _ payload: [UInt8], _ key: Hash128, _ workspace: VerifyWorkspace, _ table: BlockTable = .profiles
    ) throws {
        try workspace.write { (transaction) throws(StoreError) in
            try transaction.edit(table) { (editor) throws(StoreError) in
                _ = try editor.put(key, payload.span.bytes)
            }
        }
    }

    /// Whether a byte tells only where its row stood, or its sequence: nothing else in the store knows.
    private func isSource(_ offset: Int, _ payload: [UInt8]) -> Bool {
        var start = 0
        while start + 4 <= payload.count {
            let length = payload[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
            if offset < start + length {
                return (12..<16).contains(offset - start) || (68..<80).contains(offset - start)
            }
            start += length
        }
        return false
    }
}
