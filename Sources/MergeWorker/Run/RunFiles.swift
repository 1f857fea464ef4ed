internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import FoundationEssentials
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

/// `manifest.json`: what a run is made of, and what it made, for programs and for `koble verify`.
///
/// The same state and the same input give the same bytes, so nothing of the clock is in it.
package struct RunManifest: Codable, Equatable, Sendable {
    /// One batch, whatever became of it.
    package struct Batch: Codable, Equatable, Sendable {
        /// The country's code, such as `NO`.
        package var country: String
        /// Its name in the spool.
        package var file: String
        /// Of the file as it came, in hexadecimal.
        package var sha256: String
        /// Of the file as it came.
        package var bytes: Int
        /// Its number in the ledger, by which events name it as a cause; `nil` if it was not applied.
        package var number: UInt32?
        /// applied, already_applied, refused or superseded.
        package var outcome: String
        /// Reason code of a refusal.
        package var reason: String?
        /// Without the header.
        package var rowsRead: Int
        /// Rows that stand.
        package var applied: Int
        /// Rows with a newer version.
        package var superseded: Int
        /// Rows that say what is known.
        package var duplicate: Int
        /// Rows of `rejects.ndjson`.
        package var rejected: Int
        /// Rows of erased persons.
        package var suppressed: Int
    }

    /// Counts that must add up: rows in and what became of them, accounts and where they are, orders in and out.
    package struct Balance: Codable, Equatable, Sendable {
        /// Of applied batches; the sum of the five that follow.
        package var rowsRead = 0
        /// Rows that stand.
        package var applied = 0
        /// Rows with a newer version.
        package var superseded = 0
        /// Rows that say what is known.
        package var duplicate = 0
        /// Rows of `rejects.ndjson`.
        package var rejected = 0
        /// Rows of erased persons.
        package var suppressed = 0
        /// Under the keys that the run touched; the sum of the seven that follow.
        package var accounts = 0
        /// In a profile with others.
        package var linked = 0
        /// Alone in a profile.
        package var single = 0
        /// Kept apart until somebody looks.
        package var held = 0
        /// Waiting for an answer.
        package var pending = 0
        /// The person said no.
        package var declined = 0
        /// In no profile at all.
        package var excluded = 0
        /// Forms of organisers.
        package var references = 0
        /// Order references in the records.
        package var ordersIn = 0
        /// Order references in what was published; equal.
        package var ordersOut = 0
        /// Channels shown more permissive than their source; zero.
        package var consentBreaches = 0
    }

    /// Version of the program.
    package var program: String
    /// Number of the run.
    package var run: Int
    /// What the run was if it was no merge of batches, such as `redecide`.
    package var task: String?
    /// Names of settings, rules and tables that are not as they were when the state was decided.
    package var rulesMoved: [String]?
    /// The date of the decisions, RFC 3339.
    package var asOf: String
    /// Versions of rules and tables, by name.
    package var versions: [String: String]
    /// SHA-256 of all that decides (RULES §2).
    package var rulesDigest: String
    /// By country and file.
    package var batches: [Batch]
    /// Published only if it balances.
    package var balance: Balance
    /// The state after the run.
    package var state: StateFacts
    /// Number of the first event of `changes.ndjson`.
    package var firstEvent: UInt64
    /// Those beside this one, by name.
    package var files: [WrittenFile]

    static let name = "manifest.json"
}

/// One line of rejects.ndjson.
private struct RejectLine: Codable {
    /// Of a decision that names no country of the twenty: empty.
    var country: String
    var file: String
    var line: UInt64
    var byteOffset: UInt64
    var reason: String
    /// Of a decision: the one that says the contrary.
    var contradicts: String?
}

/// JSON for files that people may open too: indented, sorted, in snake case.
func encodePublished<T: Encodable>(_ value: T) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do {
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
        preconditionFailure("a value of strings and numbers does not encode: \(error)")
    }
}

/// Writes rejects.ndjson: by country, batch, line; then decisions by file and line.
func writeRejects(
    _ read: [ReadBatch], _ decisions: [RefusedDecision], _ file: inout OutputFile
) throws(FileFault) {
    for batch in read where batch.statistics.outcome == .applied {
        // A file may have millions of them, so the line that `RejectLine` would make is put together here.
        let name = String(decoding: encodeInline(batch.batch.fileName), as: UTF8.self)
        let middle = "\"country\":\"\(batch.batch.country.code)\",\"file\":\(name),\"line\":"
        try batch.rejects.takeSorted { (row) throws(FileFault) in
            let line = "{\"byte_offset\":\(row.byteOffset),\(middle)\(row.line),\"reason\":\"\(row.reason.code)\"}\n"
            try file.append(Array(line.utf8))
        }
    }
    for refused in decisions {
        let line = RejectLine(
            country: refused.country ?? "", file: "decisions/" + refused.place.file, line: refused.place.line,
            byteOffset: refused.place.byteOffset, reason: refused.reason, contradicts: refused.contradicts)
        try file.append(encodeLine(line))
    }
}

/// One line of NDJSON.
private func encodeLine<T: Encodable>(_ value: T) -> [UInt8] { encodeInline(value) + [UInt8(ascii: "\n")] }

/// JSON without a line break: sorted keys, in snake case.
func encodeInline<T: Encodable>(_ value: T) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do {
        return Array(try encoder.encode(value))
    } catch {
        preconditionFailure("a value of strings and numbers does not encode: \(error)")
    }
}
