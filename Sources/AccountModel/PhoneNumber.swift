/// How a line can be reached, as far as its number tells.
public enum LineType: UInt8, Sendable {
    case unknown = 0
    /// Reached by SMS or call.
    case mobile = 1
    /// Reached by call only.
    case fixed = 2
    /// The numbering plan does not tell mobile from fixed (CA, US, MX and others).
    case fixedOrMobile = 3
}

/// What was noticed while a phone number was read: data quality, never a reason to reject.
///
/// This and `PhoneNumber` are public, not package: Swift 6.3 inlines what is small and public into
/// other modules, and nothing that is package. That is 83 ns a number instead of 98.
public struct PhoneFindings: OptionSet, Sendable, Hashable {
    /// One bit each.
    public let rawValue: UInt8
    /// From stored bits.
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Nothing was noticed; the literal `[]` says the same, and goes through generic code.
    @inlinable public static var none: PhoneFindings { PhoneFindings(rawValue: 0) }

    /// Written without a country code; the account's country was assumed.
    @inlinable public static var regionAssumed: PhoneFindings { PhoneFindings(rawValue: 1) }
    /// `4.67E+10`, a trailing `.0`: a spreadsheet touched it.
    @inlinable public static var spreadsheetDamage: PhoneFindings { PhoneFindings(rawValue: 2) }
    /// Starts with a country code but its `+` or `00` is lost.
    @inlinable public static var plusLost: PhoneFindings { PhoneFindings(rawValue: 4) }
    /// Had an extension, which is not part of E.164.
    @inlinable public static var hasExtension: PhoneFindings { PhoneFindings(rawValue: 8) }
    /// Written in an old form that a renumbering replaced (Mexico's 1, for one).
    @inlinable public static var renumbered: PhoneFindings { PhoneFindings(rawValue: 16) }
    /// Possible by its length, but in no range that the numbering plan assigns.
    @inlinable public static var notAssigned: PhoneFindings { PhoneFindings(rawValue: 32) }
}

/// A phone number as it is stored: E.164 digits, line type and findings in one word.
///
/// Bits 0–49 hold the E.164 digits as an integer (15 digits fit), 50–51 the line type, 52–59 the
/// findings, 60–61 the state. The zero word is "no phone given".
public struct PhoneNumber: RawRepresentable, Sendable, Hashable {
    /// Digits, line type, findings and kind, packed.
    public let rawValue: UInt64
    /// From stored bits.
    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// No phone was given.
    @inlinable public static var absent: PhoneNumber { PhoneNumber(rawValue: 0) }
    /// Something was given that is no phone number.
    @inlinable public static var unparsable: PhoneNumber { PhoneNumber(rawValue: 2 << 60) }

    /// Something was given that is no phone number, and `findings` say why. Ask `isUnparsable`.
    @inlinable public static func unparsable(_ findings: PhoneFindings) -> PhoneNumber {
        PhoneNumber(rawValue: 2 << 60 | UInt64(findings.rawValue) << 52)
    }

    /// A number that was understood.
    /// - Precondition: `e164` has at most 15 digits and is not zero.
    @inlinable public init(e164: UInt64, lineType: LineType, findings: PhoneFindings) {
        precondition(e164 > 0 && e164 < 1_000_000_000_000_000, "E.164 has 1 to 15 digits")
        rawValue =
            e164 | UInt64(lineType.rawValue) << 50 | UInt64(findings.rawValue) << 52 | 1 << 60
    }

    /// The E.164 digits without `+`, zero when there is no number.
    @inlinable public var e164: UInt64 { rawValue & ((1 << 50) - 1) }

    /// Whether the number takes messages, as far as the tables tell.
    @inlinable public var lineType: LineType {
        switch rawValue >> 50 & 3 {
        case 1: .mobile
        case 2: .fixed
        case 3: .fixedOrMobile
        default: .unknown
        }
    }

    /// What had to be repaired or assumed.
    @inlinable public var findings: PhoneFindings {
        PhoneFindings(rawValue: UInt8(truncatingIfNeeded: rawValue >> 52))
    }

    /// Whether the field was empty.
    @inlinable public var isAbsent: Bool { rawValue == 0 }
    @inlinable public var isParsed: Bool { rawValue >> 60 & 3 == 1 }
    @inlinable public var isUnparsable: Bool { rawValue >> 60 & 3 == 2 }
}

extension PhoneNumber {
    /// The calling code at the head of the E.164 digits, zero when there is no number.
    ///
    /// ITU-T E.164 gives out its codes so that none begins another: 1 and 7 stand alone, the codes
    /// of two digits are listed, all others have three.
    public var callingCode: UInt16 { UInt16(split.code) }

    /// The digits behind the calling code, as an integer: leading zeros (Italy's) do not count.
    public var nationalNumber: UInt64 { split.national }

    private var split: (code: UInt64, national: UInt64) {
        guard e164 != 0 else { return (0, 0) }
        var scale: UInt64 = 1  // of the third digit
        while e164 / scale >= 1000 { scale *= 10 }
        let beginning = e164 / scale
        let firstDigit = beginning / 100
        if firstDigit == 1 || firstDigit == 7 {
            scale *= 100
        } else if Self.isTwoDigitCode(beginning / 10) {
            scale *= 10
        }
        return (e164 / scale, e164 % scale)
    }

    /// ITU-T E.164, list of assigned country codes: 20 27 30–34 36 39 40 41 43–49 51–58 60–66 81 82
    /// 84 86 90–95 98.
    private static func isTwoDigitCode(_ code: UInt64) -> Bool {
        switch code {
        case 20, 27, 30...34, 36, 39...41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98:
            true
        default: false
        }
    }
}

extension Country {
    /// The calling code of its numbers; CA and US share theirs.
    public var callingCode: UInt16 { Country.callingCodes[Int(rawValue)] }

    /// Whether `code` is the calling code of one of the twenty countries.
    public static func haveCallingCode(_ code: UInt16) -> Bool { callingCodes.contains(code) }

    private static let callingCodes: [UInt16] = [
        46, 47, 358, 45, 49, 44, 353, 32, 420, 31, 43, 48, 34, 41, 64, 61, 27, 52, 1, 1,
    ]
}
