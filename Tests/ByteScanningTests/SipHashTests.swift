import ByteScanning
import TestSupport
import Testing

@Suite("SipHash-2-4-128")
struct SipHashTests {
    /// Key 00…0f, message 00…(n-1): the published vectors of the reference implementation.
    @Test(
        "The published vectors hold",
        arguments: [
            (0, "a3817f04ba25a8e66df67214c7550293"),
            (1, "da87c1d86b99af44347659119b22fc45"),
            (7, "a1f1ebbed8dbc153c0b84aa61ff08239"),
            (8, "3b62a9ba6258f5610f83e264f31497b4"),
            (15, "5493e99933b0a8117e08ec0f97cfc3d9"),
            (63, "5150d1772f50834a503e069a973fbd7c"),
        ])
    func vectors(length: Int, expected: String) {
        let message = (0..<length).map { UInt8($0) }
        let hash = sipHash128(message.span.bytes, key: SipKey(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
        #expect(hash.hexadecimal == expected)
    }

    @Test("Lower-casing while hashing equals hashing the lower-cased bytes", arguments: UInt64(0)..<64)
    func lowercasing(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let bytes = (0..<Int.random(in: 0...70, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        let lower = bytes.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
        let key = SipKey(seed, ~seed)
        #expect(sipHash128LowercasingASCII(bytes.span.bytes, key: key) == sipHash128(lower.span.bytes, key: key))
    }

    @Test("A prefix counts as eight bytes of the message")
    func prefix() {
        let key = SipKey(1, 2)
        let rest: [UInt8] = [9, 8, 7]
        let whole: [UInt8] = [5, 0, 0, 0, 0, 0, 0, 0, 9, 8, 7]
        #expect(sipHash128(prefix: 5, rest.span.bytes, key: key) == sipHash128(whole.span.bytes, key: key))
    }
}
