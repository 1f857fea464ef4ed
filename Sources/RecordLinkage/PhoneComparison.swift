package import AccountModel

/// What the phone numbers of two accounts say about each other, from agreement to nothing known.
///
/// Only `equal` and `equivalent` agree. The raw values are stored, so they never change.
package enum PhoneClass: UInt8, CaseIterable, Sendable {
    /// The same E.164 number.
    case equal = 0
    /// The same line, before and after a known renumbering.
    case equivalent = 1
    /// The same national number, where a country code was missing and had to be assumed.
    case probable = 2
    /// One side, or both, gave no number.
    case missing = 3
    /// One mobile and one fixed line: many people have both.
    case differentLineType = 4
    /// Each number belongs to its account's own country: usual for people who live in two.
    case ownCountryLines = 5
    /// Two numbers with nothing to explain it.
    case different = 6
    /// One side, or both, gave something that is no phone number.
    case unparsable = 7

    /// The stable word of reports.
    package var code: String {
        switch self {
        case .equal: "equal"
        case .equivalent: "equivalent"
        case .probable: "probable"
        case .missing: "missing"
        case .differentLineType: "different_line_type"
        case .ownCountryLines: "own_country_lines"
        case .different: "different"
        case .unparsable: "unparsable"
        }
    }

    /// The two numbers reach one line.
    package var agrees: Bool { self == .equal || self == .equivalent }
}

/// Compares the phone numbers of two accounts; the order of the two makes no difference.
///
/// A ladder, first hit wins: what is wrong with a field comes before what is missing, agreement
/// before difference, and the harmless explanation of a difference before the plain one.
package func comparePhones(
    _ a: PhoneNumber, of countryA: Country, _ b: PhoneNumber, of countryB: Country
) -> PhoneClass {
    if a.isUnparsable || b.isUnparsable { return .unparsable }
    if a.isAbsent || b.isAbsent { return .missing }
    if a.e164 == b.e164 { return .equal }
    if currentNumber(of: a.e164) == currentNumber(of: b.e164) { return .equivalent }
    if mayBe(a, b) || mayBe(b, a) { return .probable }
    if isMobileAndFixed(a, b) || isMobileAndFixed(b, a) { return .differentLineType }
    if countryA != countryB, a.callingCode == countryA.callingCode,
        b.callingCode == countryB.callingCode
    {
        return .ownCountryLines
    }
    return .different
}

/// Whether `assumed`, written without a country code, may be `other`.
///
/// Either its national number is that of `other`, and the wrong country was assumed; or what was
/// taken for a national number already began with the country code (Germany's 49).
private func mayBe(_ assumed: PhoneNumber, _ other: PhoneNumber) -> Bool {
    guard assumed.findings.contains(.regionAssumed) else { return false }
    let national = assumed.nationalNumber
    return national == other.nationalNumber || national == other.e164
}

private func isMobileAndFixed(_ a: PhoneNumber, _ b: PhoneNumber) -> Bool {
    a.lineType == .mobile && b.lineType == .fixed
}
