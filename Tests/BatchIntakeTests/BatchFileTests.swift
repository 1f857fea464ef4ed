import AccountModel
import BatchIntake
import DurableFiles
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Batch files")
struct BatchFileTests {
    private static let text = Array("account_id,email\n1,a@x\n".utf8)

    @Test("What is no plain file of its own is refused without waiting")
    func notPlainFiles() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.text, to: "real.csv")
        #expect(read(file, BatchLayout()).fault == nil)

        #expect(symlink(file, folder.path("link.csv")) == 0)
        #expect(read(folder.path("link.csv"), BatchLayout()).reason == .symbolicLink)
        #expect(mkfifo(folder.path("pipe.csv"), 0o600) == 0)
        #expect(read(folder.path("pipe.csv"), BatchLayout()).reason == .notRegularFile)
        #expect(mkdir(folder.path("folder.csv"), 0o700) == 0)
        #expect(read(folder.path("folder.csv"), BatchLayout()).reason == .notRegularFile)
        #expect(read("/dev/zero", BatchLayout()).reason == .notRegularFile)
        #expect(read(folder.path("none.csv"), BatchLayout()).reason == .unreadable)
        #expect(link(file, folder.path("second.csv")) == 0)
        #expect(read(file, BatchLayout()).reason == .hardLinked)
    }

    @Test("The digest is that of the packed file")
    func digest() throws {
        let folder = try TemporaryFolder()
        for (name, bytes) in [("a.csv", Self.text), ("a.csv.gz", PackedFixtures.gzip)] {
            let path = try folder.write(bytes, to: name)
            let named = try #require(BatchLayout.named(name))
            var reader = try RowReader(
                path: path, layout: BatchLayout(compression: named.compression), isDigested: true)
            while try reader.nextBlock() {}
            #expect(reader.bytesRead == UInt64(bytes.count))
            let digest = reader.finishDigest()
            #expect(digest == SHA256Digest.of(bytes))
        }
    }

    @Test("Memory does not grow with the file")
    func boundedMemory() throws {
        let row = "1,a@x," + String(repeating: "x", count: 200) + "\n"
        let rows = String(repeating: row, count: 5000)
        let folder = try TemporaryFolder()
        let path = try folder.write(
            Array(("account_id,email,first_name\n" + String(repeating: rows, count: 40)).utf8),
            to: "large.csv")
        let before = peakMemoryKiB()
        var reader = try RowReader(path: path, layout: BatchLayout())
        while try reader.nextBlock() {}
        #expect(reader.rowsRead == 200_000)
        #expect(peakMemoryKiB() - before < 20 * 1024)
    }
}
