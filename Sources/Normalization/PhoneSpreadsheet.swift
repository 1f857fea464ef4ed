/// What a spreadsheet's scientific notation still says.
struct ScientificNumber {
    let digits: PhoneDigits
    /// All digits are there: `4.6701234567E+10`, not `4.67E+10`.
    let isExact: Bool
}

/// Reads `4.67E+10`, with a decimal point or comma, up to the end of the field; `nil` when it is
/// not that, or too small for a phone number.
func scientificNumber(_ field: Span<UInt8>, from start: Int) -> ScientificNumber? {
    var digits = PhoneDigits()
    var index = appendDigits(field, from: start, to: &digits)
    guard digits.count == 1 else { return nil }
    if index < field.count, field[index] == UInt8(ascii: ".") || field[index] == UInt8(ascii: ",") {
        index = appendDigits(field, from: index + 1, to: &digits)
    }
    guard index < field.count, field[index] | 0x20 == UInt8(ascii: "e") else { return nil }
    index += 1
    if index < field.count, field[index] == UInt8(ascii: "+") { index += 1 }

    var written = PhoneDigits()
    index = appendDigits(field, from: index, to: &written)
    guard index == field.count, written.count == 1 || written.count == 2 else { return nil }
    let exponent = Int(written.value)
    guard exponent >= 5 else { return nil }
    return ScientificNumber(digits: digits, isExact: digits.count - 1 == exponent)
}

/// Drops the `.0` that a floating-point column leaves behind a whole number.
///
/// Only a lone point before one last zero counts: `08-123.0` and `08.12.34.0` are left alone.
func dropDecimalZero(_ field: Span<UInt8>, pointAt point: Int, _ text: inout PhoneText) {
    guard point == field.count - 2, field[point] == UInt8(ascii: "."), text.digits.count >= 7,
        field[point + 1] == UInt8(ascii: "0")
    else { return }
    text.digits = text.digits.droppingLast()
    text.isSpreadsheetNumber = true
}

private func appendDigits(
    _ field: Span<UInt8>, from start: Int, to digits: inout PhoneDigits
) -> Int {
    var index = start
    while index < field.count, digits.count < PhoneDigits.countMax {
        let digit = field[index] &- UInt8(ascii: "0")
        guard digit < 10 else { break }
        digits.append(digit)
        index += 1
    }
    return index
}
