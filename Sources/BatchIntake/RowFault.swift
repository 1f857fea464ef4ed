/// Why one row is rejected. The other rows of its batch go on.
///
/// Where a row has several faults the first in this order counts, so that the reason does not
/// depend on how the file was split into blocks.
package enum RowFault: UInt8, CaseIterable, Sendable {
    /// Longer than 1 MiB (`BatchLimits.rowBytesMax`).
    case rowTooLong
    /// Bytes that are no UTF-8.
    case invalidUTF8
    /// Bytes that the configured charset does not define.
    case undefinedInCharset
    /// A byte (or an escaped character) of value 0.
    case nulByte
    /// A line without a field. RFC 4180 knows no blank lines.
    case emptyLine
    /// A quote inside an unquoted field, or text after a closing quote.
    ///
    /// Where such a row ends is anyone's guess: the reject covers its first line, and reading goes
    /// on with the next, so that a lost quote costs one row and not all up to the next quote.
    case strayQuote
    /// A carriage return outside quotes that no line feed follows.
    case strayCarriageReturn
    /// More or fewer fields than the header has.
    case fieldCount

    /// No JSON object.
    case invalidJSON
    /// A key that comes twice, by its own or by its mapped name.
    case duplicateKey
    /// A value of a type that the column cannot hold.
    case wrongJSONType

    /// A stable code for programs, in `rejects.ndjson`.
    package var code: String {
        switch self {
        case .rowTooLong: "row_too_long"
        case .invalidUTF8: "invalid_utf8"
        case .undefinedInCharset: "undefined_in_charset"
        case .nulByte: "nul_byte"
        case .emptyLine: "empty_line"
        case .strayQuote: "stray_quote"
        case .strayCarriageReturn: "stray_carriage_return"
        case .fieldCount: "field_count"
        case .invalidJSON: "invalid_json"
        case .duplicateKey: "duplicate_key"
        case .wrongJSONType: "wrong_json_type"
        }
    }
}
