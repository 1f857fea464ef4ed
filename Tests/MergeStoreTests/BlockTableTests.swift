import ByteScanning
import MergeStore
import TestSupport
import Testing

@Suite("Block tables")
struct BlockTableTests {
    @Test("Any sequence of edits leaves what a dictionary holds", arguments: UInt64(0)..<24)
    func editsAgreeWithModel(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        var model: [Hash128: [UInt8]] = [:]
        var store: StoreEnvironment? = try openStore(storePath(folder))
        let keys = UInt64.random(in: 20...2000, using: &random)
        let payloadMax = [8, 150, 900, 9000].randomElement(using: &random)!
        for round in 0..<12 {
            let edits = randomEdits(
                keys: keys, payloadMax: payloadMax, removing: round % 4 == 3, using: &random)
            try apply(edits, to: store!, .profiles)
            for (key, payload) in edits { model[key] = payload }
            try expect(store!, holds: model)
            if round % 3 == 0 {
                store = nil
                #expect(verifyStore(storePath(folder)) == [])
                store = try openStore(storePath(folder))
            }
        }
        store = nil
        #expect(verifyStore(storePath(folder)) == [])
    }

    @Test("A bulk build holds the same as edits", arguments: UInt64(0)..<8)
    func buildAgreesWithEdits(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        let edits = randomEdits(keys: 3000, payloadMax: 400, removing: false, using: &random)
        let entries = edits.compactMapValues { $0 }
        let edited = try openStore(folder.path + "/edited.mdb")
        try apply(edits, to: edited, .profiles)
        try build(folder.path + "/built.mdb", entries)
        #expect(verifyStore(folder.path + "/built.mdb") == [])
        let built = try openStore(folder.path + "/built.mdb")
        try expect(edited, holds: entries)
        try expect(built, holds: entries)
        // A built store can be edited further.
        let more = randomEdits(keys: 3000, payloadMax: 400, removing: true, using: &random)
        try apply(more, to: built, .profiles)
        let merged = entries.merging(more.compactMapValues { $0 }) { $1 }
            .filter { more[$0.key] == nil || more[$0.key]! != nil }
        try expect(built, holds: merged)
    }

    @Test("A copy with changes holds the same as the store after edits", arguments: UInt64(0)..<8)
    func copyAgreesWithEdits(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        let first = randomEdits(keys: 2000, payloadMax: 300, removing: false, using: &random)
        let second = randomEdits(keys: 2000, payloadMax: 300, removing: true, using: &random)
        let store = try openStore(storePath(folder))
        try apply(first, to: store, .profiles)
        try store.write { (transaction) throws(StoreError) in
            try transaction.put([1], under: [1], in: .ledger)
        }
        var builder = try StoreBuilder(path: folder.path + "/copy.mdb", mapBytes: mapBytes)
        try copyTable(.profiles, of: store, into: &builder) { (change) throws(StoreError) in
            for (key, payload) in second.sorted(by: { $0.key < $1.key }) {
                if let payload { try change(key, payload.span.bytes) } else { try change(key, nil) }
            }
        }
        try copySmallTables(of: store, into: &builder)
        try builder.put([2], under: [2], in: .ledger)
        try builder.finish()
        try apply(second, to: store, .profiles)
        let edited = try contents(store, .profiles)
        let copy = try openStore(folder.path + "/copy.mdb", .readOnly)
        let copied = try contents(copy, .profiles)
        #expect(copied.map(\.0) == edited.map(\.0))
        #expect(copied.map(\.1) == edited.map(\.1))
        #expect(try contents(copy, .ledger) == [[1]: [1], [2]: [2]])
    }

