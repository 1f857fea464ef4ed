import AccountModel
import RecordLinkage

/// A name as a test writes it: "given|family".
func bytesOfFields(_ name: String) -> (given: [UInt8], family: [UInt8]) {
    let fields = name.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    return (Array(fields[0].utf8), fields.count > 1 ? Array(fields[1].utf8) : [])
}

/// Compares "given|family" with "given|family".
func verdict(
    _ left: String, _ right: String, _ leftCountry: Country = .SE, _ rightCountry: Country = .SE
) -> NameVerdict {
    let (leftGiven, leftFamily) = bytesOfFields(left)
    let (rightGiven, rightFamily) = bytesOfFields(right)
    return compareNames(
        given: leftGiven.span, family: leftFamily.span, of: leftCountry,
        with: rightGiven.span, family: rightFamily.span, of: rightCountry)
}

/// What a verdict is called in reports: "level/rule".
func verdictCode(
    _ left: String, _ right: String, _ leftCountry: Country = .SE, _ rightCountry: Country = .SE
) -> String {
    let found = verdict(left, right, leftCountry, rightCountry)
    return "\(found.level.code)/\(found.rule.code)"
}

// `#expect` cannot take a span apart, so spans stay inside these.

func isDamaged(_ bytes: [UInt8]) -> Bool { hasMojibake(bytes.span) }

func isDamaged(_ name: String) -> Bool { isDamaged(Array(name.utf8)) }

func isPlaceholderName(_ name: String) -> Bool {
    let (given, family) = bytesOfFields(name)
    return placeholderName(given: given.span, family: family.span)
}

func completeness(of name: String) -> Int {
    let (given, family) = bytesOfFields(name)
    return nameCompleteness(given: given.span, family: family.span)
}
