/// What a country asks for before one of its accounts counts as a member (RULES §3, table of
/// roles).
public enum RequiredVerification: UInt8, CaseIterable, Sendable {
    /// Every account counts as verified. Only for a country that proves each address before it
    /// keeps it, and whose export cannot say so: linking unproven addresses lets strangers in
    /// (RULES §3).
    case none
    /// The e-mail address is verified in its country.
    case email
    /// The e-mail address and the phone are verified in its country.
    case emailAndPhone
}

/// A set of the seven golden fields (RULES §1, A5).
public struct GoldenFieldSet: OptionSet, Sendable, Hashable {
    // Computed, so that other modules see the bits and not an address to read them from.

    /// One bit each.
    public let rawValue: UInt8
    /// From its bits.
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The address that K0 keeps.
    @inlinable public static var email: GoldenFieldSet { GoldenFieldSet(rawValue: 1) }
    /// Given name.
    @inlinable public static var firstName: GoldenFieldSet { GoldenFieldSet(rawValue: 2) }
    /// Family name.
    @inlinable public static var lastName: GoldenFieldSet { GoldenFieldSet(rawValue: 4) }
    /// The country of residence.
    @inlinable public static var country: GoldenFieldSet { GoldenFieldSet(rawValue: 8) }
    /// Postal code.
    @inlinable public static var postalCode: GoldenFieldSet { GoldenFieldSet(rawValue: 16) }
    /// Phone number.
    @inlinable public static var phone: GoldenFieldSet { GoldenFieldSet(rawValue: 32) }
    /// Preferred language.
    @inlinable public static var language: GoldenFieldSet { GoldenFieldSet(rawValue: 64) }

    /// All seven fields.
    @inlinable public static var all: GoldenFieldSet { GoldenFieldSet(rawValue: 0x7F) }

    /// First and last name, which always move together (RULES §4).
    @inlinable public static var name: GoldenFieldSet { GoldenFieldSet(rawValue: 2 | 4) }
    /// Postal code and country, which always move together (RULES §4).
    @inlinable public static var place: GoldenFieldSet { GoldenFieldSet(rawValue: 16 | 8) }

    /// Each field with its name in files and in the configuration, in the order of the golden record.
    public static let named: [(field: GoldenFieldSet, name: StaticString)] = [
        (.email, "email"), (.firstName, "first_name"), (.lastName, "last_name"), (.country, "country"),
        (.postalCode, "postal_code"), (.phone, "phone"), (.language, "language"),
    ]

    /// The names of the fields of this set, in the order of the golden record.
    public var names: [String] { GoldenFieldSet.named.filter { contains($0.field) }.map { "\($0.name)" } }
}

/// Kinds of accounts that a country may hold back for review, beyond those that are held always
/// (RULES §3: "which statuses it holds").
public struct HeldKinds: OptionSet, Sendable, Hashable {
    /// One bit each.
    public let rawValue: UInt8
    /// From its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Accounts whose e-mail address is not verified: held instead of linked without a say.
    public static let unverified = HeldKinds(rawValue: 1)
    /// Guest purchases: held instead of linked (RULES §1, B).
    public static let guests = HeldKinds(rawValue: 2)
    /// Accounts without any phone number.
    public static let withoutPhone = HeldKinds(rawValue: 4)
    /// Accounts that share their key with a blocked one (RULES §3: "a policy may hold them").
    public static let besideBlockedTwin = HeldKinds(rawValue: 8)
    /// Accounts that share their key with another of the same country (RULES §1, A1:
    /// `same_country`).
    public static let besideSameCountry = HeldKinds(rawValue: 16)
}

/// What one country lets the worker do with its accounts (RULES §3, "Negotiation").
///
/// What no policy can change stands in the rules alone: privileged accounts, pending changes of the
/// address, open data requests and legal holds are held; blocked and closed accounts are in no
/// profile.
public struct CountryPolicy: Sendable, Hashable {
    /// What makes an account a member (RULES §3).
    public var requiredVerification: RequiredVerification
    /// The countries with which its accounts may link; both sides must agree (RULES §3). Whether
    /// two accounts of this country may link is said by `heldKinds`, not here.
    public var partners: CountrySet
    /// The fields that it gives to a profile (RULES §3, "which fields it releases").
    public var releasedFields: GoldenFieldSet
    /// The kinds of accounts that it holds for review (RULES §3, "which statuses it holds").
    public var heldKinds: HeldKinds
    /// For how many days after a change of the e-mail address an account is held (RULES §3, "recent
    /// e-mail change"), counted back from the run's `as_of` date. Zero: not held for that.
    public var recentEmailChangeDays: Int
    /// Whether, after launch, an account without `created_at` counts as older than the launch
    /// instead of pending (RULES §1, A3).
    public var undatedAccountsPredateLaunch: Bool

    /// The policy of a country that says nothing.
    public static let standard = CountryPolicy(
        requiredVerification: .email, partners: .all, releasedFields: .all, heldKinds: [],
        recentEmailChangeDays: 30, undatedAccountsPredateLaunch: false)

    /// A policy in which everything is said.
    public init(
        requiredVerification: RequiredVerification, partners: CountrySet,
        releasedFields: GoldenFieldSet, heldKinds: HeldKinds, recentEmailChangeDays: Int,
        undatedAccountsPredateLaunch: Bool
    ) {
        self.requiredVerification = requiredVerification
        self.partners = partners
        self.releasedFields = releasedFields
        self.heldKinds = heldKinds
        self.recentEmailChangeDays = recentEmailChangeDays
        self.undatedAccountsPredateLaunch = undatedAccountsPredateLaunch
    }
}
