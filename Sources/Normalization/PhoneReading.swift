internal import AccountModel

// Reads digits by the tables, step by step as libphonenumber's `ParseHelper` does, so that both
// come to the same E.164 number. `nil` everywhere means: the tables do not decide, ask the library.

/// Reads a number that was written with `+`.
func readInternational(_ digits: PhoneDigits) -> PhoneNumber? {
    guard digits.count > 2, let region = PhoneRegion(callingCodeOf: digits) else { return nil }
    return readNational(digits.dropping(first: region.codeLength), in: region, findings: .none)
}

/// Reads a number that was written without `+`, as a customer of `country` would dial it.
func readDialled(_ digits: PhoneDigits, in country: Country) -> PhoneNumber? {
    let prefixLength = internationalPrefixLength(of: digits, in: country)
    if prefixLength > 0, digits.count > prefixLength, digits[prefixLength] != 0 {
        return readInternational(digits.dropping(first: prefixLength))
    }
    let home = PhoneRegion(of: country)
    if digits.starts(with: UInt32(home.code), length: home.codeLength) {
        let rest = digits.dropping(first: home.codeLength)
        guard let stripped = strippingNationalPrefix(rest, in: home) else { return nil }
        if isCallingCodeMeant(digits, without: stripped.digits, in: home) {
            guard let region = PhoneRegion(callingCodeOf: digits) else { return nil }
            return readNational(stripped.digits, in: region, findings: .plusLost)
        }
    }
    return readNational(digits, in: home, findings: .regionAssumed)
}

/// Whether digits that begin with the home country's calling code do so because a `+` was lost.
///
/// Germany shows why this must be asked: 4930… may be Berlin from abroad or a town in East Frisia.
private func isCallingCodeMeant(
    _ digits: PhoneDigits, without rest: PhoneDigits, in home: PhoneRegion
) -> Bool {
    if home.length(of: digits) == .tooLong { return true }
    return !home.entry(of: digits).matchesPlan && home.entry(of: rest).matchesPlan
}

/// Reads what stands behind the calling code, or in its place.
private func readNational(
    _ digits: PhoneDigits, in region: PhoneRegion, findings: PhoneFindings
) -> PhoneNumber? {
    guard digits.count >= 2, let stripped = strippingNationalPrefix(digits, in: region) else {
        return nil
    }
    var findings = findings
    var national = digits
    if stripped.length > 0 {
        switch region.length(of: stripped.digits) {
        case .possible, .tooLong:
            national = stripped.digits
            if isOldMexicanMobile(strippedLength: stripped.length, in: region) {
                findings.insert(.renumbered)
            }
        case .tooShort, .localOnly, .unused: break
        }
    }
    return phoneNumber(national, in: region, findings: findings)
}

/// Takes a national prefix off, unless the number is one of its country only as it stands.
private func strippingNationalPrefix(
    _ digits: PhoneDigits, in region: PhoneRegion
) -> (digits: PhoneDigits, length: Int)? {
    if region.hasComplexPrefix, region.entry(of: digits).hasComplexPrefix { return nil }
    let length = region.nationalPrefixLength(of: digits)
    guard length > 0 else { return (digits, 0) }
    let rest = digits.dropping(first: length)
    if region.entry(of: digits).matchesPlan, !region.entry(of: rest).matchesPlan {
        return (digits, 0)
    }
    return (rest, length)
}

/// Mexico dialled 1 (from abroad) or 044 and 045 (at home) before mobile numbers until August 2019;
/// its other prefixes, 01 and 02, have two digits and meant a long-distance call.
private func isOldMexicanMobile(strippedLength: Int, in region: PhoneRegion) -> Bool {
    region.code == 0x52 && strippedLength != 2
}

/// Puts calling code and national number together, and looks up what kind of line it is.
private func phoneNumber(
    _ national: PhoneDigits, in region: PhoneRegion, findings: PhoneFindings
) -> PhoneNumber {
    // The plan of the calling code judges, also where a country (CA) reads by patterns of its own.
    guard let e164 = national.prefixed(by: region.code, length: region.codeLength),
        let plan = PhoneRegion(callingCodeOf: e164), plan.length(of: national) == .possible, national.packed != 0
    else { return .unparsable }
    let entry = plan.entry(of: national)
    return PhoneNumber(
        e164: e164.value, lineType: entry.lineType,
        findings: entry.isAssigned ? findings : findings.union(.notAssigned))
}
