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
    package struct Batch: Codable, Equatable, Sendable {
        package var country: String
        package var file: String
        package var sha256: String
        package var bytes: Int
        /// Its number in the ledger, by which events name it as a cause; `nil` if it was not applied.
        package var number: UInt32?
        package var outcome: String
        package var reason: String?
        package var rowsRead: Int
        package var applied: Int
        package var superseded: Int
        package var duplicate: Int
        package var rejected: Int
        package var suppressed: Int
    }

    package struct Balance: Codable, Equatable, Sendable {
        package var rowsRead = 0
        package var applied = 0
        package var superseded = 0
        package var duplicate = 0
        package var rejected = 0
        package var suppressed = 0
        package var accounts = 0
        package var linked = 0
        package var single = 0
        package var held = 0
        package var pending = 0
        package var declined = 0
        package var excluded = 0
        package var references = 0
        package var ordersIn = 0
        package var ordersOut = 0
        package var consentBreaches = 0
    }

    package var program: String
    package var run: Int
    /// What the run was if it was no merge of batches, such as `redecide`.
    package var task: String?
    /// Names of settings, rules and tables that are not as they were when the state was decided.
    package var rulesMoved: [String]?
    package var asOf: String
    package var versions: [String: String]
    package var rulesDigest: String
    package var batches: [Batch]
    package var balance: Balance
    package var state: StateFacts
    package var firstEvent: UInt64
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
        let rejects = batch.rejects.sorted { ($0.line, $0.code) < ($1.line, $1.code) }
        for reject in rejects {
            let line = RejectLine(
                country: batch.batch.country.code, file: reject.fileName, line: reject.line,
                byteOffset: reject.byteOffset, reason: reject.code)
            try file.append(encodeLine(line))
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

extension MergeRun {
    /// The balance of the run, as the manifest says it.
    static func balance(_ read: [ReadBatch], _ walk: DecisionStatistics) -> RunManifest.Balance {
        var balance = RunManifest.Balance()
        for batch in read where batch.statistics.outcome == .applied {
            balance.rowsRead += batch.statistics.rowsRead
            balance.applied += batch.statistics.applied
            balance.superseded += batch.statistics.superseded
            balance.duplicate += batch.statistics.duplicate
            balance.rejected += batch.statistics.rejected
            balance.suppressed += batch.statistics.suppressed
        }
        balance.accounts = walk.accounts
        balance.linked = walk.linkedAccounts
        balance.single = walk.singleAccounts
        balance.held = walk.accounts(.held)
        balance.pending = walk.accounts(.pending)
        balance.declined = walk.accounts(.declined)
        balance.excluded = walk.accounts(.excluded)
        balance.references = walk.accounts(.reference)
        balance.ordersIn = walk.ordersIn
        balance.ordersOut = walk.ordersOut
        balance.consentBreaches = walk.consentBreaches
        return balance
    }

    static func manifestBatch(_ statistics: BatchStatistics, number: UInt32? = nil) -> RunManifest.Batch {
        RunManifest.Batch(
            country: statistics.country.code, file: statistics.fileName, sha256: statistics.digest,
            bytes: statistics.bytes, number: number, outcome: statistics.outcome.rawValue, reason: statistics.refusal?.code,
            rowsRead: statistics.rowsRead, applied: statistics.applied, superseded: statistics.superseded,
            duplicate: statistics.duplicate, rejected: statistics.rejected, suppressed: statistics.suppressed)
    }
}
