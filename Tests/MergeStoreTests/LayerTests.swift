import ByteScanning
import Foundation
import TestSupport
import Testing

@testable import MergeStore

extension LayerLimits {
    /// Small enough that a few hundred changes are joined and folded.
    static let small: LayerLimits = {
        var limits = LayerLimits()
        limits.smallBytes = 2 << 10
        limits.joinedBytesMax = 128 << 10
        limits.shareMax = 8
        limits.bytesMin = 4 << 10
        limits.foldedBytesMin = 8 << 10
        limits.filterKeysMax = 40
        return limits
    }()
}

/// The layers of a table, as they are recorded.
func layers(_ store: StoreEnvironment, _ table: BlockTable = .profiles) throws -> LayerList {
    try store.read { (transaction) throws(StoreError) in
        try readLayers(transaction.transaction, transaction.tables, table)
    }
}

@Suite("Layers over block tables")
struct LayerTests {
    @Test("A table under layers holds what a dictionary holds, however it is read", arguments: UInt64(0)..<8)
    func agreesWithModel(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        let keys = UInt64.random(in: 200...4000, using: &random)
        let first = randomEdits(keys: keys, payloadMax: 300, removing: false, using: &random)
        var model = first.compactMapValues { $0 }
        try build(storePath(folder), model)
        var store: StoreEnvironment? = try openStore(storePath(folder), .readWrite, .small)
        for round in 0..<20 {
            let share = [3, 40, 400].randomElement(using: &random)!
            let edits = randomEdits(keys: keys, payloadMax: 300, removing: round % 7 == 6, using: &random)
                .filter { _ in Int.random(in: 0..<share, using: &random) == 0 }
            if round % 6 == 5 {
                try applyPlainly(edits, to: store!, .profiles)
            } else {
                try apply(edits, to: store!, .profiles)
            }
            for (key, payload) in edits { model[key] = payload }
            try expect(store!, holds: model, keys: keys, using: &random)
            guard round % 5 == 4 else { continue }
            store = nil
            try #require(verifyStore(storePath(folder)) == [], "seed \(seed), round \(round)")
            store = try openStore(storePath(folder), .readWrite, .small)
        }
    }

    /// Walks, walks from a place, and looks up.
    private func expect(
        _ store: StoreEnvironment, holds model: [Hash128: [UInt8]], keys: UInt64, using random: inout SplitMix64
    ) throws {
        let sorted = model.sorted { $0.key < $1.key }
        let found = try contents(store, .profiles)
        try #require(found.map(\.0) == sorted.map(\.key))
        try #require(found.map(\.1) == sorted.map(\.value))
        let numbers = (0..<100).map { _ in UInt64.random(in: 0...(keys + 10), using: &random) }
        let wanted = (Bool.random(using: &random) ? numbers.sorted() : numbers).map(key)
        try store.read { (transaction) throws(StoreError) in
            #expect(try transaction.entryCount(of: .profiles) == model.count)
            _ = try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                for key in wanted {
                    #expect(try cursor.find(key) { bytes($0) } == model[key])
                    #expect(try cursor.contains(key) == (model[key] != nil))
                    #expect(try cursor.seek(key) == (model[key] != nil))
                    var after = sorted.firstIndex { $0.key >= key } ?? sorted.count
                    for _ in 0..<5 where after < sorted.count {
                        #expect(cursor.key == sorted[after].key)
                        #expect(try cursor.withPayload { bytes($0) } == sorted[after].value)
                        after += 1
                        #expect(try cursor.next() == (after < sorted.count))
                    }
                    if after == sorted.count { #expect(cursor.key == nil) }
                }
            }
        }
    }

    private func applyPlainly(
        _ edits: [Hash128: [UInt8]?], to store: StoreEnvironment, _ table: BlockTable
    ) throws(StoreError) {
        try store.write { (transaction) throws(StoreError) in
            try transaction.editPlainly(table) { (editor) throws(StoreError) in
                for (key, payload) in edits.sorted(by: { $0.key < $1.key }) {
                    if let payload {
                        try editor.put(key, payload.span.bytes)
                    } else {
                        try editor.remove(key)
                    }
                }
            }
        }
    }

