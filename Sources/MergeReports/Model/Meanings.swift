internal import AccountModel
internal import RecordLinkage

// What the stable codes of files and reports mean, in words for people.

extension Country {
    /// The English name, for readers and for screen readers.
    var englishName: String {
        switch self {
        case .SE: "Sweden"
        case .NO: "Norway"
        case .FI: "Finland"
        case .DK: "Denmark"
        case .DE: "Germany"
        case .GB: "United Kingdom"
        case .IE: "Ireland"
        case .BE: "Belgium"
        case .CZ: "Czechia"
        case .NL: "Netherlands"
        case .AT: "Austria"
        case .PL: "Poland"
        case .ES: "Spain"
        case .CH: "Switzerland"
        case .NZ: "New Zealand"
        case .AU: "Australia"
        case .ZA: "South Africa"
        case .MX: "Mexico"
        case .CA: "Canada"
        case .US: "United States"
        }
    }
}

extension Harm {
    var tone: ReportTone {
        switch self {
        case .takeover: .takeover
        case .privacy: .privacy
        case .quality: .quality
        }
    }

    var meaning: String {
        switch self {
        case .takeover: "Someone could get into an account that is not theirs."
        case .privacy: "One person could see the data of another."
        case .quality: "The data are poor; nobody is in danger."
        }
    }
}

extension ConflictKind {
    /// What is found, in a few words.
    var label: String {
        switch self {
        case .phoneOfNewerUnverified: "Phone of a newer, unverified account"
        case .phonesOfOneCountry: "Two verified phones in one country"
        case .blockedTwin: "Blocked twin"
        case .recycledMailbox: "Recycled mailbox"
        case .lookAlike: "Look-alike address"
        case .suspiciousGuest: "Suspicious guest"
        case .otherPerson: "Other person"
        case .household: "Household"
        case .phoneDifferent: "Different phones"
        case .ownCountryLines: "A line in each country"
        case .phoneLineType: "Mobile and landline"
        case .phoneUnparsable: "Unreadable phone"
        case .nameNotComparable: "Names not comparable"
        case .nameMojibake: "Broken characters in a name"
        case .nameSwapped: "First and last name swapped"
        case .namePlaceholder: "Placeholder for a name"
        }
    }

    /// The rule that decides for this kind.
    var decidingRule: String {
        switch self {
        case .phoneOfNewerUnverified: "An unverified account created later gives another phone than the one kept."
        case .phonesOfOneCountry: "Two accounts of one country, both with a verified phone, disagree."
        case .blockedTwin: "An account with the same address is blocked in its country."
        case .recycledMailbox:
            "A newer member came years after the older account's last update; names and phones differ."
        case .lookAlike: "Another address looks the same, and one of the two is not ASCII; the other side is held."
        case .suspiciousGuest: "A guest's name and phone both differ from the members'."
        case .otherPerson: "Name ladder, mismatch: first and last name differ."
        case .household: "Name ladder, mismatch: same last name, other first name."
        case .phoneDifferent: "Both phones are readable and are different lines."
        case .ownCountryLines: "Each phone belongs to the country of its account."
        case .phoneLineType: "The phones differ, and so do their line types."
        case .phoneUnparsable: "What was given as a phone is no phone number."
        case .nameNotComparable: "Name ladder, mismatch: the names are in different scripts."
        case .nameMojibake: "Name ladder, mojibake: the names agree once the character set is repaired."
        case .nameSwapped: "Name ladder, order: the names agree once first and last are swapped."
        case .namePlaceholder: "Name ladder, placeholder: one of the names says nothing."
        }
    }
}

extension NameLevel {
    /// The stable name of the level in the report's files.
    var reportCode: String { self == .genderedSurname ? "gendered_surname" : "\(self)" }

    var label: String {
        switch self {
        case .exact: "Exact"
        case .format: "Format"
        case .diacritics: "Diacritics"
        case .mojibake: "Mojibake"
        case .order: "Order"
        case .subset: "Subset"
        case .initial: "Initial"
        case .genderedSurname: "Gendered surname"
        case .variant: "Nickname or variant"
        case .typo: "Typing error"
        case .placeholder: "Placeholder"
        case .mismatch: "Mismatch"
        }
    }

    var meaning: String {
        switch self {
        case .exact: "Equal but for white space and capitals"
        case .format: "Hyphens, apostrophes, titles, capitals"
        case .diacritics: "ø and o, ü and ue, ß and ss"
        case .mojibake: "A misread character set, repaired"
        case .order: "First and last name swapped, or both in one field"
        case .subset: "A second family name, a middle name, a particle"
        case .initial: "A letter for the whole name"
        case .genderedSurname: "-ová, -ski and -ska, with the same first name"
        case .variant: "Short and pet forms, forms of other languages"
        case .typo: "One letter off in a long name"
        case .placeholder: "One of the names says nothing"
        case .mismatch: "A household, another person, or another script"
        }
    }

    /// What the level means for the profile.
    var outcome: String {
        if rawValue <= NameLevel.subset.rawValue { return "agree" }
        return self == .mismatch ? "conflict" : "note"
    }
}

