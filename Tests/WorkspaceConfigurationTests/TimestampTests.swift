import AccountModel
import Foundation
import TestSupport
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "RFC 3339 is read",
        arguments: [
            ("2019-05-04T10:11:12Z", 1_556_964_672_000),
            ("2019-05-04t10:11:12z", 1_556_964_672_000),
            ("2019-05-04 10:11:12Z", 1_556_964_672_000), ("2019-05-04", 1_556_928_000_000),
            ("2019-05-04T10:11:12+02:00", 1_556_957_472_000),
            ("2019-05-04T10:11:12-05:30", 1_556_984_472_000),
            ("2019-05-04T10:11:12-00:00", 1_556_964_672_000),
            ("2019-05-04T10:11:12.5Z", 1_556_964_672_500),
            ("2019-05-04T10:11:12.1239+00:00", 1_556_964_672_123),
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999Z", -1),
            ("2000-02-29T00:00:00Z", 951_782_400_000), ("2024-02-29", 1_709_164_800_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
            ("2016-12-31T18:59:60-05:00", 1_483_228_800_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ])
    func reads(text: String, milliseconds: Int64) {
        #expect(parse(text)?.rawValue == milliseconds)
    }

    @Test(
        "Anything else is refused",
        arguments: [
            "", "2019", "2019-5-4", "2019-13-01", "2019-00-01", "2019-01-00", "2019-02-29",
            "1900-02-29", "2100-02-29", "2019-04-31", "2019-05-04T", "2019-05-04T10:11:12",
            "2019-05-04T24:00:00Z", "2019-05-04T10:60:12Z", "2019-05-04T10:11:61Z",
            "2019-05-04T10:11:60Z", "2019-05-04T10:11:12.Z", "2019-05-04T10:11:12,5Z",
            "2019-05-04T10:11:12ZZ", "2019-05-04T10:11:12+2:00", "2019-05-04T10:11:12+02:60",
            "2019-05-04T10:11:12+24:00", "2019-05-04T10:11:12+02", "2019/05/04T10:11:12Z",
            "2019-05-04X10:11:12Z", "2019-05-04T10-11-12Z", " 2019-05-04T10:11:12Z", "+019-05-04",
            "2019-05-0:", "2019-05-0/", "20190504", "２０１９-05-04", "2019-05-04T10:11:12é",
            "9999-12-31T23:59:60Z", "0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
        ])
    func refuses(text: String) {
        #expect(parse(text) == nil)
    }

    @Test("Foundation reads the same instant, and the text comes back", arguments: UInt64(1)...8)
    func agreesWithFoundation(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<2_000 {
            let instant = Int64.random(in: -5_000_000_000...9_000_000_000, using: &random)
            let text = Date(timeIntervalSince1970: Double(instant)).ISO8601Format()
            let parsed = parse(text)
            #expect(parsed?.rawValue == instant * 1000, "seed \(seed): \(text)")
            #expect(parsed?.description == text, "seed \(seed)")
        }
    }

    @Test(
        "Every day of 10,000 years is itself again",
        arguments: [(0, 607), (2_500, 606), (5_000, 606), (7_500, 606)])
    func everyDay(firstYear: Int, leapYears: Int) throws {
        let first = try #require(CalendarDate(year: firstYear, month: 1, day: 1)).daysSince1970
        let last = try #require(CalendarDate(year: firstYear + 2_499, month: 12, day: 31))
            .daysSince1970
        var failures = 0
        for days in first...last {
            let date = CalendarDate(daysSince1970: days)
            let again = CalendarDate(year: date.year, month: date.month, day: date.day)
            if again?.daysSince1970 != days { failures += 1 }
        }
        #expect(failures == 0)
        #expect(last - first + 1 == 2_500 * 365 + leapYears)
    }

    @Test("At each place only the bytes of RFC 3339 are taken", arguments: 0..<20)
    func everyByte(place: Int) {
        let valid = Array("2019-05-04T10:11:12Z".utf8)
        for byte in UInt8.min...UInt8.max {
            var bytes = valid
            bytes[place] = byte
            let allowed: Set<UInt8> =
                switch place {
                case 4, 7: Set("-".utf8)
                case 10: Set("Tt ".utf8)
                case 13, 16: Set(":".utf8)
                case 19: Set("Zz".utf8)
                default: Set("0123456789".utf8)
                }
            let isRead = parseTimestamp(bytes.span) != nil
            #expect(allowed.contains(byte) || !isRead, "byte \(byte)")
            #expect(bytes != valid || isRead)
            if place < 10 {
                #expect(
                    parseTimestamp(Array(bytes.prefix(10)).span).map { _ in allowed.contains(byte) }
                        ?? true)
            }
        }
    }

    @Test(
        "One wrong byte anywhere is refused or another valid instant, and never read past",
        arguments: UInt64(1)...4)
    func mutations(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<5_000 {
            var bytes = Array("2019-05-04T10:11:12.250+02:00".utf8)
            bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            if !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                    in: 0...255, using: &random)
            }
            guard let parsed = parseTimestamp(bytes.span) else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(bytes.count == 10 || bytes.count >= 20, "seed \(seed): \(text)")
            #expect(parse(parsed.description) == parsed, "seed \(seed): \(text)")
        }
    }

    @Test("Years and days are added by the calendar")
    func adding() {
        #expect(
            parse("2020-02-29T10:00:00Z")?.advanced(byYears: 2) == parse("2022-03-01T10:00:00Z"))
        #expect(
            parse("2020-02-29T10:00:00Z")?.advanced(byYears: 4) == parse("2024-02-29T10:00:00Z"))
        #expect(parse("9999-01-01")?.advanced(byYears: 2) == .latest)
        #expect(parse("2020-02-29")?.advanced(byDays: -60) == parse("2019-12-31"))
    }
}