    @Test("After a plain edit no page in use holds what was there", arguments: [true, false])
    func plainEditLeavesNothing(isRemoved: Bool) throws {
        let folder = try TemporaryFolder()
        let canary = Array("canary-of-the-erased".utf8)
        let payload = [UInt8](repeating: 9, count: 50)
        var entries: [Hash128: [UInt8]] = [:]
        for number in 0..<UInt64(200) { entries[key(number)] = payload }
        entries[key(77)] = canary + [1]
        try build(storePath(folder), entries)
        let store = try openStore(storePath(folder))
        for round in UInt8(0)..<4 { try apply([key(77): canary + [round], key(90): [round]], to: store, .profiles) }
        #expect(try layers(store).layers.count > 0)
        let edit: [UInt8]? = isRemoved ? nil : [5]
        try applyPlainly([key(77): edit], to: store, .profiles)
        entries[key(77)] = isRemoved ? nil : [5]
        entries[key(90)] = [3]
        let found = Dictionary(uniqueKeysWithValues: try contents(store, .profiles))
        #expect(found == entries)
        // The table and its layers are looked at one by one: what another layer hides counts too.
        for slot in [nil] + (0..<LayerList.slots).map(Optional.some) {
            try store.read { (transaction) throws(StoreError) in
                let table = slot.map { transaction.tables[.profiles, layer: $0] } ?? transaction.tables[.profiles]
                var cursor = BlockCursor(try transaction.transaction.cursor(table!), .profiles)
                while try cursor.next() {
                    let isCanary = try cursor.withPayload { bytes($0) }.starts(with: canary)
                    #expect(!isCanary, "in slot \(slot ?? -1)")
                }
            }
        }
    }

    @Test("An editor says of each key whether it was there, in whatever layer it is", arguments: UInt64(0)..<4)
    func tellsExistence(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        let store = try openStore(storePath(folder), .readWrite, .small)
        var model: Set<Hash128> = []
        for _ in 0..<40 {
            let edits = randomEdits(keys: 60, payloadMax: 90, removing: false, using: &random)
            try store.write { (transaction) throws(StoreError) in
                try transaction.edit(.profiles) { (editor) throws(StoreError) in
                    for (key, payload) in edits.sorted(by: { $0.key < $1.key }) {
                        if let payload {
                            #expect(try editor.put(key, payload.span.bytes) == model.contains(key))
                        } else {
                            #expect(try editor.remove(key) == model.contains(key))
                        }
                    }
                }
            }
            for (key, payload) in edits {
                if payload == nil { model.remove(key) } else { model.insert(key) }
            }
        }
        #expect(verifyStore(storePath(folder)) == [])
    }

    @Test("Two edits of one table in one transaction follow each other")
    func editsTwice() throws {
        let folder = try TemporaryFolder()
        let store = try openStore(storePath(folder), .readWrite, .small)
        var model: [Hash128: [UInt8]] = [:]
        for round in UInt64(0)..<20 {
            try store.write { (transaction) throws(StoreError) in
                for half in UInt64(0)..<2 {
                    try transaction.edit(.profiles) { (editor) throws(StoreError) in
                        for number in (0..<UInt64(60)).map({ key($0 &* (half + 1) &+ round) }) {
                            try editor.put(number, [UInt8(round), UInt8(half)].span.bytes)
                        }
                    }
                }
            }
            for half in UInt64(0)..<2 {
                for number in UInt64(0)..<60 { model[key(number * (half + 1) + round)] = [UInt8(round), UInt8(half)] }
            }
            let found = try contents(store, .profiles)
            #expect(Dictionary(uniqueKeysWithValues: found) == model)
        }
        #expect(verifyStore(storePath(folder)) == [])
    }

