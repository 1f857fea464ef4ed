import AccountModel
import Testing

@testable import RecordLinkage

/// Two phone numbers with their accounts' countries, and the class they must get.
struct PhonePair: Sendable, CustomTestStringConvertible {
    let a: PhoneNumber
    let countryA: Country
    let b: PhoneNumber
    let countryB: Country
    let expected: PhoneClass

    init(
        _ a: PhoneNumber, _ countryA: Country, _ b: PhoneNumber, _ countryB: Country,
        _ expected: PhoneClass
    ) {
        self.a = a
        self.countryA = countryA
        self.b = b
        self.countryB = countryB
        self.expected = expected
    }

    var testDescription: String {
        "\(countryA) \(a.e164), \(countryB) \(b.e164): \(expected.code)"
    }
}

private func mobile(_ e164: UInt64, _ findings: PhoneFindings = []) -> PhoneNumber {
    PhoneNumber(e164: e164, lineType: .mobile, findings: findings)
}

private func fixed(_ e164: UInt64, _ findings: PhoneFindings = []) -> PhoneNumber {
    PhoneNumber(e164: e164, lineType: .fixed, findings: findings)
}

private func other(_ e164: UInt64, _ findings: PhoneFindings = []) -> PhoneNumber {
    PhoneNumber(e164: e164, lineType: .unknown, findings: findings)
}

private func either(_ e164: UInt64, _ findings: PhoneFindings = []) -> PhoneNumber {
    PhoneNumber(e164: e164, lineType: .fixedOrMobile, findings: findings)
}

