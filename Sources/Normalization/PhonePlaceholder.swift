internal import AccountModel

/// Makes `0000000`, `1111111` and the like unparsable, where no such number is assigned.
///
/// Forms that demand a phone number are full of them; two of them would be equal numbers.
@inline(__always)
func withoutPlaceholder(_ number: PhoneNumber) -> PhoneNumber {
    guard number.isParsed, number.findings.contains(.notAssigned) else { return number }
    return isOneDigitRepeated(number.nationalNumber) ? .unparsable : number
}

private func isOneDigitRepeated(_ value: UInt64) -> Bool {
    let digit = value % 10
    var rest = value / 10
    while rest > 0 {
        if rest % 10 != digit { return false }
        rest /= 10
    }
    return true
}
