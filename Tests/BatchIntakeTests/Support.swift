import AccountModel
import BatchIntake
import Foundation
import TestSupport
import Testing

extension TemporaryFolder {
    func path(_ name: String) -> String { path + "/" + name }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(name)))
        return path(name)
    }
}

/// One row as a test compares it.
struct SeenRow: Equatable, CustomStringConvertible {
    var fields: [[UInt8]] = []
    var fault: RowFault?
    var line: UInt64
    var byteOffset: UInt64

    var description: String {
        let what =
            fault?.code ?? fields.map { String(decoding: $0, as: UTF8.self) }.debugDescription
        return "\(line)@\(byteOffset): \(what)"
    }
}

/// What came of reading a file.
struct Seen: Equatable {
    var slots: [ColumnSlot] = []
    var rows: [SeenRow] = []
    var fault: BatchFault?

    var reason: BatchFault.Reason? { fault?.reason }
    /// The fields of the rows that have no fault, as text.
    var texts: [[String]] {
        rows.filter { $0.fault == nil }.map {
            $0.fields.map { String(decoding: $0, as: UTF8.self) }
        }
    }
    var faults: [RowFault] { rows.compactMap(\.fault) }
}

func read(
    _ path: String, _ layout: BatchLayout,
    _ limits: BatchLimits = BatchLimits(blockBytes: 16 * 1024)
) -> Seen {
    var seen = Seen()
    do throws(BatchFault) {
        var reader = try RowReader(path: path, layout: layout, limits: limits)
        while try reader.nextBlock() {
            for (index, row) in reader.block.rows.enumerated() {
                var seenRow = SeenRow(
                    fault: row.fault, line: reader.block.line(of: row),
                    byteOffset: reader.block.byteOffset(ofRowAt: index))
                if row.fault == nil {
                    for column in 0..<reader.block.columnCount {
                        seenRow.fields.append(
                            Array(reader.block.bytes[reader.block.field(row, column).range]))
                    }
                }
                seen.rows.append(seenRow)
            }
        }
        seen.slots = reader.slots
        #expect(reader.rowsRead == UInt64(seen.rows.count))
    } catch {
        seen.fault = error
    }
    return seen
}

/// Writes the bytes to a file of this name and reads it.
func readBytes(
    _ bytes: [UInt8], name: String = "a.csv", delimiter: UInt8 = UInt8(ascii: ","),
    charset: Charset = .utf8, columnMap: [String: ColumnSlot] = [:],
    limits: BatchLimits = BatchLimits(blockBytes: 16 * 1024)
) throws -> Seen {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: name)
    let named = try #require(BatchLayout.named(name))
    let format: BatchFormat = named.format == .ndjson ? .ndjson : .csv(delimiter: delimiter)
    let layout = BatchLayout(
        format: format, compression: named.compression, charset: charset, columnMap: columnMap)
    return read(path, layout, limits)
}

func readText(
    _ text: String, name: String = "a.csv", columnMap: [String: ColumnSlot] = [:],
    limits: BatchLimits = BatchLimits(blockBytes: 16 * 1024)
) throws -> Seen {
    try readBytes(Array(text.utf8), name: name, columnMap: columnMap, limits: limits)
}

extension BatchLimits {
    init(blockBytes: Int, rowBytesMax: Int = 1024 * 1024) {
        self.init()
        self.blockBytes = blockBytes
        self.rowBytesMax = rowBytesMax
    }
}

/// The most memory that this process has held so far. It only grows: a difference is an upper
/// bound.
func peakMemoryKiB() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return Int(line.filter(\.isNumber)) ?? 0
}