@Suite("Phone comparison")
struct PhoneComparisonTests {
    @Test(
        "Each pair gets the first class of the ladder that fits",
        arguments: [
            // One number, whatever was noticed while it was read.
            PhonePair(mobile(46_701_234_567), .SE, mobile(46_701_234_567), .NO, .equal),
            PhonePair(
                mobile(46_701_234_567, .regionAssumed), .SE, mobile(46_701_234_567, .plusLost), .SE,
                .equal),
            PhonePair(
                either(525_512_345_678, .renumbered), .MX, either(525_512_345_678), .US, .equal),
            // Renumbered.
            PhonePair(other(5_215_512_345_678), .MX, either(525_512_345_678), .MX, .equivalent),
            PhonePair(other(441_711_234_567), .GB, fixed(442_071_234_567), .IE, .equivalent),
            PhonePair(other(441_811_234_567), .GB, fixed(442_081_234_567), .GB, .equivalent),
            PhonePair(other(441_222_123_456), .GB, fixed(442_920_123_456), .GB, .equivalent),
            PhonePair(other(5_712_345_678), .ES, fixed(576_012_345_678), .ES, .equivalent),
            PhonePair(other(841_201_234_567), .CZ, mobile(84_701_234_567), .CZ, .equivalent),
            PhonePair(other(551_181_234_567), .US, mobile(5_511_981_234_567), .US, .equivalent),
            // The same national number under another calling code, one of them assumed.
            PhonePair(
                mobile(46_701_234_567, .regionAssumed), .SE, other(49_701_234_567), .DE, .probable),
            PhonePair(
                either(4_532_123_456, .regionAssumed), .DK, other(4_732_123_456, .regionAssumed),
                .NO, .probable),
            // Köln with its plus lost, or Borkum: 04922.
            PhonePair(
                fixed(49_492_211_234_567, .regionAssumed), .DE, fixed(492_211_234_567), .DE,
                .probable),
            // Without an assumption, two countries' numbers are two numbers.
            PhonePair(mobile(46_701_234_567), .SE, other(49_701_234_567), .DE, .ownCountryLines),
            // Nothing to compare.
            PhonePair(.absent, .SE, mobile(46_701_234_567), .SE, .missing),
            PhonePair(.absent, .SE, .absent, .NO, .missing),
            PhonePair(.unparsable, .SE, mobile(46_701_234_567), .SE, .unparsable),
            PhonePair(.unparsable(.spreadsheetDamage), .SE, .absent, .SE, .unparsable),
            PhonePair(.unparsable, .SE, .unparsable, .SE, .unparsable),
            // Mobile and fixed, at home and across a border.
            PhonePair(mobile(46_701_234_567), .SE, fixed(46_812_345_678), .SE, .differentLineType),
            PhonePair(mobile(46_701_234_567), .SE, fixed(4_722_123_456), .NO, .differentLineType),
            // A plan that does not tell mobile from fixed explains nothing.
            PhonePair(mobile(46_701_234_567), .SE, either(12_015_550_123), .SE, .different),
            // Each at home.
            PhonePair(mobile(46_701_234_567), .SE, mobile(4_740_612_345), .NO, .ownCountryLines),
            PhonePair(either(12_015_550_123), .US, either(14_165_550_123), .CA, .ownCountryLines),
            // One country, or a number from elsewhere.
            PhonePair(mobile(46_701_234_567), .SE, mobile(46_701_234_568), .SE, .different),
            PhonePair(mobile(46_701_234_567), .SE, mobile(46_701_234_568), .NO, .different),
            PhonePair(mobile(4_740_612_345), .SE, mobile(46_701_234_567), .NO, .different),
        ])
    func ladder(pair: PhonePair) {
        #expect(
            comparePhones(pair.a, of: pair.countryA, pair.b, of: pair.countryB) == pair.expected)
        #expect(
            comparePhones(pair.b, of: pair.countryB, pair.a, of: pair.countryA) == pair.expected)
    }

    @Test("Only equal and equivalent agree")
    func agreement() {
        #expect(PhoneClass.allCases.filter(\.agrees) == [.equal, .equivalent])
    }

    @Test("Each class has a word of its own")
    func codes() {
        #expect(Set(PhoneClass.allCases.map(\.code)).count == PhoneClass.allCases.count)
    }

    @Test("The order of two numbers makes no difference", arguments: UInt64(0)..<64)
    func isSymmetric(seed: UInt64) {
        var random = PairRandom(seed: seed)
        for _ in 0..<500 {
            let (a, countryA) = random.number()
            let (b, countryB) = random.neighbour(of: a)
            let one = comparePhones(a, of: countryA, b, of: countryB)
            let two = comparePhones(b, of: countryB, a, of: countryA)
            #expect(
                one == two, "seed \(seed): \(countryA) \(a.rawValue), \(countryB) \(b.rawValue)")
            let same = comparePhones(a, of: countryA, a, of: countryB)
            #expect(same == (a.isParsed ? .equal : a.isAbsent ? .missing : .unparsable))
        }
    }

    @Test("Renumbered blocks are ordered and apart, and none moved into another")
    func blocks() {
        for (one, next) in zip(phoneRenumberings, phoneRenumberings.dropFirst()) {
            #expect(one.last < next.first)
        }
        for block in phoneRenumberings {
            let last = block.current + (block.last - block.first)
            #expect(currentNumber(of: block.first) == block.current)
            #expect(currentNumber(of: block.last) == last)
            #expect(currentNumber(of: block.current) == block.current)
            #expect(currentNumber(of: last) == last)
        }
    }
}

/// Numbers of few kinds and few digits, so that every class turns up.
private struct PairRandom {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    private mutating func next(below bound: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ mixed >> 31) % bound
    }

    mutating func number() -> (PhoneNumber, Country) {
        let country = Country.allCases[Int(next(below: 20))]
        switch next(below: 12) {
        case 0: return (.absent, country)
        case 1: return (.unparsable, country)
        case 2:
            return (number(phoneRenumberings[Int(next(below: 9))].first + next(below: 5)), country)
        default:
            return (
                number(UInt64(country.callingCode) * 10_000_000 + 4_900_000 + next(below: 4)),
                country
            )
        }
    }

    mutating func neighbour(of a: PhoneNumber) -> (PhoneNumber, Country) {
        let (b, country) = number()
        guard a.isParsed else { return (b, country) }
        switch next(below: 4) {
        case 0: return (number(currentNumber(of: a.e164)), country)
        case 1:
            return (
                number(UInt64(country.callingCode) * 10_000_000 + a.nationalNumber % 10_000_000),
                country
            )
        default: return (b, country)
        }
    }

    private mutating func number(_ e164: UInt64) -> PhoneNumber {
        PhoneNumber(
            e164: e164, lineType: LineType(rawValue: UInt8(next(below: 4)))!,
            findings: PhoneFindings(rawValue: UInt8(next(below: 64))))
    }
}
