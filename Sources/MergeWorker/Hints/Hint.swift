internal import AccountModel
internal import MergeReports

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

    /// By what the files are sorted.
    var order: [String] { [hint, country, accountId, otherCountry, otherAccountId, evidence] }
}
