/// A range of phone numbers of one country: the area or network code, and the subscriber number.
///
/// Written as `171-#??????`: `?` is any digit, `#` any but zero, other digits stand for themselves.
struct PhonePattern: Sendable {
    let area: [UInt8]
    let subscriber: [UInt8]

    init(_ pattern: String) {
        let parts = pattern.split(separator: "-")
        precondition(parts.count == 2, "a phone pattern is an area and a subscriber number")
        area = Array(parts[0].utf8)
        subscriber = Array(parts[1].utf8)
    }
}

/// A made-up line: which range of which country, and the digits drawn for it.
struct MadeUpPhone: Sendable {
    let country: UInt8
    let pattern: UInt8
    /// One decimal digit is taken from it for each `?` or `#`.
    let digits: UInt64

    init(country: UInt8, facts: CountryFacts, random: inout SplitMix64) {
        self.country = country
        pattern = UInt8(truncatingIfNeeded: random.below(facts.phones.count))
        digits = random.next() >> 4
    }
}

/// How a phone number is typed. The first four have the same digits.
enum PhoneSpelling: Int, Sendable, CaseIterable {
    /// `+491711234567`
    case compact
    /// `+49 171 1234567`
    case spaced
    /// `+49-171-1234567`
    case dashed
    /// `+49 (171) 123 45 67`
    case bracketed
    /// `0049 171 1234567`
    case zeroZero
    /// `+49 (0)171 1234567`
    case trunkInBrackets
    /// `0171 1234567`
    case national
    /// `0171/1234567`
    case slashed
    /// `01711234567`
    case nationalCompact
    /// `491711234567`, its `+` lost
    case plusLost
    /// `4.91711234567E+11`
    case scientific
    /// `491711234567.0`
    case decimal

    static let sameDigitsCount = 4
    /// Spellings that name the country.
    static let internationalCount = 6
    /// Spellings that mean the same number only to who knows the country.
    static let ordinaryCount = 9
}
