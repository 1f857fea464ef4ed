internal import AccountModel

/// What two addresses may have to do with each other. Hints are for people: nothing is ever decided by one.
package enum HintKind: UInt8, CaseIterable, Sendable {
    /// By its provider's rules one mailbox has both addresses (RULES §2, K2).
    case possibleSameMailbox = 0
    /// Both are ASCII, and look alike: l and 1, o and 0, m and rn (RULES §2, K3).
    case possibleLookAlike
    /// A guest's address is one slip away from a customer's (RULES §1, B).
    case possibleMisspelling

    /// The code in files.
    package var code: String {
        switch self {
        case .possibleSameMailbox: "possible_same_mailbox"
        case .possibleLookAlike: "possible_look_alike"
        case .possibleMisspelling: "possible_misspelling"
        }
    }
}

/// What besides the addresses speaks for a hint.
enum HintEvidence: UInt8, Sendable {
    case providerRule = 0, spelling, samePhone, sameNameAndDomain

    var code: String {
        switch self {
        case .providerRule: "provider_rule"
        case .spelling: "spelling"
        case .samePhone: "same_phone"
        case .sameNameAndDomain: "same_name_and_domain"
        }
    }

    var kind: HintKind {
        switch self {
        case .providerRule: .possibleSameMailbox
        case .spelling: .possibleLookAlike
        case .samePhone, .sameNameAndDomain: .possibleMisspelling
        }
    }
}

/// One line of hints.ndjson; no address, name or phone: `koble explain` tells them to those who may know.
struct HintLine: Codable, Hashable {
    var hint: String
    var evidence: String
    var country: String
    var accountId: String
    var otherCountry: String
    var otherAccountId: String
}
