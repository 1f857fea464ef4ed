import AccountModel
import Testing

@Suite("Phone number word")
struct PhoneNumberTests {
    @Test(
        "E.164 digits split behind the calling code",
        arguments: [
            (12_015_550_123, 1, 2_015_550_123), (79_123_456_789, 7, 9_123_456_789),
            (46_701_234_567, 46, 701_234_567), (358_412_345_678, 358, 412_345_678),
            (390_612_345_678, 39, 612_345_678), (420_601_123_456, 420, 601_123_456),
            (999_999_999_999_999, 999, 999_999_999_999), (46_123, 46, 123),
        ] as [(UInt64, UInt16, UInt64)])
    func split(e164: UInt64, code: UInt16, national: UInt64) {
        let number = PhoneNumber(e164: e164, lineType: .unknown, findings: [])
        #expect(number.callingCode == code)
        #expect(number.nationalNumber == national)
    }

    @Test("No number has no calling code")
    func absent() {
        #expect(PhoneNumber.absent.callingCode == 0)
        #expect(PhoneNumber.unparsable.nationalNumber == 0)
    }

    @Test("An unparsable field keeps its findings and stays unparsable")
    func unparsable() {
        let number = PhoneNumber.unparsable(.spreadsheetDamage)
        #expect(number.isUnparsable && !number.isParsed && !number.isAbsent)
        #expect(number.findings == .spreadsheetDamage)
        #expect(PhoneNumber.unparsable([]) == .unparsable)
    }
}
