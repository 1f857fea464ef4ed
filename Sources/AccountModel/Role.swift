/// What an account is to the profile of its link key (RULES §3).
public enum Role: UInt8, Sendable, CaseIterable {
    /// Its address is verified in its country: its values can win.
    case member = 0
    /// Linked, but its values never win over a member's.
    case unverified
    /// A form of an organiser: attached only.
    case reference
    /// Not linked for a reason that a person can review; keeps a profile of its own.
    case held
    /// Created after launch without proven consent; keeps a profile of its own.
    case pending
    /// The person said no; keeps a profile of its own.
    case declined
    /// In no profile.
    case excluded

    /// As outputs write it.
    public var name: StaticString {
        switch self {
        case .member: "member"
        case .unverified: "unverified"
        case .reference: "reference"
        case .held: "held"
        case .pending: "pending"
        case .declined: "declined"
        case .excluded: "excluded"
        }
    }

    /// Whether the account takes part in a joint profile with a say.
    @inlinable public var joins: Bool { self == .member || self == .unverified }
}

/// Why an account has its role; stable codes of `holds.csv` and of the reference page.
public enum RoleReason: UInt8, Sendable, CaseIterable {
    case none = 0
    // excluded
    case blocked, closed, erased, suppressed
    // held
    case legalHold, privileged, pendingEmailChange, recentEmailChange, openDataRequest
    case addressInvalid, unusableAddress, hub, lookAlike, recycledMailbox, suspiciousGuest
    case countryPolicy, sameCountryPolicy, verificationMissing, guestPolicy, phoneMissing, blockedTwin, keptApart
    case unreadableValue
    // pending
    case consentUnanswered, consentUnproven, createdAtMissing
    // declined
    case consentDeclined
    // reference
    case noAccount

    /// The code in files and reports.
    public var code: StaticString {
        switch self {
        case .none: ""
        case .blocked: "blocked"
        case .closed: "closed"
        case .erased: "erased"
        case .suppressed: "suppressed"
        case .legalHold: "legal_hold"
        case .privileged: "privileged"
        case .pendingEmailChange: "pending_email_change"
        case .recentEmailChange: "recent_email_change"
        case .openDataRequest: "open_data_request"
        case .addressInvalid: "address_invalid"
        case .unusableAddress: "unusable_address"
        case .hub: "hub"
        case .lookAlike: "look_alike"
        case .recycledMailbox: "recycled_mailbox"
        case .suspiciousGuest: "suspicious_guest"
        case .countryPolicy: "country_policy"
        case .sameCountryPolicy: "same_country_policy"
        case .verificationMissing: "verification_missing"
        case .guestPolicy: "guest_policy"
        case .phoneMissing: "phone_missing"
        case .blockedTwin: "blocked_twin"
        case .keptApart: "kept_apart"
        case .unreadableValue: "unreadable_value"
        case .consentUnanswered: "consent_unanswered"
        case .consentUnproven: "consent_unproven"
        case .createdAtMissing: "created_at_missing"
        case .consentDeclined: "consent_declined"
        case .noAccount: "no_account"
        }
    }
}

/// What a linked account's place in its profile rests on.
public enum LinkBasis: UInt8, Sendable {
    /// Not linked.
    case none = 0
    /// Created before the launch instant: linked with the accounts of other countries (A1).
    case migration
    /// Its country already has an account in the profile (A1).
    case sameCountry
    /// Created after launch, joined with proven consent (A3).
    case consent
    /// A person ended what held it.
    case decision

    /// As outputs write it.
    public var name: StaticString {
        switch self {
        case .none: ""
        case .migration: "migration"
        case .sameCountry: "same_country"
        case .consent: "consent"
        case .decision: "decision"
        }
    }
}

/// What a country's shard answers about one of its accounts when the coordinator proposes a profile.
public struct Stance: Sendable, Equatable {
    /// What the account may be.
    public var role: Role
    /// Why.
    public var reason: RoleReason
    /// The fields that the country releases to a profile.
    public var released: GoldenFieldSet

    /// A stance with its reason.
    @inline(__always)
    public init(_ role: Role, _ reason: RoleReason = .none, released: GoldenFieldSet) {
        self.role = role
        self.reason = reason
        self.released = released
    }
}
