import ByteScanning
import Testing

@testable import MergeWorker

@Suite("Fields as words")
struct FieldWordTests {
    private static let words: [StaticString] = [
        "true", "false", "upsert", "delete", "erase", "registered", "guest", "attendee", "passholder", "active",
        "blocked", "closed", "granted", "declined",
    ]

    /// The field in the middle of a buffer, and at its very end.
    private func readings(_ field: [UInt8]) -> [FieldWord] {
        [[UInt8](repeating: 0x65, count: 20), []].map { rest in
            let buffer = Array("e,".utf8) + field + rest
            return FieldWord(buffer.span.bytes, 2..<2 + field.count)
        }
    }

    @Test("A word is itself in either case, and no other word, at any place of its buffer")
    func words() {
        for word in FieldWordTests.words {
            let text = "\(word)"
            for form in [text, text.uppercased(), text.capitalized] {
                for reading in readings(Array(form.utf8)) {
                    for other in FieldWordTests.words {
                        #expect(reading.isWord(other) == ("\(other)" == text), "\(form) as \(other)")
                    }
                }
            }
        }
    }

    @Test("One byte more, one less or another one: it is not the word any more")
    func otherWords() {
        for word in FieldWordTests.words {
            let bytes = Array("\(word)".utf8)
            var forms = [
                bytes + [0x65], bytes + [0], Array(bytes.dropLast()), bytes + [UInt8](repeating: 0x20, count: 9),
            ]
            for place in bytes.indices {
                var form = bytes
                form[place] ^= 0x01
                forms.append(form)
            }
            for form in forms {
                for reading in readings(form) { #expect(!reading.isWord(word), "\(form) as \(word)") }
            }
        }
    }

    @Test("Every field of one byte, and the longer ones: what is read as true or false")
    func booleans() {
        for byte in UInt8.min...UInt8.max {
            let expected: Bool? = byte == UInt8(ascii: "1") ? true : byte == UInt8(ascii: "0") ? false : nil
            for reading in readings([byte]) { #expect(reading.boolean == expected, "byte \(byte)") }
        }
        let fields: [(String, Bool?)] = [
            ("true", true), ("TRUE", true), ("tRuE", true), ("false", false), ("False", false), ("yes", nil),
            ("10", nil), ("truefalse", nil), ("true ", nil), ("falsefalsefalsefalse", nil),
        ]
        for (text, expected) in fields {
            for reading in readings(Array(text.utf8)) { #expect(reading.boolean == expected, "\(text)") }
        }
        #expect(FieldWord.empty.boolean == nil)
    }

    @Test("The two letters of a country in either case")
    func countries() {
        for (text, isNorway) in [
            ("NO", true), ("no", true), ("nO", true), ("N0", false), ("NOR", false), ("SE", false),
        ] {
            for reading in readings(Array(text.utf8)) {
                #expect(reading.isCountry((UInt8(ascii: "N"), UInt8(ascii: "O"))) == isNorway, "\(text)")
            }
        }
    }
}
