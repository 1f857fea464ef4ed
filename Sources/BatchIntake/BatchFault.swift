/// Why a whole batch is refused.
///
/// Nothing of a refused batch is applied. The message names files, lines and columns, never a
/// value.
package struct BatchFault: Error, Equatable, Sendable {
    /// A stable code for programs, in `NAME.refused.json`.
    package enum Reason: String, CaseIterable, Sendable {
        case unreadable
        case notRegularFile = "not_regular_file"
        case symbolicLink = "symbolic_link"
        case hardLinked = "hard_linked"
        case changedWhileReading = "changed_while_reading"

        case emptyFile = "empty_file"
        case compressedDataTruncated = "compressed_data_truncated"
        case compressedDataDamaged = "compressed_data_damaged"
        case compressionWindowTooLarge = "compression_window_too_large"
        case unpackedTooLarge = "unpacked_too_large"
        case charsetMismatch = "charset_mismatch"
        case missingByteOrderMark = "missing_byte_order_mark"

        case unterminatedQuote = "unterminated_quote"
        case headerUnreadable = "header_unreadable"
        case unknownColumn = "unknown_column"
        case duplicateColumn = "duplicate_column"
        case missingColumn = "missing_column"
        case tooManyColumns = "too_many_columns"

        case tooManyLines = "too_many_lines"
        case noSoundLine = "no_sound_line"
        case tooManyRejects = "too_many_rejects"
        case batchIDReused = "batch_id_reused"
        case snapshotIncomplete = "snapshot_incomplete"
        case supersededNotKept = "superseded_not_kept"

        case manifestUnreadable = "manifest_unreadable"
        case manifestInvalid = "manifest_invalid"
        case manifestCountryMismatch = "manifest_country_mismatch"
        case manifestBytesMismatch = "manifest_bytes_mismatch"
        case manifestDigestMismatch = "manifest_digest_mismatch"
        case manifestRowsMismatch = "manifest_rows_mismatch"
    }

    /// Why; a stable code.
    package var reason: Reason
    /// The physical line, from 1, where one is known.
    package var line: UInt64?
    /// The offset in the unpacked text (in UTF-8, where the charset is another), where one is
    /// known.
    package var byteOffset: UInt64?
    /// What happened, in a sentence without personal data.
    package var message: String
    /// What the sender or the operator can do.
    package var wayOut: String
    /// Which rows are the reason, if rows are.
    package var rows: RefusedRows?

    /// A fault with its place and its way out.
    package init(
        _ reason: Reason, _ message: String, wayOut: String, line: UInt64? = nil,
        byteOffset: UInt64? = nil, rows: RefusedRows? = nil
    ) {
        self.reason = reason
        self.message = message
        self.wayOut = wayOut
        self.line = line
        self.byteOffset = byteOffset
        self.rows = rows
    }
}

/// The rows for which a batch is refused.
package struct RefusedRows: Codable, Equatable, Sendable {
    /// One of them.
    package struct Row: Codable, Equatable, Sendable {
        /// The physical line, from 1.
        package var line: UInt64
        /// In the unpacked text.
        package var byteOffset: UInt64
        /// Reason code.
        package var reason: String

        /// A row and its reason.
        package init(line: UInt64, byteOffset: UInt64, reason: String) {
            (self.line, self.byteOffset, self.reason) = (line, byteOffset, reason)
        }
    }

    /// How many there are, by reason code.
    package var reasons: [String: Int]
    /// The first of them.
    package var first: [Row]

    /// Counts, and the first rows.
    package init(reasons: [String: Int], first: [Row]) { (self.reasons, self.first) = (reasons, first) }
}

extension BatchFault: CustomStringConvertible {
    /// Message, place and way out.
    package var description: String {
        let place = line.map { " (line \($0))" } ?? ""
        return "\(message)\(place). \(wayOut)"
    }
}
