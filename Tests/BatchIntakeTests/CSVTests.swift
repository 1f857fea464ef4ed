import AccountModel
import BatchIntake
import Foundation
import Testing

@Suite("CSV")
struct CSVTests {
    static let header = "account_id,email,first_name\n"

    @Test(
        "Sound rows",
        arguments: [
            ("1,a@x,Ada\n", [["1", "a@x", "Ada"]]),
            ("1,a@x,Ada", [["1", "a@x", "Ada"]]),
            ("1,a@x,Ada\r\n2,b@x,\r\n", [["1", "a@x", "Ada"], ["2", "b@x", ""]]),
            ("1,a@x,Ada\n2,b@x,Bo\r\n", [["1", "a@x", "Ada"], ["2", "b@x", "Bo"]]),
            ("\"1\",\"a@x\",\"A,\"\"d\"\"a\"\n", [["1", "a@x", "A,\"d\"a"]]),
            ("1,a@x,\"A\nda\"\n2,b@x,Bo\n", [["1", "a@x", "A\nda"], ["2", "b@x", "Bo"]]),
            ("1,a@x,\"A\r\nda\"\r\n", [["1", "a@x", "A\r\nda"]]),
            ("1,,\"\"\n", [["1", "", ""]]),
            ("1,a@x,\"\"\"\"\n", [["1", "a@x", "\""]]),
            ("1,a@x,Ingebjørg\n", [["1", "a@x", "Ingebjørg"]]),
            ("", []),
        ])
    func sound(body: String, expected: [[String]]) throws {
        let seen = try readText(Self.header + body)
        #expect(seen.fault == nil)
        #expect(seen.faults == [])
        #expect(seen.texts == expected)
    }

    @Test(
        "A bad row is rejected with its reason, and the next one is read",
        arguments: [
            ("1,a@x\n", RowFault.fieldCount),
            ("1,a@x,A,B\n", .fieldCount),
            ("1,a@x,A,\n", .fieldCount),
            ("\"1\",a@x\n", .fieldCount),
            ("\n", .emptyLine),
            ("\r\n", .emptyLine),
            ("1,a@x,A\"da\n", .strayQuote),
            ("1,a@x,\"A\"da\n", .strayQuote),
            ("1,a@x,\"A\" \n", .strayQuote),
            ("1,a@x, \"A\"\n", .strayQuote),
            ("1,a@x,\"A\"\r,\n", .strayQuote),
            ("1,a@x,A\rda\n", .strayCarriageReturn),
            ("1,a@x,A\r\r\n", .strayCarriageReturn),
            ("\"1\",a\rx,A\n", .strayCarriageReturn),
            ("1,a@x,A\0\n", .nulByte),
            ("\"1\",a@x,\"\0\"\n", .nulByte),
        ])
    func rejected(row: String, expected: RowFault) throws {
        let seen = try readText(Self.header + row + "7,z@x,Zoe\n")
        #expect(seen.fault == nil)
        #expect(seen.faults == [expected])
        #expect(seen.texts == [["7", "z@x", "Zoe"]])
        #expect(seen.rows.first?.line == 2)
        #expect(seen.rows.first?.byteOffset == UInt64(Self.header.utf8.count))
    }

    @Test("A lost quote costs one row, not all up to the next quote")
    func lostQuote() throws {
        let seen = try readText(
            Self.header + "1,a@x,\"Ada\n2,b@x,Bo\n3,c@x,\"Cy\"\n4,d@x,Di\n")
        #expect(seen.faults == [.strayQuote])
        #expect(seen.texts.map { $0[0] } == ["2", "3", "4"])
        #expect(seen.rows.map(\.line) == [2, 3, 4, 5])
    }

