/// How the local times of an export are turned into instants.
///
/// The rules are fixed here and not taken from the operating system: an update of its time zone data
/// must not change which of two versions of an account is the newer one.
package struct TimeZoneRule: Sendable, Hashable {
    /// Seconds east of UTC in winter.
    package let standardOffset: Int
    /// Whether clocks go forward between the last Sundays of March and October, 01:00 UTC, as they do
    /// in the European Union, Great Britain, Norway and Switzerland since 1996.
    package let hasEuropeanSummerTime: Bool

    package static let utc = TimeZoneRule(standardOffset: 0, hasEuropeanSummerTime: false)

    package init(standardOffset: Int, hasEuropeanSummerTime: Bool) {
        self.standardOffset = standardOffset
        self.hasEuropeanSummerTime = hasEuropeanSummerTime
    }

    /// The rule of `UTC`, an offset such as `+05:30`, or `WET`, `CET`, `EET` with summer time.
    package init?(name: String) {
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

    /// The UTC second of a local second, both counted from 1 January 1970.
    ///
    /// In the hour that autumn repeats, the second pass is meant; the hour that spring leaves out is
    /// read as if summer time had already begun.
    package func utcSeconds(localSeconds: Int) -> Int {
        let standard = localSeconds - standardOffset
        guard hasEuropeanSummerTime, isEuropeanSummer(utcSeconds: standard) else { return standard }
        return standard - 3600
    }

    private func isEuropeanSummer(utcSeconds: Int) -> Bool {
        let days = utcSeconds >= 0 ? utcSeconds / 86_400 : (utcSeconds - 86_399) / 86_400
        let year = CalendarDate(daysSince1970: days).year
        guard let march = lastSunday(ofMonth: 3, year: year),
            let october = lastSunday(ofMonth: 10, year: year)
        else { return false }
        return utcSeconds >= march * 86_400 + 3600 && utcSeconds < october * 86_400 + 3600
    }

    /// The last Sunday of a month with 31 days, in days since 1 January 1970, which was a Thursday.
    private func lastSunday(ofMonth month: Int, year: Int) -> Int? {
        guard let last = CalendarDate(year: year, month: month, day: 31)?.daysSince1970 else { return nil }
        let weekday = ((last + 4) % 7 + 7) % 7  // Sunday is 0.
        return last - weekday
    }
}
