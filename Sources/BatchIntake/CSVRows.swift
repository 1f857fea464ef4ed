internal import AccountModel
internal import ByteScanning

/// Finds the rows of RFC 4180 text, a block at a time.
///
/// Lines may end with CRLF or LF; the last one needs no line break. See `RowFault` for rows, and
/// `BatchFault` for files, that are not well-formed.
struct CSVRows: ~Copyable {
    let delimiter: UInt8
    let limits: BatchLimits
    private let encodingFault: RowFault
    var columnCount = 0
    private var lineEnds: [LineEnd] = []
    private(set) var fields: [RawField]
    /// The physical line on which the unread text starts.
    var nextLine: UInt64 = 1
    /// The rest of a line that is too long is passed over.
    private var isSkippingLine = false

    init(delimiter: UInt8, limits: BatchLimits, encodingFault: RowFault) {
        self.delimiter = delimiter
        self.limits = limits
        self.encodingFault = encodingFault
        fields = [RawField](repeating: RawField(), count: limits.columnsMax)
    }

    /// Where the walk through the lines of a block stands.
    struct Cursor {
        /// The next line, as an index into the line ends.
        var line = 0
        /// Lines since the block's start.
        var lineOffset = 0
        /// The next row's first separator, as an index into the positions.
        var first = 0
        /// The next row's first byte.
        var start: Int
        /// Quotes before it.
        var quotes = 0
    }

    // MARK: Blocks

    /// Puts the next rows into `block`; false at the end of the text.
    mutating func nextBlock(
        _ text: inout TextBuffer, _ block: inout RowBlock
    ) throws(BatchFault) -> Bool {
        swap(&text.bytes, &block.bytes)
        defer { swap(&text.bytes, &block.bytes) }
        block.rows.removeAll(keepingCapacity: true)
        while true {
            try text.fill()
            if isSkippingLine {
                skipLine(&text)
                continue
            }
            if text.start == text.end { return false }
            if text.isAtEnd && text.bytes[text.end - 1] != lineFeedByte { text.endWithLineFeed() }
            let summary = index(text, &block)
            block.firstLine = nextLine
            block.firstByteOffset = text.firstByteOffset
            block.columnCount = columnCount
            try takeRows(&text, &block, summary)
            if !block.rows.isEmpty { return true }
        }
    }

    private mutating func skipLine(_ text: inout TextBuffer) {
        if let end = lineFeed(in: text.bytes.span, text.start..<text.end) {
            text.consume(to: end + 1)
            nextLine += 1
            isSkippingLine = false
        } else {
            text.consume(to: text.end)
            if text.isAtEnd { isSkippingLine = false }
        }
    }

    /// Finds all separators of the unread text; `block.fieldEnds` receives their positions.
    mutating func index(
        _ text: borrowing TextBuffer, _ block: inout RowBlock
    ) -> SeparatorSummary {
        let entries = text.bytes.count + separatorPositionSlack
        if block.fieldEnds.count < entries {
            block.fieldEnds = [UInt32](repeating: 0, count: entries)
            lineEnds = [LineEnd](
                repeating: LineEnd(position: 0, quotesBefore: 0), count: text.bytes.count)
        }
        let delimiter = delimiter
        var positions = block.fieldEnds.mutableSpan
        var lineEnds = lineEnds.mutableSpan
        return indexSeparators(
            of: text.bytes.span, in: text.start..<text.end, delimiter: delimiter,
            positions: &positions, lineEnds: &lineEnds)
    }

    // MARK: Rows

    private mutating func takeRows(
        _ text: inout TextBuffer, _ block: inout RowBlock, _ summary: SeparatorSummary
    ) throws(BatchFault) {
        var cursor = Cursor(start: text.start)
        let doubts = doubts(text, block, summary)
        while cursor.line < summary.lineCount {
            takePlainRows(text, &block, summary, doubts, &cursor)
            guard cursor.line < summary.lineCount else { break }
            guard try takeQuotedRow(&text, &block, summary, doubts, &cursor) else { break }
        }
        nextLine += UInt64(cursor.lineOffset)
        text.consume(to: cursor.start)
        if isSkippingLine {
            text.consume(to: text.end)
        } else if block.rows.isEmpty && text.start < text.end {
            try needMore(&text, &block, summary)
        }
    }

