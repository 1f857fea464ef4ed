import ByteScanning
import Foundation
import TestSupport
import Testing

@testable import MergeStore

@Suite("Filters of the block tables")
struct FilterTests {
    private static func hashes(_ count: Int, _ random: inout SplitMix64) -> [Hash128] {
        (0..<count).map { _ in Hash128(high: random.next(), low: random.next()) }.sorted()
    }

    /// The pages of one table, by the first key of their ranges.
    private func pages(_ store: StoreEnvironment, _ table: BlockTable) throws -> [Hash128: FilterPage] {
        var pages: [Hash128: FilterPage] = [:]
        for (name, page) in try contents(store, .filter) {
            guard let first = name.withUnsafeBytes({ FilterName.first($0, in: table) }) else { continue }
            let page = try #require(FilterPage(stored: page))
            pages[first] = page
        }
        return pages
    }

    @Test("A page knows all its keys, and few others", arguments: UInt64(0)..<4)
    func page(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let keys = Self.hashes(FilterPage.keysMax, &random)
        var noted = FilterPage()
        for key in keys { noted.note(key) }
        #expect(noted.keys == keys.count)
        #expect(noted.stored.count == FilterPage.bytes)
        let page = try #require(FilterPage(stored: noted.stored))
        #expect(page == noted)
        #expect(keys.allSatisfy(page.mayHold), "seed \(seed)")
        let stored = page.stored
        #expect(keys.allSatisfy { key in stored.withUnsafeBytes { FilterPage.mayHold(key, stored: $0) } })
        let others = Self.hashes(10_000, &random).count(where: page.mayHold)
        #expect(others < 300, "\(others) of 10,000 others, seed \(seed)")
        #expect(FilterPage(stored: Array(stored.dropLast())) == nil)
        #expect(FilterPage(stored: [UInt8](repeating: 0xFF, count: FilterPage.bytes)) == nil)
    }

    @Test("A page uses its bits alike, the last one too")
    func bits() {
        var random = SplitMix64(seed: 1)
        var page = FilterPage()
        for key in Self.hashes(100_000, &random) { page.note(key) }
        // Ten keys to a bit: next to none is left out.
        let clear = page.stored.dropFirst(8).reduce(0) { $0 + $1.nonzeroBitCount.distance(to: 8) }
        #expect(clear < 30, "\(clear) bits that no key has")
    }

    @Test("A store that is built has a page for every 3,200 keys")
    func built() throws {
        let folder = try TemporaryFolder()
        var random = SplitMix64(seed: 3)
        let keys = Self.hashes(7000, &random)
        try build(storePath(folder), Dictionary(uniqueKeysWithValues: keys.map { ($0, [1]) }))
        let store = try openStore(storePath(folder), .readOnly)
        for table in BlockTable.allCases {
            let pages = try pages(store, table).sorted { $0.key < $1.key }
            #expect(pages.map(\.key) == [.zero, keys[3200], keys[6400]])
            #expect(pages.map(\.value.keys) == [3200, 3200, 600])
        }
        let (others, passed) = try passing(Self.hashes(5000, &random), store)
        #expect(others == 0)
        #expect(passed < 200, "\(passed) of 5,000 other keys get past the filter")
    }

    /// How many of the keys a table holds, and how many get past its filter.
    private func passing(_ keys: [Hash128], _ store: StoreEnvironment) throws -> (held: Int, passed: Int) {
        try store.read { (transaction) throws(StoreError) in
            let tables = transaction.tables
            var filter = FilterCursor(try transaction.transaction.cursor(tables[.filter]!), .accounts)
            var passed = 0
            for key in keys where try filter.mayHold(key) { passed += 1 }
            let held = try transaction.withCursor(.accounts) { (cursor) throws(StoreError) in
                var held = 0
                for key in keys where try cursor.contains(key) { held += 1 }
                return held
            }
            return (held ?? 0, passed)
        }
    }