    @Test("Layers stay few and small beside the table, and the store beside what lives in it")
    func staysBounded() throws {
        var random = SplitMix64(seed: 7)
        let folder = try TemporaryFolder()
        let path = storePath(folder)
        var entries: [Hash128: [UInt8]] = [:]
        for number in 0..<UInt64(6000) { entries[key(number)] = [UInt8](repeating: 1, count: 150) }
        try build(path, entries)
        let store = try openStore(path, .readWrite, .small)
        var (most, largest) = (0, 0)
        var positions: Set<Hash128> = []
        for round in 0..<80 {
            var edits: [Hash128: [UInt8]?] = [:]
            for _ in 0..<50 {
                edits[key(UInt64.random(in: 0..<6000, using: &random))] = [UInt8](repeating: UInt8(round), count: 150)
            }
            try apply(edits, to: store, .profiles)
            let list = try layers(store)
            most = max(most, list.layers.count)
            largest = max(largest, list.bytes)
            positions.insert(list.position)
        }
        #expect(positions.count > 10, "folding begins at the same place each time")
        #expect(most <= 14, "\(most) layers")
        // An eighth of 1.05 MB, and the newest.
        #expect(largest <= 160_000, "\(largest) bytes in layers")
        #expect(largest >= 60_000, "layers are folded too early: \(largest)")
        let copy = folder.path + "/copy.mdb"
        try copyCompactly(store, to: copy, mapBytes: mapBytes)
        #expect(verifyStore(copy) == [])
        let size = { try FileManager.default.attributesOfItem(atPath: $0)[.size] as! Int }
        let (whole, live) = (try size(path), try size(copy))
        #expect(whole <= 2 * live, "\(whole) bytes, \(live) of them live")
    }

    @Test("What several transactions changed is folded at once, and changes nothing that is read")
    func foldsAll() throws {
        let folder = try TemporaryFolder()
        let (payload, change): ([UInt8], [UInt8]) = (Array(repeating: 3, count: 100), Array(repeating: 7, count: 100))
        var model: [Hash128: [UInt8]] = [:]
        for number in 0..<UInt64(2000) { model[key(number)] = payload }
        try build(storePath(folder), model)
        let store = try openStore(storePath(folder), .readWrite, .small)
        for numbers in [0..<UInt64(800), 900..<UInt64(901)] {
            try store.write { (transaction) throws(StoreError) in
                try transaction.edit(.profiles) { (editor) throws(StoreError) in
                    for number in numbers { try editor.put(key(number), change.span.bytes) }
                }
            }
            for number in numbers { model[key(number)] = change }
        }
        let before = try layers(store).bytes
        #expect(before > 90_000)
        try store.foldLayers()
        let after = try layers(store).bytes
        let tableBytes = try store.read { (transaction) throws(StoreError) in
            try transaction.transaction.bytes(of: transaction.tables[.profiles]!)
        }
        #expect(after <= tableBytes / 8, "\(before) to \(after)")
        #expect(Dictionary(uniqueKeysWithValues: try contents(store, .profiles)) == model)
        // Nothing is due any more: not even a transaction.
        let number = try store.read { (transaction) throws(StoreError) in transaction.transaction.number }
        try store.foldLayers()
        #expect(try store.read { (transaction) throws(StoreError) in transaction.transaction.number } == number)
    }

    @Test("A store of an older format is read, and changed", arguments: [1, 2])
    func olderFormat(_ format: Int) throws {
        let folder = try TemporaryFolder()
        let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/store-format-\(format).mdb")
        try FileManager.default.copyItem(at: golden, to: URL(filePath: storePath(folder)))
        #expect(verifyStore(storePath(folder)) == [])
        var entries: [Hash128: [UInt8]] = [:]
        do {
            let store = try openStore(storePath(folder), .readOnly)
            entries = Dictionary(uniqueKeysWithValues: try contents(store, .profiles))
            #expect(entries.count == 3)
            #expect(try layers(store).layers.count == format - 1)
            #expect(try contents(store, .filter).isEmpty)
        }
        do {
            let store = try openStore(storePath(folder))
            let gone = try #require(entries.keys.min())
            let edits: [Hash128: [UInt8]?] = [key(1): [1], gone: nil]
            try apply(edits, to: store, .profiles)
            entries[gone] = nil
            entries[key(1)] = [1]
            #expect(Dictionary(uniqueKeysWithValues: try contents(store, .profiles)) == entries)
            #expect(try layers(store).layers.count == format)
            try store.read { (transaction) throws(StoreError) in
                _ = try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                    for key in entries.keys.sorted() { #expect(try cursor.contains(key)) }
                    #expect(try !cursor.contains(gone))
                }
            }
            // Built anew, it has a filter.
            try copyCompactly(store, to: folder.path + "/copy.mdb", mapBytes: mapBytes)
            #expect(verifyStore(folder.path + "/copy.mdb") == [])
            let copy = try openStore(folder.path + "/copy.mdb", .readOnly)
            #expect(try contents(copy, .filter).count == 2)
        }
        #expect(verifyStore(storePath(folder)) == [])
    }
}

