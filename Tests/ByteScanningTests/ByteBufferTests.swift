import ByteScanning
import TestSupport
import Testing

@Suite("Byte buffer")
struct ByteBufferTests {
    @Test("An id is written as a UUID", arguments: UInt64(0)..<32)
    func uuid(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let id = Hash128(high: generator.next(), low: generator.next())
        var buffer = ByteBuffer(capacity: 1)
        buffer.append("x")
        buffer.append(uuid: id)
        let digits = Array(id.hexadecimal)
        let parts = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
        #expect(
            String(decoding: buffer.array(), as: UTF8.self) == "x" + parts.map { String($0) }.joined(separator: "-"))
    }

    @Test(
        "Numbers are written in decimal",
        arguments: [0, 1, 9, 10, 99, 100, 12345, UInt64.max, 9_999_999_999_999_999_999, 10_000_000_000_000_000_000])
    func decimal(number: UInt64) {
        var buffer = ByteBuffer(capacity: 1)
        buffer.append(decimal: number)
        #expect(String(decoding: buffer.array(), as: UTF8.self) == String(number))
    }

    @Test("Numbers of every length are written in decimal", arguments: UInt64(0)..<64)
    func decimals(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for bits in UInt64(0)..<64 {
            let number = generator.next() >> bits
            var buffer = ByteBuffer(capacity: 1)
            buffer.append("000000000000")
            buffer.append(decimal: number)
            buffer.overwrite(twelveDigits: number % 1_000_000_000_000, at: 0)
            let padded = String(1_000_000_000_000 + number % 1_000_000_000_000).dropFirst()
            #expect(String(decoding: buffer.array(), as: UTF8.self) == padded + String(number))
        }
    }

    @Test("Text of every length and place is escaped, quoted and repeated", arguments: UInt64(0)..<128)
    func texts(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let bytes = (0..<48).map { _ in
            [UInt8(ascii: "a"), 0x20, 0x21, 0x7F, 0xC3, UInt8(ascii: ","), 0x22, 0x5C, 0x01].randomElement(
                using: &generator)! | (seed % 3 == 0 ? 0x40 : 0)
        }
        let start = Int.random(in: 0...40, using: &generator)
        let range = start..<Int.random(in: start...min(48, start + 20), using: &generator)
        var buffer = ByteBuffer(capacity: 1)
        buffer.append(jsonEscaped: bytes.span.bytes, range)
        let escaped = bytes[range].flatMap { byte in
            byte == 0x22 || byte == 0x5C ? [0x5C, byte] : byte == 1 ? Array("\\u0001".utf8) : [byte]
        }
        #expect(buffer.array() == escaped)
        buffer.append(quoted: bytes.span.bytes, range)
        buffer.append(again: escaped.count..<buffer.count)
        let quoted = [0x22] + bytes[range] + [0x22]
        #expect(buffer.array() == escaped + quoted + quoted)
        let needsQuotes = needsCSVQuotes(bytes.span.bytes, range)
        #expect(needsQuotes == bytes[range].contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x2C })
    }

    @Test("JSON escapes what it must")
    func escapes() {
        var buffer = ByteBuffer()
        let text = Array("a\"b\\c\n\u{1}é".utf8)
        buffer.append(jsonEscaped: text.span.bytes, 0..<text.count)
        #expect(String(decoding: buffer.array(), as: UTF8.self) == "a\\\"b\\\\c\\n\\u0001é")
    }

    @Test("The escape check sees exactly the bytes that must be escaped", arguments: UInt64(0)..<128)
    func escapeCheck(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
            UInt8.random(in: 0...9, using: &generator) == 0 && seed % 2 == 0
                ? UInt8.random(in: 0...255, using: &generator) : UInt8.random(in: 0x5D...0xFF, using: &generator)
        }
        let expected = bytes.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
        #expect(needsJSONEscape(bytes.span.bytes) == expected, "seed \(seed)")
    }

    @Test("The escape check and the control check look at every place")
    func everyPlace() {
        for count in 0...70 {
            for place in 0..<count {
                for byte: UInt8 in [0, 0x1F, 0x20, 0x21, 0x22, 0x5B, 0x5C, 0x7E, 0x7F, 0x80, 0xFF] {
                    var bytes = [UInt8](repeating: 0x61, count: count)
                    bytes[place] = byte
                    #expect(needsJSONEscape(bytes.span.bytes) == (byte < 0x20 || byte == 0x22 || byte == 0x5C))
                    #expect(hasControlCharacter(bytes.span.bytes) == (byte < 0x20 || byte == 0x7F))
                }
            }
        }
    }
}
