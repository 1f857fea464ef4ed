/// Why an e-mail address has no link key.
///
/// The raw value is stored with the account and `code` stands in reports, so neither ever changes;
/// new reasons are added at the end. docs/link-key.md explains each.
package enum AddressFault: UInt8, CaseIterable, Sendable {
    case empty = 1
    case invalidUTF8
    case missingAt
    case doubleAt
    case innerWhiteSpace
    case controlCharacter
    case zeroWidthCharacter
    case bidiCharacter
    case unassignedCharacter
    case privateUseCharacter
    case quotedLocalPart
    case domainLiteral
    case localPartEmpty
    case localPartTooLong
    case notDotAtom
    case nfcMakesASCII
    case domainEmpty
    case domainTooLong
    case domainNotHostName
    case domainRefusedByUTS46
    case labelEmpty
    case labelTooLong
    case labelHyphen
    case labelNotPunycode
    case labelNotNormalized
    case labelStartsWithMark
    case labelJoiner
    case labelBidi

    /// The stable reason code of reports, in snake case.
    package var code: String {
        switch self {
        case .empty: "empty"
        case .invalidUTF8: "invalid_utf8"
        case .missingAt: "missing_at"
        case .doubleAt: "double_at"
        case .innerWhiteSpace: "inner_white_space"
        case .controlCharacter: "control_character"
        case .zeroWidthCharacter: "zero_width"
        case .bidiCharacter: "bidi_character"
        case .unassignedCharacter: "unassigned_character"
        case .privateUseCharacter: "private_use_character"
        case .quotedLocalPart: "quoted_local_part"
        case .domainLiteral: "domain_literal"
        case .localPartEmpty: "local_part_empty"
        case .localPartTooLong: "local_part_too_long"
        case .notDotAtom: "not_dot_atom"
        case .nfcMakesASCII: "nfc_makes_ascii"
        case .domainEmpty: "domain_empty"
        case .domainTooLong: "domain_too_long"
        case .domainNotHostName: "domain_not_host_name"
        case .domainRefusedByUTS46: "domain_refused_by_uts46"
        case .labelEmpty: "label_empty"
        case .labelTooLong: "label_too_long"
        case .labelHyphen: "label_hyphen"
        case .labelNotPunycode: "label_not_punycode"
        case .labelNotNormalized: "label_not_normalized"
        case .labelStartsWithMark: "label_starts_with_mark"
        case .labelJoiner: "label_joiner"
        case .labelBidi: "label_bidi"
        }
    }
}
