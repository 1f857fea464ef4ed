/// How far two names of one mailbox agree: the rungs of RULES §5, of which the first that fits
/// counts.
package enum NameLevel: UInt8, Sendable, Comparable, CaseIterable {
    case exact = 1
    case format, diacritics, mojibake, order, subset
    case initial, genderedSurname, variant, typo, placeholder, mismatch

    /// The stable name in reports.
    package var code: String {
        self == .genderedSurname ? "gendered_surname" : "\(self)"
    }

    /// The two names are spellings of one name (levels 1 to 6).
    package var agrees: Bool { self <= .subset }

    /// The names differ in a way that one person's names do, or one says nothing (levels 7 to 11).
    package var isNote: Bool { self > .subset && self < .mismatch }

    /// By the rungs of the ladder.
    package static func < (left: NameLevel, right: NameLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Which rule of a level decided. The raw value is stored, so it never changes.
package enum NameRule: UInt8, Sendable, CaseIterable {
    // exact
    case identical = 1
    case letterCase, whiteSpace, normalForm
    // format
    case hyphen = 10
    case apostrophe, punctuation, title, joined
    // diacritics
    case accent = 20
    case umlaut, oSlash, ring, ligature, sharpS, stroke, otherLetter, transliteration
    // mojibake
    case utf8AsWindows1252 = 30
    case utf8AsLatin1, utf8AsWindows1250, utf8AsLatin2, lostLetter, severalEncodings
    // order
    case swapped = 40
    case oneField, repeated, fieldBoundary, rearranged
    // subset
    case particle = 50
    case middleName, callName, secondFamilyName, severalParts, generation, maidenName
    // initial
    case givenInitial = 60
    case familyInitial, abbreviation
    // gendered surname
    case ova = 70
    case ska, adjective
    // variant
    case nickname = 80
    case petNames, languageVariant, twoTransliterations, surnamePrefix, shortForm
    // typo
    case typo = 90
    // placeholder
    case missing = 100
    case partMissing, placeholder
    // mismatch
    case household = 110
    case otherPerson, otherFamilyName, fatherAndSon, couple, notComparable

    /// The stable name in reports: snake case, unique over all levels.
    package var code: StaticString {
        switch self {
        case .identical: "identical"
        case .letterCase: "letter_case"
        case .whiteSpace: "white_space"
        case .normalForm: "normal_form"
        case .hyphen: "hyphen"
        case .apostrophe: "apostrophe"
        case .punctuation: "punctuation"
        case .title: "title"
        case .joined: "joined"
        case .accent: "accent"
        case .umlaut: "umlaut"
        case .oSlash: "o_slash"
        case .ring: "ring"
        case .ligature: "ligature"
        case .sharpS: "sharp_s"
        case .stroke: "stroke"
        case .otherLetter: "other_letter"
        case .transliteration: "transliteration"
        case .utf8AsWindows1252: "utf8_as_windows_1252"
        case .utf8AsLatin1: "utf8_as_latin_1"
        case .utf8AsWindows1250: "utf8_as_windows_1250"
        case .utf8AsLatin2: "utf8_as_latin_2"
        case .lostLetter: "lost_letter"
        case .severalEncodings: "several_encodings"
        case .swapped: "swapped"
        case .oneField: "one_field"
        case .repeated: "repeated"
        case .fieldBoundary: "field_boundary"
        case .rearranged: "rearranged"
        case .particle: "particle"
        case .middleName: "middle_name"
        case .callName: "call_name"
        case .secondFamilyName: "second_family_name"
        case .severalParts: "several_parts"
        case .generation: "generation"
        case .maidenName: "maiden_name"
        case .givenInitial: "given_initial"
        case .familyInitial: "family_initial"
        case .abbreviation: "abbreviation"
        case .ova: "ova"
        case .ska: "ska"
        case .adjective: "adjective"
        case .nickname: "nickname"
        case .petNames: "pet_names"
        case .languageVariant: "language_variant"
        case .twoTransliterations: "two_transliterations"
        case .surnamePrefix: "surname_prefix"
        case .shortForm: "short_form"
        case .typo: "typo"
        case .missing: "missing"
        case .partMissing: "part_missing"
        case .placeholder: "placeholder"
        case .household: "household"
        case .otherPerson: "other_person"
        case .otherFamilyName: "other_family_name"
        case .fatherAndSon: "father_and_son"
        case .couple: "couple"
        case .notComparable: "not_comparable"
        }
    }
}

/// What comparing two names found.
package struct NameVerdict: Equatable, Sendable {
    /// The rung that was reached.
    package let level: NameLevel
    /// What reached it.
    package let rule: NameRule

    /// A rung and its rule.
    package init(_ level: NameLevel, _ rule: NameRule) {
        self.level = level
        self.rule = rule
    }

    /// The better rung of two; the rule breaks a tie, so that the choice never depends on order.
    func better(than other: NameVerdict) -> Bool {
        (level, rule.rawValue) < (other.level, other.rule.rawValue)
    }
}

func < (left: (NameLevel, UInt8), right: (NameLevel, UInt8)) -> Bool {
    left.0 == right.0 ? left.1 < right.1 : left.0 < right.0
}
