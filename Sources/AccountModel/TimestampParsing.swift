/// Reads an RFC 3339 timestamp, or the date alone (`2019-05-04`, midnight UTC).
///
/// Digits past the millisecond are dropped. A leap second counts as the first second after it.
/// Lower case and a space for the `T` are read too, as RFC 3339 §5.6 allows. Without an offset a
/// time names no instant and is refused; a country that writes such times configures a
/// `DatePattern`.
///
/// - Parameter field: The bytes of the field, without outer white space.
/// - Returns: `nil` when the field is no such timestamp or the calendar has no such day.
/// - Complexity: O(1) but for digits of a fraction; no allocation.
public func parseTimestamp(_ field: borrowing Span<UInt8>) -> Timestamp? {
    guard field.count >= 19 else { return parseDateOnly(field) }
    let bytes = unsafe field.bytes
    let dateWord = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
    let dayWord = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let timeWord = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 11, as: UInt64.self)
    guard let date = parseDate(dateWord, dayWord), isDateTimeSeparator(field[10]),
        let secondOfDay = parseTimeOfDay(timeWord)
    else { return nil }
    let seconds = Int64(date.daysSince1970) &* 86_400 &+ Int64(secondOfDay)
    if field.count == 20, field[19] | 0x20 == UInt8(ascii: "z"), field[17] != UInt8(ascii: "6") {
        return Timestamp(rawValue: seconds &* 1000)
    }
    return parseFractionAndOffset(field, secondsBeforeOffset: seconds)
}

/// Reads what follows the seconds: an optional fraction, then `Z` or an offset.
private func parseFractionAndOffset(
    _ field: borrowing Span<UInt8>, secondsBeforeOffset: Int64
) -> Timestamp? {
    var position = 19
    var milliseconds: Int64 = 0
    if position < field.count, field[position] == UInt8(ascii: ".") {
        position += 1
        let start = position
        var weight: Int64 = 100
        while position < field.count, let digit = decimalDigit(field[position]) {
            milliseconds &+= weight &* Int64(digit)
            weight /= 10
            position += 1
        }
        guard position > start else { return nil }
    }
    guard let offset = parseOffset(field, at: &position), position == field.count else {
        return nil
    }
    let seconds = secondsBeforeOffset &- Int64(offset)
    if field[17] == UInt8(ascii: "6") {
        guard seconds % 86_400 == 0 else { return nil }  // Leap seconds end a UTC day.
        milliseconds = 0
    }
    return Timestamp(checkedRawValue: seconds &* 1000 &+ milliseconds)
}

/// Reads `Z`, `+hh:mm` or `-hh:mm` at `position` and steps over it.
/// - Returns: Seconds east of UTC.
func parseOffset(_ field: borrowing Span<UInt8>, at position: inout Int) -> Int? {
    guard position < field.count else { return nil }
    let sign = field[position]
    if sign | 0x20 == UInt8(ascii: "z") {
        position += 1
        return 0
    }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), position + 6 <= field.count,
        let hour = twoDigits(field, at: position + 1), hour <= 23,
        field[position + 3] == UInt8(ascii: ":"),
        let minute = twoDigits(field, at: position + 4), minute <= 59
    else { return nil }
    position += 6
    let seconds = (hour * 60 + minute) * 60
    return sign == UInt8(ascii: "-") ? -seconds : seconds
}

private func parseDateOnly(_ field: borrowing Span<UInt8>) -> Timestamp? {
    guard field.count == 10 else { return nil }
    let bytes = unsafe field.bytes
    let dateWord = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
    let dayWord = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 2, as: UInt64.self) >> 48
    guard let date = parseDate(dateWord, dayWord) else { return nil }
    return Timestamp(date)
}

/// The date whose first eight bytes are `yyyy-MM-` and whose day is in the low two of `dayWord`.
@inline(__always)
private func parseDate(_ dateWord: UInt64, _ dayWord: UInt64) -> CalendarDate? {
    // Little-endian: the first character is the lowest byte. "0000-00-" is 0x2D30_302D_3030_3030.
    let digits = dateWord ^ 0x2D30_302D_3030_3030
    let day = (dayWord & 0xFFFF) ^ 0x3030
    guard isWithin(digits, limits: 0x7F76_767F_7676_7676),
        isWithin(day, limits: 0x7F7F_7F7F_7F7F_7676)
    else { return nil }
    let pairs = (digits &* 10) &+ (digits >> 8)  // Byte i holds the two digits i and i + 1.
    let year = Int(pairs & 0xFF) &* 100 &+ Int((pairs >> 16) & 0xFF)
    let month = Int((digits >> 40) & 0xFF) &* 10 &+ Int((digits >> 48) & 0xFF)
    return CalendarDate(
        year: year, month: month, day: Int(day & 0xFF) &* 10 &+ Int(day >> 8))
}

/// The second of the day that `hh:mm:ss` names; a 60th second is one past the minute.
@inline(__always)
private func parseTimeOfDay(_ word: UInt64) -> Int? {
    let digits = word ^ 0x3030_3A30_303A_3030  // "00:00:00"
    guard isWithin(digits, limits: 0x7676_7F76_767F_7676) else { return nil }
    let hour = Int(digits & 0xFF) &* 10 &+ Int((digits >> 8) & 0xFF)
    let minute = Int((digits >> 24) & 0xFF) &* 10 &+ Int((digits >> 32) & 0xFF)
    let second = Int((digits >> 48) & 0xFF) &* 10 &+ Int(digits >> 56)
    guard hour <= 23, minute <= 59, second <= 60 else { return nil }
    return (hour &* 60 &+ minute) &* 60 &+ second
}

/// Whether each byte of `word` is small enough: adding 0x76 sets the top bit of a byte above 9, and
/// adding 0x7F that of a byte above 0. A carry comes only from a byte whose own top bit is set.
@inline(__always)
private func isWithin(_ word: UInt64, limits: UInt64) -> Bool {
    (word | (word &+ limits)) & 0x8080_8080_8080_8080 == 0
}

@inline(__always)
private func isDateTimeSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "T") || byte == UInt8(ascii: "t") || byte == UInt8(ascii: " ")
}

@inline(__always)
func decimalDigit(_ byte: UInt8) -> Int? {
    let digit = byte &- UInt8(ascii: "0")
    return digit <= 9 ? Int(digit) : nil
}

@inline(__always)
private func twoDigits(_ field: borrowing Span<UInt8>, at offset: Int) -> Int? {
    guard let tens = decimalDigit(field[offset]), let units = decimalDigit(field[offset + 1])
    else { return nil }
    return tens * 10 + units
}
