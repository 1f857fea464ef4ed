/// Why a line of a decisions file is not applied. The other lines of the file go on.
package enum DecisionReject: String, CaseIterable, Sendable {
    /// `decision` is none of keep_apart, link, choose, release, withdraw.
    case unknownDecision = "unknown_decision"
    /// `country` or `other_country` is none of the twenty.
    case unknownCountry = "unknown_country"
    /// There is no account id, or it is longer than 255 bytes or has control characters.
    case accountInvalid = "account_invalid"
    /// A link names two accounts.
    case otherAccountMissing = "other_account_missing"
    /// A choice and a release are about one account.
    case otherAccountUnexpected = "other_account_unexpected"
    /// Both accounts are the same.
    case sameAccount = "same_account"
    /// `field` is none of email, name, place, phone, language, or missing where a value is chosen.
    case unknownField = "unknown_field"
    /// Only a choice, and its withdrawal, has a field.
    case fieldUnexpected = "field_unexpected"
    /// `hold` is no reason of a hold, or missing where a hold is released.
    case unknownHold = "unknown_hold"
    /// Only a release, and its withdrawal, has a hold.
    case holdUnexpected = "hold_unexpected"
    /// Nobody may release this: legal hold, blocked, the person's veto, or what cannot be read.
    case holdNotReviewable = "hold_not_reviewable"
    /// A decision says why, in at most 1000 bytes without control characters.
    case reasonInvalid = "reason_invalid"
    /// A decision says who decided it, in at most 255 bytes without control characters.
    case decidedByInvalid = "decided_by_invalid"
    /// `decided_at` is missing, or is not RFC 3339.
    case decidedAtInvalid = "decided_at_invalid"
    /// `decided_at` lies after the day of the run: nothing could ever be newer.
    case decidedInFuture = "decided_in_future"
    /// One of the accounts was erased after the decision.
    case accountErased = "account_erased"
    /// The two accounts have different link keys: only equal keys link.
    case unequalLinkKeys = "unequal_link_keys"
    /// Another decision of the same instant says the contrary; both are named.
    case contradicts
    /// A newer decision about the same says the contrary; both are named.
    case olderThanStanding = "older_than_standing"
    /// There are as many standing decisions as a run may hold in memory.
    case tooManyDecisions = "too_many_decisions"
}

/// Where a line of a decisions file stands.
package struct DecisionPlace: Equatable, Sendable, CustomStringConvertible {
    /// Its name in `decisions/`.
    package var file: String
    /// From 1.
    package var line: UInt64
    var byteOffset: UInt64

    /// File and line.
    package var description: String { "\(file) line \(line)" }
}

/// A line that was not applied.
package struct RefusedDecision: Equatable, Sendable {
    /// Where it stands.
    package var place: DecisionPlace
    /// A code of `DecisionReject`, or of a row that is no CSV.
    package var reason: String
    /// The decision that says the contrary.
    package var contradicts: String?
    /// The country that the line names, if it names one.
    package var country: String?
}
