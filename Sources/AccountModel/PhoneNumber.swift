/// How a line can be reached, as far as its number tells.
package enum LineType: UInt8, Sendable {
    case unknown = 0
    /// Reached by SMS or call.
    case mobile = 1
    /// Reached by call only.
    case fixed = 2
    /// The numbering plan does not tell mobile from fixed (CA, US, MX and others).
    case fixedOrMobile = 3
}

/// What was noticed while a phone number was read; a finding of data quality, never a reason to reject.
package struct PhoneFindings: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Written without a country code; the account's country was assumed.
    package static let regionAssumed = PhoneFindings(rawValue: 1)
    /// `4.67E+10`, a trailing `.0`: a spreadsheet touched it.
    package static let spreadsheetDamage = PhoneFindings(rawValue: 2)
    /// Starts with a country code but its `+` or `00` is lost.
    package static let plusLost = PhoneFindings(rawValue: 4)
    /// Had an extension, which is not part of E.164.
    package static let hasExtension = PhoneFindings(rawValue: 8)
    /// Written in an old form that a renumbering replaced (Mexico's 1, for one).
    package static let renumbered = PhoneFindings(rawValue: 16)
    /// Possible by its length, but in no range that the numbering plan assigns.
    package static let notAssigned = PhoneFindings(rawValue: 32)
}

/// A phone number as it is stored: E.164 digits, line type and findings in one word.
///
/// Bits 0–49 hold the E.164 digits as an integer (15 digits fit), 50–51 the line type, 52–59 the
/// findings, 60–61 the state. The zero word is "no phone given".
package struct PhoneNumber: RawRepresentable, Sendable, Hashable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// No phone was given.
    package static let absent = PhoneNumber(rawValue: 0)
    /// Something was given that is no phone number.
    package static let unparsable = PhoneNumber(rawValue: 2 << 60)

    /// A number that was understood.
    /// - Precondition: `e164` has at most 15 digits and is not zero.
    package init(e164: UInt64, lineType: LineType, findings: PhoneFindings) {
        precondition(e164 > 0 && e164 < 1_000_000_000_000_000, "E.164 has 1 to 15 digits")
        rawValue =
            e164 | UInt64(lineType.rawValue) << 50 | UInt64(findings.rawValue) << 52 | 1 << 60
    }

    /// The E.164 digits without `+`, zero when there is no number.
    package var e164: UInt64 { rawValue & ((1 << 50) - 1) }
    package var lineType: LineType { LineType(rawValue: UInt8(truncatingIfNeeded: rawValue >> 50) & 3)! }
    package var findings: PhoneFindings { PhoneFindings(rawValue: UInt8(truncatingIfNeeded: rawValue >> 52)) }
    package var isAbsent: Bool { rawValue == 0 }
    package var isParsed: Bool { rawValue >> 60 & 3 == 1 }
    package var isUnparsable: Bool { rawValue >> 60 & 3 == 2 }
}
