import AccountModel
import TestSupport
import Testing

@testable import Normalization

@Suite("Phone numbers: laws")
struct PhoneLawTests {
    @Test("Whatever the bytes are, the answer has one of three forms", arguments: UInt64(0)..<64)
    func totalOnAnyBytes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet =
            Array("0123456789+++ ().-/xXeE;#,\u{A0}\u{202A}０٣é€\u{0}".utf8) + [0xFF, 0xC2, 0xE2]
        for _ in 0..<1_000 {
            let count = Int.random(in: 0...40, using: &random)
            let field = (0..<count).map { _ in alphabet.randomElement(using: &random)! }
            let country = Country.allCases.randomElement(using: &random)!
            let number = parsePhone(field.span, defaultCountry: country)
            #expect(
                [number.isAbsent, number.isParsed, number.isUnparsable].filter { $0 }.count == 1,
                "seed \(seed): \(field)")
            #expect(number.isParsed == (number.e164 != 0), "seed \(seed): \(field)")
        }
    }

    @Test(
        "An assigned number written in E.164 is itself, in every country",
        arguments: Country.allCases)
    func readsItself(country: Country) {
        let seed = 0x1D_0000 + UInt64(country.rawValue)
        var random = SplitMix64(seed: seed)
        var assigned = 0
        for _ in 0..<5_000 {
            let written = randomPhone(for: country, using: &random)
            let number = parse(written, country)
            guard number.isParsed, !number.findings.contains(.notAssigned) else { continue }
            assigned += 1
            let reader = Country.allCases.randomElement(using: &random)!
            let again = parse("+\(number.e164)", reader)
            #expect(
                again.e164 == number.e164 && again.lineType == number.lineType,
                "seed \(seed): «\(written)» is \(number.e164), and that is \(again.e164)")
        }
        #expect(assigned > 300, "only \(assigned) of 5000 were assigned")
    }

    @Test("The library answers alike on every thread")
    func libraryIsThreadSafe() async {
        let fields = (0..<200).map { "1-800-FLOW\($0)" }
        let expected = fields.map { parse($0, .US) }
        #expect(!expected.filter(\.isParsed).isEmpty)
        await withTaskGroup(of: [PhoneNumber].self) { group in
            for _ in 0..<8 { group.addTask { fields.map { parse($0, .US) } } }
            for await answers in group { #expect(answers == expected) }
        }
    }
}