    @Test("A table that grows by changes gets more pages, and each knows its keys", arguments: [true, false])
    func grows(plainly: Bool) throws {
        let folder = try TemporaryFolder()
        var random = SplitMix64(seed: 4)
        var store: StoreEnvironment? = try openStore(storePath(folder), .readWrite, .small)
        #expect(try pages(store!, .profiles).keys.sorted() == [.zero])
        var keys: [Hash128] = []
        for _ in 0..<40 {
            let new = Self.hashes(50, &random)
            keys += new
            let payload = [UInt8](repeating: 7, count: 60)
            if plainly {
                try store!.write { (transaction) throws(StoreError) in
                    try transaction.editPlainly(.profiles) { (editor) throws(StoreError) in
                        for key in new { try editor.put(key, payload.span.bytes) }
                    }
                }
            } else {
                try apply(Dictionary(uniqueKeysWithValues: new.map { ($0, payload) }), to: store!, .profiles)
            }
        }
        let pages = try pages(store!, .profiles)
        let folded = try store!.read { (transaction) throws(StoreError) in
            try readBaseCount(transaction.transaction, transaction.tables, .profiles)
        }
        #expect(folded >= 1000, "only \(folded) entries are in the table itself")
        #expect(pages.values.reduce(0) { $0 + $1.keys } == folded)
        #expect(pages.values.allSatisfy { $0.keys <= 2 * 40 })
        #expect(pages.count >= folded / 80)
        store = nil
        #expect(verifyStore(storePath(folder)) == [])
    }

    @Test("An entry that its filter rules out is found by verify, and by nobody else")
    func ruledOut() throws {
        let folder = try TemporaryFolder()
        try build(storePath(folder), [key(1): [1], key(2): [2]])
        var store: StoreEnvironment? = try openStore(storePath(folder))
        var page = FilterPage()
        page.note(key(2))
        try store!.write { (transaction) throws(StoreError) in
            try transaction.putFact(page.stored, under: FilterName.of(.zero, in: .profiles), in: .filter)
        }
        try store!.read { (transaction) throws(StoreError) in
            _ = try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                #expect(try !cursor.contains(key(1)))
                #expect(try cursor.contains(key(2)))
            }
        }
        store = nil
        let found = verifyStore(storePath(folder))
        #expect(found.map(\.place) == ["table profiles"])
        #expect(found.first?.problem.contains("which the filter rules out") == true)
    }

    @Test("Pages that are none, and a filter without its first page, are found")
    func unsoundPages() throws {
        for (name, page) in [
            (FilterName.of(.zero, in: .profiles), [UInt8](repeating: 0, count: 100)),
            ([9] + FilterName.of(key(5), in: .profiles).dropFirst(), FilterPage().stored),
            (Array("short".utf8), FilterPage().stored),
        ] {
            let folder = try TemporaryFolder()
            try build(storePath(folder), [key(1): [1]])
            try openStore(storePath(folder)).write { (transaction) throws(StoreError) in
                try transaction.putFact(page, under: name, in: .filter)
            }
            let found = verifyStore(storePath(folder))
            #expect(found.first?.place == "table filter" && found.first?.problem == "a page that is none")
        }
        // One of an older format gets the table without a page.
        let folder = try TemporaryFolder()
        let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/store-format-2.mdb")
        try FileManager.default.copyItem(at: golden, to: URL(filePath: storePath(folder)))
        try openStore(storePath(folder)).write { (transaction) throws(StoreError) in
            let page = FilterPage().stored
            try transaction.putFact(page, under: FilterName.of(key(1), in: .accounts), in: .filter)
        }
        let found = verifyStore(storePath(folder)).map { "\($0.place): \($0.problem)" }
        #expect(found.first == "table accounts: a filter that does not begin at the first key")
    }

    @Test("Nobody writes to the filter but the store")
    func closed() async {
        await #expect(processExitsWith: .failure) {
            let folder = try TemporaryFolder()
            try openStore(storePath(folder)).write { (transaction) throws(StoreError) in
                try transaction.put([1], under: [0], in: .filter)
            }
        }
    }
}
