/// What is known of one link key: its accounts, what was decided about them, and why.
///
/// Full of personal data: for those who may see it, and for no log.
package struct Explanation: Codable, Equatable, Sendable {
    /// An account by country and id.
    package struct AccountName: Codable, Equatable, Sendable, CustomStringConvertible {
        /// The country's code, such as `NO`.
        package var country: String
        /// As the country exported it.
        package var accountId: String

        /// `NO/NO-42`, as people write it.
        package var description: String { "\(country)/\(accountId)" }
    }

    /// One account of the link key.
    package struct Account: Codable, Equatable, Sendable {
        /// Country and id.
        package var account: AccountName
        /// `nil`: it is in no profile.
        package var profileId: String?
        /// Role after all stances were gathered; `deleted` or `erased` for what is left of an account.
        package var role: String
        /// Reason code of the role; `nil` for a role that needs none.
        package var reason: String?
        /// What the link rests on: migration, consent, consent_proven_by; `nil`: it is not linked.
        package var basis: String?
        /// registered, guest, attendee or passholder.
        package var accountType: String
        /// What its own country's shard answered: join, join_as_unverified, attach, hold, wait, refuse.
        package var stance: String?
        /// Reason code of the stance.
        package var stanceReason: String?
        /// Fields that its country releases to a profile.
        package var released: [String]
        /// RFC 3339 in UTC; `nil`: not given.
        package var createdAt: String?
        /// RFC 3339 in UTC; `nil`: not given.
        package var updatedAt: String?
        /// The row that it was read from.
        package var run: Int?
        /// The batch's file in the country's spool.
        package var file: String?
        /// Where the row starts, from 1; 0: not known.
        package var line: Int
    }

    /// One value of a field, and whose it is.
    package struct Value: Codable, Equatable, Sendable {
        /// Whose value it is.
        package var account: AccountName
        /// As the country exported it.
        package var value: String
    }

    /// One field of the golden record.
    package struct Field: Codable, Equatable, Sendable {
        /// Its name in `profiles.ndjson`.
        package var name: String
        /// The value that the profile shows.
        package var winner: Value
        /// The rule that left nobody else standing.
        package var rule: String
        /// The others that were given.
        package var losers: [Value]
    }

    /// An account of the profile whose name or phone does not fit.
    package struct Disagreement: Codable, Equatable, Sendable {
        /// name or phone.
        package var field: String
        /// takeover, privacy or quality.
        package var harm: String
        /// Code of the kind of conflict.
        package var kind: String
        /// The rung of the name ladder, for names.
        package var level: Int?
        /// Code of the rule of the ladder that was reached.
        package var rule: String?
        /// The account that disagrees.
        package var other: AccountName
        /// The account whose value the profile shows; `nil`: nobody won.
        package var kept: AccountName?
        /// What to do, in a sentence.
        package var advice: String
    }

    /// What a person decided about an account, and why; of the decisions about one thing, the one that stands.
    package struct Decision: Codable, Equatable, Sendable {
        /// Its number in the journal.
        package var entry: UInt64
        /// keep_apart, link, choose, release, withdraw.
        package var decision: String
        /// Whom it is about.
        package var account: AccountName
        /// The other account of a link or keep_apart.
        package var other: AccountName?
        /// The field of a choose.
        package var field: String?
        /// The hold that a release lifts.
        package var hold: String?
        /// In the words of the person.
        package var reason: String
        /// Who decided.
        package var decidedBy: String
        /// RFC 3339, as it was written.
        package var decidedAt: String
        /// The run that took it over.
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
        /// The run that published it.
        package var run: Int
        /// created, updated, linked, unlinked, moved, retired, erased.
        package var change: String
        /// The profile that changed.
        package var profileId: String
        /// Why: files as `NO/NAME`, decision, hold_ended, look_alike, or what the run was for.
        package var causes: [String]
    }

    /// The profile that would be if the accounts that wait for consent had it: what the person is asked about.
    package struct Proposal: Codable, Equatable, Sendable {
        /// Those that would be in it as members or unverified, in the order of `accounts`.
        package var accounts: [AccountName]
        /// Of the golden record that would be.
        package var fields: [Field]
        /// Those that the profile would have.
        package var conflicts: [Disagreement]
        /// What would happen at the next login.
        package var login: Login
    }

    /// What runs did to the profiles of the key.
    package struct History: Codable, Equatable, Sendable {
        /// In the order of their numbers.
        package var events: [Event] = []
        /// Runs whose events are too many to look through; `koble person` looks through all of them.
        package var leftOut: [Int] = []
    }

    /// What happens at the first login.
    package struct Login: Codable, Equatable, Sendable {
        /// set_new, set_first or keep.
        package var password: String
        /// verify or add_and_verify; `nil`: nothing.
        package var phone: String?
        /// sms or call; `nil` without a phone.
        package var channel: String?
        /// The mailbox has to be proven first.
        package var mailboxProof: Bool
        /// Live sessions end.
        package var revokeSessions: Bool
    }

    /// The last run of the state.
    package var run: Int
    /// Its date, RFC 3339.
    package var asOf: String
    /// The account that was asked for, if it was one.
    package var asked: AccountName?
    /// The joint profile, if the key has one.
    package var profileId: String?
    /// linked, single, or none: then each account is on its own.
    package var state: String
    /// Of the golden record; empty without a joint profile.
    package var fields: [Field]
    /// All of the key, in the order of the store.
    package var accounts: [Account]
    /// People's, by their number.
    package var decisions: [Decision]
    /// Those of the joint profile.
    package var conflicts: [Disagreement]
    /// `nil` without a joint profile.
    package var login: Login?
    /// Where an account waits for consent.
    package var proposal: Proposal?
    /// What runs published of the profiles, as far as they are kept.
    package var history = History()
    /// The same in sentences, for somebody who answers a customer.
    package var summary = ""

    /// The explanation for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}