    @Test("Look-ups in any order find exactly what is there", arguments: UInt64(0)..<8)
    func seeks(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        let edits = randomEdits(keys: 4000, payloadMax: 200, removing: false, using: &random)
        let entries = edits.compactMapValues { $0 }
        try build(storePath(folder), entries)
        let store = try openStore(storePath(folder), .readOnly)
        let sorted = entries.keys.sorted()
        var wanted = (0..<3000).map { _ in key(UInt64.random(in: 0...4100, using: &random)) }
        if seed % 2 == 0 { wanted.sort() }
        try store.read { (transaction) throws(StoreError) in
            _ = try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                for key in wanted {
                    let isThere = try cursor.seek(key)
                    #expect(isThere == (entries[key] != nil))
                    #expect(cursor.key == sorted.first { $0 >= key })
                    let found = try cursor.find(key) { bytes($0) }
                    #expect(found == entries[key])
                }
            }
        }
    }

    @Test("An empty table has no entries, and every look-up in it fails")
    func emptyTable() throws {
        let folder = try TemporaryFolder()
        let store = try openStore(storePath(folder))
        #expect(try contents(store, .accounts).isEmpty)
        let isThere = try store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.accounts) { (cursor) throws(StoreError) in
                try cursor.seek(.zero)
            }
        }
        #expect(isThere == false)
    }

    @Test("Keys before the first block join it, and a table may be emptied and filled again")
    func edges() throws {
        let folder = try TemporaryFolder()
        let store = try openStore(storePath(folder))
        let payload = [UInt8](repeating: 7, count: 100)
        try apply([key(50): payload, key(60): payload], to: store, .profiles)
        try apply([key(10): payload, key(20): payload, key(50): nil], to: store, .profiles)
        try expect(store, holds: [key(10): payload, key(20): payload, key(60): payload])
        try apply([key(10): nil, key(20): nil, key(60): nil], to: store, .profiles)
        try expect(store, holds: [:])
        try apply([key(30): [3]], to: store, .profiles)
        try expect(store, holds: [key(30): [3]])
    }

    @Test("Many small removals leave few blocks behind")
    func joinsSparseBlocks() throws {
        let folder = try TemporaryFolder()
        let payload = [UInt8](repeating: 1, count: 150)
        var entries: [Hash128: [UInt8]] = [:]
        for number in 0..<UInt64(20_000) { entries[key(number)] = payload }
        try build(storePath(folder), entries)
        let store = try openStore(storePath(folder))
        for step in 0..<UInt64(20) {
            var edits: [Hash128: [UInt8]?] = [:]
            for number in 0..<UInt64(20_000) where number % 20 == step && number % 50 != 0 {
                edits[key(number)] = .some(nil)
            }
            try apply(edits, to: store, .profiles)
        }
        let left = try contents(store, .profiles)
        #expect(left.count == 400)
        // Each block had 23 entries; without joining there would be one block for every 50 or so.
        let copy = folder.path + "/copy.mdb"
        try copyCompactly(store, to: copy, mapBytes: mapBytes)
        #expect(verifyStore(copy) == [])
        let copied = try openStore(copy, .readOnly)
        #expect(try contents(copied, .profiles).map(\.0) == left.map(\.0))
    }

    private func expect(
        _ store: StoreEnvironment, holds model: [Hash128: [UInt8]],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = try contents(store, .profiles)
        let expected = model.sorted { $0.key < $1.key }
        #expect(found.map(\.0) == expected.map(\.key), sourceLocation: sourceLocation)
        #expect(found.map(\.1) == expected.map(\.value), sourceLocation: sourceLocation)
        let count = try store.read { (transaction) throws(StoreError) in
            try transaction.entryCount(of: .profiles)
        }
        #expect(count == model.count, sourceLocation: sourceLocation)
    }
}

/// Spread over the key space, in the order of the numbers.
func key(_ number: UInt64) -> Hash128 {
    Hash128(high: number << 32, low: number &* 0x9e37_79b9_7f4a_7c15)
}

func randomEdits(
    keys: UInt64, payloadMax: Int, removing: Bool, using random: inout SplitMix64
) -> [Hash128: [UInt8]?] {
    var edits: [Hash128: [UInt8]?] = [:]
    let count = Int.random(in: 1...Int(keys), using: &random)
    for _ in 0..<count {
        let number = UInt64.random(in: 0...keys, using: &random)
        let isRemoved = Int.random(in: 0..<10, using: &random) < (removing ? 8 : 2)
        let length = Int.random(in: 1...payloadMax, using: &random)
        let payload = [UInt8](
            repeating: UInt8(truncatingIfNeeded: random.next()), count: length)
        edits[key(number)] = isRemoved ? .some(nil) : payload
    }
    return edits
}
