/// A rule that may pick the surviving value of a field (RULES §4).
///
/// A human decision always comes first, and the account id always last, so that one value is left.
public enum SurvivorshipRule: UInt8, CaseIterable, Sendable {
    case humanDecision = 1
    /// Members before others; for the phone, a verified phone before an unverified one.
    case verified
    case notPlaceholder
    case mostRecent
    case mostComplete
    case countryOrder
    case accountID
}

/// What is chosen together: names move as a pair, postal code and country as a pair (RULES §4).
public enum SurvivorshipUnit: UInt8, CaseIterable, Sendable {
    case email, name, place, phone, language

    /// The golden fields that this unit decides.
    @inlinable public var fields: GoldenFieldSet {
        switch self {
        case .email: .email
        case .name: .name
        case .place: .place
        case .phone: .phone
        case .language: .language
        }
    }
}

/// In which order the rules are asked for one unit (RULES §4, "Configurable per field").
///
/// Four bits a rule, so that it is a plain value in the deciding loop.
public struct SurvivorshipOrder: Sendable, Hashable {
    @usableFromInline let packed: UInt32

    /// How many rules there are to ask.
    public let count: Int

    /// The order of RULES §4.
    public static let standard = SurvivorshipOrder([
        .verified, .notPlaceholder, .mostRecent, .mostComplete, .countryOrder,
    ])

    /// Asks for a human decision, then `rules` in their order, then for the smallest account id.
    /// - Precondition: `rules` starts with `.verified`, because an unverified account never wins
    ///   over a member (RULES §3); none is repeated; the fixed first and last rule are not among
    ///   them.
    public init(_ rules: [SurvivorshipRule]) {
        precondition(rules.first == .verified, "an unverified value must never win over a member's")
        precondition(Set(rules).count == rules.count, "a survivorship rule is named twice")
        precondition(
            !rules.contains(.humanDecision) && !rules.contains(.accountID),
            "the first and the last rule are fixed")
        let all = [.humanDecision] + rules + [SurvivorshipRule.accountID]
        packed = all.enumerated().reduce(0) {
            $0 | UInt32($1.element.rawValue) << UInt32(4 * $1.offset)
        }
        count = all.count
    }

    /// The rule that is asked at `position`.
    @inlinable public subscript(position: Int) -> SurvivorshipRule {
        precondition(position >= 0 && position < count, "there is no rule at this position")
        let bits = UInt8(truncatingIfNeeded: packed >> UInt32(4 * position)) & 15
        guard let rule = SurvivorshipRule(rawValue: bits) else {
            preconditionFailure("a survivorship order holds a rule that does not exist")
        }
        return rule
    }

    /// All rules in their order.
    public var rules: [SurvivorshipRule] { (0..<count).map { self[$0] } }
}

extension SurvivorshipRule {
    /// The code in provenance.
    public var code: StaticString {
        switch self {
        case .humanDecision: "human_decision"
        case .verified: "verified"
        case .notPlaceholder: "not_placeholder"
        case .mostRecent: "most_recent"
        case .mostComplete: "most_complete"
        case .countryOrder: "country_order"
        case .accountID: "account_id"
        }
    }
}

extension SurvivorshipUnit {
    /// The name in provenance.
    public var name: StaticString {
        switch self {
        case .email: "email"
        case .name: "name"
        case .place: "place"
        case .phone: "phone"
        case .language: "language"
        }
    }
}