    /// What the rows of a block must be looked at for, one by one.
    struct Doubts {
        var isEncodingInDoubt = false
        var hasNUL = false
        var hasLoneCarriageReturn = false

        var isAny: Bool { isEncodingInDoubt || hasNUL || hasLoneCarriageReturn }
    }

    private func doubts(
        _ text: borrowing TextBuffer, _ block: borrowing RowBlock, _ summary: SeparatorSummary
    ) -> Doubts {
        var doubts = Doubts(
            hasNUL: summary.hasNUL, hasLoneCarriageReturn: summary.loneCarriageReturnCount > 0)
        if summary.hasNonASCII && summary.lineCount > 0 {
            // A row that is cut at the block's end may cut a character as well: it is not yet
            // looked at.
            let end = Int(block.fieldEnds[lineEnds[summary.lineCount - 1].index]) + 1
            doubts.isEncodingInDoubt = !isUTF8(text.bytes.span, in: text.start..<end)
        }
        return doubts
    }

    /// Takes rows up to the first line with a quote.
    private mutating func takePlainRows(
        _ text: borrowing TextBuffer, _ block: inout RowBlock, _ summary: SeparatorSummary,
        _ doubts: Doubts, _ cursor: inout Cursor
    ) {
        let firstRow = block.rows.count
        var rows: [BlockRow] = []
        swap(&rows, &block.rows)
        var ends = block.fieldEnds.mutableSpan
        appendPlainRows(
            text.bytes.span, lineEnds: lineEnds.span, lineCount: summary.lineCount,
            columnCount: columnCount, rowBytesMax: limits.rowBytesMax, ends: &ends, rows: &rows,
            cursor: &cursor)
        swap(&rows, &block.rows)
        guard doubts.isAny else { return }
        for index in firstRow..<block.rows.count {
            let row = block.rows[index]
            let next =
                index + 1 < block.rows.count ? Int(block.rows[index + 1].start) : cursor.start
            let bytes = Int(row.start)..<next - 1
            var found = first(of: row.fault, fault(in: text.bytes.span, bytes, doubts))
            if doubts.hasLoneCarriageReturn && hasLoneCarriageReturn(text.bytes.span, bytes) {
                found = first(of: found, .strayCarriageReturn)
            }
            block.rows[index].fault = found
        }
    }

    /// Takes one row that has quotes; false if it goes on after the block.
    private mutating func takeQuotedRow(
        _ text: inout TextBuffer, _ block: inout RowBlock, _ summary: SeparatorSummary,
        _ doubts: Doubts, _ cursor: inout Cursor
    ) throws(BatchFault) -> Bool {
        let limit = cursor.start + limits.rowBytesMax
        var fieldCount = 0
        switch scan(text, block, summary, cursor, limit: limit, fieldCount: &fieldCount) {
        case .complete(let endIndex) where Int(block.fieldEnds[endIndex]) <= limit:
            takeCompleteRow(
                &text, &block, doubts, &cursor, endIndex: endIndex, fieldCount: fieldCount)
        case .strayQuote:
            takeStrayRow(text, &block, doubts, &cursor, limit: limit)
        case .complete, .tooLong:
            takeTooLongRow(&block, summary, &cursor, limit: limit)
        case .unterminatedQuote(let quote):
            throw unterminatedQuote(at: quote, text, cursor)
        case .incomplete:
            return false
        }
        return true
    }

