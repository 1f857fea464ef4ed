internal import AccountModel
internal import CPhoneNumbers

// The only Swift file that enters CPhoneNumbers: the compiled tables, and the library behind them.

/// The release of libphonenumber's metadata that the tables hold, for reports and digests.
package let phoneMetadataVersion = unsafe String(cString: CPhoneNumbers_version())

/// What the numbering plan says about a national number.
struct PhonePlanEntry {
    fileprivate let label: UInt8

    /// The number is in a range that is assigned to some kind of line.
    var isAssigned: Bool { label & 7 != 0 }
    /// The number is shaped as numbers of its country are.
    var matchesPlan: Bool { label & 8 != 0 }
    /// A national prefix that only the library can strip stands before it.
    var hasComplexPrefix: Bool { label & 16 != 0 }
    var lineType: LineType { PhonePlanEntry.lineType(of: label & 7) }

    /// Type 4 is valid, but neither mobile nor fixed: freephone, premium rate, pager and the like.
    fileprivate static func lineType(of type: UInt8) -> LineType {
        switch type {
        case 1: .mobile
        case 2: .fixed
        case 3: .fixedOrMobile
        default: .unknown
        }
    }
}

/// How a length fits a numbering plan; as the library's `TestNumberLength`.
enum PhoneLength {
    case possible
    /// Only within a town or an area: such a number cannot be dialled from elsewhere.
    case localOnly
    case tooShort
    case tooLong
    /// Between the shortest and the longest, but no number has it.
    case unused
}

/// The numbering plan of one calling code.
struct PhoneRegion {
    private let row: CPhoneNumbersRegion

    private init(index: UInt8) { row = CPhoneNumbers_region(index) }

    /// The plan by which `country` reads a number without a calling code.
    init(of country: Country) { self.init(index: CPhoneNumbers_country(country.rawValue).region) }

    /// The plan of the calling code that `digits` begin with, if there is one.
    /// - Precondition: `digits.count >= 3`.
    init?(callingCodeOf digits: PhoneDigits) {
        let beginning = digits.packed &>> UInt64(4 &* (digits.count - 3))
        let index = CPhoneNumbers_regionBeginning(UInt32(truncatingIfNeeded: beginning) & 0xFFF)
        guard index != 255 else { return nil }
        self.init(index: index)
    }

    /// The calling code, four bits a digit.
    var code: UInt16 { row.code }
    var codeLength: Int { Int(row.codeLength) }
    var hasComplexPrefix: Bool { row.isComplex != 0 }

    /// Looks a national number up, in one step a digit.
    @inline(__always)
    func entry(of digits: PhoneDigits) -> PhonePlanEntry {
        var state = row.root
        var index = digits.count
        while index > 0, state != 0 {
            index &-= 1
            let digit = UInt32(truncatingIfNeeded: digits.packed &>> UInt64(4 &* index)) & 15
            state = CPhoneNumbers_next(state, digit)
        }
        return PhonePlanEntry(label: CPhoneNumbers_label(state))
    }

    func length(of digits: PhoneDigits) -> PhoneLength {
        let bit = UInt32(1) << UInt32(digits.count)
        if row.localLengths & bit != 0 { return .localOnly }
        if row.possibleLengths & bit != 0 { return .possible }
        if row.possibleLengths & (bit - 1) == 0 { return .tooShort }
        return row.possibleLengths < bit ? .tooLong : .unused
    }

    /// How many digits of national prefix `digits` begin with.
    @inline(__always)
    func nationalPrefixLength(of digits: PhoneDigits) -> Int {
        prefixLength(of: digits, first: row.firstPrefix, count: row.prefixCount)
    }
}

/// How many digits of the international prefix of `country` the digits begin with, or zero.
@inline(__always)
func internationalPrefixLength(of digits: PhoneDigits, in country: Country) -> Int {
    let row = CPhoneNumbers_country(country.rawValue)
    return prefixLength(
        of: digits, first: row.firstInternationalPrefix, count: row.internationalPrefixCount)
}

@inline(__always)
private func prefixLength(of digits: PhoneDigits, first: UInt8, count: UInt8) -> Int {
    var index = UInt32(first)
    let end = index &+ UInt32(count)
    while index < end {
        let prefix = CPhoneNumbers_prefix(index)
        let length = Int(prefix.length)
        if digits.starts(with: prefix.digits, length: length) { return length }
        index &+= 1
    }
    return 0
}

/// Reads a field with libphonenumber: a hundred times slower than the tables, and complete.
///
/// The text never leaves this process, and the library writes no log.
func readPhoneByLibrary(_ field: Span<UInt8>, defaultCountry: Country) -> PhoneNumber {
    var reading = CPhoneNumbersReading()
    let (first, second) = defaultCountry.letters
    unsafe field.withUnsafeBufferPointer { bytes in
        unsafe CPhoneNumbers_read(bytes.baseAddress, bytes.count, first, second, &reading)
    }
    guard reading.e164 != 0, reading.isPossible != 0 else { return .unparsable }
    var findings = PhoneFindings.none
    if reading.isRegionAssumed != 0 { findings.insert(.regionAssumed) }
    if reading.isPlusLost != 0 { findings.insert(.plusLost) }
    if reading.hasExtension != 0 { findings.insert(.hasExtension) }
    if reading.type == 0 { findings.insert(.notAssigned) }
    return PhoneNumber(
        e164: reading.e164, lineType: PhonePlanEntry.lineType(of: reading.type), findings: findings)
}
