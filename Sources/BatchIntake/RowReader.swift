package import AccountModel
package import DurableFiles

/// Reads the rows of one batch file, a block at a time.
///
/// ```
/// var reader = try RowReader(path: path, layout: layout)
/// while try reader.nextBlock() {
///     for row in reader.block.rows where row.fault == nil { … reader.block.field(row, 0) … }
/// }
/// ```
///
/// Memory is bounded by `BatchLimits`, whatever the file holds. A faulty row is a value among the
/// rows; a `BatchFault` ends the reading, and the batch is to be refused, with all rows that were
/// read before.
package struct RowReader: ~Copyable {
    /// Where the value of each column goes, by the order of the columns in a row.
    ///
    /// CSV: the columns of the header. NDJSON: the input columns by raw value, then the members of
    /// families in the order in which the file names them; later blocks may append to it.
    package private(set) var slots: [ColumnSlot]
    /// The rows of the current block.
    package private(set) var block: RowBlock
    /// Rows of all blocks so far, faulty ones included; for NDJSON and CSV alike without the
    /// header.
    package private(set) var rowsRead: UInt64 = 0

    /// The longest row that the file can have, without its line break.
    package let rowBytesMax: Int

    private let file: BatchFile
    private var text: TextBuffer
    /// How rows come out of the text: one of the two.
    private var csv: CSVRows?
    private var json: JSONRows?

    /// Opens the file and, for CSV, reads the header.
    ///
    /// - Parameter isDigested: Whether to compute the SHA-256 of the file on the way, so that it
    ///   need not be read twice.
    package init(
        path: String, layout: BatchLayout, limits: BatchLimits = BatchLimits(),
        isDigested: Bool = false
    ) throws(BatchFault) {
        let file = try BatchFile(path: path, isDigested: isDigested)
        let limits =
            layout.compression == .plain
            ? limits.fitting(fileBytes: file.size, expansion: layout.charset == .utf8 ? 1 : 3) : limits
        var text = TextBuffer(
            source: RowReader.stream(over: file, layout, limits), blockBytes: limits.blockBytes,
            unpackedBytesMax: limits.unpackedBytesMax)
        var block = RowBlock(bytes: [], fieldEnds: [], rows: [])
        let names = ColumnNames(layout.columnMap, isClosed: layout.hasOnlyMappedColumns)
        let encodingFault: RowFault = layout.charset == .utf8 ? .invalidUTF8 : .undefinedInCharset
        switch layout.format {
        case .csv(let delimiter):
            var csv = CSVRows(delimiter: delimiter, limits: limits, encodingFault: encodingFault)
            let slots = try csv.readHeader(&text, columns: names)
            // Between calls the block holds the bytes, so that its rows can be read without a copy.
            swap(&text.bytes, &block.bytes)
            self.csv = consume csv
            self.json = nil
            self.slots = slots
        case .ndjson:
            let json = JSONRows(names, limits: limits, encodingFault: encodingFault)
            slots = json.slots
            self.json = consume json
            self.csv = nil
        }
        rowBytesMax = limits.rowBytesMax
        self.file = file
        self.text = text
        self.block = block
    }

    private static func stream(
        over file: BatchFile, _ layout: BatchLayout, _ limits: BatchLimits
    ) -> any ByteStream {
        let unpacked: any ByteStream =
            switch layout.compression {
            case .plain: file
            case .gzip: GzipStream(file)
            case .zstd: ZstdStream(file, windowLogMax: limits.zstdWindowLogMax)
            }
        return layout.charset == .utf8 ? unpacked : CharsetStream(unpacked, from: layout.charset)
    }

    /// Bytes of the packed file that were read so far.
    package var bytesRead: UInt64 { file.bytesRead }

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

    /// The SHA-256 of the packed file, or `nil` where it was not asked for.
    ///
    /// - Precondition: `nextBlock()` has returned false.
    package consuming func finishDigest() -> SHA256Value? {
        file.finishDigest()
    }
}
