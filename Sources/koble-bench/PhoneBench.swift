internal import AccountModel
internal import Normalization

/// Times `parsePhone` on a mix of fields as exports hold them, the library's share included.
///
/// Prints nanoseconds a field: of the whole mix, of its well-formed fields, and of single fields.
func phoneBench() {
    let mix = PhoneFields(seed: 0xB0B, count: 20_000)
    report("mix of exports", nanosecondsPerField(mix))
    report(
        "well-formed, national and international", nanosecondsPerField(mix.filtered(.wellFormed)))
    report("one field in E.164", nanosecondsPerField(PhoneFields(only: "+46701234567", .SE)))
    report("one field, national", nanosecondsPerField(PhoneFields(only: "070-123 45 67", .SE)))
    report(
        "one field for the library", nanosecondsPerField(PhoneFields(only: "1-800-FLOWERS", .US)))
}

private func report(_ name: String, _ nanoseconds: Double) {
    print("phone\t\(name)\t\(Int(nanoseconds + 0.5)) ns")
}

/// The best of fifty passes: what the code costs, not what the machine was busy with.
private func nanosecondsPerField(_ fields: PhoneFields) -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<50 {
        var checksum: UInt64 = 0
        let elapsed = clock.measure { checksum = fields.parseAll() }
        precondition(checksum != 1, "keeps the loop from being dropped")
        let nanoseconds =
            Double(elapsed.components.attoseconds) / 1e9 + Double(elapsed.components.seconds) * 1e9
        best = min(best, nanoseconds / Double(fields.count))
    }
    return best
}

/// Phone fields one behind the other, as in a file's buffer.
private struct PhoneFields {
    enum Kind { case wellFormed, odd }

    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var countries: [Country] = []
    private var kinds: [Kind] = []

    var count: Int { ends.count }

    private init() {}

    init(only field: String, _ country: Country) {
        for _ in 0..<200 { append(Array(field.utf8), country, .wellFormed) }
    }

    /// Per 1,000 fields: 490 national as people write them, 150 national digits only, 200 E.164,
    /// 100 international with spaces or `00`, 15 `(0)`, 20 without plus, 10 `.0`, 5 with an
    /// extension, 5 with no-break spaces, 2 of a country outside the twenty, 2 not a number, 1 for
    /// the library.
    init(seed: UInt64, count: Int) {
        var random = BenchRandom(state: seed)
        for _ in 0..<count {
            let country = Country.allCases[random.below(Country.count)]
            let line = PhoneFields.national(of: country, &random)
            let international = "+\(country.callingCode)"
            let (field, kind): (String, Kind) =
                switch random.below(1_000) {
                case 0..<490: (line.spaced, .wellFormed)
                case 490..<640: (line.trunk + line.digits, .wellFormed)
                case 640..<840: (international + line.digits, .wellFormed)
                case 840..<900: (international + " " + line.digits, .wellFormed)
                case 900..<940: ("00\(country.callingCode) " + line.digits, .wellFormed)
                case 940..<955: (international + " (0)" + line.digits, .odd)
                case 955..<975: ("\(country.callingCode)" + line.digits, .odd)
                case 975..<985: (line.digits + ".0", .odd)
                case 985..<990: (line.spaced + " ext. 12", .odd)
                case 990..<995: (international + "\u{A0}" + line.digits, .odd)
                case 995..<997: ("+55 11 91234-5678", .odd)
                case 997..<999: ("n/a", .odd)
                default: (line.spaced + " (mobile)", .odd)
                }
            append(Array(field.utf8), country, kind)
        }
    }

    func filtered(_ kind: Kind) -> PhoneFields {
        var result = PhoneFields()
        for index in 0..<count where kinds[index] == kind {
            let start = index == 0 ? 0 : ends[index - 1]
            result.append(Array(bytes[start..<ends[index]]), countries[index], kind)
        }
        return result
    }

    func parseAll() -> UInt64 {
        let span = bytes.span
        var checksum: UInt64 = 0
        var start = 0
        for index in 0..<ends.count {
            let field = span.extracting(start..<ends[index])
            checksum &+= parsePhone(field, defaultCountry: countries[index]).rawValue
            start = ends[index]
        }
        return checksum
    }

    private mutating func append(_ field: [UInt8], _ country: Country, _ kind: Kind) {
        bytes += field
        ends.append(bytes.count)
        countries.append(country)
        kinds.append(kind)
    }

    /// A mobile number of the country, with its trunk prefix and as people space it.
    private static func national(
        of country: Country, _ random: inout BenchRandom
    ) -> (trunk: String, digits: String, spaced: String) {
        let (trunk, beginning, rest) = mobiles[Int(country.rawValue)]
        var digits = beginning
        for _ in 0..<rest { digits += String(random.below(10)) }
        let tail = digits.dropFirst(beginning.count)
        let (middle, end) = (tail.dropFirst(3).prefix(2), tail.dropFirst(5))
        let spaced = "\(trunk)\(beginning)-\(tail.prefix(3)) \(middle) \(end)"
        return (trunk, digits, spaced)
    }

    /// In the order of `Country`: trunk prefix, how a mobile number begins, how many digits follow.
    private static let mobiles: [(String, String, Int)] = [
        ("0", "70", 7), ("", "40", 6), ("0", "40", 7), ("", "20", 6), ("0", "151", 8),
        ("0", "7400", 6),
        ("0", "85", 7), ("0", "470", 6), ("", "601", 6), ("0", "6", 8), ("0", "664", 7),
        ("", "512", 6),
        ("", "612", 6), ("0", "78", 7), ("0", "21", 7), ("0", "412", 6), ("0", "71", 7),
        ("", "55", 8),
        ("", "506", 7), ("", "201", 7),
    ]
}

private struct BenchRandom {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
