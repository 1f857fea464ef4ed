import ByteScanning
import DurableFiles
import Glibc
import MergeStore
import TestSupport
import Testing

@Suite("Key of the workspace")
struct StoreKeyTests {
    @Test("A new key file has 32 bytes that only its owner can read, and is never replaced")
    func creates() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/koble.key"
        try StoreKey.create(path)
        let status = try #require(try FileStatus.of(path))
        #expect(status.bytes == 32)
        #expect(status.mode == 0o600)
        let before = try readFile(path, bytesMax: 64)
        #expect(throws: KeyFault.self) { try StoreKey.create(path) }
        #expect(try readFile(path, bytesMax: 64) == before)
    }

    @Test("Sub-keys follow from the key and the purpose alone, and differ")
    func derives() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/koble.key"
        try StoreKey.create(path)
        let one = try StoreKey(readingFrom: path)
        let two = try StoreKey(readingFrom: path)
        let message = Array("ada@example.com".utf8)
        var seen: Set<[UInt8]> = []
        var hashes: Set<Hash128> = []
        for purpose in KeyPurpose.allCases {
            #expect(one.keyedHash32(purpose, message) == two.keyedHash32(purpose, message))
            seen.insert(one.keyedHash32(purpose, message))
            let hash = sipHash128(message.span.bytes, key: one.sipKey(purpose))
            #expect(hash == sipHash128(message.span.bytes, key: two.sipKey(purpose)))
            hashes.insert(hash)
        }
        #expect(seen.count == KeyPurpose.allCases.count)
        #expect(hashes.count == KeyPurpose.allCases.count)
    }

    @Test("The derivation never changes: a known key gives known values")
    func knownValues() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/koble.key"
        try durableWrite(path, [UInt8](0..<32))
        let key = try StoreKey(readingFrom: path)
        // BLAKE2b-256 keyed by BLAKE2b-256("koble/1/veto"), from Python's hashlib.
        let known = "d0a86cf176d73621468055220dc7dced7281eab073b8b33596bc01180a98cdfe"
        #expect(hex(key.keyedHash32(.veto, Array("abc".utf8))) == known)
    }

    @Test("A key file that others may read is refused", arguments: [0o640, 0o604, 0o660, 0o601])
    func refusesOpenFiles(mode: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/koble.key"
        try StoreKey.create(path)
        #expect(chmod(path, mode_t(mode)) == 0)
        #expect(throws: KeyFault.tooOpen(path: path, mode: UInt32(mode))) {
            try StoreKey(readingFrom: path)
        }
    }

    @Test("A key file of another size, a link and a folder are refused")
    func refusesOthers() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/koble.key"
        for count in [0, 31, 33] {
            try durableWrite(path, [UInt8](repeating: 1, count: count))
            #expect(throws: KeyFault.wrongSize(path: path, bytes: count)) {
                try StoreKey(readingFrom: path)
            }
        }
        try durableWrite(path, [UInt8](repeating: 1, count: 32))
        let link = folder.path + "/link.key"
        try pointLink(link, to: path)
        #expect(throws: KeyFault.notRegular(path: link)) { try StoreKey(readingFrom: link) }
        #expect(throws: KeyFault.notRegular(path: folder.path)) {
            try StoreKey(readingFrom: folder.path)
        }
    }

    @Test("Nothing that prints a key shows a byte of it")
    func neverPrints() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/koble.key"
        try StoreKey.create(path)
        let key = try StoreKey(readingFrom: path)
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "StoreKey")
        #expect(String(reflecting: key) == "StoreKey")
        #expect(dumped == "- StoreKey #0\n")
    }

    private func hex(_ bytes: [UInt8]) -> String { SHA256Value(bytes).hex }
}