    @Test(
        "Bytes that are no UTF-8 reject their row",
        arguments: [
            [0xFF], [0xC3], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xC0, 0xAF],
            [0xF4, 0x90, 0x80, 0x80],
        ]
            as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) throws {
        for quote in [[], [0x22]] as [[UInt8]] {
            let file =
                Array((Self.header + "1,ø,A\n2,b,").utf8) + quote + bytes + quote
                + Array("\n3,æ,C\n".utf8)
            let seen = try readBytes(file)
            #expect(seen.faults == [.invalidUTF8])
            #expect(seen.texts == [["1", "ø", "A"], ["3", "æ", "C"]])
        }
    }

    @Test("A byte order mark is no part of the first name")
    func byteOrderMark() throws {
        let seen = try readText("\u{FEFF}" + Self.header + "1,a@x,A\n")
        #expect(seen.slots.first == .column(.accountID))
        #expect(seen.texts == [["1", "a@x", "A"]])
        #expect(seen.rows.first?.byteOffset == UInt64(3 + Self.header.utf8.count))
    }

    @Test(
        "A file that makes no sense is refused",
        arguments: [
            ("", BatchFault.Reason.emptyFile),
            ("\u{FEFF}", .emptyFile),
            ("1,a@x,Ada\n2,b@x,Bo\n", .headerUnreadable),
            ("account_id;email\n", .headerUnreadable),
            ("account_id,email\"x\n", .headerUnreadable),
            ("account_id,\"email\nx\"\n", .headerUnreadable),
            ("account_id,email\r1,a@x\r", .headerUnreadable),
            ("\n1,a@x\n", .headerUnreadable),
            ("account_id,email,shoe_size\n", .unknownColumn),
            ("account_id,email,marketing.\n", .unknownColumn),
            ("account_id,email,email\n", .duplicateColumn),
            ("account_id,email,attributes.a,attributes.a\n", .duplicateColumn),
            ("account_id,phone\n", .missingColumn),
            ("email,phone\n", .missingColumn),
            ("account_id,\"email\n1,a@x\n", .unterminatedQuote),
        ])
    func refused(file: String, reason: BatchFault.Reason) throws {
        let seen = try readText(file)
        #expect(seen.reason == reason)
        #expect(seen.rows == [])
    }

    @Test("An unknown column is named; what may be a customer's value is not")
    func unknownColumnIsNamed() throws {
        let named = try readText("account_id,email,shoe_size\n")
        #expect(named.fault?.message.contains("\"shoe_size\"") == true)
        let hidden = try readText("account_id,email,ada@example.com\n")
        #expect(hidden.fault?.message.contains("ada") == false)
        #expect(hidden.fault?.message.contains("number 3") == true)
    }

    @Test("A quote that is never closed refuses the file and names its line")
    func unterminatedQuote() throws {
        let seen = try readText(Self.header + "1,\"a\n@x\",A\n2,b@x,\"Bo\n3,c@x,C\n")
        #expect(seen.reason == .unterminatedQuote)
        #expect(seen.fault?.line == 4)
        #expect(seen.fault?.byteOffset == UInt64(Self.header.utf8.count + 17))
    }

    @Test("The column map renames and ignores")
    func columnMap() throws {
        let seen = try readText(
            "epost,id,fornavn,intern,\"reklame,sms\"\na@x,1,Ada,x,true\n",
            columnMap: [
                "epost": .column(.email), "id": .column(.accountID), "fornavn": .column(.firstName),
                "intern": .ignored, "reklame,sms": .member(.marketing, name: "sms"),
            ])
        #expect(
            seen.slots == [
                .column(.email), .column(.accountID), .column(.firstName), .ignored,
                .member(.marketing, name: "sms"),
            ])
        #expect(seen.texts == [["a@x", "1", "Ada", "x", "true"]])
    }

    @Test("Two columns mapped to one are refused")
    func mappedTwice() throws {
        let seen = try readText(
            "account_id,email,epost\n", columnMap: ["epost": .column(.email)])
        #expect(seen.reason == .duplicateColumn)
    }

    @Test("More columns than the limit are refused")
    func tooManyColumns() throws {
        let names = (0..<1100).map { "attributes.a\($0)" }
        let seen = try readText("account_id,email," + names.joined(separator: ",") + "\n")
        #expect(seen.reason == .tooManyColumns)
    }

    @Test(
        "A row longer than the limit is rejected, however long", arguments: [101, 1000, 5_000_000])
    func rowTooLong(length: Int) throws {
        let long = "2,b@x," + String(repeating: "x", count: length - 6) + "\n"
        let seen = try readText(
            Self.header + "1,a@x,A\n" + long + "3,c@x,C\n",
            limits: BatchLimits(blockBytes: 4096, rowBytesMax: 100))
        #expect(seen.faults == [.rowTooLong])
        #expect(seen.texts == [["1", "a@x", "A"], ["3", "c@x", "C"]])
        #expect(seen.rows.map(\.line) == [2, 3, 4])
        let fits = try readText(
            Self.header + long, limits: BatchLimits(blockBytes: 4096, rowBytesMax: length))
        #expect(fits.faults == [])
    }

    @Test("A quoted field longer than the limit refuses the file: its end is lost")
    func quotedRowTooLong() throws {
        let long = "2,b@x,\"" + String(repeating: "x\n", count: 100_000) + "\"\n"
        let seen = try readText(
            Self.header + long + "3,c@x,C\n",
            limits: BatchLimits(blockBytes: 4096, rowBytesMax: 1000))
        #expect(seen.reason == .unterminatedQuote)
        #expect(seen.fault?.line == 2)
    }

    @Test(
        "File names promise a format",
        arguments: [
            ("a.csv", true), ("a.csv.gz", true), ("a.ndjson.zst", true), ("a.txt", false),
            (".csv", false),
            ("a.csv.part", false), ("a.gz", false), ("a.CSV", false),
        ])
    func fileNames(name: String, isBatch: Bool) {
        #expect((BatchLayout.named(name) != nil) == isBatch)
    }
}
