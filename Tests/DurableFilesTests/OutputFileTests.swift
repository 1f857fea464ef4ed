import DurableFiles
import Glibc
import TestSupport
import Testing

@Suite("Output files")
struct OutputFileTests {
    @Test(
        "A file holds what was appended, whatever the sizes, with the right digest",
        arguments: UInt64(0)..<12)
    func appends(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        let path = folder.path + "/out"
        var expected: [UInt8] = []
        var file = try OutputFile(creating: path)
        let sizeMax = [40, 3000, 300_000, 2_500_000].randomElement(using: &random)!
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let size = Int.random(in: 0...sizeMax, using: &random)
            let piece = [UInt8](repeating: UInt8(truncatingIfNeeded: random.next()), count: size)
            try file.append(piece.span)
            expected += piece
            #expect(file.bytes == expected.count)
        }
        let summary = try file.finish()
        #expect(summary.bytes == expected.count)
        #expect(try readFile(path, bytesMax: 1 << 30) == expected)
        #expect(summary.sha256 == SHA256Digest.of(expected))
    }

    @Test("Files that are flushed together are durable after the flush of all, and hold what was appended")
    func flushedTogether() throws {
        let folder = try TemporaryFolder()
        let plan = FaultPlan.watching()
        try FaultPlan.$current.withValue(plan) {
            let unflushed = UnflushedFiles()
            for number in 1...3 {
                var file = try OutputFile(creating: folder.path + "/\(number)")
                try file.append("file \(number)")
                #expect(try file.finish(unflushed).sha256 == SHA256Digest.of(Array("file \(number)".utf8)))
            }
            #expect(!plan.calls.contains(.fsyncFile))
            try unflushed.flush()
            #expect(plan.calls.suffix(3) == [.fsyncFile, .fsyncFile, .fsyncFile])
            try unflushed.flush()
            #expect(plan.calls.count { $0 == .fsyncFile } == 3)
        }
        #expect(try readFile(folder.path + "/2", bytesMax: 100) == Array("file 2".utf8))
    }

    @Test("A flush of many that fails says which file it was")
    func failedFlush() throws {
        let folder = try TemporaryFolder()
        let unflushed = UnflushedFiles()
        for number in 1...3 {
            _ = try OutputFile(creating: folder.path + "/\(number)").finish(unflushed)
        }
        let fault = FaultPlan.$current.withValue(FaultPlan(.fsyncFile, occurrence: 2, .failOnce(EIO))) {
            #expect(throws: FileFault.self) { try unflushed.flush() }
        }
        #expect(fault?.path == folder.path + "/2")
    }

    @Test("An output file never replaces one that is there")
    func neverReplaces() throws {
        let folder = try TemporaryFolder()
        try durableWrite(folder.path + "/out", "there")
        let fault = #expect(throws: FileFault.self) {
            _ = try OutputFile(creating: folder.path + "/out")
        }
        #expect(fault?.isOccupied == true)
    }

    @Test(
        "SHA-256 gives the published digests (FIPS 180-4 examples)",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func knownDigests(text: String, hex: String) {
        #expect(SHA256Digest.of(Array(text.utf8)).hex == hex)
        var pieces = SHA256Digest()
        for byte in text.utf8 { pieces.update([byte].span) }
        #expect(pieces.finish() == SHA256Value(hex: hex.uppercased()))
    }

    @Test(
        "Text that is no digest is none",
        arguments: ["", "ab", String(repeating: "g", count: 64)])
    func noDigest(text: String) {
        #expect(SHA256Value(hex: text) == nil)
    }
}

@Suite("Temporary spill")
struct TemporarySpillTests {
    @Test("What several threads append stands where each was told, and no name is left")
    func appends() async throws {
        let folder = try TemporaryFolder()
        let spill = try TemporarySpill(in: folder.path)
        let places = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for number in 0..<40 {
                group.addTask {
                    let piece = [UInt8](repeating: UInt8(number), count: 1000 + number)
                    return (try piece.withUnsafeBytes { try spill.append($0) }, piece)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(try namesInFolder(folder.path) == [])
        #expect(spill.bytes == places.reduce(0) { $0 + $1.1.count })
        for (offset, piece) in places {
            var read = [UInt8](repeating: 0xFF, count: piece.count)
            try read.withUnsafeMutableBytes { try spill.read(at: offset, into: $0) }
            #expect(read == piece)
        }
    }
}
