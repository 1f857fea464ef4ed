import AccountModel
import BatchIntake
import TestSupport
import Testing

@Suite("CSV against the plainest reader")
struct CSVPropertyTests {
    static let blockSizes = [64, 65, 127, 1000, 16 * 1024]

    @Test("A random table written as CSV reads back as it was", arguments: UInt64(0)..<80)
    func readsBack(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let delimiter = [",", ";", "\t", "|"].randomElement(using: &random)!.utf8.first!
        let table = RandomTable(using: &random, delimiter: delimiter)
        let file = table.written(using: &random)
        for blockBytes in Self.blockSizes {
            let seen = try readBytes(
                file.bytes, delimiter: delimiter, limits: BatchLimits(blockBytes: blockBytes))
            #expect(seen.fault == nil, "seed \(seed), blocks of \(blockBytes)")
            #expect(seen.rows.map(\.fields) == table.rows, "seed \(seed), blocks of \(blockBytes)")
            #expect(seen.rows.map(\.line) == file.lines, "seed \(seed), blocks of \(blockBytes)")
            #expect(seen.rows.map(\.byteOffset) == file.offsets, "seed \(seed)")
        }
    }

    @Test(
        "Whatever bytes are changed, rows and rejects are the reference's",
        arguments: UInt64(0)..<200)
    func fuzz(seed: UInt64) throws {
        var random = SplitMix64(seed: seed ^ 0xF0_22)
        let table = RandomTable(using: &random, delimiter: 0x2C)
        var file = table.written(using: &random).bytes
        let header = file.firstIndex(of: 10)! + 1
        for _ in 0..<Int.random(in: 1...6, using: &random) where file.count > header {
            let at = Int.random(in: header..<file.count, using: &random)
            let byte = ([0x22, 0x22, 0x22, 0x2C, 10, 13, 0, 0xFF, 0xC3, 0x61] as [UInt8])
                .randomElement(using: &random)!
            switch Int.random(in: 0..<3, using: &random) {
            case 0: file[at] = byte
            case 1: file.insert(byte, at: at)
            default: file.remove(at: at)
            }
        }
        let expected = ReferenceCSV(delimiter: 0x2C, columnCount: table.columnCount)
            .rows(of: file, from: header, line: 2)
        for blockBytes in Self.blockSizes {
            let seen = try readBytes(file, limits: BatchLimits(blockBytes: blockBytes))
            if let quote = expected.openQuote {
                #expect(seen.reason == .unterminatedQuote, "seed \(seed), blocks of \(blockBytes)")
                #expect(seen.fault?.byteOffset == UInt64(quote), "seed \(seed)")
                let line = 1 + file[..<quote].count { $0 == 10 }
                #expect(seen.fault?.line == UInt64(line), "seed \(seed)")
                #expect(Array(expected.rows.prefix(seen.rows.count)) == seen.rows, "seed \(seed)")
            } else {
                #expect(seen.fault == nil, "seed \(seed), blocks of \(blockBytes)")
                #expect(seen.rows == expected.rows, "seed \(seed), blocks of \(blockBytes)")
            }
        }
    }

    @Test("Rows about as long as the limit do not depend on blocks", arguments: UInt64(0)..<150)
    func longRows(seed: UInt64) throws {
        var random = SplitMix64(seed: seed ^ 0x10_46)
        let table = RandomTable(using: &random, delimiter: 0x2C)
        var file = table.written(using: &random).bytes
        for _ in 0..<2 {
            let at = Int.random(in: file.firstIndex(of: 10)! + 1...file.count, using: &random)
            file.insert(([0x22, 10, 0x2C] as [UInt8]).randomElement(using: &random)!, at: at)
        }
        let rowBytesMax = Int.random(in: 60...120, using: &random)
        let whole = try readBytes(
            file, limits: BatchLimits(blockBytes: 16 * 1024, rowBytesMax: rowBytesMax))
        for blockBytes in [64, 70, 100, 150, 333] {
            let seen = try readBytes(
                file, limits: BatchLimits(blockBytes: blockBytes, rowBytesMax: rowBytesMax))
            #expect(seen.fault == whole.fault, "seed \(seed), blocks of \(blockBytes)")
            // Rows of a refused file are never used; how many came before the refusal may differ.
            if whole.fault == nil {
                #expect(seen.rows == whole.rows, "seed \(seed), blocks of \(blockBytes)")
            }
        }
    }
}

/// A table of random values, many of them with quotes, delimiters and line breaks.
struct RandomTable {
    let delimiter: UInt8
    let header: [String]
    let rows: [[[UInt8]]]
    var columnCount: Int { header.count }

    private static let pieces = [
        "a", "Anna", "Søren", "\"", "\"\"", "\n", "\r\n", ",", ";", "\t", "|", " ", "日本",
        "x@y.example",
    ]

    init(using random: inout SplitMix64, delimiter: UInt8) {
        self.delimiter = delimiter
        let extra = Int.random(in: 0...8, using: &random)
        header = ["account_id", "email"] + (0..<extra).map { "attributes.a\($0)" }
        let columns = header.count
        let share = Int.random(in: 0...3, using: &random)
        rows = (0..<Int.random(in: 0...30, using: &random)).map { _ in
            (0..<columns).map { column in
                let count = Int.random(in: column == 0 ? 1...2 : 0...4, using: &random)
                let text = (0..<count).map { _ in
                    Int.random(in: 0..<4, using: &random) < share
                        ? Self.pieces.randomElement(using: &random)! : "v"
                }.joined()
                return Array(text.utf8)
            }
        }
    }

    /// The table as CSV: line breaks of either kind, quotes where they must be and elsewhere at
    /// random.
    func written(
        using random: inout SplitMix64
    ) -> (bytes: [UInt8], lines: [UInt64], offsets: [UInt64]) {
        let lineBreak: [UInt8] = Bool.random(using: &random) ? [10] : [13, 10]
        let quoted = Int.random(in: 0...2, using: &random)
        var bytes =
            Array(header.joined(separator: String(UnicodeScalar(delimiter))).utf8) + lineBreak
        var lines: [UInt64] = []
        var offsets: [UInt64] = []
        for row in rows {
            lines.append(UInt64(1 + bytes.count { $0 == 10 }))
            offsets.append(UInt64(bytes.count))
            for (column, value) in row.enumerated() {
                if column > 0 { bytes.append(delimiter) }
                let mustQuote = value.contains { [delimiter, 0x22, 10, 13].contains($0) }
                if mustQuote || Int.random(in: 0...2, using: &random) < quoted {
                    bytes.append(0x22)
                    for byte in value { bytes += byte == 0x22 ? [0x22, 0x22] : [byte] }
                    bytes.append(0x22)
                } else {
                    bytes += value
                }
            }
            bytes += lineBreak
        }
        if !rows.isEmpty && Bool.random(using: &random) { bytes.removeLast(lineBreak.count) }
        return (bytes, lines, offsets)
    }
}
