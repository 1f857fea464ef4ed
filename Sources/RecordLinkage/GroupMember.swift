package import AccountModel

/// One account of a link key while its profile is decided.
package struct GroupMember: Sendable {
    /// The account's record.
    package var facts: AccountFacts
    /// After all stances were gathered.
    package var role: Role
    /// Why it has that role.
    package var reason: RoleReason
    /// Fields that its country gives to a profile.
    package var released: GoldenFieldSet
    /// What the link rests on.
    package var basis: LinkBasis = .none
    /// Units of the golden record for which it has a value that may survive; known when its key is decided.
    package internal(set) var offered = UnitSet()
    /// Holds that people ended for this account.
    var lifted = RoleReasonSet()
    /// It joins only because people ended what held it.
    var isJoinedByDecision = false

    /// A member as its own shard sees it.
    package init(_ facts: AccountFacts, _ stance: Stance) {
        self.facts = facts
        role = stance.role
        reason = stance.reason
        released = stance.released
    }

    /// Holds the account, unless people have ended this hold.
    mutating func hold(_ reason: RoleReason) {
        if lifted.contains(reason) {
            isJoinedByDecision = true
            return
        }
        role = .held
        self.reason = reason
    }
}

/// What a decision about one link key depends on, besides its accounts and their stances.
package struct DecisionRules: Sendable {
    /// The country's.
    package let policy: MergePolicy
    /// The launch instant in milliseconds, or `nil` before launch.
    package let launchInstant: Int64?
    /// Whether every country may link with every other: the usual case, and then nobody needs to ask.
    let allPartnersAgree: Bool
    /// The countries that do not link their own accounts with each other.
    let heldWithinCountry: CountrySet
    /// The countries that hold accounts beside a blocked one.
    let heldBesideBlocked: CountrySet

    /// From the configuration's policy.
    package init(_ policy: MergePolicy) {
        self.policy = policy
        launchInstant = policy.launch?.rawValue
        allPartnersAgree = policy.countries.allSatisfy { $0.partners.isSuperset(of: .all) }
        heldWithinCountry = policy.countries(holding: .besideSameCountry)
        heldBesideBlocked = policy.countries(holding: .besideBlockedTwin)
    }

    @inline(__always)
    func rank(_ country: Country) -> UInt8 { policy.countryRanks[Int(country.rawValue)] }

    /// Whether a country and each of `joined` agree to link (RULES §3, "Two countries link only if both agree").
    func mayLink(_ country: Country, with joined: CountrySet) -> Bool {
        Country.allCases.allSatisfy { !joined.contains($0) || policy.mayLink(country, $0) }
    }
}

extension MergePolicy {
    /// The countries whose policy holds this kind of account.
    func countries(holding kind: HeldKinds) -> CountrySet {
        Country.allCases.reduce(into: []) { set, country in
            if self[country].heldKinds.contains(kind) { set.insert(CountrySet(country)) }
        }
    }
}

/// Whether `left` stands before `right` in the configured country order, then by account id.
func comesFirst(
    _ left: AccountFacts, _ right: AccountFacts, _ buffer: RawSpan, _ rules: DecisionRules
) -> Bool {
    let leftRank = rules.rank(left.country)
    let rightRank = rules.rank(right.country)
    if leftRank != rightRank { return leftRank < rightRank }
    return isLess(buffer.bytes(left.range(of: .accountID)), buffer.bytes(right.range(of: .accountID)))
}

/// Byte order of two fields.
package func isLess(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let shared = min(left.count, right.count)
    for index in 0..<shared where left[index] != right[index] { return left[index] < right[index] }
    return left.count < right.count
}

/// Whether two fields hold the same bytes.
package func isEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
}
