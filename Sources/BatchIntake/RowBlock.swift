/// A value within the bytes of the current block.
package struct FieldSlice: Equatable, Sendable {
    /// Offset in the block.
    package var start: Int32
    /// In bytes.
    package var length: Int32

    /// A part of a block.
    @inline(__always)
    package init(start: Int32, length: Int32) {
        self.start = start
        self.length = length
    }

    /// As offsets in the block.
    @inline(__always)
    package var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
}

/// One row of the current block.
package struct BlockRow: Equatable, Sendable {
    /// Where the row starts in the block's bytes.
    package var start: UInt32
    /// The index of its first field's end in the block's `fieldEnds`; without meaning in a faulty
    /// row.
    package var firstEnd: UInt32
    /// Lines between the block's first line and the row's.
    package var lineOffset: UInt32
    /// Why the row is rejected, or `nil` for a sound row.
    package var fault: RowFault?
}

/// The rows of one block.
///
/// The fields of a sound row lie one after the other with one byte between them: a field ends where
/// `fieldEnds` says and the next starts one byte later. Quotes are already taken off.
package struct RowBlock: Sendable {
    /// The bytes of all fields, with at least `blockPaddingBytes` readable bytes after the last.
    package internal(set) var bytes: [UInt8]
    /// Where fields end.
    package internal(set) var fieldEnds: [UInt32]
    /// In the order of the file.
    package internal(set) var rows: [BlockRow]
    /// Fields of each sound row.
    package internal(set) var columnCount = 0
    /// The physical line, from 1, on which the block's first row starts.
    package internal(set) var firstLine: UInt64 = 1
    /// The offset in the unpacked text of the byte at index 0 of a CSV block.
    package internal(set) var firstByteOffset: UInt64 = 0
    /// NDJSON: each row's offset from `firstByteOffset`; a CSV row's offset is its start.
    package internal(set) var rowOffsets: [UInt32] = []

    /// The value of one column.
    ///
    /// - Precondition: the row has no fault.
    @inline(__always)
    package func field(_ row: BlockRow, _ column: Int) -> FieldSlice {
        let end = fieldEnds[Int(row.firstEnd) &+ column]
        let start = column == 0 ? row.start : fieldEnds[Int(row.firstEnd) &+ column &- 1] &+ 1
        return FieldSlice(
            start: Int32(truncatingIfNeeded: start), length: Int32(truncatingIfNeeded: end &- start)
        )
    }

    /// The physical line, from 1, on which a row starts.
    package func line(of row: BlockRow) -> UInt64 {
        firstLine + UInt64(row.lineOffset)
    }

    /// The offset in the unpacked text at which the row of this index starts.
    package func byteOffset(ofRowAt index: Int) -> UInt64 {
        firstByteOffset + UInt64(rowOffsets.isEmpty ? rows[index].start : rowOffsets[index])
    }
}
