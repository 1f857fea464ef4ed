package import AccountModel

/// Reads what a customer typed or an export wrote as a phone number.
///
/// The E.164 digits are those that libphonenumber gives for `defaultCountry`; compiled tables come
/// to them without allocating, and the library is asked where the tables do not decide (letters,
/// prefixes with captures, odd notations). A number is rejected for its length only, never because
/// its range is not assigned: assignments change with each metadata release, identity must not.
/// docs/phones.md lists where it differs from the library on purpose.
///
/// - Parameter field: The field's bytes, in any state: empty, not UTF-8, not a number.
/// - Returns: `absent` for an empty field, something unparsable, or the number with its findings.
package func parsePhone(_ field: Span<UInt8>, defaultCountry: Country) -> PhoneNumber {
    let text = scanPhone(field)
    switch text.shape {
    case .absent: return .absent
    case .noNumber: return .unparsable
    case .damaged: return .unparsable(.spreadsheetDamage)
    case .other:
        let number = readPhoneByLibrary(field, defaultCountry: defaultCountry)
        if number.isUnparsable, let first = readBeforeRemark(text, in: defaultCountry) {
            return first
        }
        return withoutPlaceholder(withoutOldMexicanOne(number))
    case .digits: break
    }
    let number =
        readPhone(text, in: defaultCountry)
        ?? readPhoneByLibrary(written(text).span, defaultCountry: defaultCountry)
    return adding(findings(of: text), to: withoutPlaceholder(withoutOldMexicanOne(number)))
}

/// Whether `parsePhone` reads the field without asking the library: the share that is fast.
package func isPhoneReadByTables(_ field: Span<UInt8>, defaultCountry: Country) -> Bool {
    let text = scanPhone(field)
    return switch text.shape {
    case .absent, .noNumber, .damaged: true
    case .other: false
    case .digits: readPhone(text, in: defaultCountry) != nil
    }
}

/// The number as the library is to see it: without spreadsheet damage, extension or odd spaces.
private func written(_ text: PhoneText) -> [UInt8] {
    var bytes: [UInt8] = text.hasPlus ? [UInt8(ascii: "+")] : []
    for index in 0..<text.digits.count { bytes.append(UInt8(ascii: "0") + text.digits[index]) }
    return bytes
}

@inline(__always)
private func findings(of text: PhoneText) -> PhoneFindings {
    var findings = PhoneFindings.none
    if text.hasExtension { findings.insert(.hasExtension) }
    if text.isSpreadsheetNumber { findings.insert(.spreadsheetDamage) }
    return findings
}

/// The number with further findings; an unparsable one keeps spreadsheet damage only.
@inline(__always)
func adding(_ findings: PhoneFindings, to number: PhoneNumber) -> PhoneNumber {
    if findings.rawValue == 0 { return number }
    guard number.isParsed else { return .unparsable(findings.intersection(.spreadsheetDamage)) }
    return PhoneNumber(
        e164: number.e164, lineType: number.lineType, findings: number.findings.union(findings))
}
