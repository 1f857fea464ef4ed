import ByteScanning
import DurableFiles
import Foundation
import MergeStore
import TestSupport
import Testing

@Suite("Damaged stores")
struct DamageTests {
    /// Every eleventh byte from a random one on; all of them with `KOBLE_FULL=1`.
    @Test("Every flipped byte is named, or changes nothing that can be read")
    func everyByte() throws {
        let isFull = ProcessInfo.processInfo.environment["KOBLE_FULL"] != nil
        let start = Int.random(in: 0..<11)
        print("first byte: \(start)")
        let folder = try TemporaryFolder()
        let path = storePath(folder)
        try makeSmallStore(path)
        let sound = try readFile(path, bytesMax: 1 << 24)
        let state = try everything(path)
        let file = try Descriptor.writing(path)
        var found = 0
        for offset in stride(from: isFull ? 0 : start, to: sound.count, by: isFull ? 1 : 11) {
            let flipped = sound[offset] ^ UInt8(1) << UInt8(offset % 8)
            try withUnsafeBytes(of: flipped) { try file.writeAll($0, at: offset) }
            if verifyStore(path).isEmpty {
                // So the byte must be one that nobody reads: on a free page, or between entries.
                do {
                    #expect(try everything(path) == state, "offset \(offset)")
                } catch {
                    Issue.record("offset \(offset): \(error)")
                }
            } else {
                found += 1
            }
            try withUnsafeBytes(of: sound[offset]) { try file.writeAll($0, at: offset) }
        }
        let entryBytes = state.blocks.reduce(0) { $0 + $1.count + 20 }
        #expect(found >= entryBytes / (isFull ? 1 : 12), "flips inside entries were not found")
        #expect(verifyStore(path).isEmpty)
    }

    @Test("Every option in the record of every table is found where the library would refuse the table")
    func tableOptions() throws {
        let folder = try TemporaryFolder()
        let path = storePath(folder)
        try makeSmallStore(path)
        let sound = try readFile(path, bytesMax: 1 << 24)
        let state = try everything(path)
        let names = BlockTable.allCases.map(\.rawValue) + SmallTable.allCases.map(\.rawValue)
        for name in names {
            var found = 0
            // A table's record stands behind its name; its options are bytes 4 and 5.
            for place in sound.indices where sound[place...].starts(with: name.utf8) {
                for bit in 0..<16 {
                    let offset = place + name.utf8.count + 4 + bit / 8
                    guard offset < sound.count else { continue }
                    var bytes = sound
                    bytes[offset] ^= 1 << UInt8(bit % 8)
                    try overwrite(path, bytes)
                    if verifyStore(path).isEmpty {
                        do {
                            #expect(try everything(path) == state, "\(name), bit \(bit) at \(offset)")
                        } catch {
                            Issue.record("\(name), bit \(bit) at \(offset): \(error)")
                        }
                    } else {
                        found += 1
                    }
                }
            }
            #expect(found >= 16, "\(name): \(found) of 16 options were found")
        }
    }

    @Test("A flipped byte of an entry is found by whoever reads it")
    func readersFindDamage() throws {
        let folder = try TemporaryFolder()
        let path = storePath(folder)
        let payload = Array("the one payload of this store".utf8)
        try build(path, [key(1): payload])
        var bytes = try readFile(path, bytesMax: 1 << 24)
        let places = bytes.indices.filter { bytes[$0...].starts(with: payload) }
        #expect(places.count == 2, "one in each table")
        for place in places { bytes[place + 3] ^= 1 }
        try overwrite(path, bytes)
        let store = try openStore(path, .readOnly)
        for table in BlockTable.allCases {
            let error = #expect(throws: StoreError.self) { try contents(store, table) }
            if case .damaged = error?.cause {} else { Issue.record("\(String(describing: error))") }
        }
        #expect(!verifyStore(path).isEmpty)
    }

    @Test("A store cut anywhere is refused or whole, and never kills its reader")
    func truncated() throws {
        let folder = try TemporaryFolder()
        let path = storePath(folder)
        try makeSmallStore(path)
        let sound = try readFile(path, bytesMax: 1 << 24)
        let state = try everything(path)
        var refused = 0
        for length in stride(from: 0, to: sound.count, by: 512) {
            try overwrite(path, Array(sound[..<length]))
            do {
                #expect(try everything(path) == state, "length \(length)")
            } catch {
                refused += 1
                #expect(!error.description.isEmpty)
            }
        }
        #expect(refused > 0)
    }

    @Test("Files that are no stores are refused", arguments: [1, 100, 4096, 10_000])
    func foreign(length: Int) throws {
        let folder = try TemporaryFolder()
        let path = storePath(folder)
        try overwrite(path, [UInt8](repeating: 0x5A, count: length))
        #expect(throws: StoreError.self) { try openStore(path, .readOnly) }
        #expect(throws: StoreError.self) { try openStore(path) }
        #expect(!verifyStore(path).isEmpty)
    }

    @Test("A store that is not there is not made by reading")
    func missing() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: StoreError.self) {
            try openStore(storePath(folder), .readOnly)
        }
        #expect(error?.cause == .missing)
        #expect(try FileStatus.of(storePath(folder)) == nil)
    }

    /// Some blocks, some large entries, some small tables, and free pages.
    private func makeSmallStore(_ path: String) throws {
        let store = try openStore(path)
        for round in 0..<UInt64(4) {
            var edits: [Hash128: [UInt8]?] = [:]
            for number in 0..<UInt64(30) where number % 3 != round % 3 {
                let length = number == 7 ? 5000 : 60
                edits[key(number)] = [UInt8](repeating: UInt8(number + round), count: length)
            }
            try apply(edits, to: store, .profiles)
            try store.write { (transaction) throws(StoreError) in
                try transaction.put([1, 2, UInt8(round)], under: [9, UInt8(round)], in: .ledger)
            }
        }
    }

    private struct Everything: Equatable {
        var blocks: [[UInt8]] = []
        var keys: [Hash128] = []
        var ledger: [[UInt8]: [UInt8]] = [:]
    }

    private func everything(_ path: String) throws(StoreError) -> Everything {
        let store = try openStore(path, .readOnly)
        var result = Everything()
        for table in BlockTable.allCases {
            let entries = try contents(store, table)
            result.keys += entries.map(\.0)
            result.blocks += entries.map(\.1)
        }
        result.ledger = try contents(store, .ledger)
        return result
    }

    /// Without any flush: thousands of these are made.
    private func overwrite(_ path: String, _ bytes: [UInt8]) throws {
        try removeTree(path)
        let file = try Descriptor.creating(path)
        try bytes.withUnsafeBytes { try file.writeAll($0) }
    }
}
