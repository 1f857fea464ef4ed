internal import AccountModel

// Second readings beyond libphonenumber's, for notations that real exports are full of. Each counts
// only when it gives a number in an assigned range, so that no guess becomes an identity.

/// Reads `text` by the tables; where that gives no good number, also in the other ways.
func readPhone(_ text: PhoneText, in country: Country) -> PhoneNumber? {
    guard let number = readPlainly(text.digits, hasPlus: text.hasPlus, in: country) else {
        return nil
    }
    if country == .DE, !text.hasPlus, let mobile = readAsGermanMobile(text.digits, not: number) {
        return mobile
    }
    guard number.isUnparsable || number.findings.contains(.notAssigned) else { return number }
    if let rescued = readWithoutParenthesizedZero(text, in: country) { return rescued }
    if number.isUnparsable, !text.hasPlus, let rescued = readAsForeign(text.digits) {
        return rescued
    }
    return number
}

/// The number before a remark, which the library would dial as on a keypad, or before a second one.
func readBeforeRemark(_ text: PhoneText, in country: Country) -> PhoneNumber? {
    guard text.hasRemark, text.digits.count >= 7 else { return nil }
    return assigned(readPhone(text, in: country))
}

func readPlainly(
    _ digits: PhoneDigits, hasPlus: Bool, in country: Country
) -> PhoneNumber? {
    hasPlus ? readInternational(digits) : readDialled(digits, in: country)
}

/// `01 1 55 1234 5678`: behind another prefix the library leaves Mexico's old 1 in the number.
@inline(__always)
func withoutOldMexicanOne(_ number: PhoneNumber) -> PhoneNumber {
    guard number.e164 >= 5_210_000_000_000, number.e164 < 5_220_000_000_000 else { return number }
    let current = 520_000_000_000 + number.e164 % 10_000_000_000
    guard let reading = assigned(readInternational(PhoneDigits(of: current))) else { return number }
    return adding(number.findings.union(.renumbered), to: reading)
}

/// `4917…`, `4915…`: a German mobile number without its `+`.
///
/// The library takes it for a long number in the area of Leer (0491) that lacks its trunk zero.
/// Spreadsheets drop the `+`; people do not drop the zero.
private func readAsGermanMobile(_ digits: PhoneDigits, not national: PhoneNumber) -> PhoneNumber? {
    guard digits.starts(with: 0x49, length: 2), national.findings.contains(.regionAssumed),
        let number = assigned(readInternational(digits)), number.lineType == .mobile
    else { return nil }
    return adding(.plusLost, to: number)
}

/// `+48 (0)601 234 567`: a trunk zero in parentheses, for a country that has none.
private func readWithoutParenthesizedZero(
    _ text: PhoneText, in country: Country
) -> PhoneNumber? {
    guard text.parenthesizedZero >= 0 else { return nil }
    let digits = text.digits.removing(at: text.parenthesizedZero)
    return assigned(readPlainly(digits, hasPlus: text.hasPlus, in: country))
}

/// A number of one of the twenty countries that came without its `+`, or with `00` before it where
/// the account's country dials another international prefix.
private func readAsForeign(_ digits: PhoneDigits) -> PhoneNumber? {
    if digits.starts(with: 0x00, length: 2) {
        return assigned(readInternational(digits.dropping(first: 2)))
    }
    guard let number = assigned(readInternational(digits)),
        Country.haveCallingCode(number.callingCode)
    else { return nil }
    return adding(.plusLost, to: number)
}

private func assigned(_ number: PhoneNumber?) -> PhoneNumber? {
    guard let number, number.isParsed, !number.findings.contains(.notAssigned) else { return nil }
    return number
}
