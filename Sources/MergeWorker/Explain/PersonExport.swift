/// All that is held on one person, and where it came from: what the person may ask for.
///
/// Full of personal data: for those who answer such a request, and for no log.
package struct PersonExport: Codable, Equatable, Sendable {
    /// One account as its country exported it.
    package struct Account: Codable, Equatable, Sendable {
        package var country: String
        package var accountId: String
        package var accountType: String
        package var status: String
        package var email: String?
        package var firstName: String?
        package var lastName: String?
        package var postalCode: String?
        package var language: String?
        /// In international form where it was understood, else as it was given.
        package var phone: String?
        package var isEmailVerified: Bool
        package var isPhoneVerified: Bool
        package var linkConsent: String
        package var consentProvenBy: String?
        /// Protections that are set: privileged, legal_hold and the like.
        package var protections: [String]
        package var createdAt: String?
        package var updatedAt: String?
        package var emailChangedAt: String?
        package var globalPasswordSetAt: String?
        package var globalPhoneVerifiedAt: String?
        package var orders: [String]
        /// By channel; holds in this country alone.
        package var marketing: [String: Bool]
        package var delivery: [String: String]
        /// Whose form it was; the attributes are this organiser's own.
        package var organiser: String?
        package var attributes: [String: String]
        package var source: Source
    }

    /// The row that an account came from.
    package struct Source: Codable, Equatable, Sendable {
        package var country: String
        package var run: Int?
        package var batch: Int
        package var batchId: String?
        package var file: String?
        package var sha256: String?
        package var line: Int
    }

    /// A change of one of the person's profiles, as it was published; of runs that are still kept.
    package struct Event: Codable, Equatable, Sendable {
        package var run: Int
        package var id: String
        package var type: String
        package var profileId: String
    }

    package var accounts: [Account]
    /// Profile, roles, holds, winners of each field, conflicts, login steps.
    package var decision: Explanation
    package var events: [Event]

    /// The export: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}
