package import AccountModel

/// The words of koble.json for the values of the model.
enum SettingNames {
    static let verification = ["none", "email", "email_and_phone"]
    static let goldenFields = GoldenFieldSet.all.names
    static let heldKinds = [
        "unverified", "guests", "without_phone", "beside_blocked_twin", "beside_same_country",
    ]
    static let survivorshipRules = [
        "verified", "not_placeholder", "most_recent", "most_complete", "country_order",
    ]

    static func verification(named name: String) -> RequiredVerification {
        RequiredVerification.allCases[position(of: name, in: verification)]
    }

    /// Both lists are in the order of the bits.
    static func goldenFields(named names: [String]) -> GoldenFieldSet {
        GoldenFieldSet(rawValue: bits(of: names, in: goldenFields))
    }

    static func heldKinds(named names: [String]) -> HeldKinds {
        HeldKinds(rawValue: bits(of: names, in: heldKinds))
    }

    static func survivorshipRule(named name: String) -> SurvivorshipRule {
        configurableRules[position(of: name, in: survivorshipRules)]
    }

    fileprivate static let configurableRules: [SurvivorshipRule] = [
        .verified, .notPlaceholder, .mostRecent, .mostComplete, .countryOrder,
    ]

    static func names(of kinds: HeldKinds) -> [String] { names(kinds.rawValue, in: heldKinds) }

    private static func bits(of names: [String], in list: [String]) -> UInt8 {
        names.reduce(0) { $0 | 1 << UInt8(position(of: $1, in: list)) }
    }

    private static func names(_ bits: UInt8, in list: [String]) -> [String] {
        list.enumerated().filter { bits & (1 << UInt8($0.offset)) != 0 }.map(\.element)
    }

    private static func position(of name: String, in list: [String]) -> Int {
        guard let position = list.firstIndex(of: name) else {
            preconditionFailure("the setting's check let a name pass that does not exist")
        }
        return position
    }
}

extension SurvivorshipOrder {
    /// The rules between the fixed first and last one, by their words in koble.json.
    package var configurableNames: [String] {
        rules.compactMap { rule in
            SettingNames.configurableRules.firstIndex(of: rule).map {
                SettingNames.survivorshipRules[$0]
            }
        }
    }
}
