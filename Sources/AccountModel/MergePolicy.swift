/// Everything in the rules that is a setting: the part of the configuration that can change a
/// decision.
///
/// A decision is a pure function of records, human decisions, this value and the run's `as_of` date
/// (RULES §3, "Laws").
public struct MergePolicy: Sendable, Hashable {
    /// When one user name began to work in all countries (RULES §1, A3); `nil`: not launched, so
    /// every account predates it.
    public var launch: Timestamp?
    /// Who goes first where the rules leave a tie, and in which order countries join (RULES §3,
    /// §4). Holds each country once.
    public private(set) var countryOrder: [Country]
    /// The policy of each country, by `Country.rawValue` (RULES §3).
    public var countries: [CountryPolicy]
    /// How many accounts one key may have before further unverified ones are held (RULES §2,
    /// "Hub").
    public var hubLimit: Int
    /// After how many quiet years a mailbox may have been given to another person (RULES §3,
    /// "Recycled mailbox").
    public var recycledMailboxYears: Int
    /// How survivors are chosen, by `SurvivorshipUnit.rawValue` (RULES §4).
    public var survivorship: [SurvivorshipOrder]
    /// Addresses that are held although the built-in lists let them pass (RULES §2, "Unusable
    /// addresses"): `box@` (any domain), `@theatre.example` (with all domains below it).
    public var unusableAddressesAdded: [String]
    /// Entries of the built-in lists that do not apply, in the same form.
    public var unusableAddressesRemoved: [String]

    /// The place of each country in `countryOrder`, by `Country.rawValue`.
    public private(set) var countryRanks: [UInt8]

    /// The rules as they stand without any configuration.
    public static let standard = MergePolicy(countryOrder: Country.allCases)

    /// The standard rules with this country order.
    /// - Precondition: `countryOrder` holds each of the twenty countries once.
    public init(countryOrder: [Country]) {
        launch = nil
        self.countryOrder = countryOrder
        countryRanks = MergePolicy.ranks(of: countryOrder)
        countries = Array(repeating: .standard, count: Country.count)
        hubLimit = 100
        recycledMailboxYears = 2
        survivorship = Array(repeating: .standard, count: SurvivorshipUnit.allCases.count)
        unusableAddressesAdded = []
        unusableAddressesRemoved = []
    }

    /// The policy of `country`.
    public subscript(country: Country) -> CountryPolicy {
        get { countries[Int(country.rawValue)] }
        set { countries[Int(country.rawValue)] = newValue }
    }

    /// How the survivor of `unit` is chosen.
    public subscript(unit: SurvivorshipUnit) -> SurvivorshipOrder {
        get { survivorship[Int(unit.rawValue)] }
        set { survivorship[Int(unit.rawValue)] = newValue }
    }

    /// Whether accounts of the two countries may link: both must agree (RULES §3, "Negotiation").
    public func mayLink(_ one: Country, _ other: Country) -> Bool {
        one == other
            || (self[one].partners.contains(other) && self[other].partners.contains(one))
    }

    /// The local parts and domains that are in force, sorted: the built-in lists with what this policy
    /// adds and removes.
    public func unusableAddresses(
        localParts: [String], domains: [String]
    ) -> (localParts: [String], domains: [String]) {
        var entries = Set(localParts.map { $0 + "@" } + domains.map { "@" + $0 })
        entries.formUnion(unusableAddressesAdded)
        entries.subtract(unusableAddressesRemoved)
        return (
            entries.filter { $0.hasSuffix("@") }.map { String($0.dropLast()) }.sorted(),
            entries.filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) }.sorted()
        )
    }

    private static func ranks(of order: [Country]) -> [UInt8] {
        precondition(
            order.count == Country.count && Set(order).count == Country.count,
            "a country order holds each country once")
        var ranks = [UInt8](repeating: 0, count: Country.count)
        for (rank, country) in order.enumerated() { ranks[Int(country.rawValue)] = UInt8(rank) }
        return ranks
    }
}