@Suite("Date patterns")
struct DatePatternTests {
    @Test(
        "A configured form is read",
        arguments: [
            ("dd.MM.yyyy", "UTC", "31.12.2019", "2019-12-31T00:00:00Z"),
            ("d.M.yyyy", "UTC", "4.5.2019", "2019-05-04T00:00:00Z"),
            ("d.M.yyyy", "UTC", "04.05.2019", "2019-05-04T00:00:00Z"),
            ("yyyy-MM-dd HH:mm:ss", "+02:00", "2019-05-04 10:11:12", "2019-05-04T08:11:12Z"),
            (
                "yyyy-MM-dd HH:mm:ss.SSSSSS", "UTC", "2019-05-04 10:11:12.123456",
                "2019-05-04T10:11:12.123Z"
            ),
            ("yyyyMMdd'T'HHmmss", "UTC", "20190504T101112", "2019-05-04T10:11:12Z"),
            ("M/d/yyyy h:mm a", "-06:00", "5/4/2019 12:05 AM", "2019-05-04T06:05:00Z"),
            ("M/d/yyyy h:mm a", "UTC", "5/4/2019 12:05 pm", "2019-05-04T12:05:00Z"),
            ("dd/MM/yyyy HH:mmXXX", "UTC", "04/05/2019 10:11+10:00", "2019-05-04T00:11:00Z"),
            ("yyyy-MM-dd HH:mm", "CET", "2019-03-31 01:59", "2019-03-31T00:59:00Z"),
            ("yyyy-MM-dd HH:mm", "CET", "2019-03-31 03:00", "2019-03-31T01:00:00Z"),
            ("yyyy-MM-dd HH:mm", "CET", "2019-10-27 01:59", "2019-10-26T23:59:00Z"),
            ("yyyy-MM-dd HH:mm", "CET", "2019-10-27 02:30", "2019-10-27T01:30:00Z"),
            ("yyyy-MM-dd HH:mm", "CET", "2019-10-27 03:00", "2019-10-27T02:00:00Z"),
            ("yyyy-MM-dd HH:mm", "EET", "2019-07-01 12:00", "2019-07-01T09:00:00Z"),
            ("yyyy-MM-dd HH:mm", "WET", "2019-07-01 12:00", "2019-07-01T11:00:00Z"),
        ])
    func reads(format: String, zone: String, text: String, expected: String) throws {
        let zone = try #require(TimeZoneRule(name: zone))
        let pattern = try DatePattern(format, timeZone: zone)
        #expect(pattern.parse(Array(text.utf8).span) == parse(expected))
    }

    @Test(
        "Another form, or a day that does not exist, is refused",
        arguments: [
            ("dd.MM.yyyy", "4.5.2019"), ("dd.MM.yyyy", "31.02.2019"), ("dd.MM.yyyy", "31.12.2019 "),
            ("dd.MM.yyyy", "31-12-2019"), ("dd.MM.yyyy", "31.12.19"), ("dd.MM.yyyy", ""),
            ("dd.MM.yyyy HH:mm", "31.12.2019 24:00"), ("M/d/yyyy h:mm a", "5/4/2019 13:05 PM"),
            ("M/d/yyyy h:mm a", "5/4/2019 0:05 AM"), ("M/d/yyyy", "13/4/2019"),
        ])
    func refuses(format: String, text: String) throws {
        let pattern = try DatePattern(format, timeZone: .utc)
        #expect(pattern.parse(Array(text.utf8).span) == nil)
    }

    @Test(
        "A pattern that cannot name a day is refused with a reason",
        arguments: [
            ("dd.MM.yy", "century"), ("dd.MM", "once each"), ("yyyy-DD-MM", "DD"),
            ("", "once each"),
            ("yyyy-MM-ddTHH:mm", "apostrophes"), ("yyyy-MM-dd 'T", "not closed"),
            ("yyyy-MM-dd hh:mm", "AM or PM"), ("yyyy-MM-dd HH:mm a", "AM or PM"),
            ("dd dd.MM.yyyy", "once each"),
        ])
    func faults(format: String, reason: String) throws {
        let fault = try #require(throws: DatePattern.Fault.self) {
            try DatePattern(format, timeZone: .utc)
        }
        #expect(fault.reason.contains(reason), "\(fault.reason)")
    }

    @Test(
        "Central European local times agree with Foundation's time zone", arguments: UInt64(1)...4)
    func agreesWithFoundation(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let zone = try #require(TimeZone(identifier: "Europe/Oslo"))
        let pattern = try DatePattern(
            "yyyy-MM-dd HH:mm:ss", timeZone: #require(TimeZoneRule(name: "CET")))
        for _ in 0..<2_000 {
            // From 1997 on, when the European rule was the same everywhere.
            let instant = Int64.random(in: 852_076_800...2_000_000_000, using: &random)
            let date = Date(timeIntervalSince1970: Double(instant))
            let local = instant + Int64(zone.secondsFromGMT(for: date))
            let text = Timestamp(rawValue: local * 1000).description.replacingOccurrences(
                of: "T", with: " "
            ).dropLast()
            let again = pattern.parse(Array(text.utf8).span)
            let isFirstPassOfRepeatedHour =
                zone.secondsFromGMT(for: date.addingTimeInterval(3600))
                < zone.secondsFromGMT(for: date)
            let expected = isFirstPassOfRepeatedHour ? instant + 3600 : instant
            #expect(again?.rawValue == expected * 1000, "seed \(seed): \(text)")
        }
    }
}

private func parse(_ text: String) -> Timestamp? { parseTimestamp(Array(text.utf8).span) }
