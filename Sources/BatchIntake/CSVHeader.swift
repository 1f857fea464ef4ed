internal import AccountModel
internal import ByteScanning

extension CSVRows {
    /// Reads the first row and says what its columns mean; the text goes on after it.
    mutating func readHeader(
        _ text: inout TextBuffer, columns: ColumnNames
    ) throws(BatchFault) -> [ColumnSlot] {
        var block = RowBlock(bytes: [], fieldEnds: [], rows: [])
        while true {
            try text.fill()
            guard text.start < text.end else { throw emptyFile() }
            if text.isAtEnd && text.bytes[text.end - 1] != lineFeedByte { text.endWithLineFeed() }
            let summary = index(text, &block)
            let cursor = Cursor(start: text.start)
            var count = 0
            let outcome = scan(
                text, block, summary, cursor, limit: text.start + limits.rowBytesMax,
                fieldCount: &count)
            switch outcome {
            case .complete(let endIndex):
                return try takeHeader(&text, block, columns, endIndex: endIndex, count: count)
            case .incomplete(let quote):
                let length = text.end - text.start
                if text.isAtEnd || length > limits.rowBytesMax + 2 {
                    guard let quote else { throw unreadableHeader("is too long") }
                    throw unterminatedQuote(at: quote, text, cursor)
                }
                text.grow(to: limits.rowBytesMax + 64)
            case .unterminatedQuote(let quote): throw unterminatedQuote(at: quote, text, cursor)
            case .strayQuote: throw unreadableHeader("has a quote in the middle of a name")
            case .tooLong: throw unreadableHeader("is too long")
            }
        }
    }

    private mutating func takeHeader(
        _ text: inout TextBuffer, _ block: borrowing RowBlock, _ columns: ColumnNames,
        endIndex: Int, count: Int
    ) throws(BatchFault) -> [ColumnSlot] {
        guard count <= limits.columnsMax else {
            throw BatchFault(
                .tooManyColumns,
                "The header has \(count) columns; \(limits.columnsMax) are possible",
                wayOut: "Export fewer columns, and check the delimiter.", line: 1)
        }
        let end = Int(block.fieldEnds[endIndex])
        guard isUTF8(text.bytes.span, in: text.start..<end) else {
            throw unreadableHeader("has bytes outside its charset")
        }
        let names = try names(text, count: count)
        let slots = try columns.slots(ofHeader: names)
        columnCount = count
        nextLine += UInt64(text.bytes[text.start...end].count { $0 == lineFeedByte })
        text.consume(to: end + 1)
        return slots
    }

    private func names(
        _ text: borrowing TextBuffer, count: Int
    ) throws(BatchFault) -> [String] {
        var names: [String] = []
        for field in fields.prefix(count) {
            let raw = String(decoding: text.bytes[field.start..<field.end], as: UTF8.self)
            let name = field.hasEscapes ? raw.replacing("\"\"", with: "\"") : raw
            guard !name.utf8.contains(where: { $0 < 0x20 }) else {
                throw unreadableHeader("has line breaks or control characters in a name")
            }
            names.append(name)
        }
        return names
    }

    private func emptyFile() -> BatchFault {
        BatchFault(
            .emptyFile, "The file is empty: it has not even a header",
            wayOut: "Export again; a batch without rows has a header row.")
    }

    private func unreadableHeader(_ what: String) -> BatchFault {
        BatchFault(
            .headerUnreadable, "The header row \(what)",
            wayOut: "Check the delimiter, the charset and the line breaks of the export.", line: 1)
    }
}
