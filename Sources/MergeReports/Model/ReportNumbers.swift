/// A count with commas: `7,914,973`.
func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "\u{2212}" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
        text.append(digit)
    }
    return text
}

/// A difference with its sign: `+12`, `−3`, `0`.
func signed(_ value: Int) -> String { value > 0 ? "+" + grouped(value) : grouped(value) }

/// At most four characters for a cell of the matrix: `999`, `1.2k`, `35k`, `1.2M`.
///
/// It rounds down, so that no cell claims more than there is.
func compact(_ value: Int) -> String {
    if value < 1_000 { return String(value) }
    let (unit, sign) = value < 1_000_000 ? (1_000, "k") : (1_000_000, "M")
    let tenths = value / (unit / 10)
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)\(sign)" : "\(tenths / 10)\(sign)"
}

/// How many tenths of a percent `part` is of `whole`, rounded to the nearest; `nil` of nothing.
func permille(_ part: Int, of whole: Int) -> Int? {
    guard whole > 0 else { return nil }
    let scaled = part.multipliedReportingOverflow(by: 1_000)
    precondition(!scaled.overflow, "a count of more than 9 thousand billion")
    return (scaled.partialValue + whole / 2) / whole
}

/// Tenths as a decimal number: `142` is `14.2`.
func decimal(tenths: Int) -> String {
    "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
}

/// A count with its noun: `1 row`, `40,483 rows`.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}
