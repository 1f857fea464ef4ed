package import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import FoundationEssentials
package import MergeStore

/// What the store says of itself: counts, digest, and under which rules it was made.
package struct StateFacts: Codable, Equatable, Sendable {
    /// The number of the last run.
    package var run = 0
    /// Live accounts, of every role.
    package var accounts = 0
    /// Deleted and erased accounts, of which only the version is kept.
    package var markers = 0
    /// Profiles of two or more accounts.
    package var linkedProfiles = 0
    /// Profiles of one account that could be joined by others.
    package var singleProfiles = 0
    /// Profiles of accounts that are kept apart.
    package var localProfiles = 0
    /// Digest of the set of records (`SetDigest`), in hexadecimal.
    package var digest = SetDigest().hexadecimal
    /// First word of the digest; sets add up.
    package var digestFirst: UInt64 = 0
    /// Second word of the digest.
    package var digestSecond: UInt64 = 0
    /// The `as_of` instant of the last run, in milliseconds.
    package var asOf: Int64 = 0
    /// SHA-256 of rules, tables, policies and key versions (RULES §2).
    package var rulesDigest = ""
    /// Number of the next event of changes.ndjson.
    package var nextEvent: UInt64 = 1
    /// Number of the next batch in the ledger.
    package var nextBatch: UInt32 = 1

    static let key = "facts"

    /// The facts of no state.
    package init() {}

    /// The facts of the same runs without a single record.
    /// - Parameter digest: of what is no record.
    func emptied(digest: SetDigest) -> StateFacts {
        var empty = StateFacts()
        (empty.run, empty.asOf, empty.rulesDigest) = (run, asOf, rulesDigest)
        (empty.nextEvent, empty.nextBatch) = (nextEvent, nextBatch)
        (empty.digestFirst, empty.digestSecond) = (digest.first, digest.second)
        return empty
    }

    /// The facts after a run.
    func advanced(by change: StateChange) -> StateFacts {
        var next = self
        next.accounts += change.accounts
        next.markers += change.markers
        next.linkedProfiles += change.linkedProfiles
        next.singleProfiles += change.singleProfiles
        next.localProfiles += change.localProfiles
        next.digestFirst &+= change.digest.first
        next.digestSecond &+= change.digest.second
        next.digest = SetDigest(first: next.digestFirst, second: next.digestSecond).hexadecimal
        return next
    }
}

/// A batch in the ledger.
package struct LedgerBatch: Codable, Equatable, Sendable {
    /// Counted over all runs, from 1.
    package var number: UInt32
    /// The run that took it.
    package var run: Int
    /// The country's code, such as `NO`.
    package var country: String
    /// Its name in the spool.
    package var fileName: String
    /// Its manifest's id; `nil` without a manifest.
    package var batchID: String?
    /// Its manifest's sequence.
    package var sequence: UInt64?
    /// Which part of its id and sequence it is, from 1.
    package var part: UInt64?
    /// It is a full snapshot, or a part of one.
    package var isFull: Bool?
    /// Of the file as it came, in hexadecimal.
    package var sha256: String
    /// Of the file as it came.
    package var bytes: Int
    /// Without the header.
    package var rowsRead: Int
    /// Rows that stand.
    package var applied: Int
    /// Rows with a newer version.
    package var superseded: Int
    /// Rows that say what is known.
    package var duplicate: Int
    /// Rows that cannot be applied.
    package var rejected: Int
    /// The id that its manifest says it replaces.
    package var supersedes: String?
    /// The number of the correction that has taken its place: it is superseded.
    package var supersededBy: UInt32?
    /// It was superseded when it came: nothing of it was ever applied, and only what it replaces counts.
    package var isBornSuperseded: Bool?
    /// Rows with `op=erase`; `nil`: none. They hold whatever replaces the batch.
    package var erasures: Int?
    /// The copies in `done/` since rows of erased persons were taken out of it; the last one is what is kept.
    package var kept: [KeptBatch]?
}

/// A decisions file in the ledger.
package struct LedgerDecisions: Codable, Equatable, Sendable {
    /// The run that took it.
    package var run: Int
    /// Its name in `decisions/`.
    package var fileName: String
    /// Of the file, in hexadecimal.
    package var sha256: String
    /// All of them.
    package var lines: Int
    /// Lines that stand.
    package var applied: Int
    /// Lines of `rejects.ndjson`.
    package var refused: Int
}

/// A batch that a run refused: what a restart needs to put the file away.
package struct LedgerRefusal: Codable, Equatable, Sendable {
    /// The country's code, or the mark of a decisions file.
    package var country: String
    /// Its name in the spool.
    package var fileName: String
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
    /// The file is not kept: it may hold rows of erased persons.
    package var isDestroyed: Bool?
}

