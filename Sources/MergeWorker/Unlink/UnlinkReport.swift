/// What an unlink does, or would do. Full of personal data.
package struct UnlinkReport: Codable, Equatable, Sendable {
    /// A link that whoever followed `links.csv` takes back.
    package struct Link: Codable, Equatable, Sendable {
        /// The profile.
        package var profileId: String
        /// The account.
        package var account: Explanation.AccountName
    }

    /// An event of `changes.ndjson`.
    package struct Event: Codable, Equatable, Sendable {
        /// Such as `koble.profile.unlinked`.
        package var type: String
        /// The profile.
        package var profileId: String
    }

    /// A value of the profile that is another one without the account.
    package struct FieldChange: Codable, Equatable, Sendable {
        /// Its name in `profiles.ndjson`.
        package var field: String
        /// What the profile showed.
        package var before: String?
        /// What it shows now.
        package var after: String?
    }

    /// The account.
    package var account: Explanation.AccountName
    /// The run that did it; `nil`: nothing was written.
    package var run: Int?
    /// An order or decision keeps the account apart already: nothing is to be done.
    package var wasApart: Bool
    /// The joint profile that the account was in, if it was in one.
    package var profileId: String?
    /// linked or single.
    package var stateBefore: String
    /// linked, single, or none.
    package var stateAfter: String
    /// Who stays in the joint profile.
    package var remaining: [Explanation.AccountName]
    /// The profile that the account has of its own from now on.
    package var ownProfileId: String?
    /// Lines of `links.csv` that go.
    package var linksRemoved: [Link]
    /// What is published.
    package var events: [Event]
    /// Of the golden record that change.
    package var fields: [FieldChange]

    /// The report for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}
