package import AccountModel

/// Reads the rows of one batch file, a block at a time.
///
/// ```
/// var reader = try RowReader(path: path, layout: layout)
/// while try reader.nextBlock() {
///     for row in reader.block.rows where row.fault == nil { … reader.block.field(row, 0) … }
/// }
/// ```
///
/// Memory is bounded by `BatchLimits`, whatever the file holds. A faulty row is a value among the rows; a
/// `BatchFault` ends the reading, and the batch is to be refused, with all rows that were read before.
package struct RowReader: ~Copyable {
    /// Where the value of each column goes, by the order of the columns in a row.
    ///
    /// CSV: the columns of the header. NDJSON: the input columns by raw value, then the members of
    /// families in the order in which the file names them; later blocks may append to it.
    package private(set) var slots: [ColumnSlot]
    /// The rows of the current block.
    package private(set) var block: RowBlock
    /// Rows of all blocks so far, faulty ones included; for NDJSON and CSV alike without the header.
    package private(set) var rowsRead: UInt64 = 0

    private var text: TextBuffer
    private var csv: CSVRows?
    private var json: JSONRows?

    /// Opens the file and, for CSV, reads the header.
    ///
    /// - Parameter onPackedBytes: Sees the bytes of the file as they are on disk, once and in order, a
    ///   block at a time: for a digest that costs no second reading.
    package init(
        path: String, layout: BatchLayout, limits: BatchLimits = BatchLimits(),
        onPackedBytes: ((Span<UInt8>) -> Void)? = nil
    ) throws(BatchFault) {
        let file = try BatchFile(path: path, onBytes: onPackedBytes)
        try self.init(stream: file, layout: layout, limits: limits)
    }

    init(stream: any ByteStream, layout: BatchLayout, limits: BatchLimits) throws(BatchFault) {
        var stream = stream
        switch layout.compression {
        case .plain: break
        case .gzip: stream = GzipStream(stream)
        case .zstd: stream = ZstdStream(stream, windowLogMax: limits.zstdWindowLogMax)
        }
        if layout.charset != .utf8 { stream = CharsetStream(stream, from: layout.charset) }
        text = TextBuffer(
            source: stream, blockBytes: limits.blockBytes, unpackedBytesMax: limits.unpackedBytesMax)
        block = RowBlock(bytes: [], fieldEnds: [], rows: [])
        let names = ColumnNames(layout.columnMap)
        let encodingFault: RowFault = layout.charset == .utf8 ? .invalidUTF8 : .undefinedInCharset
        switch layout.format {
        case .csv(let delimiter):
            var csv = CSVRows(delimiter: delimiter, limits: limits, encodingFault: encodingFault)
            slots = try csv.readHeader(&text, columns: names)
            self.csv = consume csv
            json = nil
            // Between calls the block holds the bytes, so that its rows can be read without a copy.
            swap(&text.bytes, &block.bytes)
        case .ndjson:
            let json = JSONRows(names, limits: limits, encodingFault: encodingFault)
            slots = json.slots
            self.json = consume json
            csv = nil
        }
    }

    /// Bytes of the packed file that were read so far.
    package var bytesRead: UInt64 { text.bytesRead }

    /// Reads the next block and indexes its rows. Returns false at the end of the file.
    package mutating func nextBlock() throws(BatchFault) -> Bool {
        let isMore: Bool
        if json != nil {
            isMore = try json!.nextBlock(&text, &block, &slots)
        } else {
            isMore = try csv!.nextBlock(&text, &block)
        }
        rowsRead += UInt64(block.rows.count)
        return isMore
    }
}
