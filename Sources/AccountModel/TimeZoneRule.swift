/// How the local times of an export are turned into instants.
///
/// The rules are fixed here and not taken from the operating system: an update of its time zone
/// data must not change which of two versions of an account is the newer one.
public struct TimeZoneRule: Sendable, Hashable {
    /// Seconds east of UTC in winter.
    public let standardOffset: Int
    /// Whether clocks go forward between the last Sundays of March and October, 01:00 UTC, as they
    /// do in the European Union, Great Britain, Norway and Switzerland since 1996.
    public let hasEuropeanSummerTime: Bool

    /// Local time is UTC.
    public static let utc = TimeZoneRule(standardOffset: 0, hasEuropeanSummerTime: false)

    /// A rule of an offset, in seconds, and summer time or none.
    public init(standardOffset: Int, hasEuropeanSummerTime: Bool) {
        self.standardOffset = standardOffset
        self.hasEuropeanSummerTime = hasEuropeanSummerTime
    }

    /// The rule of `UTC`, an offset such as `+05:30`, or `WET`, `CET`, `EET` with summer time.
    public init?(name: String) {
        switch name {
        case "UTC": self = .utc
        case "WET": self.init(standardOffset: 0, hasEuropeanSummerTime: true)
        case "CET": self.init(standardOffset: 3600, hasEuropeanSummerTime: true)
        case "EET": self.init(standardOffset: 7200, hasEuropeanSummerTime: true)
        default:
            let bytes = Array(name.utf8)
            var position = 0
            guard let offset = parseOffset(bytes.span, at: &position), position == bytes.count,
                name != "Z", name != "z"
            else { return nil }
            self.init(standardOffset: offset, hasEuropeanSummerTime: false)
        }
    }

    /// The UTC second of a local time, counted from 1 January 1970.
    ///
    /// In the hour that autumn repeats, the second pass is meant; the hour that spring leaves out
    /// is read as if summer time had already begun.
    public func utcSeconds(_ date: CalendarDate, secondOfDay: Int) -> Int {
        let standard = date.daysSince1970 * 86_400 + secondOfDay - standardOffset
        guard hasEuropeanSummerTime, isEuropeanSummer(date, utcSeconds: standard) else {
            return standard
        }
        return standard - 3600
    }

    /// Whether clocks are forward at the instant that standard time gives for a local `date`.
    private func isEuropeanSummer(_ date: CalendarDate, utcSeconds: Int) -> Bool {
        switch date.month {
        case 4...9: true
        case 3: lastSunday(of: date).map { utcSeconds >= $0 * 86_400 + 3600 } ?? false
        case 10: lastSunday(of: date).map { utcSeconds < $0 * 86_400 + 3600 } ?? false
        default: false
        }
    }

    /// The last Sunday of March or October, in days since 1 January 1970, which was a Thursday.
    private func lastSunday(of date: CalendarDate) -> Int? {
        guard let last = CalendarDate(year: date.year, month: date.month, day: 31)?.daysSince1970
        else { return nil }
        let weekday = ((last + 4) % 7 + 7) % 7  // Sunday is 0.
        return last - weekday
    }
}
