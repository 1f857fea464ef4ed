import Testing

@testable import Normalization

@Suite("Plain keys")
struct PlainKeyTests {
    private func found(_ key: [UInt8]) -> Bool { isPlainKey(key.span) }

    /// What the rule says, byte by byte.
    private func isPlain(_ key: [UInt8]) -> Bool {
        let hasReserved = zip(key, key.dropFirst()).contains { $0 == 0x2D && $1 == 0x2D }
        return !hasReserved && !key.contains { $0 >= 0x80 || $0 == 0x60 || $0 == 0x25 || $0 == 0x7C }
    }

    @Test("Eight bytes at a time and byte by byte agree, whatever stands where", arguments: UInt64(1)...64)
    func agrees(seed: UInt64) {
        var state = seed
        let bytes = Array("abz01@.-_`%|{\u{7F}".utf8) + [0x80, 0xC3, 0xFF]
        for length in 0..<40 {
            let key = (0..<length).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                // Mostly letters: one mark at a time, at every place.
                return state >> 60 < 14
                    ? UInt8(ascii: "a") + UInt8(state >> 40 & 15) : bytes[Int(state >> 33) % bytes.count]
            }
            #expect(found(key) == isPlain(key), "seed \(seed), \(key)")
        }
    }

    @Test("Two hyphens, or a mark, are seen at every place of a key of every length", arguments: 2..<34)
    func seesEachPlace(length: Int) {
        for place in 0..<length - 1 {
            var key = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            key[place] = UInt8(ascii: "-")
            #expect(found(key), "one hyphen at \(place) of \(length)")
            key[place + 1] = UInt8(ascii: "-")
            #expect(!found(key), "two hyphens at \(place) of \(length)")
            for mark in [0x60, 0x25, 0x7C, 0x80, 0xFF] as [UInt8] {
                key = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                key[place] = mark
                #expect(!found(key), "\(mark) at \(place) of \(length)")
            }
        }
    }
}
