extension DatePattern {
    /// Why a text is no date pattern, for a person who wrote it into the configuration.
    public struct Fault: Error, Hashable, Sendable {
        /// What does not fit, as part of a sentence.
        public let reason: String
    }

    /// Compiles a pattern of the letters that `DatePattern` lists.
    /// - Throws: A fault that names the first thing that does not fit.
    public init(_ format: String, timeZone: TimeZoneRule) throws(Fault) {
        self.format = format
        self.timeZone = timeZone
        steps = try DatePattern.compile(Array(format.utf8))
        try DatePattern.checkCompleteness(steps)
    }

    private static func compile(_ format: [UInt8]) throws(Fault) -> [Step] {
        var steps: [Step] = []
        var position = 0
        while position < format.count {
            let byte = format[position]
            if byte == UInt8(ascii: "'") {
                try appendQuoted(format, at: &position, to: &steps)
            } else if isLetter(byte) {
                let length = format[position...].prefix { $0 == byte }.count
                steps.append(try step(letter: byte, length: length))
                position += length
            } else {
                steps.append(.literal(byte))
                position += 1
            }
        }
        return steps
    }

    private static func step(letter: UInt8, length: Int) throws(Fault) -> Step {
        let text = String(repeating: Character(Unicode.Scalar(letter)), count: length)
        switch text {
        case "yyyy": return .year
        case "yy": throw Fault(reason: "a year of two digits (yy) does not say its century")
        case "M", "MM": return .month(digitsMin: length)
        case "d", "dd": return .day(digitsMin: length)
        case "H", "HH": return .hour(digitsMin: length)
        case "h", "hh": return .hourOfHalfDay(digitsMin: length)
        case "a": return .halfDay
        case "mm": return .minute
        case "ss": return .second
        case "XXX": return .offset
        default: break
        }
        if letter == UInt8(ascii: "S"), length <= 9 { return .fraction(digits: length) }
        throw Fault(
            reason: "\"\(text)\" is no part of a date; letters to copy stand in apostrophes")
    }

    private static func appendQuoted(
        _ format: [UInt8], at position: inout Int, to steps: inout [Step]
    ) throws(Fault) {
        let start = position + 1
        guard let end = format[start...].firstIndex(of: UInt8(ascii: "'")) else {
            throw Fault(reason: "an apostrophe is opened and not closed")
        }
        if end == start {
            steps.append(.literal(UInt8(ascii: "'")))
        } else {
            steps += format[start..<end].map { .literal($0) }
        }
        position = end + 1
    }

    private static func checkCompleteness(_ steps: [Step]) throws(Fault) {
        func count(_ isWanted: (Step) -> Bool) -> Int { steps.count(where: isWanted) }
        let years = count { $0 == .year }
        let months = count { if case .month = $0 { true } else { false } }
        let days = count { if case .day = $0 { true } else { false } }
        guard years == 1, months == 1, days == 1 else {
            throw Fault(reason: "year (yyyy), month (MM) and day (dd) are needed once each")
        }
        let hours = count { if case .hour = $0 { true } else { false } }
        let halfDayHours = count { if case .hourOfHalfDay = $0 { true } else { false } }
        guard hours + halfDayHours <= 1, count({ $0 == .minute }) <= 1,
            count({ $0 == .second }) <= 1
        else { throw Fault(reason: "an hour, minute or second stands there twice") }
        guard halfDayHours == count({ $0 == .halfDay }) else {
            throw Fault(reason: "hours up to 12 (hh) need AM or PM (a), and the other way round")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }
}
