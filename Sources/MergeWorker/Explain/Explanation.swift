/// What is known of one link key: its accounts, what was decided about them, and why.
///
/// Full of personal data: for those who may see it, and for no log.
package struct Explanation: Codable, Equatable, Sendable {
    /// An account by country and id.
    package struct AccountName: Codable, Equatable, Sendable, CustomStringConvertible {
        package var country: String
        package var accountId: String

        package var description: String { "\(country)/\(accountId)" }
    }

    /// One account of the link key.
    package struct Account: Codable, Equatable, Sendable {
        package var account: AccountName
        /// `nil`: it is in no profile.
        package var profileId: String?
        /// Role after all stances were gathered; `deleted` or `erased` for what is left of an account.
        package var role: String
        package var reason: String?
        package var basis: String?
        package var accountType: String
        /// What its own country's shard answered: join, join_as_unverified, attach, hold, wait, refuse.
        package var stance: String?
        package var stanceReason: String?
        /// Fields that its country releases to a profile.
        package var released: [String]
        package var createdAt: String?
        package var updatedAt: String?
        /// The row that it was read from.
        package var run: Int?
        package var file: String?
        package var line: Int
    }

    /// One value of a field, and whose it is.
    package struct Value: Codable, Equatable, Sendable {
        package var account: AccountName
        package var value: String
    }

    /// One field of the golden record.
    package struct Field: Codable, Equatable, Sendable {
        package var name: String
        package var winner: Value
        /// The rule that left nobody else standing.
        package var rule: String
        package var losers: [Value]
    }

    package struct Disagreement: Codable, Equatable, Sendable {
        package var field: String
        package var harm: String
        package var kind: String
        /// The rung of the name ladder, for names.
        package var level: Int?
        package var rule: String?
        package var other: AccountName
        package var kept: AccountName?
        package var advice: String
    }

    /// What a person decided about an account, and why; of the decisions about one thing, the one that stands.
    package struct Decision: Codable, Equatable, Sendable {
        /// Its number in the journal.
        package var entry: UInt64
        /// keep_apart, link, choose, release, withdraw.
        package var decision: String
        package var account: AccountName
        package var other: AccountName?
        package var field: String?
        package var hold: String?
        package var reason: String
        package var decidedBy: String
        package var decidedAt: String
        package var run: Int

        init?(_ number: UInt64, _ journalled: JournalEntry) {
            guard let order = journalled.decision else { return nil }
            entry = number
            decision = order.verb.rawValue
            account = AccountName(country: order.country, accountId: order.accountID)
            if let country = order.otherCountry, let id = order.otherAccountID {
                other = AccountName(country: country, accountId: id)
            }
            field = order.field
            hold = order.hold
            reason = journalled.reason
            decidedBy = journalled.decidedBy
            decidedAt = journalled.decidedAt
            run = journalled.run
        }
    }

    /// A change of one of the profiles, as a run published it.
    package struct Event: Codable, Equatable, Sendable {
        package var run: Int
        /// created, updated, linked, unlinked, moved, retired, erased.
        package var change: String
        package var profileId: String
        /// Why: files as `NO/NAME`, decision, hold_ended, look_alike, or what the run was for.
        package var causes: [String]
    }

    /// What runs did to the profiles of the key.
    package struct History: Codable, Equatable, Sendable {
        package var events: [Event] = []
        /// Runs whose events are too many to look through; `koble person` looks through all of them.
        package var leftOut: [Int] = []
    }

    package struct Login: Codable, Equatable, Sendable {
        package var password: String
        package var phone: String?
        package var channel: String?
        package var mailboxProof: Bool
        package var revokeSessions: Bool
    }

    package var run: Int
    package var asOf: String
    /// The account that was asked for, if it was one.
    package var asked: AccountName?
    /// The joint profile, if the key has one.
    package var profileId: String?
    /// linked, single, or none: then each account is on its own.
    package var state: String
    package var fields: [Field]
    package var accounts: [Account]
    package var decisions: [Decision]
    package var conflicts: [Disagreement]
    package var login: Login?
    package var history = History()
    /// The same in sentences, for somebody who answers a customer.
    package var summary = ""

    /// The explanation for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}
