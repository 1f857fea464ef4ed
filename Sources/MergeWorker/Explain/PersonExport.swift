/// All that is held on one person, and where it came from: what the person may ask for.
///
/// Full of personal data: for those who answer such a request, and for no log.
package struct PersonExport: Codable, Equatable, Sendable {
    /// One account as its country exported it.
    package struct Account: Codable, Equatable, Sendable {
        /// The country's code, such as `NO`.
        package var country: String
        /// As the country exported it.
        package var accountId: String
        /// registered, guest, attendee or passholder.
        package var accountType: String
        /// active, blocked or closed.
        package var status: String
        /// As exported.
        package var email: String?
        /// As exported.
        package var firstName: String?
        /// As exported.
        package var lastName: String?
        /// As exported.
        package var postalCode: String?
        /// A tag of RFC 5646.
        package var language: String?
        /// In international form where it was understood, else as it was given.
        package var phone: String?
        /// By the country.
        package var isEmailVerified: Bool
        /// By the country.
        package var isPhoneVerified: Bool
        /// unanswered, granted or declined.
        package var linkConsent: String
        /// What proves an answer.
        package var consentProvenBy: String?
        /// Protections that are set: privileged, legal_hold and the like.
        package var protections: [String]
        /// RFC 3339 in UTC.
        package var createdAt: String?
        /// RFC 3339 in UTC.
        package var updatedAt: String?
        /// RFC 3339 in UTC.
        package var emailChangedAt: String?
        /// RFC 3339 in UTC.
        package var globalPasswordSetAt: String?
        /// RFC 3339 in UTC.
        package var globalPhoneVerifiedAt: String?
        /// References to orders.
        package var orders: [String]
        /// By channel; holds in this country alone.
        package var marketing: [String: Bool]
        /// The delivery address by part.
        package var delivery: [String: String]
        /// Whose form it was; the attributes are this organiser's own.
        package var organiser: String?
        /// An organiser's own fields, by name.
        package var attributes: [String: String]
        /// Where it came from.
        package var source: Source
    }

    /// The row that an account came from.
    package struct Source: Codable, Equatable, Sendable {
        /// The country's code, such as `NO`.
        package var country: String
        /// The run that applied it; `nil` where the ledger does not say.
        package var run: Int?
        /// Its number in the ledger.
        package var batch: Int
        /// Its manifest's id.
        package var batchId: String?
        /// Its name in the spool.
        package var file: String?
        /// Of the file as it came, in hexadecimal.
        package var sha256: String?
        /// Where the row starts, from 1.
        package var line: Int
    }

    /// A change of one of the person's profiles, as it was published; of runs that are still kept.
    package struct Event: Codable, Equatable, Sendable {
        /// The run that published it.
        package var run: Int
        /// Its number, twelve digits.
        package var id: String
        /// Such as `koble.profile.linked`.
        package var type: String
        /// The profile that changed.
        package var profileId: String
    }

    /// Of all countries, in the order of the store.
    package var accounts: [Account]
    /// Profile, roles, holds, winners of each field, conflicts, login steps.
    package var decision: Explanation
    /// In the order of their numbers.
    package var events: [Event]

    /// The export: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}
