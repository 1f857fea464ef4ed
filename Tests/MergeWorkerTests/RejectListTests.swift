import AccountModel
import BatchIntake
import DurableFiles
import Foundation
import TestSupport
import Testing

@testable import MergeWorker

@Suite("Rejected rows")
struct RejectListTests {
    @Test("Each reason has its own code, and comes back")
    func reasons() {
        let codes = RowFault.allCases.map { RejectReason($0).code } + RowReject.allCases.map { RejectReason($0).code }
        #expect(codes == RowFault.allCases.map(\.code) + RowReject.allCases.map { "\($0.code)" })
        #expect(Set(codes).count == codes.count)
    }

    @Test(
        "However many rows there are, they come back by line; the first ones are told", arguments: [0, 7, 1024, 9000])
    func sorted(count: Int) throws {
        let folder = try TemporaryFolder()
        var random = SplitMix64(seed: UInt64(count))
        // In memory there is room for 1,024.
        let list = RejectList(in: folder.path, bytesMax: 1)
        var rows: [RejectedRow] = []
        for place in 0..<count {
            // As they are read, then some that settling finds.
            let line = place < count / 2 ? UInt64(place * 3) : (random.next() >> 44) << 20 | UInt64(place)
            let reason = RejectReason(RowReject.allCases[place % RowReject.allCases.count])
            rows.append(RejectedRow(line: line, byteOffset: random.next(), reason: reason))
        }
        for row in rows { try list.append(row) }
        #expect(list.first == Array(rows.prefix(100)))
        var found: [RejectedRow] = []
        try list.takeSorted { found.append($0) }
        let expected = rows.sorted()
        #expect(found == expected)
        #expect(zip(found, expected).allSatisfy { $0.byteOffset == $1.byteOffset && $0.reason == $1.reason })
    }

    @Test("A file with too many bad rows is refused with their reasons and places, and the others are done")
    func refused() throws {
        let workspace = try ProgramWorkspace()
        var text = "account_id,email,country\n"
        var places: [Int] = []
        for number in 0..<900 {
            places.append(text.utf8.count)
            text +=
                number % 3 == 0
                ? "NO-\(number),a@example.com,SE\n" : number % 7 == 0 ? "one field\n" : "\(number),b@example.com,NO\n"
        }
        try workspace.drop("NO", "b\"ä/d.csv".replacing("/", with: "-"), text)
        try workspace.drop("FI", "FI.csv", ProgramInput.file("FI", 0..<20))
        let result = try workspace.run()
        #expect(result.status == 5)
        #expect(
            result.error.contains(
                "386 of 900 rows are rejected (wrong_country 300, field_count 86), more than the limit"),
            "\(result.error)")
        #expect(try workspace.names("FI", "done") == ["FI.csv"])
        #expect(try workspace.text("out/latest/rejects.ndjson") == "", "nothing of the file was applied")
        let report = try JSONDecoder().decode(
            Report.self, from: Data(workspace.text("spool/NO/refused/b\"ä-d.csv.refused.json").utf8))
        #expect(report.reason == "too_many_rejects")
        #expect(report.rows.reasons == ["wrong_country": 300, "field_count": 86])
        let bad = (0..<900).filter { $0 % 3 == 0 || $0 % 7 == 0 }.prefix(100)
        #expect(report.rows.first.map(\.line) == bad.map { UInt64($0 + 2) })
        #expect(report.rows.first.map(\.byte_offset) == bad.map { UInt64(places[$0]) })
        #expect(report.rows.first.map(\.reason) == bad.map { $0 % 3 == 0 ? "wrong_country" : "field_count" })
        // There is no run to list them when nothing else is there.
        try workspace.drop("NO", "again.csv", text)
        #expect(try workspace.run().status == 5)
        #expect(try workspace.text("spool/NO/refused/again.csv.refused.json").contains("\"field_count\" : 86"))
    }

    private struct Report: Decodable {
        struct Rows: Decodable {
            struct Row: Decodable { let line: UInt64, byte_offset: UInt64, reason: String }
            let reasons: [String: Int]
            let first: [Row]
        }
        let reason: String
        let rows: Rows
    }

    @Test("The lines of rejected rows are JSON as an encoder writes it, whatever the file is called")
    func lines() throws {
        let workspace = try ProgramWorkspace()
        let name = "q\"\\ é.csv"
        try workspace.drop("NO", name, "account_id,email,country\nNO-1,a@example.com,SE\nNO-2,b@example.com,NO\nx\n")
        #expect(try workspace.run().status == 3)
        let lines = try workspace.text("out/latest/rejects.ndjson").split(separator: "\n")
        struct Line: Codable { let byte_offset: Int, country: String, file: String, line: Int, reason: String }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let expected = [
            Line(byte_offset: 25, country: "NO", file: name, line: 2, reason: "wrong_country"),
            Line(byte_offset: 69, country: "NO", file: name, line: 4, reason: "field_count"),
        ]
        #expect(
            lines.map(String.init) == (try expected.map { String(decoding: try encoder.encode($0), as: UTF8.self) }))
    }
}
