import AccountModel
import Normalization
import Testing

/// One field as it may stand in an export, and what must become of it.
struct PhoneCase: Sendable, CustomTestStringConvertible {
    let country: Country
    let written: String
    /// E.164 digits; 0 for an unparsable field.
    let e164: UInt64
    let lineType: LineType
    let findings: PhoneFindings

    init(
        _ country: Country, _ written: String, _ e164: UInt64, _ lineType: LineType = .unknown,
        _ findings: PhoneFindings = []
    ) {
        self.country = country
        self.written = written
        self.e164 = e164
        self.lineType = lineType
        self.findings = findings
    }

    var testDescription: String { "\(country) \(written)" }

    func check(sourceLocation: SourceLocation = #_sourceLocation) {
        let number = parse(written, country)
        #expect(number.isParsed == (e164 != 0), sourceLocation: sourceLocation)
        #expect(number.e164 == e164, sourceLocation: sourceLocation)
        #expect(number.lineType == lineType, sourceLocation: sourceLocation)
        #expect(number.findings == findings, sourceLocation: sourceLocation)
    }
}

func parse(_ written: String, _ country: Country) -> PhoneNumber {
    parsePhone(Array(written.utf8).span, defaultCountry: country)
}

@Suite("Phone numbers: rules")
struct PhoneRuleTests {
    @Test(
        "National numbers of the twenty countries get their calling code",
        arguments: [
            PhoneCase(.SE, "070-123 45 67", 46_701_234_567, .mobile, .regionAssumed),
            PhoneCase(.SE, "08-123 456 78", 46_812_345_678, .fixed, .regionAssumed),
            PhoneCase(.NO, "406 12 345", 4_740_612_345, .mobile, .regionAssumed),
            PhoneCase(.NO, "22 12 34 56", 4_722_123_456, .fixed, .regionAssumed),
            PhoneCase(.FI, "041 2345678", 358_412_345_678, .mobile, .regionAssumed),
            PhoneCase(.FI, "09 1234 5678", 358_912_345_678, .fixed, .regionAssumed),
            PhoneCase(.DK, "32 12 34 56", 4_532_123_456, .fixedOrMobile, .regionAssumed),
            PhoneCase(.DE, "0151 23456789", 4_915_123_456_789, .mobile, .regionAssumed),
            PhoneCase(.DE, "030/123456", 4_930_123_456, .fixed, .regionAssumed),
            PhoneCase(.GB, "07400 123456", 447_400_123_456, .mobile, .regionAssumed),
            PhoneCase(.GB, "(020) 7946 0018", 442_079_460_018, .fixed, .regionAssumed),
            PhoneCase(.IE, "085 012 3456", 353_850_123_456, .mobile, .regionAssumed),
            PhoneCase(.BE, "0470 12 34 56", 32_470_123_456, .mobile, .regionAssumed),
            PhoneCase(.CZ, "601 123 456", 420_601_123_456, .mobile, .regionAssumed),
            PhoneCase(.NL, "06 12345678", 31_612_345_678, .mobile, .regionAssumed),
            PhoneCase(.AT, "0664 123456", 43_664_123_456, .mobile, .regionAssumed),
            PhoneCase(.AT, "01 234567890", 431_234_567_890, .fixed, .regionAssumed),
            PhoneCase(.PL, "512 345 678", 48_512_345_678, .mobile, .regionAssumed),
            PhoneCase(.ES, "612 34 56 78", 34_612_345_678, .mobile, .regionAssumed),
            PhoneCase(.CH, "078 123 45 67", 41_781_234_567, .mobile, .regionAssumed),
            PhoneCase(.NZ, "021 123 4567", 64_211_234_567, .mobile, .regionAssumed),
            PhoneCase(.AU, "0412 345 678", 61_412_345_678, .mobile, .regionAssumed),
            PhoneCase(.ZA, "071 123 4567", 27_711_234_567, .mobile, .regionAssumed),
            PhoneCase(.MX, "55 1234 5678", 525_512_345_678, .fixedOrMobile, .regionAssumed),
            PhoneCase(.CA, "(506) 234-5678", 15_062_345_678, .fixedOrMobile, .regionAssumed),
            PhoneCase(.US, "1 (201) 555-0123", 12_015_550_123, .fixedOrMobile, .plusLost),
        ])
    func national(given: PhoneCase) { given.check() }

