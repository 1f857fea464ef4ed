internal import AccountModel
internal import Normalization

/// Reads `CC<TAB>hex` lines on standard input, and prints `e164<TAB>type<TAB>findings<TAB>reader`.
///
/// The field travels in hexadecimal, because it may hold any bytes. An absent or unparsable field
/// prints `absent` or `unparsable` in place of its number; `reader` is `tables` or `library`.
/// `scripts/oracle-phones` compares the
/// lines with those of another implementation.
func phoneOracle() {
    while let line = readLine(strippingNewline: true) {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard parts.count == 2, let country = Country(code: String(parts[0])),
            let field = bytes(ofHexadecimal: parts[1])
        else { preconditionFailure("a line is no country code, tab and hexadecimal digits") }
        let number = parsePhone(field.span, defaultCountry: country)
        let e164 =
            number.isParsed ? String(number.e164) : number.isAbsent ? "absent" : "unparsable"
        let reader = isPhoneReadByTables(field.span, defaultCountry: country) ? "tables" : "library"
        print("\(e164)\t\(number.lineType)\t\(number.findings.rawValue)\t\(reader)")
    }
}

private func bytes(ofHexadecimal text: Substring) -> [UInt8]? {
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}
