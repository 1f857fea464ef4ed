import ByteScanning
import DurableFiles
import Glibc
import MergeStore
import TestSupport
import Testing

@Suite("Store")
struct StoreTests {
    @Test("A small table keeps what was put, in the order of its keys")
    func smallTables() throws {
        let folder = try TemporaryFolder()
        do {
            let store = try openStore(storePath(folder))
            try store.write { (transaction) throws(StoreError) in
                try transaction.put([3], under: [2], in: .runs)
                try transaction.put([1], under: [1], in: .runs)
                try transaction.put([], under: [1, 0], in: .runs)
                try transaction.put([9], under: [1], in: .ledger)
                #expect(try transaction.value(of: [1], in: .runs) == [1])
            }
            try store.write { (transaction) throws(StoreError) in
                #expect(try transaction.remove([2], from: .runs))
                #expect(try !transaction.remove([2], from: .runs))
            }
        }
        let store = try openStore(storePath(folder), .readOnly)
        var keys: [[UInt8]] = []
        try store.read { (transaction) throws(StoreError) in
            try transaction.walk(.runs, from: [1]) { key, value in
                keys.append(key)
                return true
            }
            #expect(try transaction.value(of: [1], in: .ledger) == [9])
            #expect(try transaction.value(of: [2], in: .runs) == nil)
        }
        #expect(keys == [[1], [1, 0]])
    }

    @Test("A write that throws leaves nothing behind")
    func aborts() throws {
        let folder = try TemporaryFolder()
        let store = try openStore(storePath(folder))
        #expect(throws: StoreError.self) {
            try store.write { (transaction) throws(StoreError) in
                try transaction.put([1], under: [1], in: .ledger)
                _ = try openStore(folder.path + "/nowhere.mdb", .readOnly)
            }
        }
        #expect(try contents(store, .ledger).isEmpty)
    }

    @Test("A reader keeps its snapshot while a writer goes on")
    func snapshots() throws {
        let folder = try TemporaryFolder()
        let store = try openStore(storePath(folder))
        try apply([key(1): [1]], to: store, .profiles)
        try store.read { (reading) throws(StoreError) in
            try apply([key(1): [2]], to: store, .profiles)
            let seen = try reading.withCursor(.profiles) { (cursor) throws(StoreError) in
                try cursor.find(key(1)) { bytes($0) }
            }
            #expect(seen == .some([1]))
        }
        #expect(try contents(store, .profiles).map(\.1) == [[2]])
    }

    @Test("Opening one store twice in a process is a bug")
    func openTwice() async {
        await #expect(processExitsWith: .failure) {
            let folder = try TemporaryFolder()
            let first = try openStore(storePath(folder))
            let second = try openStore(storePath(folder))
            print(first.path, second.path)
        }
    }

    @Test("Another process reads while this one has the store open")
    func otherProcess() async throws {
        let folder = try TemporaryFolder()
        let store = try openStore(storePath(folder))
        try apply([key(1): [42]], to: store, .profiles)
        let path = storePath(folder)
        await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
            let store = try openStore(path, .readOnly)
            exit(CInt(try contents(store, .profiles)[0].1[0]))
        }
        try apply([key(2): [43]], to: store, .profiles)
    }

    @Test("A new store replaces the live one whole, and the next open sees it")
    func replaces() throws {
        let folder = try TemporaryFolder()
        let live = storePath(folder)
        do {
            let store = try openStore(live)
            for round in 0..<UInt8(9) { try apply([key(1): [round]], to: store, .profiles) }
        }
        try build(live + ".new", [key(5): [5]])
        try replaceStore(new: live + ".new", live: live)
        #expect(verifyStore(live) == [])
        let store = try openStore(live)
        #expect(try contents(store, .profiles).map(\.0) == [key(5)])
        try apply([key(6): [6]], to: store, .profiles)
        #expect(try contents(store, .profiles).map(\.0) == [key(5), key(6)])
    }

    @Test("A full map is an error that names it, and the store stays usable")
    func mapFull() throws {
        let folder = try TemporaryFolder()
        let store = try StoreEnvironment(
            path: storePath(folder), access: .readWrite, mapBytes: 1 << 20)
        try apply([key(1): [1]], to: store, .profiles)
        let error = #expect(throws: StoreError.self) {
            try apply(
                [key(2): [UInt8](repeating: 0, count: 2 << 20)], to: store, .profiles)
        }
        #expect(error?.cause == .mapFull)
        try apply([key(3): [3]], to: store, .profiles)
        #expect(try contents(store, .profiles).map(\.0) == [key(1), key(3)])
    }
}
