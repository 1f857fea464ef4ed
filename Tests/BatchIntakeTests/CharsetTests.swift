import AccountModel
import BatchIntake
import TestSupport
import Testing

@Suite("Charsets")
struct CharsetTests {
    static let head = Array("account_id,email,first_name\n".utf8)

    @Test(
        "Single-byte charsets decode",
        arguments: [
            (Charset.windows1250, [0xB3, 0xF3, 0x64, 0x9F, 0x8A] as [UInt8], "łódźŠ"),
            (.windows1252, [0x80, 0xE5, 0xD8, 0x9C], "€åØœ"),
            (.latin1, [0xE5, 0xD8, 0xA4], "åØ¤"),
            (.latin2, [0xB3, 0xBC, 0xA9], "łźŠ"),
            (.latin9, [0xA4, 0xE5], "€å"),
        ])
    func singleByte(charset: Charset, bytes: [UInt8], expected: String) throws {
        for blockBytes in [16, 17, 23, 64, 1000] {
            let seen = try readBytes(
                Self.head + Array("1,a,".utf8) + bytes, charset: charset,
                limits: BatchLimits(blockBytes: blockBytes))
            #expect(seen.fault == nil)
            #expect(seen.texts == [["1", "a", expected]], "\(charset), blocks of \(blockBytes)")
        }
    }

    @Test("A byte that the charset does not define rejects its row")
    func undefined() throws {
        let seen = try readBytes(
            Self.head + Array("1,a,".utf8) + [0x81] + Array("\n2,b,B\n3,c,".utf8) + [0x90],
            charset: .windows1252)
        #expect(seen.faults == [.undefinedInCharset, .undefinedInCharset])
        #expect(seen.texts == [["2", "b", "B"]])
    }

    private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit -> [UInt8] in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return bigEndian ? pair : pair.reversed()
        }
    }

    @Test("UTF-16 decodes in either byte order", arguments: [true, false])
    func utf16(bigEndian: Bool) throws {
        let text = "\u{FEFF}account_id,email,first_name\r\n1,a,Åse \u{1F600}\r\n2,b,\"日\n本\"\r\n"
        let file = utf16(text, bigEndian: bigEndian)
        for blockBytes in [16, 17, 64, 1000] {
            let seen = try readBytes(
                file, charset: .utf16, limits: BatchLimits(blockBytes: blockBytes))
            #expect(seen.fault == nil)
            #expect(seen.texts == [["1", "a", "Åse \u{1F600}"], ["2", "b", "日\n本"]])
        }
    }

    @Test("Half a surrogate pair, and half a unit at the end, reject their rows")
    func brokenUTF16() throws {
        let start = utf16("\u{FEFF}account_id,email\n1,a", bigEndian: false)
        let lone = start + [0x00, 0xD8] + utf16("\n2,b\n3,c", bigEndian: false) + [0x41]
        let seen = try readBytes(lone, charset: .utf16)
        #expect(seen.faults == [.undefinedInCharset, .undefinedInCharset])
        #expect(seen.texts == [["2", "b"]])
    }

    @Test("A byte order mark that contradicts the configuration refuses the file")
    func contradiction() throws {
        let utf8 = [0xEF, 0xBB, 0xBF] + Self.head
        #expect(try readBytes(utf8, charset: .latin1).reason == .charsetMismatch)
        #expect(try readBytes(utf8, charset: .utf16).reason == .missingByteOrderMark)
        let utf16 = utf16("\u{FEFF}account_id,email\n", bigEndian: true)
        #expect(try readBytes(utf16, charset: .utf8).reason == .charsetMismatch)
        #expect(try readBytes(utf16, charset: .windows1250).reason == .charsetMismatch)
        #expect(
            try readBytes(Array(utf16.dropFirst(2)), charset: .utf16).reason
                == .missingByteOrderMark)
        #expect(try readBytes([], charset: .utf16).reason == .emptyFile)
        #expect(try readBytes([], charset: .latin1).reason == .emptyFile)
    }

    @Test(
        "Decoding random Latin-1 text agrees with the standard library", arguments: UInt64(0)..<40)
    func randomLatin1(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let expected = (0..<50).map { _ in
            String(
                String.UnicodeScalarView(
                    (0..<5).map { _ in
                        UnicodeScalar(UInt8.random(in: 0xA0...0xFF, using: &random))
                    }))
        }
        var file = Self.head
        for text in expected {
            file += Array("1,a,".utf8) + text.unicodeScalars.map { UInt8($0.value) } + [10]
        }
        let seen = try readBytes(
            file, charset: .latin1,
            limits: BatchLimits(blockBytes: Int.random(in: 16...200, using: &random)))
        #expect(seen.texts.map { $0[2] } == expected, "seed \(seed)")
    }
}
