/// An instant: milliseconds since 1 January 1970, 00:00 UTC, without leap seconds.
public struct Timestamp: RawRepresentable, Sendable, Hashable, Comparable {
    /// Milliseconds since 1970, negative before it.
    public let rawValue: Int64

    /// From milliseconds since 1970.
    @inline(__always)
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// The instant of this raw value, or `nil` when an offset or a leap second carried it out of
    /// the years 0 to 9999.
    public init?(checkedRawValue: Int64) {
        guard checkedRawValue >= Timestamp.earliest.rawValue,
            checkedRawValue <= Timestamp.latest.rawValue
        else { return nil }
        rawValue = checkedRawValue
    }

    /// Midnight UTC of `date`.
    @inline(__always)
    public init(_ date: CalendarDate) {
        rawValue = Int64(date.daysSince1970) &* Timestamp.millisecondsPerDay
    }

    /// The instant that an RFC 3339 text names, or `nil`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let parsed = parseTimestamp(bytes.span) else { return nil }
        self = parsed
    }

    /// The day it falls on in UTC.
    public var date: CalendarDate {
        let days = rawValue / Timestamp.millisecondsPerDay
        let isBeforeMidnight = rawValue % Timestamp.millisecondsPerDay < 0
        return CalendarDate(daysSince1970: Int(isBeforeMidnight ? days - 1 : days))
    }

    /// The instant `days` days of 24 hours later, or earlier when negative.
    public func advanced(byDays days: Int) -> Timestamp {
        Timestamp(rawValue: rawValue + Int64(days) * Timestamp.millisecondsPerDay)
    }

    /// The same day and time of day `years` later, at most `latest`; 29 February becomes 1 March in
    /// a common year.
    public func advanced(byYears years: Int) -> Timestamp {
        let start = date
        let timeOfDay = rawValue - Timestamp(start).rawValue
        let target =
            CalendarDate(year: start.year + years, month: start.month, day: start.day)
            ?? CalendarDate(year: start.year + years, month: 3, day: 1)
        guard let target else { return .latest }
        return Timestamp(rawValue: Timestamp(target).rawValue + timeOfDay)
    }

    /// Earlier before later.
    @inline(__always)
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.rawValue < right.rawValue
    }

    /// 0000-01-01T00:00:00Z.
    public static let earliest = Timestamp(rawValue: -62_167_219_200_000)
    /// 9999-12-31T23:59:59.999Z.
    public static let latest = Timestamp(rawValue: 253_402_300_799_999)

    /// One day in milliseconds.
    public static let millisecondsPerDay: Int64 = 86_400_000
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, such as `2019-05-04T10:11:12Z`.
    public var description: String {
        var bytes: [UInt8] = []
        appendTimestamp(self, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Appends `timestamp` in RFC 3339 and UTC: 20 bytes, or 24 when it has milliseconds.
/// - Precondition: It is within `earliest` to `latest`, as every parsed timestamp is.
public func appendTimestamp(_ timestamp: Timestamp, to output: inout [UInt8]) {
    let date = timestamp.date
    precondition(date.year >= 0 && date.year <= 9999, "RFC 3339 has years of four digits")
    let timeOfDay = Int(timestamp.rawValue - Timestamp(date).rawValue)
    let seconds = timeOfDay / 1000
    appendDigits(date.year, width: 4, to: &output)
    output.append(UInt8(ascii: "-"))
    appendDigits(date.month, width: 2, to: &output)
    output.append(UInt8(ascii: "-"))
    appendDigits(date.day, width: 2, to: &output)
    output.append(UInt8(ascii: "T"))
    appendDigits(seconds / 3600, width: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    appendDigits(seconds / 60 % 60, width: 2, to: &output)
    output.append(UInt8(ascii: ":"))
    appendDigits(seconds % 60, width: 2, to: &output)
    if timeOfDay % 1000 != 0 {
        output.append(UInt8(ascii: "."))
        appendDigits(timeOfDay % 1000, width: 3, to: &output)
    }
    output.append(UInt8(ascii: "Z"))
}

private func appendDigits(_ value: Int, width: Int, to output: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
        output.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
    }
}
