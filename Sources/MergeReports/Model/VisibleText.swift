/// Text from an export or from a file name as a report may show it: nothing in it acts.
///
/// Control, bidi, zero-width, private and unassigned characters stand as `⟨U+202E⟩`, as do spaces other than
/// the plain one; a text that a spreadsheet would take for a formula when the table is copied there starts
/// with an apostrophe. HTML is not escaped here: that is the writer's task, for all text.
///
/// - Parameter limit: How many characters are shown; the rest is an ellipsis.
func visibleText(_ text: String, limit: Int = 80) -> String {
    var shown = ""
    if startsFormula(text) { shown.append("'") }
    var count = 0
    for scalar in text.unicodeScalars {
        if count == limit {
            shown.append("…")
            break
        }
        appendVisible(scalar, to: &shown)
        count += 1
    }
    return shown
}

/// Appends one character, or its number in brackets.
func appendVisible(_ scalar: Unicode.Scalar, to text: inout String) {
    if isInert(scalar) {
        text.unicodeScalars.append(scalar)
    } else {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text += "⟨U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)⟩"
    }
}

/// Whether showing a character changes nothing but itself.
func isInert(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
        .spaceSeparator:
        return false
    default:
        return true
    }
}

/// Whether a spreadsheet would run this. A phone number, which starts with `+`, is none.
func startsFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    switch first {
    case "=", "@", "-", "\t", "\r", "\n", "＝", "＋", "－", "＠": return true
    case "+": return !text.unicodeScalars.dropFirst().allSatisfy { "0123456789• ()-".unicodeScalars.contains($0) }
    default: return false
    }
}