    mutating func scan(
        _ text: borrowing TextBuffer, _ block: borrowing RowBlock, _ summary: SeparatorSummary,
        _ cursor: Cursor, limit: Int, fieldCount: inout Int
    ) -> QuotedRowOutcome {
        let delimiter = delimiter
        var fields = fields.mutableSpan
        return scanQuotedRow(
            text.bytes.span, text: cursor.start..<text.end, delimiter: delimiter,
            positions: block.fieldEnds.span, positionCount: summary.positionCount,
            first: cursor.first, limit: limit, fields: &fields, fieldCount: &fieldCount)
    }

    private mutating func takeCompleteRow(
        _ text: inout TextBuffer, _ block: inout RowBlock, _ doubts: Doubts, _ cursor: inout Cursor,
        endIndex: Int, fieldCount: Int
    ) {
        let end = Int(block.fieldEnds[endIndex])
        var fault = fault(in: text.bytes.span, cursor.start..<end, doubts)
        if doubts.hasLoneCarriageReturn {
            for field in fields.prefix(fieldCount) where !field.isQuoted {
                let isStray = text.bytes[field.start..<field.end].contains(carriageReturnByte)
                if isStray { fault = first(of: fault, .strayCarriageReturn) }
            }
        }
        if fieldCount != columnCount { fault = first(of: fault, .fieldCount) }
        block.rows.append(row(at: cursor, fault))
        if fault == nil {
            var bytes = text.bytes.mutableSpan
            var ends = block.fieldEnds.mutableSpan
            compactRow(
                &bytes, fields: fields.span, count: columnCount, start: cursor.start, ends: &ends,
                firstEnd: cursor.first)
        }
        pass(endIndex, end, &cursor)
    }

    /// Rejects the first line of a row whose quotes make no sense.
    private func takeStrayRow(
        _ text: borrowing TextBuffer, _ block: inout RowBlock, _ doubts: Doubts,
        _ cursor: inout Cursor, limit: Int
    ) {
        let endIndex = lineEnds[cursor.line].index
        let end = Int(block.fieldEnds[endIndex])
        let found =
            end > limit
            ? .rowTooLong
            : first(of: fault(in: text.bytes.span, cursor.start..<end, doubts), .strayQuote)
        block.rows.append(row(at: cursor, found))
        pass(endIndex, end, &cursor)
    }

    /// Rejects a row that does not end at `limit`; it ends with the first line feed after it.
    private mutating func takeTooLongRow(
        _ block: inout RowBlock, _ summary: SeparatorSummary, _ cursor: inout Cursor, limit: Int
    ) {
        block.rows.append(row(at: cursor, .rowTooLong))
        while cursor.line < summary.lineCount {
            let endIndex = lineEnds[cursor.line].index
            let end = Int(block.fieldEnds[endIndex])
            pass(endIndex, end, &cursor)
            if end > limit { return }
        }
        isSkippingLine = true
    }

    private func row(at cursor: Cursor, _ fault: RowFault?) -> BlockRow {
        BlockRow(
            start: UInt32(cursor.start), firstEnd: UInt32(cursor.first),
            lineOffset: UInt32(cursor.lineOffset), fault: fault)
    }

    /// Moves the cursor behind the line feed of this index and position.
    private func pass(_ endIndex: Int, _ end: Int, _ cursor: inout Cursor) {
        while lineEnds[cursor.line].index < endIndex {
            cursor.line += 1
            cursor.lineOffset += 1
        }
        cursor.quotes = lineEnds[cursor.line].quotesBefore
        cursor.line += 1
        cursor.lineOffset += 1
        cursor.first = endIndex + 1
        cursor.start = end + 1
    }

    // MARK: Rows that do not end in the block

