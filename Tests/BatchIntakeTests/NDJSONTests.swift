import AccountModel
import BatchIntake
import Foundation
import TestSupport
import Testing

@Suite("NDJSON")
struct NDJSONTests {
    /// The fields that are not empty, by slot.
    private func values(_ seen: Seen, _ row: Int) -> [ColumnSlot: String] {
        var values: [ColumnSlot: String] = [:]
        for (slot, field) in zip(seen.slots, seen.rows[row].fields) where !field.isEmpty {
            values[slot] = String(decoding: field, as: UTF8.self)
        }
        return values
    }

    @Test("Values of every type, nested objects and mapped keys")
    func values() throws {
        let seen = try readText(
            #"{"account_id":42,"epost":"a\u0040x","first_name":"\"A\"","email_verified":true,"#
                + #""phone":null,"orders":["O-1",2],"marketing":{"sms":false,"mail":""},"#
                + #""attributes":{"score":1.5},"attributes.flat":"f","intern":{"x":[1]}}"# + "\r\n",
            name: "a.ndjson", columnMap: ["epost": .column(.email), "intern": .ignored])
        #expect(seen.fault == nil)
        #expect(seen.faults == [])
        #expect(
            values(seen, 0) == [
                .column(.accountID): "42", .column(.email): "a@x", .column(.firstName): "\"A\"",
                .column(.emailVerified): "true", .column(.orders): "O-1;2",
                .member(.marketing, name: "sms"): "false",
                .member(.attributes, name: "score"): "1.5",
                .member(.attributes, name: "flat"): "f",
            ])
    }

    @Test(
        "A bad line is rejected with its reason, and the next one is read",
        arguments: [
            (#"{"account_id":"1""#, RowFault.invalidJSON),
            (#"["account_id"]"#, .invalidJSON),
            (#""account_id""#, .invalidJSON),
            (#"{"account_id":"1"}{}"#, .invalidJSON),
            (#"{"account_id":"1",}"#, .invalidJSON),
            (#"{"account_id":"\ud800"}"#, .invalidJSON),
            ("", .emptyLine),
            ("\r", .emptyLine),
            (#"{"account_id":"1","account_id":"2"}"#, .duplicateKey),
            (#"{"email":"1","epost":"2"}"#, .duplicateKey),
            (#"{"marketing":{"a":true},"marketing.a":false}"#, .duplicateKey),
            (#"{"account_id":1.5}"#, .wrongJSONType),
            (#"{"account_id":true}"#, .wrongJSONType),
            (#"{"email":["a"]}"#, .wrongJSONType),
            (#"{"email":{"a":1}}"#, .wrongJSONType),
            (#"{"orders":["a;b"]}"#, .wrongJSONType),
            (#"{"orders":[["a"]]}"#, .wrongJSONType),
            (#"{"marketing":true}"#, .wrongJSONType),
            (#"{"attributes":{"a":{"b":1}}}"#, .wrongJSONType),
            (#"{"account_id":"\u0000"}"#, .nulByte),
            ("{\"account_id\":\"\0\"}", .nulByte),
        ])
    func rejected(line: String, expected: RowFault) throws {
        let good = #"{"account_id":"7"}"#
        let seen = try readText(
            good + "\n" + line + "\n" + good, name: "a.ndjson",
            columnMap: ["epost": .column(.email)])
        #expect(seen.fault == nil)
        #expect(seen.faults == [expected])
        #expect(seen.rows.map(\.line) == [1, 2, 3])
        #expect(seen.rows[1].byteOffset == UInt64(good.utf8.count + 1))
        #expect(seen.rows.map { $0.fault == nil } == [true, false, true])
    }

    @Test("Bytes that are no UTF-8 reject their line")
    func invalidUTF8() throws {
        let seen = try readBytes(
            Array("{\"account_id\":\"".utf8) + [0xFF] + Array("\"}\n{}\n".utf8), name: "a.ndjson")
        #expect(seen.faults == [.invalidUTF8])
        #expect(seen.rows.count == 2)
    }

    @Test(
        "An unknown key refuses the file and names its line",
        arguments: [
            (#"{"shoe_size":42}"#, "\"shoe_size\""), (#"{"shoe":{"size":42}}"#, "\"shoe\""),
            (#"{"ada@example.com":1}"#, "number 1"),
        ])
    func unknownKey(line: String, shown: String) throws {
        let seen = try readText("{}\n" + line + "\n", name: "a.ndjson")
        #expect(seen.reason == .unknownColumn)
        #expect(seen.fault?.line == 2)
        #expect(seen.fault?.message.contains(shown) == true)
    }

    @Test("An empty file is refused, a line longer than the limit rejected")
    func limits() throws {
        #expect(try readText("", name: "a.ndjson").reason == .emptyFile)
        let long = #"{"email":""# + String(repeating: "x", count: 2_000_000) + "\"}\n"
        let seen = try readText("{}\n" + long + "{}\n", name: "a.ndjson")
        #expect(seen.faults == [.rowTooLong])
        #expect(seen.rows.map(\.line) == [1, 2, 3])
    }

    @Test("Attributes without end are refused")
    func tooManyAttributes() throws {
        let lines = (0..<1100).map { #"{"attributes":{"a\#($0)":1}}"# }
        let seen = try readText(lines.joined(separator: "\n"), name: "a.ndjson")
        #expect(seen.reason == .tooManyColumns)
    }

    @Test("Random objects read back, whatever the blocks", arguments: UInt64(0)..<60)
    func readsBack(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let expected = (0..<Int.random(in: 1...40, using: &random)).map { _ in
            randomValues(using: &random)
        }
        let text = try expected.map { try json($0) }.joined(separator: "\n")
        for blockBytes in [64, 300, 16 * 1024] {
            let seen = try readText(
                text, name: "a.ndjson", limits: BatchLimits(blockBytes: blockBytes))
            #expect(seen.fault == nil, "seed \(seed)")
            #expect(seen.rows.indices.map { values(seen, $0) } == expected, "seed \(seed)")
        }
    }

    @Test("Whatever bytes are changed, every line is a row", arguments: UInt64(0)..<100)
    func fuzz(seed: UInt64) throws {
        var random = SplitMix64(seed: seed ^ 0xF0_33)
        let lines = try (0..<10).map { _ in try json(randomValues(using: &random)) }
        var file = Array(lines.joined(separator: "\n").utf8)
        for _ in 0..<4 {
            let at = Int.random(in: 0..<file.count, using: &random)
            file[at] = ([0x22, 0x7B, 0x7D, 0x2C, 0x3A, 10, 0, 0xFF, 0x5C, 0x30] as [UInt8])
                .randomElement(using: &random)!
        }
        let whole = try readBytes(file, name: "a.ndjson")
        if whole.fault == nil {
            let lineCount = file.split(separator: 10, omittingEmptySubsequences: false).count
            #expect(whole.rows.count == lineCount - (file.last == 10 ? 1 : 0), "seed \(seed)")
        }
        for blockBytes in [64, 200] {
            let seen = try readBytes(
                file, name: "a.ndjson", limits: BatchLimits(blockBytes: blockBytes))
            #expect(seen.fault == whole.fault, "seed \(seed)")
            if whole.fault == nil { #expect(seen.rows == whole.rows, "seed \(seed)") }
        }
    }

    private func randomValues(using random: inout SplitMix64) -> [ColumnSlot: String] {
        let slots: [ColumnSlot] = [
            .column(.accountID), .column(.email), .column(.firstName), .column(.op),
            .member(.marketing, name: "sms"), .member(.delivery, name: "city"),
            .member(.attributes, name: "a\(UInt8.random(in: 0..<6, using: &random))"),
        ]
        let pieces = ["a", "Ø", "\"", "\\", "\n", "日本", " ", "42", "\u{1F600}"]
        var values: [ColumnSlot: String] = [:]
        for slot in slots where Bool.random(using: &random) {
            values[slot] = (0..<Int.random(in: 1...6, using: &random))
                .map { _ in pieces.randomElement(using: &random)! }.joined()
        }
        return values
    }

    private func json(_ values: [ColumnSlot: String]) throws -> String {
        var object: [String: Any] = [:]
        for (slot, value) in values {
            switch slot {
            case .column(let column): object[column.name] = value
            case .member(let family, let name):
                var members = object[family.prefix] as? [String: String] ?? [:]
                members[name] = value
                object[family.prefix] = members
            case .ignored: break
            }
        }
        let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        return String(decoding: data, as: UTF8.self)
    }
}
