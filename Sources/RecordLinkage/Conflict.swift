import AccountModel

/// How bad it is if a conflict is overlooked (RULES §7); conflicts are sorted by it.
package enum Harm: UInt8, Sendable, CaseIterable, Comparable {
    case takeover = 0, privacy, quality

    /// As outputs write it.
    package var name: StaticString {
        switch self {
        case .takeover: "takeover"
        case .privacy: "privacy"
        case .quality: "quality"
        }
    }

    /// The worst first.
    package static func < (left: Harm, right: Harm) -> Bool { left.rawValue < right.rawValue }
}

/// What kind of disagreement it is; stable codes of the conflict files.
package enum ConflictKind: UInt8, Sendable, CaseIterable {
    // takeover
    case phoneOfNewerUnverified = 0, phonesOfOneCountry, blockedTwin, recycledMailbox, lookAlike, suspiciousGuest
    // privacy
    case otherPerson, household
    // quality
    case phoneDifferent, ownCountryLines, phoneLineType, phoneUnparsable
    case nameNotComparable, nameMojibake, nameSwapped, namePlaceholder

    /// What may come of it.
    package var harm: Harm {
        if rawValue <= ConflictKind.suspiciousGuest.rawValue { return .takeover }
        return rawValue <= ConflictKind.household.rawValue ? .privacy : .quality
    }

    /// What the conflict is about.
    package var field: ConflictField {
        switch self {
        case .phoneOfNewerUnverified, .phonesOfOneCountry, .phoneDifferent, .ownCountryLines, .phoneLineType,
            .phoneUnparsable:
            .phone
        case .blockedTwin, .recycledMailbox, .lookAlike, .suspiciousGuest: .account
        case .otherPerson, .household, .nameNotComparable, .nameMojibake, .nameSwapped, .namePlaceholder: .name
        }
    }

    /// Stable; the reference lists them.
    package var code: StaticString {
        switch self {
        case .phoneOfNewerUnverified: "phone_of_newer_unverified"
        case .phonesOfOneCountry: "phones_of_one_country"
        case .blockedTwin: "blocked_twin"
        case .recycledMailbox: "recycled_mailbox"
        case .lookAlike: "look_alike"
        case .suspiciousGuest: "suspicious_guest"
        case .otherPerson: "other_person"
        case .household: "household"
        case .phoneDifferent: "phone_different"
        case .ownCountryLines: "own_country_lines"
        case .phoneLineType: "phone_line_type"
        case .phoneUnparsable: "phone_unparsable"
        case .nameNotComparable: "name_not_comparable"
        case .nameMojibake: "name_mojibake"
        case .nameSwapped: "name_swapped"
        case .namePlaceholder: "name_placeholder"
        }
    }

    /// What a person should do about it; ends in the conflict files and the report.
    package var advice: StaticString {
        switch self {
        case .phoneOfNewerUnverified:
            "Ask for proof of the mailbox before any step by phone; the newer number may be planted."
        case .phonesOfOneCountry:
            "Two verified accounts of one country disagree: ask for proof of the mailbox, then for the number."
        case .blockedTwin: "An account of this address is blocked: let fraud review look before tickets move."
        case .recycledMailbox: "The mailbox seems to have a new owner: keep the older account apart."
        case .lookAlike: "The address looks like another one: compare both by hand."
        case .suspiciousGuest: "A guest probably mistyped this address: find the buyer by the order."
        case .otherPerson: "Two persons seem to share the mailbox: ask before orders are shown together."
        case .household: "A household seems to share the mailbox: ask before orders are shown together."
        case .phoneDifferent: "The person chooses the number when verifying it."
        case .ownCountryLines: "Usual for people who live in two countries: the person chooses the number."
        case .phoneLineType: "A landline and a mobile: the person chooses which one to verify."
        case .phoneUnparsable: "Correct the number in its country, or let the person add it at login."
        case .nameNotComparable: "The names are in different scripts: compare by hand if it matters."
        case .nameMojibake: "Repair the charset of the export."
        case .nameSwapped: "First and last name are swapped in one country: correct its column map."
        case .namePlaceholder: "The name is a placeholder: let the person fill it in."
        }
    }
}

/// The subject of a conflict.
package enum ConflictField: UInt8, Sendable {
    case name, phone, account

    /// As outputs write it.
    package var name: StaticString {
        switch self {
        case .name: "name"
        case .phone: "phone"
        case .account: "account"
        }
    }
}

/// One disagreement inside a profile, about one field.
package struct Conflict: Sendable, Equatable {
    /// What does not fit.
    package var kind: ConflictKind
    /// For names: the level and rule of the ladder that decided.
    package var verdict: NameVerdict?
    /// Index of the member that disagrees most; the others of the field are listed beside it.
    package var member: Int
    /// Index of the member whose value was kept, or -1.
    package var winner: Int
}