    @Test(
        "Numbers with a calling code keep it, however it was dialled",
        arguments: [
            PhoneCase(.SE, "+46 (0)70 123 45 67", 46_701_234_567, .mobile),
            PhoneCase(.US, "+44 (0)20 7946 0018", 442_079_460_018, .fixed),
            PhoneCase(.DE, "0044 20 7946 0018", 442_079_460_018, .fixed),
            PhoneCase(.US, "011 46 70 123 45 67", 46_701_234_567, .mobile),
            PhoneCase(.AU, "0011 64 21 123 4567", 64_211_234_567, .mobile),
            PhoneCase(.SE, "(+46) 70-1234567", 46_701_234_567, .mobile),
            PhoneCase(.SE, "++46701234567", 46_701_234_567, .mobile),
            PhoneCase(.SE, "tel:+46-70-123-45-67", 46_701_234_567, .mobile),
            PhoneCase(.SE, "Tel. 070 123 45 67", 46_701_234_567, .mobile, .regionAssumed),
            PhoneCase(.SE, "'+46701234567", 46_701_234_567, .mobile),
            PhoneCase(.AT, "+39 06 12345678", 390_612_345_678, .fixed),
            PhoneCase(.AT, "+39 (0)6 12345678", 390_612_345_678, .fixed),
            PhoneCase(.AT, "+39 312 345 6789", 393_123_456_789, .mobile),
            PhoneCase(.NO, "+33 (0)6 12 34 56 78", 33_612_345_678, .mobile),
            PhoneCase(.SE, "+55 11 91234-5678", 5_511_912_345_678, .mobile),
            PhoneCase(.SE, "+54 9 11 1234 5678", 5_491_112_345_678, .mobile),
        ])
    func international(given: PhoneCase) { given.check() }

    @Test(
        "Mexico's old 1 is dropped and found",
        arguments: [
            PhoneCase(.MX, "+52 1 55 1234 5678", 525_512_345_678, .fixedOrMobile, .renumbered),
            PhoneCase(.US, "+5215512345678", 525_512_345_678, .fixedOrMobile, .renumbered),
            PhoneCase(
                .MX, "044 55 1234 5678", 525_512_345_678, .fixedOrMobile,
                [.regionAssumed, .renumbered]),
            PhoneCase(
                .MX, "045 55 1234 5678", 525_512_345_678, .fixedOrMobile,
                [.regionAssumed, .renumbered]),
            PhoneCase(
                .MX, "01 1 55 1234 5678", 525_512_345_678, .fixedOrMobile,
                [.regionAssumed, .renumbered]),
            PhoneCase(.MX, "01 55 1234 5678", 525_512_345_678, .fixedOrMobile, .regionAssumed),
        ])
    func mexico(given: PhoneCase) { given.check() }

    @Test(
        "A lost plus sign is found",
        arguments: [
            PhoneCase(.SE, "46701234567", 46_701_234_567, .mobile, .plusLost),
            PhoneCase(.NO, "4740612345", 4_740_612_345, .mobile, .plusLost),
            PhoneCase(.GB, "447400123456", 447_400_123_456, .mobile, .plusLost),
            PhoneCase(.NO, "34612345678", 34_612_345_678, .mobile, .plusLost),
            PhoneCase(.SE, "4915123456789", 4_915_123_456_789, .mobile, .plusLost),
            PhoneCase(.US, "0046701234567", 46_701_234_567, .mobile),
        ])
    func plusLost(given: PhoneCase) { given.check() }

    @Test(
        "Germany's 49 is a calling code before a mobile number, and else as in the library",
        arguments: [
            PhoneCase(.DE, "4915123456789", 4_915_123_456_789, .mobile, .plusLost),
            PhoneCase(.DE, "491701234567", 491_701_234_567, .mobile, .plusLost),
            PhoneCase(.DE, "4930123456", 4_930_123_456, .fixed, .plusLost),
            // 04931 is Norden in East Frisia: a German number as it stands.
            PhoneCase(.DE, "4931 12345", 49_493_112_345, .fixed, .regionAssumed),
            PhoneCase(.DE, "04915 123456", 494_915_123_456, .fixed, .regionAssumed),
        ])
    func germany(given: PhoneCase) { given.check() }

    @Test(
        "Spreadsheet damage is repaired where no digit is lost",
        arguments: [
            PhoneCase(
                .SE, "701234567.0", 46_701_234_567, .mobile, [.regionAssumed, .spreadsheetDamage]),
            PhoneCase(
                .SE, "46701234567.0", 46_701_234_567, .mobile, [.plusLost, .spreadsheetDamage]),
            PhoneCase(
                .SE, "4.6701234567E+10", 46_701_234_567, .mobile, [.plusLost, .spreadsheetDamage]),
            PhoneCase(
                .SE, "4,6701234567e10", 46_701_234_567, .mobile, [.plusLost, .spreadsheetDamage]),
            PhoneCase(.SE, "4.67E+10", 0, .unknown, .spreadsheetDamage),
            PhoneCase(.SE, "4,67012E+10", 0, .unknown, .spreadsheetDamage),
            PhoneCase(.SE, "08.123.456.0", 4_681_234_560, .fixed, .regionAssumed),
        ])
    func spreadsheet(given: PhoneCase) { given.check() }

