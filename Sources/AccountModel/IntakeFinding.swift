/// A weakness of an exported row that does not keep it from being applied (RULES §8).
///
/// Counted per file for the country scorecard, with the lines of the first few.
public enum IntakeFinding: UInt8, Sendable, CaseIterable {
    case badDate = 0, badBoolean, badLanguage, badAccountType, badStatus, badConsent
    case addressInvalid, addressUnusable
    case nameMissing, namePlaceholder, nameMojibake
    case phoneMissing, phoneUnparsable, phoneRegionAssumed, phoneSpreadsheetDamage, phonePlusLost
    case phoneExtension, phoneRenumbered, phoneNotAssigned

    /// As reports write it.
    public var code: StaticString {
        switch self {
        case .badDate: "bad_date"
        case .badBoolean: "bad_boolean"
        case .badLanguage: "bad_language"
        case .badAccountType: "bad_account_type"
        case .badStatus: "bad_status"
        case .badConsent: "bad_consent"
        case .addressInvalid: "address_invalid"
        case .addressUnusable: "address_unusable"
        case .nameMissing: "name_missing"
        case .namePlaceholder: "name_placeholder"
        case .nameMojibake: "name_mojibake"
        case .phoneMissing: "phone_missing"
        case .phoneUnparsable: "phone_unparsable"
        case .phoneRegionAssumed: "phone_region_assumed"
        case .phoneSpreadsheetDamage: "phone_spreadsheet_damage"
        case .phonePlusLost: "phone_plus_lost"
        case .phoneExtension: "phone_extension"
        case .phoneRenumbered: "phone_renumbered"
        case .phoneNotAssigned: "phone_not_assigned"
        }
    }
}

/// How often each finding was met in one file, and on which lines first.
public struct IntakeFindings: Sendable, Equatable {
    /// By `IntakeFinding.rawValue`.
    public private(set) var counts = [Int](repeating: 0, count: IntakeFinding.allCases.count)
    /// The first lines of each finding, by `IntakeFinding.rawValue`.
    public private(set) var lines = [[UInt32]](repeating: [], count: IntakeFinding.allCases.count)

    /// How many line numbers are kept for each finding: enough to find the cause, few enough for a report.
    public static let linesMax = 10

    /// The first values of findings about a value, by `IntakeFinding.rawValue`; as exported, to be masked.
    public private(set) var samples = [[String]](repeating: [], count: IntakeFinding.allCases.count)

    /// How many values are kept for each finding: one may be odd, three show what it is.
    public static let samplesMax = 3

    /// Nothing found.
    public init() {}

    /// Whether another value of this finding would be kept.
    @inline(__always)
    public func wantsSample(_ finding: IntakeFinding) -> Bool {
        counts[Int(finding.rawValue)] <= IntakeFindings.samplesMax
    }

    /// Keeps a value of a finding that was just noted.
    public mutating func keep(_ sample: String, of finding: IntakeFinding) {
        if wantsSample(finding) { samples[Int(finding.rawValue)].append(sample) }
    }

    /// The first values, unmasked; for a report that may show them.
    public func samples(_ finding: IntakeFinding) -> [String] { samples[Int(finding.rawValue)] }

    /// Counts a finding; the first lines are kept.
    @inline(__always)
    public mutating func note(_ finding: IntakeFinding, line: UInt32) {
        let index = Int(finding.rawValue)
        counts[index] &+= 1
        if counts[index] <= IntakeFindings.linesMax { lines[index].append(line) }
    }

    /// How often.
    public func count(_ finding: IntakeFinding) -> Int { counts[Int(finding.rawValue)] }
    /// The first lines, from 1.
    public func lines(_ finding: IntakeFinding) -> [UInt32] { lines[Int(finding.rawValue)] }
}

/// Why a row was not applied; stable codes of `rejects.ndjson`, beside those of a broken row.
public enum RowReject: UInt8, Sendable, CaseIterable {
    case accountIDMissing = 0, accountIDInvalid, wrongCountry, unknownOperation, fieldTooLong, unorderedUpdate

    /// As reports write it.
    public var code: StaticString {
        switch self {
        case .accountIDMissing: "account_id_missing"
        case .accountIDInvalid: "account_id_invalid"
        case .wrongCountry: "wrong_country"
        case .unknownOperation: "unknown_operation"
        case .fieldTooLong: "field_too_long"
        case .unorderedUpdate: "unordered_update"
        }
    }
}
