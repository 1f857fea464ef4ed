/// A form of dates that a country's export uses, such as `dd.MM.yyyy` or `yyyy-MM-dd HH:mm:ss`.
///
/// | Letters | Meaning |
/// |---|---|
/// | `yyyy` | year, four digits (two digits would leave the century to chance) |
/// | `MM` `M` | month, two digits; one or two |
/// | `dd` `d` | day |
/// | `HH` `H` | hour, 0 to 23 |
/// | `hh` `h` with `a` | hour, 1 to 12, and `AM` or `PM` |
/// | `mm` `ss` | minute, second |
/// | `S` … `SSSSSSSSS` | digits of a fraction; those past the millisecond are dropped |
/// | `XXX` | `Z` or an offset such as `+01:00`; without it the time zone of the country counts |
/// | `'T'` | letters in apostrophes stand for themselves, as does anything that is no letter |
public struct DatePattern: Sendable, Hashable {
    /// The pattern as it was written.
    public let format: String
    let timeZone: TimeZoneRule
    let steps: [Step]

    enum Step: Sendable, Hashable {
        case year
        case month(digitsMin: Int)
        case day(digitsMin: Int)
        case hour(digitsMin: Int)
        case hourOfHalfDay(digitsMin: Int)
        case halfDay
        case minute, second
        case fraction(digits: Int)
        case offset
        case literal(UInt8)
    }

    /// Reads the instant that `field` names in this form, or `nil` when it has another form or the
    /// calendar has no such day.
    /// - Complexity: O(length of the field); no allocation.
    public func parse(_ field: borrowing Span<UInt8>) -> Timestamp? {
        var reading = DateReading()
        var position = 0
        for step in steps {
            guard reading.take(step, from: field, at: &position) else { return nil }
        }
        guard position == field.count else { return nil }
        return reading.timestamp(in: timeZone)
    }
}

/// The parts of a date that were read so far.
private struct DateReading {
    private var year = 0
    private var month = 0
    private var day = 0
    private var hour = 0
    private var hourOfHalfDay: Int?
    private var isAfternoon = false
    private var minute = 0
    private var second = 0
    private var milliseconds = 0
    private var offset: Int?

    /// Reads one step at `position` and goes past it; `false` when the field has something else
    /// there.
    mutating func take(
        _ step: DatePattern.Step, from field: borrowing Span<UInt8>, at position: inout Int
    ) -> Bool {
        switch step {
        case .year: return take(4...4, into: &year, from: field, at: &position)
        case .month(let least): return take(least...2, into: &month, from: field, at: &position)
        case .day(let least): return take(least...2, into: &day, from: field, at: &position)
        case .hour(let least): return take(least...2, into: &hour, from: field, at: &position)
        case .hourOfHalfDay(let least):
            var value = 0
            guard take(least...2, into: &value, from: field, at: &position) else { return false }
            hourOfHalfDay = value
            return true
        case .halfDay: return takeHalfDay(from: field, at: &position)
        case .minute: return take(2...2, into: &minute, from: field, at: &position)
        case .second: return take(2...2, into: &second, from: field, at: &position)
        case .fraction(let digits): return takeFraction(digits, from: field, at: &position)
        case .offset:
            offset = parseOffset(field, at: &position)
            return offset != nil
        case .literal(let byte):
            guard position < field.count, field[position] == byte else { return false }
            position += 1
            return true
        }
    }

    private func take(
        _ digits: ClosedRange<Int>, into value: inout Int, from field: borrowing Span<UInt8>,
        at position: inout Int
    ) -> Bool {
        var count = 0
        value = 0
        while count < digits.upperBound, position < field.count,
            let digit = decimalDigit(field[position])
        {
            value = value * 10 + digit
            count += 1
            position += 1
        }
        return count >= digits.lowerBound
    }

    private mutating func takeFraction(
        _ digits: Int, from field: borrowing Span<UInt8>, at position: inout Int
    ) -> Bool {
        var weight = 100
        for _ in 0..<digits {
            guard position < field.count, let digit = decimalDigit(field[position]) else {
                return false
            }
            milliseconds += weight * digit
            weight /= 10
            position += 1
        }
        return true
    }

    private mutating func takeHalfDay(
        from field: borrowing Span<UInt8>, at position: inout Int
    ) -> Bool {
        guard position + 2 <= field.count, field[position + 1] | 0x20 == UInt8(ascii: "m")
        else { return false }
        let letter = field[position] | 0x20
        guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return false }
        isAfternoon = letter == UInt8(ascii: "p")
        position += 2
        return true
    }

    func timestamp(in timeZone: TimeZoneRule) -> Timestamp? {
        guard let date = CalendarDate(year: year, month: month, day: day) else { return nil }
        var hour = hour
        if let hourOfHalfDay {
            guard hourOfHalfDay >= 1, hourOfHalfDay <= 12 else { return nil }
            hour = hourOfHalfDay % 12 + (isAfternoon ? 12 : 0)
        }
        guard hour <= 23, minute <= 59, second <= 59 else { return nil }
        let secondOfDay = (hour * 60 + minute) * 60 + second
        let utc =
            offset.map { date.daysSince1970 * 86_400 + secondOfDay - $0 }
            ?? timeZone.utcSeconds(date, secondOfDay: secondOfDay)
        return Timestamp(checkedRawValue: Int64(utc * 1000 + milliseconds))
    }
}

/// All forms in which a country writes its dates: its own patterns in their order, then RFC 3339.
public struct DateReader: Sendable, Hashable {
    /// Tried in this order.
    public let patterns: [DatePattern]

    /// With no patterns, only RFC 3339 is read.
    public init(patterns: [DatePattern]) { self.patterns = patterns }

    /// Reads `field`, or returns `nil` when no form fits.
    public func parse(_ field: borrowing Span<UInt8>) -> Timestamp? {
        for pattern in patterns {
            if let timestamp = pattern.parse(field) { return timestamp }
        }
        return parseTimestamp(field)
    }
}
