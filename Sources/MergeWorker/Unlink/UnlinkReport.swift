/// What an unlink does, or would do. Full of personal data.
package struct UnlinkReport: Codable, Equatable, Sendable {
    /// A link that whoever followed `links.csv` takes back.
    package struct Link: Codable, Equatable, Sendable {
        package var profileId: String
        package var account: Explanation.AccountName
    }

    /// An event of `changes.ndjson`.
    package struct Event: Codable, Equatable, Sendable {
        package var type: String
        package var profileId: String
    }

    /// A value of the profile that is another one without the account.
    package struct FieldChange: Codable, Equatable, Sendable {
        package var field: String
        package var before: String?
        package var after: String?
    }

    package var account: Explanation.AccountName
    /// The run that did it; `nil`: nothing was written.
    package var run: Int?
    /// An order or decision keeps the account apart already: nothing is to be done.
    package var wasApart: Bool
    /// The joint profile that the account was in, if it was in one.
    package var profileId: String?
    package var stateBefore: String
    package var stateAfter: String
    /// Who stays in the joint profile.
    package var remaining: [Explanation.AccountName]
    /// The profile that the account has of its own from now on.
    package var ownProfileId: String?
    package var linksRemoved: [Link]
    package var events: [Event]
    package var fields: [FieldChange]

    /// The report for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}
