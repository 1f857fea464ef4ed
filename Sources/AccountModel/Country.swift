/// One of the twenty countries whose account databases are merged.
///
/// The raw value is the position in the seller's own list, which is also the default country order
/// of survivorship (RULES: "country order"); it is stored, so it never changes.
public enum Country: UInt8, CaseIterable, Sendable, Comparable {
    case SE, NO, FI, DK, DE, GB, IE, BE, CZ, NL, AT, PL, ES, CH, NZ, AU, ZA, MX, CA, US

    /// How many countries there are.
    public static let count = 20

    /// The ISO 3166-1 alpha-2 code in capitals, as used for folders and in every file.
    public var code: String {
        let (first, second) = letters
        return String(decoding: [first, second], as: UTF8.self)
    }

    /// The two ASCII letters of the code.
    @inlinable public var letters: (UInt8, UInt8) {
        // One literal for the twenty codes: read for every account that is written.
        let codes: StaticString = "SENOFIDKDEGBIEBECZNLATPLESCHNZAUZAMXCAUS"
        let start = Int(rawValue) * 2
        return unsafe (codes.utf8Start[start], codes.utf8Start[start + 1])
    }

    /// The country with this code, in either case, or `nil` when it is none of the twenty.
    public init?(code: String) {
        let bytes = Array(code.utf8)
        guard bytes.count == 2 else { return nil }
        self.init(letters: bytes[0], bytes[1])
    }

    /// The country with these two ASCII letters, in either case, or `nil`.
    public init?(letters first: UInt8, _ second: UInt8) {
        let packed = UInt16(first & 0xDF) << 8 | UInt16(second & 0xDF)
        for country in Country.allCases where Country.packedCodes[Int(country.rawValue)] == packed {
            self = country
            return
        }
        return nil
    }

    /// By the seller's own list.
    public static func < (left: Country, right: Country) -> Bool { left.rawValue < right.rawValue }

    private static let packedCodes: [UInt16] = allCases.map { country in
        let name = Array("\(country)".utf8)
        return UInt16(name[0]) << 8 | UInt16(name[1])
    }
}

/// A set of countries, one bit each.
public struct CountrySet: OptionSet, Sendable, Hashable {
    /// A bit for each country, by `Country.rawValue`.
    public let rawValue: UInt32

    /// From stored bits.
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// One country alone.
    @inlinable public init(_ country: Country) { rawValue = 1 << UInt32(country.rawValue) }

    /// The first of them in the seller's own list.
    @inlinable public var first: Country? {
        rawValue == 0 ? nil : Country(rawValue: UInt8(truncatingIfNeeded: rawValue.trailingZeroBitCount))
    }

    /// All twenty countries.
    public static let all = CountrySet(rawValue: (1 << UInt32(Country.count)) - 1)

    /// Whether the country is among them.
    @inlinable public func contains(_ country: Country) -> Bool { rawValue & (1 << UInt32(country.rawValue)) != 0 }
}
