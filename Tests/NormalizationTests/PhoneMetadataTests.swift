import AccountModel
import Testing

@testable import Normalization

@Suite("Phone numbers: tables")
struct PhoneMetadataTests {
    @Test("A country's plan has the country's calling code", arguments: Country.allCases)
    func homeCode(country: Country) {
        #expect(decimal(PhoneRegion(of: country).code) == country.callingCode)
    }

    @Test("The tables and E.164's own list split numbers at the same place", arguments: 100...999)
    func split(beginning: UInt64) {
        guard let region = PhoneRegion(callingCodeOf: PhoneDigits(of: beginning)) else { return }
        let number = PhoneNumber(
            e164: beginning * 1_000_000, lineType: .unknown, findings: .none)
        #expect(decimal(region.code) == number.callingCode)
    }

    @Test("Digits survive packing", arguments: [1, 46, 4_607_012, 999_999_999_999_999])
    func packing(value: UInt64) {
        let digits = PhoneDigits(of: value)
        #expect(digits.value == value)
        #expect(digits.count == String(value).count)
        #expect((0..<digits.count).map { String(digits[$0]) }.joined() == String(value))
    }

    private func decimal(_ packed: UInt16) -> UInt16 {
        UInt16(String(packed, radix: 16))!
    }
}
