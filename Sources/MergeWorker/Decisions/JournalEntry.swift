internal import FoundationEssentials
internal import MergeStore

/// One thing that a person ordered: who, when, why, and what. Written in the transaction that gives it effect.
///
/// Constraints follow from the journal alone: of all decisions about one subject the one decided last stands.
package struct JournalEntry: Codable, Equatable, Sendable {
    /// What kind of order it was.
    package enum Kind: String, Codable, Sendable {
        case decision, unlink, erasure, undo
    }

    /// What was ordered.
    package var kind: Kind
    /// The run that gave it effect.
    package var run: Int
    /// Who decided.
    package var decidedBy: String
    /// RFC 3339.
    package var decidedAt: String
    /// In the words of the person.
    package var reason: String
    /// Of a decision or an unlink.
    package var decision: HumanDecision?
    /// The file and line that it came from.
    package var file: String?
    /// Of the decisions file, from 1.
    package var line: Int?

    /// An entry that gets its number when it is written.
    package init(
        _ kind: Kind, run: Int, decidedBy: String, decidedAt: String, reason: String,
        decision: HumanDecision? = nil, file: String? = nil, line: Int? = nil
    ) {
        self.kind = kind
        self.run = run
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.reason = reason
        self.decision = decision
        self.file = file
        self.line = line
    }
}

/// A decision about accounts, as a person writes it.
package struct HumanDecision: Codable, Hashable, Sendable {
    /// What may be decided (RULES §3).
    package enum Verb: String, Codable, CaseIterable, Sendable {
        /// The account stays alone; with another account: the two are never in one profile.
        case keepApart = "keep_apart"
        /// Two accounts of one address belong together, whatever held either that a person may override.
        case link
        /// The value of one field comes from this account.
        case choose
        /// A hold of this reason ends.
        case release
        /// What was decided about the same account, pair, field or hold is taken back.
        case withdraw
    }

    /// What was decided.
    package var verb: Verb
    /// The account's country.
    package var country: String
    /// As the country exported it.
    package var accountID: String
    /// The other account's country, of a link or keep_apart.
    package var otherCountry: String?
    /// As its country exported it.
    package var otherAccountID: String?
    /// The unit of `choose`.
    package var field: String?
    /// The reason code of `release`.
    package var hold: String?
}

/// Numbers of the journal's entries.
enum JournalKey {
    /// Where the store keeps the number of the next entry.
    static let next = "journal/next"

    static func entry(_ number: UInt64) -> [UInt8] { bigEndianBytes(number) }
}

extension StoreEnvironment {
    /// The number of the next entry of the journal, from 1.
    func nextJournalNumber() throws(StoreError) -> UInt64 {
        let bytes = try read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(JournalKey.next.utf8), in: .meta)
        }
        return bytes.map { word(bigEndian: $0[...]) } ?? 1
    }

    /// One entry of the journal, or `nil`.
    func journalEntry(_ number: UInt64) throws(StoreError) -> JournalEntry? {
        let bytes = try read { (transaction) throws(StoreError) in
            try transaction.value(of: JournalKey.entry(number), in: .journal)
        }
        return try bytes.map { (bytes) throws(StoreError) in
            try decodeJSON(JournalEntry.self, bytes, "an entry of the journal")
        }
    }
}