@Suite("Which layers are joined, and what is folded")
struct LayerListTests {
    static func list(_ sizes: [Int]) -> LayerList {
        var list = LayerList()
        for (slot, size) in sizes.enumerated() {
            list.layers.append(Layer(slot: slot, entries: 1, bytes: size << 10, stamp: 9, hasFilter: slot % 2 == 0))
        }
        return list
    }

    @Test(
        "The newest that are of about one size become one",
        arguments: [
            ([], 0, 0), ([300], 0, 0), ([300, 300], 0, 0), ([300, 300, 300], 0, 3), ([9000, 300, 300, 300], 0, 3),
            ([900, 900, 900, 300, 300, 300], 0, 6), ([4000, 4000, 4000], 4000, 3), ([4000, 4000, 4000], 100, 0),
            ([12_000, 12_000, 12_000], 12_000, 0), (Array(repeating: 20_000, count: 23), 0, 23),
        ] as [(sizes: [Int], expected: Int, joined: Int)])
    func joins(sizes: [Int], expected: Int, joined: Int) {
        let list = Self.list(sizes)
        #expect(list.joined(expected: expected << 10, fixed: [], LayerLimits()) == joined)
        // One that cannot move stays, and what is below it as well.
        if let last = list.layers.last {
            #expect(list.joined(expected: expected << 10, fixed: [last.slot], LayerLimits()) == 0)
        }
    }

    @Test("A filter knows all its keys, and few others", arguments: [1, 31, 40, 5000] as [UInt64])
    func filters(count: UInt64) throws {
        var random = SplitMix64(seed: count)
        let made = { Hash128(high: random.next() >> 5, low: random.next()) }
        let keys = (0..<count).map { _ in made() }
        let filter = try #require(LayerFilter(stored: LayerFilter(keys).stored))
        #expect(keys.allSatisfy { filter.bits.mayHold($0) })
        let others = (0..<10_000).count { _ in filter.bits.mayHold(made()) }
        #expect(others < 300, "\(others) of 10,000 others")
        #expect(LayerFilter(stored: Array(filter.stored.dropLast())) == nil)
    }

    @Test("What is above the share is folded, but not all at once")
    func due() {
        let (megabyte, limits) = (1 << 20, LayerLimits())
        let list = Self.list([20 << 10, 4 << 10])
        #expect(list.due(newest: megabyte, tableBytes: 24 * 16 * megabyte, limits) == 0)
        #expect(list.due(newest: megabyte, tableBytes: 23 * 16 * megabyte, limits) == megabyte)
        #expect(list.due(newest: 3 * megabyte, tableBytes: 16 * megabyte, limits) == 6 * megabyte)
        #expect(list.due(newest: 0, tableBytes: 0, limits) == megabyte)
        #expect(LayerList().due(newest: 0, tableBytes: 0, limits) == 0)
    }

    @Test("The stored form comes back, and nothing else is one")
    func stored() {
        var list = Self.list([1, 20, 300])
        list.growth = -5
        list.position = key(77)
        #expect(LayerList(stored: list.stored) == list)
        #expect(LayerList(stored: LayerList().stored) == LayerList())
        for length in 0..<list.stored.count { #expect(LayerList(stored: Array(list.stored.prefix(length))) == nil) }
        var twice = list
        twice.layers[1].slot = twice.layers[0].slot
        #expect(LayerList(stored: twice.stored) == nil)
        var beyond = list
        beyond.layers[0].slot = LayerList.slots
        #expect(LayerList(stored: beyond.stored) == nil)
    }
}