/// A run in the ledger.
package struct LedgerRun: Codable, Equatable, Sendable {
    /// Counted from 1.
    package var run: Int
    /// The date of the decisions, RFC 3339.
    package var asOf: String
    /// Numbers of the batches that it took.
    package var batches: [UInt32]
    /// Batches that it refused.
    package var refused: [LedgerRefusal]
    /// What it published, with digests.
    package var files: [WrittenFile]
    /// Number of its first event.
    package var firstEvent: UInt64
    /// Number of the first event after it.
    package var nextEvent: UInt64
    /// Of the state after it.
    package var stateDigest: String
    /// What the run was if it was no merge of batches, such as `redecide`.
    package var kind: String?
    /// Claimed batches, as `NO/NAME`, whose rows of erased persons are not kept.
    package var trimmed: [String]?
    /// Claimed batches, as `NO/NAME`, of which nothing is kept.
    package var withdrawn: [String]?
    /// The erasure that this run told, if it was one.
    package var erasure: ErasureSummary?
    /// The run that took this one back.
    package var undoneBy: Int?
}

/// The ledger's keys: how a batch is known by number, content, length, and by id and sequence.
enum LedgerKey {
    /// What the keys of all batches by number begin with; nothing else does.
    static let batchPrefix = "batch/"
    static func batch(_ number: UInt32) -> String { batchPrefix + padded(Int(number)) }
    /// With the country: two countries may send the same bytes, such as a header alone, and each is its own.
    static func content(_ country: String, _ sha256: String) -> String { "content/\(country)/\(sha256)" }
    static func length(_ bytes: Int) -> String { "length/\(bytes)" }
    static func identity(_ country: String, _ batchID: String, _ sequence: UInt64?, part: UInt64) -> String {
        // A batch id may be longer than a key may be.
        let text = "\(country)/\(batchID)/\(sequence.map(String.init) ?? "-")/\(part)"
        return "identity/" + SHA256Digest.of(Array(text.utf8)).hex
    }
    static func identity(_ country: String, _ manifest: BatchManifest) -> String {
        identity(country, manifest.batchID, manifest.sequence, part: manifest.part)
    }

    /// What the keys of superseded ids begin with.
    static let supersededPrefix = "superseded/"
    /// Holds the highest sequence of the id that is superseded; see `Correction`.
    static func superseded(_ country: String, _ batchID: String) -> String {
        supersededPrefix + SHA256Digest.of(Array("\(country)/\(batchID)".utf8)).hex
    }

    /// What the keys of decisions files begin with.
    static let decisionsPrefix = "decisions/"
    static func decisions(_ sha256: String) -> String { decisionsPrefix + sha256 }

    static func run(_ number: Int) -> String { padded(number) }

    /// In the table of tombstones: a file of `suppressions/` of which the state holds nothing any more.
    static func applied(_ file: String) -> String { "applied/" + file }
    /// In the table of tombstones: what is left of one erased person.
    static func tombstone(_ id: String) -> String { "person/" + id }

    private static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 10 - text.count)) + text
    }
}

/// JSON for the ledger: sorted keys, so that equal values are equal bytes.
func encodeJSON<T: Encodable>(_ value: T) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
        return Array(try encoder.encode(value))
    } catch {
        preconditionFailure("a value of strings and numbers does not encode: \(error)")
    }
}

func decodeJSON<T: Decodable>(_ type: T.Type, _ bytes: [UInt8], _ what: String) throws(StoreError) -> T {
    do {
        return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
        throw StoreError("read \(what)", .damaged("\(what) of the store"))
    }
}

extension StoreEnvironment {
    /// The facts of the state.
    package func facts() throws(StoreError) -> StateFacts {
        let bytes = try read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(StateFacts.key.utf8), in: .meta)
        }
        guard let bytes else { throw StoreError("read the facts of the state", .damaged("the facts are missing")) }
        return try decodeJSON(StateFacts.self, bytes, "the facts of the state")
    }

    /// A run in the ledger, or `nil`.
    package func ledgerRun(_ number: Int) throws(StoreError) -> LedgerRun? {
        let bytes = try read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(LedgerKey.run(number).utf8), in: .runs)
        }
        guard let bytes else { return nil }
        return try decodeJSON(LedgerRun.self, bytes, "a run in the ledger")
    }

    /// A batch in the ledger, or `nil`.
    func ledgerBatch(_ number: UInt32) throws(StoreError) -> LedgerBatch? {
        let bytes = try read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(LedgerKey.batch(number).utf8), in: .ledger)
        }
        return try bytes.map { (found) throws(StoreError) in
            try decodeJSON(LedgerBatch.self, found, "a batch in the ledger")
        }
    }
}