extension RoleReason {
    /// The role that the reason leads to, `nil` for none.
    var role: Role? {
        switch self {
        case .none: nil
        case .blocked, .closed, .erased, .suppressed: .excluded
        case .consentUnanswered, .consentUnproven, .createdAtMissing: .pending
        case .consentDeclined: .declined
        case .noAccount: .reference
        default: .held
        }
    }

    var meaning: String {
        switch self {
        case .none: ""
        case .blocked: "The account is blocked in its country."
        case .closed: "The account is closed."
        case .erased: "The person asked to be erased."
        case .suppressed: "An earlier record of an erased person."
        case .legalHold: "A legal hold keeps the account as it is."
        case .privileged: "Staff, or an account with a second factor."
        case .pendingEmailChange: "A change of address waits for its confirmation."
        case .recentEmailChange: "The address was changed a short time ago."
        case .openDataRequest: "A request for the person's data is open."
        case .addressInvalid: "The address is no e-mail address."
        case .unusableAddress: "A placeholder or a shared role address."
        case .hub: "More accounts on one address than the limit; members keep theirs."
        case .lookAlike: "The address looks like another one."
        case .recycledMailbox: "The mailbox seems to have a new owner."
        case .suspiciousGuest: "A guest whose name and phone are another's."
        case .countryPolicy: "The two countries do not link with each other."
        case .sameCountryPolicy: "The country does not link its own accounts with each other."
        case .verificationMissing: "The country asks for a verification that is missing."
        case .guestPolicy: "The country does not link guests."
        case .phoneMissing: "The country asks for a phone."
        case .blockedTwin: "An account with the same address is blocked."
        case .keptApart: "A person decided to keep the account apart."
        case .unreadableValue: "A protecting field could not be read; held to be safe."
        case .consentUnanswered: "Created after launch; the person has not answered."
        case .consentUnproven: "Consent was given, but not from a proven mailbox."
        case .createdAtMissing: "Nobody can tell whether it was created before launch."
        case .consentDeclined: "The person does not want to be linked."
        case .noAccount: "A form of an organiser without an account to attach it to."
        }
    }
}

extension Role {
    var label: String {
        switch self {
        case .member: "Members"
        case .unverified: "Unverified"
        case .reference: "References"
        case .held: "Held"
        case .pending: "Pending"
        case .declined: "Declined"
        case .excluded: "Excluded"
        }
    }
}

extension IntakeFinding {
    var label: String {
        switch self {
        case .badDate: "Unreadable date"
        case .badBoolean: "Unreadable yes or no"
        case .badLanguage: "Unreadable language"
        case .badAccountType: "Unknown account type"
        case .badStatus: "Unknown status"
        case .badConsent: "Unknown consent"
        case .addressInvalid: "Invalid address"
        case .addressUnusable: "Unusable address"
        case .nameMissing: "Name missing"
        case .namePlaceholder: "Placeholder for a name"
        case .nameMojibake: "Broken characters in a name"
        case .phoneMissing: "Phone missing"
        case .phoneUnparsable: "Unreadable phone"
        case .phoneRegionAssumed: "Phone without country code"
        case .phoneSpreadsheetDamage: "Phone damaged by a spreadsheet"
        case .phonePlusLost: "Phone that lost its +"
        case .phoneExtension: "Phone with an extension"
        case .phoneRenumbered: "Phone in an old form"
        case .phoneNotAssigned: "Phone in no assigned range"
        }
    }

    /// What normalisation made of such a value; `nil` where it changed nothing.
    var change: String? {
        switch self {
        case .badDate, .badBoolean, .badLanguage: "The field was left empty; the row was applied."
        case .badAccountType, .badStatus, .badConsent: "The account is held until the value can be read."
        case .nameMojibake: "Repaired for comparing; the value itself is kept as exported."
        case .phoneUnparsable: "Kept as exported; no phone for steps at login."
        case .phoneRegionAssumed: "The country of the account was taken as its country code."
        case .phoneSpreadsheetDamage: "Read back from the form that a spreadsheet gave it."
        case .phonePlusLost: "The lost + was put back."
        case .phoneExtension: "The extension was taken off."
        case .phoneRenumbered: "Brought into the form that the numbering plan has today."
        case .addressInvalid, .addressUnusable, .nameMissing, .namePlaceholder, .phoneMissing,
            .phoneNotAssigned:
            nil
        }
    }
}

extension LoginStatistic {
    var key: String {
        switch self {
        case .setNewPassword: "set_new_password"
        case .setFirstPassword: "set_first_password"
        case .phoneBySMS: "phone_by_sms"
        case .phoneByCall: "phone_by_call"
        case .addPhone: "add_phone"
        case .mailboxProof: "mailbox_proof"
        }
    }

    var label: String {
        switch self {
        case .setNewPassword: "New password"
        case .setFirstPassword: "First password"
        case .phoneBySMS: "Code by SMS"
        case .phoneByCall: "Code by call"
        case .addPhone: "Phone to add"
        case .mailboxProof: "Proof of mailbox"
        }
    }
}
