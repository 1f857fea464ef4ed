/// A set of reasons for roles, one bit each.
public struct RoleReasonSet: Sendable, Hashable {
    private var bits: UInt64 = 0

    /// A set of these reasons.
    public init(_ reasons: [RoleReason] = []) {
        for reason in reasons { insert(reason) }
    }

    /// Whether no reason is in it.
    public var isEmpty: Bool { bits == 0 }

    /// Whether the reason is in it.
    @inline(__always)
    public func contains(_ reason: RoleReason) -> Bool { bits & 1 << UInt64(reason.rawValue) != 0 }

    /// Adds a reason.
    public mutating func insert(_ reason: RoleReason) { bits |= 1 << UInt64(reason.rawValue) }

    /// Every hold that a person may end.
    public static let reviewable = RoleReasonSet(RoleReason.allCases.filter(\.isReviewable))

    /// What ends with the person's consent.
    public static let consents = RoleReasonSet([.consentUnanswered, .consentUnproven, .createdAtMissing])
}

extension RoleReason {
    /// Whether a person may end a hold of this reason (`link`, `release`).
    ///
    /// By the precedence of RULES §3 a person's decision goes before the rules, and after erasure, legal hold,
    /// blocking and the veto of the account's owner. Nor can anybody decide away what is not known: an
    /// address that is none has no key to link by, and an unreadable value may stand for a legal hold.
    public var isReviewable: Bool {
        switch self {
        case .none, .blocked, .closed, .erased, .suppressed, .legalHold, .addressInvalid, .unreadableValue,
            .consentDeclined, .noAccount, .keptApart:
            false
        case .privileged, .pendingEmailChange, .recentEmailChange, .openDataRequest, .unusableAddress, .hub,
            .lookAlike, .recycledMailbox, .suspiciousGuest, .countryPolicy, .sameCountryPolicy,
            .verificationMissing, .guestPolicy, .phoneMissing, .blockedTwin, .consentUnanswered,
            .consentUnproven, .createdAtMissing:
            true
        }
    }
}