    /// Makes room for the rest of a row, gives it up, or refuses the file.
    private mutating func needMore(
        _ text: inout TextBuffer, _ block: inout RowBlock, _ summary: SeparatorSummary
    ) throws(BatchFault) {
        let length = text.end - text.start
        // Two bytes after the limit decide whether a quote closes at it.
        guard text.isAtEnd || length > limits.rowBytesMax + 2 else {
            text.grow(to: limits.rowBytesMax + 64)
            return
        }
        var cursor = Cursor(start: text.start)
        var fieldCount = 0
        let outcome = scan(
            text, block, summary, cursor, limit: text.start + limits.rowBytesMax,
            fieldCount: &fieldCount)
        switch outcome {
        case .incomplete(let quote?), .unterminatedQuote(let quote):
            throw unterminatedQuote(at: quote, text, cursor)
        case .incomplete(nil), .strayQuote, .tooLong, .complete:
            takeTooLongRow(&block, summary, &cursor, limit: text.end)
            nextLine += UInt64(cursor.lineOffset)
            text.consume(to: text.end)
        }
    }

    func unterminatedQuote(
        at position: Int, _ text: borrowing TextBuffer, _ cursor: Cursor
    ) -> BatchFault {
        let line = text.bytes[text.start..<position].count { $0 == lineFeedByte }
        return BatchFault(
            .unterminatedQuote,
            "A quote opens a field and nothing closes it within \(limits.rowBytesMax) bytes",
            wayOut: "Look at this line: a quote inside a value must be doubled.",
            line: nextLine + UInt64(line), byteOffset: text.firstByteOffset + UInt64(position))
    }

    // MARK: Faults

    /// Whether a line holds a carriage return other than the one that ends it.
    private func hasLoneCarriageReturn(
        _ bytes: borrowing Span<UInt8>, _ line: Range<Int>
    ) -> Bool {
        !line.isEmpty && contains(bytes, carriageReturnByte, in: line.dropLast())
    }

    /// What is wrong with the bytes of a row, whatever its fields are.
    private func fault(
        in bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ doubts: Doubts
    ) -> RowFault? {
        if doubts.isEncodingInDoubt && !isUTF8(bytes, in: range) { return encodingFault }
        if doubts.hasNUL && contains(bytes, 0, in: range) { return .nulByte }
        return nil
    }
}

// MARK: - Plain rows

/// Appends a row for each line up to the first one that has a quote.
///
/// This is where time goes: one look at a line's end, none at its bytes.
private func appendPlainRows(
    _ bytes: borrowing Span<UInt8>, lineEnds: borrowing Span<LineEnd>, lineCount: Int,
    columnCount: Int, rowBytesMax: Int, ends: inout MutableSpan<UInt32>, rows: inout [BlockRow],
    cursor: inout CSVRows.Cursor
) {
    var at = cursor
    while at.line < lineCount {
        let lineEnd = lineEnds[at.line]
        guard lineEnd.quotesBefore == at.quotes else { break }
        let index = lineEnd.index
        let lineFeed = Int(ends[index])
        var end = lineFeed
        if end > at.start && bytes[end &- 1] == carriageReturnByte {
            end &-= 1
            ends[index] = UInt32(truncatingIfNeeded: end)
        }
        var fault: RowFault?
        if index &- at.first &+ 1 != columnCount || end == at.start
            || lineFeed &- at.start > rowBytesMax
        {
            fault =
                lineFeed &- at.start > rowBytesMax
                ? .rowTooLong : end == at.start ? .emptyLine : .fieldCount
        }
        rows.append(
            BlockRow(
                start: UInt32(truncatingIfNeeded: at.start),
                firstEnd: UInt32(truncatingIfNeeded: at.first),
                lineOffset: UInt32(truncatingIfNeeded: at.lineOffset), fault: fault))
        at.first = index &+ 1
        at.start = lineFeed &+ 1
        at.line &+= 1
        at.lineOffset &+= 1
    }
    cursor = at
}

/// Whether a byte is somewhere in `bytes[range]`.
func contains(_ bytes: borrowing Span<UInt8>, _ wanted: UInt8, in range: Range<Int>) -> Bool {
    for index in range where bytes[index] == wanted { return true }
    return false
}

/// The fault that counts where a row has two.
func first(of one: RowFault?, _ other: RowFault?) -> RowFault? {
    guard let one else { return other }
    guard let other else { return one }
    return one.rawValue <= other.rawValue ? one : other
}
