/// Writes a made-up phone number as somebody typed it.
enum PhoneWriter {
    /// - Parameter country: Where it was typed, whose international prefix `00` stands for.
    static func put(
        _ phone: MadeUpPhone, _ spelling: PhoneSpelling, dialledFrom country: UInt8,
        into row: inout RowBuffer
    ) {
        let facts = CountryFacts.all[Int(phone.country)]
        switch spelling {
        case .compact, .spaced, .dashed, .bracketed, .zeroZero, .trunkInBrackets:
            putInternational(
                phone, facts, spelling, CountryFacts.all[Int(country)].internationalPrefix, &row)
        case .national, .slashed, .nationalCompact:
            putNational(phone, facts, spelling, &row)
        case .plusLost:
            putDigits(phone, facts, &row)
        case .decimal:
            putDigits(phone, facts, &row)
            row.put(UInt8(ascii: "."))
            row.put(UInt8(ascii: "0"))
        case .scientific:
            let start = row.count
            putDigits(phone, facts, &row)
            row.rewrite(from: start, scientific)
        }
    }

    private static func putInternational(
        _ phone: MadeUpPhone, _ facts: CountryFacts, _ spelling: PhoneSpelling,
        _ prefix: ShortText, _ row: inout RowBuffer
    ) {
        if spelling == .zeroZero {
            row.put(prefix)
        } else {
            row.put(UInt8(ascii: "+"))
        }
        row.put(facts.callingCode)
        let separator = spelling == .dashed ? UInt8(ascii: "-") : UInt8(ascii: " ")
        if spelling != .compact { row.put(separator) }
        if spelling == .bracketed { row.put(UInt8(ascii: "(")) }
        if spelling == .trunkInBrackets, facts.trunkPrefix.count > 0 {
            row.put(UInt8(ascii: "("))
            row.put(facts.trunkPrefix)
            row.put(UInt8(ascii: ")"))
        }
        let pattern = facts.phones[Int(phone.pattern)]
        var digits = phone.digits
        put(pattern.area, &digits, &row)
        if spelling == .bracketed { row.put(UInt8(ascii: ")")) }
        if spelling != .compact { row.put(separator) }
        put(pattern.subscriber, &digits, &row)
    }

    private static func putNational(
        _ phone: MadeUpPhone, _ facts: CountryFacts, _ spelling: PhoneSpelling,
        _ row: inout RowBuffer
    ) {
        let pattern = facts.phones[Int(phone.pattern)]
        var digits = phone.digits
        row.put(facts.trunkPrefix)
        put(pattern.area, &digits, &row)
        if spelling == .national { row.put(UInt8(ascii: " ")) }
        if spelling == .slashed { row.put(UInt8(ascii: "/")) }
        put(pattern.subscriber, &digits, &row)
    }

    private static func putDigits(
        _ phone: MadeUpPhone, _ facts: CountryFacts, _ row: inout RowBuffer
    ) {
        let pattern = facts.phones[Int(phone.pattern)]
        var digits = phone.digits
        row.put(facts.callingCode)
        put(pattern.area, &digits, &row)
        put(pattern.subscriber, &digits, &row)
    }

    /// Puts a pattern, taking one digit from `digits` for each `?` or `#`.
    private static func put(_ pattern: [UInt8], _ digits: inout UInt64, _ row: inout RowBuffer) {
        for byte in pattern {
            switch byte {
            case UInt8(ascii: "?"), UInt8(ascii: "#"):
                let lowest: UInt64 = byte == UInt8(ascii: "#") ? 1 : 0
                let drawn = lowest + digits % (10 - lowest)
                digits /= 10
                row.put(UInt8(truncatingIfNeeded: 48 + drawn))
            default: row.put(byte)
            }
        }
    }

    /// `46701234567` as a spreadsheet shows it: `4.6701234567E+10`.
    private static func scientific(_ digits: [UInt8]) -> [UInt8] {
        let mantissa = String(decoding: digits.dropFirst(), as: UTF8.self)
        let first = String(decoding: digits.prefix(1), as: UTF8.self)
        return Array("\(first).\(mantissa)E+\(digits.count - 1)".utf8)
    }
}
