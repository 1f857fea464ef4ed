import AccountModel
import TestSupport
import Testing

@testable import Normalization

@Suite("Phone numbers: tables against libphonenumber")
struct PhoneOracleTests {
    /// 20 countries × 5,000 numbers; scripts/oracle-phones runs the same with millions.
    @Test(
        "The tables come to the library's E.164 number, type and length",
        arguments: Country.allCases)
    func agree(country: Country) {
        let seed = 0x5EED_0000 + UInt64(country.rawValue)
        var random = SplitMix64(seed: seed)
        var decided = 0
        for _ in 0..<5_000 {
            let written = randomPhone(for: country, using: &random)
            let bytes = Array(written.utf8)
            let text = scanPhone(bytes.span)
            guard text.shape == .digits, !text.isSpreadsheetNumber,
                let number = readPlainly(text.digits, hasPlus: text.hasPlus, in: country)
            else { continue }
            decided += 1
            let expected = readPhoneByLibrary(bytes.span, defaultCountry: country)
            let found = compared(number, text)
            #expect(
                found == compared(expected, text),
                "seed \(seed): \(country) «\(written)» is \(found.e164), library \(expected.e164)")
        }
        #expect(decided > 3_500, "the tables decided only \(decided) of 5000")
    }

    /// The finding that the library does not know, and the one the caller adds, do not count.
    private func compared(_ number: PhoneNumber, _ text: PhoneText) -> PhoneNumber {
        guard number.isParsed else { return .unparsable }
        return PhoneNumber(
            e164: number.e164, lineType: number.lineType,
            findings: number.findings.subtracting([.renumbered, .hasExtension]))
    }
}
