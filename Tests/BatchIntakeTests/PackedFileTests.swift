import AccountModel
import BatchIntake
import Testing

@Suite("Packed files")
struct PackedFileTests {
    private func plain() throws -> Seen { try readText(PackedFixtures.text) }

    @Test("gzip and zstd unpack to the same rows", arguments: [64, 300, 512 * 1024])
    func unpacks(blockBytes: Int) throws {
        let limits = BatchLimits(blockBytes: blockBytes)
        let expected = try plain()
        #expect(expected.texts.count == 40)
        #expect(try readBytes(PackedFixtures.gzip, name: "a.csv.gz", limits: limits) == expected)
        #expect(try readBytes(PackedFixtures.zstd, name: "a.csv.zst", limits: limits) == expected)
    }

    @Test("Several members or frames one after the other are one file")
    func concatenated() throws {
        for (bytes, name) in [
            (PackedFixtures.gzip, "a.csv.gz"), (PackedFixtures.zstd, "a.csv.zst"),
        ] {
            let seen = try readBytes(bytes + bytes, name: name)
            #expect(seen.fault == nil)
            #expect(seen.rows.count == 81)
        }
    }

    @Test("Cut anywhere, a packed file is refused as cut")
    func truncated() throws {
        for (bytes, name) in [
            (PackedFixtures.gzip, "a.csv.gz"), (PackedFixtures.zstd, "a.csv.zst"),
        ] {
            for count in 0..<bytes.count {
                let seen = try readBytes(Array(bytes.prefix(count)), name: name)
                #expect(seen.reason == .compressedDataTruncated, "\(name) cut at \(count)")
            }
        }
    }

    @Test("A changed byte never gives other rows without a word")
    func damaged() throws {
        let expected = try plain().texts
        for (bytes, name) in [
            (PackedFixtures.gzip, "a.csv.gz"), (PackedFixtures.zstd, "a.csv.zst"),
        ] {
            for at in bytes.indices {
                var changed = bytes
                changed[at] ^= 0x10
                let seen = try readBytes(changed, name: name)
                #expect(seen.fault != nil || seen.texts == expected, "\(name) changed at \(at)")
            }
        }
    }

    @Test("Bytes after the packed data are damage")
    func trailing() throws {
        for (bytes, name) in [
            (PackedFixtures.gzip, "a.csv.gz"), (PackedFixtures.zstd, "a.csv.zst"),
        ] {
            let seen = try readBytes(bytes + Array("junk".utf8) + [0, 0, 0, 0], name: name)
            #expect(seen.reason == .compressedDataDamaged, "\(name)")
        }
    }

    @Test("A plain file with a packed name is damage")
    func notPacked() throws {
        for name in ["a.csv.gz", "a.csv.zst"] {
            #expect(try readText(PackedFixtures.text, name: name).reason == .compressedDataDamaged)
        }
    }

    @Test("A bomb of one endless line is one reject in bounded memory")
    func bomb() throws {
        let header = Array("account_id,email\n1,a@x\n2,".utf8)
        let bomb = PackedFixtures.zstdBomb(prefix: header, byte: 0x78, blocks: 800)
        #expect(bomb.count < 4000)
        let before = peakMemoryKiB()
        let seen = try readBytes(bomb, name: "a.csv.zst")
        #expect(seen.fault == nil)
        #expect(seen.texts == [["1", "a@x"]])
        #expect(seen.faults == [.rowTooLong])
        #expect(peakMemoryKiB() - before < 50 * 1024)
    }

    @Test("A file that unpacks to more than the limit is refused")
    func unpackedLimit() throws {
        var limits = BatchLimits(blockBytes: 16 * 1024)
        limits.unpackedBytesMax = 1_000_000
        let header = Array("account_id,email\n".utf8)
        let bomb = PackedFixtures.zstdBomb(prefix: header, byte: 0x78, blocks: 80)
        #expect(try readBytes(bomb, name: "a.csv.zst", limits: limits).reason == .unpackedTooLarge)
        #expect(try readBytes(PackedFixtures.zstd, name: "a.csv.zst", limits: limits).fault == nil)
    }

    @Test("A zstd window above the limit is refused before memory is taken for it")
    func window() throws {
        let seen = try readBytes(PackedFixtures.zstdWindow(log: 30), name: "a.csv.zst")
        #expect(seen.reason == .compressionWindowTooLarge)
    }
}