    @Test(
        "Other scripts' digits and copied marks are read",
        arguments: [
            PhoneCase(.SE, "０７０－１２３４５６７", 46_701_234_567, .mobile, .regionAssumed),
            PhoneCase(.SE, "＋４６７０１２３４５６７", 46_701_234_567, .mobile),
            PhoneCase(.SE, "٠٧٠١٢٣٤٥٦٧", 46_701_234_567, .mobile, .regionAssumed),
            PhoneCase(.SE, "070\u{A0}123\u{A0}45\u{A0}67", 46_701_234_567, .mobile, .regionAssumed),
            PhoneCase(.SE, "\u{202A}+46 70 123 45 67\u{202C}", 46_701_234_567, .mobile),
            PhoneCase(.SE, "+46\u{202F}70\u{2011}1234567", 46_701_234_567, .mobile),
        ])
    func scripts(given: PhoneCase) { given.check() }

    @Test(
        "An extension is found and left out",
        arguments: [
            PhoneCase(
                .SE, "08-123 456 78 ext. 12", 46_812_345_678, .fixed,
                [.regionAssumed, .hasExtension]),
            PhoneCase(
                .SE, "08-123 456 78 x12", 46_812_345_678, .fixed,
                [.regionAssumed, .hasExtension]),
            PhoneCase(
                .SE, "08-12345678#12", 46_812_345_678, .fixed,
                [.regionAssumed, .hasExtension]),
            PhoneCase(.SE, "tel:+46812345678;ext=12", 46_812_345_678, .fixed, .hasExtension),
            PhoneCase(.SE, "+46812345678 Extension: 12", 46_812_345_678, .fixed, .hasExtension),
            PhoneCase(
                .US, "(201) 555-0123 int 3", 12_015_550_123, .fixedOrMobile,
                [.regionAssumed, .hasExtension]),
        ])
    func extensions(given: PhoneCase) { given.check() }

    @Test("An x behind a slash begins a second number, not an extension")
    func secondNumber() {
        PhoneCase(.SE, "08-12345678 / x12", 46_812_345_678, .fixed, .regionAssumed).check()
    }

    @Test("Letters are dialled as on a keypad")
    func vanity() {
        PhoneCase(.US, "1-800-FLOWERS", 18_003_569_377, .unknown, .plusLost).check()
    }

    @Test(
        "A remark behind the number is left out, and so is a second number",
        arguments: [
            PhoneCase(.SE, "070-123 45 67 (mobil)", 46_701_234_567, .mobile, .regionAssumed),
            PhoneCase(.DE, "0151 23456789 büro", 4_915_123_456_789, .mobile, .regionAssumed),
            PhoneCase(.SE, "+46701234567, 08-123 456 78", 46_701_234_567, .mobile),
            PhoneCase(.NO, "2019-01-01T12:00", 0),
            PhoneCase(.US, "2019-01-01 12:00", 0),
        ])
    func remark(given: PhoneCase) { given.check() }

    @Test("A trunk zero in parentheses is dropped where the country has none")
    func parenthesizedZero() {
        PhoneCase(.PL, "+48 (0)512 345 678", 48_512_345_678, .mobile).check()
        PhoneCase(.DK, "+45 (0)32 12 34 56", 4_532_123_456, .fixedOrMobile).check()
    }

    @Test(
        "What is no phone number is unparsable, with a code no call could reach",
        arguments: [
            "n/a", "-", "0", "12", "anna@example.com", "070-12", "+999 123456",
            "1234567890123456789012",
        ])
    func unparsable(written: String) {
        PhoneCase(.SE, written, 0).check()
    }

    @Test("A number of a possible length in no assigned range is kept, with a finding")
    func notAssigned() {
        PhoneCase(.US, "+1 200 555 0123", 12_005_550_123, .unknown, .notAssigned).check()
    }

    @Test("A number without its area code is no identity")
    func localOnly() { PhoneCase(.US, "555-0123", 0).check() }

    @Test(
        "One digit repeated is a placeholder where no such number is assigned",
        arguments: [
            PhoneCase(.SE, "0000000000", 0), PhoneCase(.NO, "00000000", 0),
            PhoneCase(.DE, "1111111111", 0), PhoneCase(.US, "(000) 000-0000", 0),
            PhoneCase(.GB, "0001111", 440_001_111, .unknown, [.regionAssumed, .notAssigned]),
            PhoneCase(.NO, "99999999", 4_799_999_999, .mobile, .regionAssumed),
        ])
    func placeholder(given: PhoneCase) { given.check() }

    @Test("White space is an absent number", arguments: ["", " ", "\t\n", "\u{A0}"])
    func absent(written: String) { #expect(parse(written, .SE) == .absent) }

    @Test("The metadata release is stamped")
    func metadataVersion() { #expect(phoneMetadataVersion == "8.12.57") }
}
