import AccountModel
import RecordLinkage

/// Compares the names of each line of standard input, for `scripts/evaluate-names`.
///
/// A line holds six fields between tabs: country, first name and surname of one account, then of
/// the other; names are hexadecimal UTF-8, so that they may hold anything. Writes `level<tab>rule`
/// a line.
func nameOracle() {
    while let line = readLine() {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        precondition(fields.count == 6, "an oracle line has six fields")
        guard let left = Country(code: String(fields[0])),
            let right = Country(code: String(fields[3]))
        else { preconditionFailure("an oracle line names two of the twenty countries") }
        let (leftGiven, leftFamily) = (bytesOfHex(fields[1]), bytesOfHex(fields[2]))
        let (rightGiven, rightFamily) = (bytesOfHex(fields[4]), bytesOfHex(fields[5]))
        let verdict = compareNames(
            given: leftGiven.span, family: leftFamily.span, of: left,
            with: rightGiven.span, family: rightFamily.span, of: right)
        print("\(verdict.level.code)\t\(verdict.rule.code)")
    }
}

private func bytesOfHex(_ text: Substring) -> [UInt8] {
    let digits = text.utf8.map { digit -> UInt8 in
        precondition(isHex(digit), "a name of an oracle line is hexadecimal")
        return digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : (digit | 0x20) - 87
    }
    precondition(digits.count % 2 == 0, "hexadecimal digits come in pairs")
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

private func isHex(_ digit: UInt8) -> Bool {
    switch digit {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
}
