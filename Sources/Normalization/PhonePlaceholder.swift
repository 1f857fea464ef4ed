internal import AccountModel

/// Makes `0000000`, `1111111` and the like unparsable, where no such number is assigned.
///
/// Forms that demand a phone number are full of them; two of them would be equal numbers.
@inline(__always)
func withoutPlaceholder(_ number: PhoneNumber) -> PhoneNumber {
    guard number.isParsed, number.findings.contains(.notAssigned) else { return number }
    return isOneDigitRepeated(number) ? .unparsable : number
}

/// Whether all digits behind the calling code are the same.
private func isOneDigitRepeated(_ number: PhoneNumber) -> Bool {
    let code = UInt64(number.callingCode)
    let digit = number.e164 % 10
    var rest = number.e164
    while rest > code {
        if rest % 10 != digit { return false }
        rest /= 10
    }
    return true
}
