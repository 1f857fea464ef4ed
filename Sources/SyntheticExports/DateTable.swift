/// Every day from 1995 to 2094 as text, because dates are a fifth of a row: the last delta is dated 10,000 days
/// after the launch (`SyntheticDelta.sequenceMax`).
enum DateTable {
    private static let firstDay: Int64 = 9131  // 1995-01-01
    private static let dayCount = 36_525
    /// `2026-03-01T`, eleven bytes of sixteen.
    private static let days: [SIMD16<UInt8>] = (0..<Int64(dayCount)).map {
        dayText(daysSince1970: firstDay + $0)
    }

    /// Puts an instant as RFC 3339 in UTC.
    static func put(_ seconds: Int64, into row: inout RowBuffer) {
        let day = seconds / 86_400
        let second = seconds % 86_400
        row.put(days[Int(day - firstDay)], length: 11)
        row.put(twoDigits: second / 3600)
        row.put(UInt8(ascii: ":"))
        row.put(twoDigits: second / 60 % 60)
        row.put(UInt8(ascii: ":"))
        row.put(twoDigits: second % 60)
        row.put(UInt8(ascii: "Z"))
    }

    /// Howard Hinnant's `civil_from_days`.
    private static func dayText(daysSince1970: Int64) -> SIMD16<UInt8> {
        let shifted = daysSince1970 + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        var text = SIMD16<UInt8>()
        let values = [year / 1000, year / 100 % 10, year / 10 % 10, year % 10]
        for (index, value) in values.enumerated() { text[index] = UInt8(48 + value) }
        text[4] = UInt8(ascii: "-")
        text[5] = UInt8(48 + month / 10)
        text[6] = UInt8(48 + month % 10)
        text[7] = UInt8(ascii: "-")
        text[8] = UInt8(48 + day / 10)
        text[9] = UInt8(48 + day % 10)
        text[10] = UInt8(ascii: "T")
        return text
    }
}
