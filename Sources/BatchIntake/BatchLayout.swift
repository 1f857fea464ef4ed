package import AccountModel

/// How the rows of a batch are written.
package enum BatchFormat: Equatable, Sendable {
    /// RFC 4180 with this delimiter.
    case csv(delimiter: UInt8)
    /// One JSON object a line.
    case ndjson
}

/// How a batch file is packed.
package enum BatchCompression: Equatable, Sendable {
    case plain, gzip, zstd
}

/// What a reader must know of a batch file before it opens it.
package struct BatchLayout: Sendable {
    /// CSV or NDJSON.
    package var format: BatchFormat
    /// Plain, gzip or zstd.
    package var compression: BatchCompression
    /// Of the text.
    package var charset: Charset
    /// The country's own column names. A canonical name that is not in here means itself.
    package var columnMap: [String: ColumnSlot]
    /// The rows are no accounts: no column has a meaning but those of the map, and none is required.
    package var hasOnlyMappedColumns = false

    /// - Precondition: a CSV delimiter is an ASCII character that is no quote, line break or NUL.
    package init(
        format: BatchFormat = .csv(delimiter: UInt8(ascii: ",")),
        compression: BatchCompression = .plain,
        charset: Charset = .utf8,
        columnMap: [String: ColumnSlot] = [:]
    ) {
        if case .csv(let delimiter) = format {
            precondition(BatchLayout.isDelimiter(delimiter), "byte \(delimiter) delimits no fields")
        }
        self.format = format
        self.compression = compression
        self.charset = charset
        self.columnMap = columnMap
    }

    /// The layout of a file of this name from a country that exports like this, or `nil` if it is
    /// no name of a batch. NDJSON is UTF-8 whatever the charset of the country's CSV files.
    package init?(fileName: String, configuration: IntakeConfiguration) {
        guard let named = BatchLayout.named(fileName) else { return nil }
        let isJSON = named.format == .ndjson
        self.init(
            format: isJSON ? .ndjson : .csv(delimiter: configuration.delimiter),
            compression: named.compression, charset: isJSON ? .utf8 : configuration.charset,
            columnMap: configuration.columns)
    }

    /// Whether a byte may separate fields.
    package static func isDelimiter(_ byte: UInt8) -> Bool {
        byte < 0x80
            && ![0, UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(byte)
    }

    /// The format and packing that a file name promises, or `nil` if it is no name of a batch.
    ///
    /// The delimiter of a CSV is the comma unless the country's configuration says otherwise.
    package static func named(_ fileName: String) -> (
        format: BatchFormat, compression: BatchCompression
    )? {
        var stem = fileName[...]
        var compression = BatchCompression.plain
        if stem.hasSuffix(".gz") {
            compression = .gzip
            stem = stem.dropLast(3)
        } else if stem.hasSuffix(".zst") {
            compression = .zstd
            stem = stem.dropLast(4)
        }
        if stem.hasSuffix(".csv"), stem.count > 4 {
            return (.csv(delimiter: UInt8(ascii: ",")), compression)
        }
        if stem.hasSuffix(".ndjson"), stem.count > 7 {
            return (.ndjson, compression)
        }
        return nil
    }
}
