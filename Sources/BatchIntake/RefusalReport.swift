internal import FoundationEssentials

/// `NAME.refused.json`: why a batch was refused, and what to do.
package struct RefusalReport: Codable, Equatable, Sendable {
    /// Its name in the spool.
    package var file: String
    /// Reason code.
    package var reason: String
    /// Where, from 1; `nil`: nowhere in particular.
    package var line: UInt64?
    /// Where, in the unpacked bytes.
    package var byteOffset: UInt64?
    /// A sentence without personal data.
    package var message: String
    /// What to do, in a sentence.
    package var wayOut: String
    /// Which rows are the reason, if rows are.
    package var rows: RefusedRows?

    /// What the report's name has after the name of its batch.
    package static let suffix = ".refused.json"

    /// Of a file and what is wrong with it.
    package init(file: String, _ fault: BatchFault) {
        self.file = file
        reason = fault.reason.rawValue
        line = fault.line
        byteOffset = fault.byteOffset
        message = fault.message
        wayOut = fault.wayOut
        rows = fault.rows
    }

    /// The report as JSON, one name a line.
    package func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        do {
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        } catch {
            preconditionFailure("a report of strings and numbers does not encode: \(error)")
        }
    }
}
