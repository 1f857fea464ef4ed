package import AccountModel

/// Compares the names of two accounts of one mailbox and says how far they agree (RULES §5).
///
/// The levels are tried in order and the first that fits counts. The result never depends on which
/// account comes first. Equal bytes, and names equal but for the case of ASCII letters, return at
/// once; everything else allocates, and is rare.
///
/// A name without a word on either side is no information: `placeholder`. Countries matter only for
/// first names that are translations of each other (John, Johan): one country does not translate.
///
/// - Parameters: first name and surname as exported, in UTF-8, any of them empty.
/// - Complexity: O(length) for equal names; else O(length²) of the longest word. Names with a field
///   longer than `nameScalarsMax` are compared by the first level only.
package func compareNames(
    given leftGiven: Span<UInt8>, family leftFamily: Span<UInt8>, of leftCountry: Country,
    with rightGiven: Span<UInt8>, family rightFamily: Span<UInt8>, of rightCountry: Country
) -> NameVerdict {
    if equalBytes(leftGiven, rightGiven), equalBytes(leftFamily, rightFamily) {
        return verdictOnEqual(isEmpty: leftGiven.isEmpty && leftFamily.isEmpty)
    }
    if equalIgnoringASCIICase(leftGiven, rightGiven),
        equalIgnoringASCIICase(leftFamily, rightFamily)
    {
        return NameVerdict(.exact, .letterCase)
    }
    let left = RawName(given: nameScalars(leftGiven), family: nameScalars(leftFamily))
    let right = RawName(given: nameScalars(rightGiven), family: nameScalars(rightFamily))
    let translates = nameLanguage(of: leftCountry) != nameLanguage(of: rightCountry)
    // One order for both calls makes the verdict symmetric by construction.
    let inOrder = !right.precedes(left)
    return compare(inOrder ? left : right, inOrder ? right : left, translates: translates)
}

/// What equal names say.
@inline(__always)
func verdictOnEqual(isEmpty: Bool) -> NameVerdict {
    isEmpty ? NameVerdict(.placeholder, .missing) : NameVerdict(.exact, .identical)
}

/// The longest field that is taken for a name. The longest real ones have some 100 letters; the
/// bound keeps a field of any length from costing more than its reading.
let nameScalarsMax = 200

/// A name as scalars, nothing changed.
struct RawName {
    var given: [UInt32]
    var family: [UInt32]

    func precedes(_ other: RawName) -> Bool {
        if given != other.given { return given.lexicographicallyPrecedes(other.given) }
        return family.lexicographicallyPrecedes(other.family)
    }

    var hasSuspects: Bool { mayHoldMisread(given) || mayHoldMisread(family) }

    var isLong: Bool { given.count > nameScalarsMax || family.count > nameScalarsMax }
}

@inline(__always)
func equalBytes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for offset in left.indices where left[offset] != right[offset] { return false }
    return true
}

func equalIgnoringASCIICase(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for offset in left.indices {
        let byte = left[offset]
        let difference = byte ^ right[offset]
        if difference == 0 { continue }
        let letter = byte | 0x20
        guard difference == 0x20, letter >= 0x61, letter <= 0x7A else { return false }
    }
    return true
}

/// Levels 1 to 3 on the text as it is, level 4 on the repaired text, then the words.
private func compare(_ left: RawName, _ right: RawName, translates: Bool) -> NameVerdict {
    let leftText = NameText(left)
    let rightText = NameText(right)
    if let verdict = compareTexts(leftText, rightText) { return verdict }
    if left.isLong || right.isLong { return NameVerdict(.mismatch, .otherPerson) }
    if let verdict = compareRepaired(left, right) { return verdict }
    if let verdict = compareLostLetters(leftText, rightText) { return verdict }
    let leftName = repair(left).map { NameText($0).name } ?? leftText.name
    let rightName = repair(right).map { NameText($0).name } ?? rightText.name
    if let verdict = comparePlaceholders(leftName, rightName) { return verdict }
    if let verdict = compareScripts(leftName, rightName) { return verdict }
    return compareWords(leftName, rightName, translates: translates)
}

/// Both fields tidied and cut into words; of a field that is too long, its beginning.
struct NameText {
    let raw: RawName
    let given: NameLetters
    let family: NameLetters
    let name: PersonName

    init(_ raw: RawName) {
        self.raw = raw
        given = nameLetters(raw.given)
        family = nameLetters(raw.family)
        name = personName(
            given: NameLetters(given.prefix(nameScalarsMax)),
            family: NameLetters(family.prefix(nameScalarsMax)))
    }
}

/// Levels 1 to 3.
private func compareTexts(_ left: NameText, _ right: NameText) -> NameVerdict? {
    if left.given == right.given, left.family == right.family {
        if left.given.isEmpty, left.family.isEmpty { return NameVerdict(.placeholder, .missing) }
        return NameVerdict(.exact, exactRule(left, right))
    }
    guard !left.raw.isLong, !right.raw.isLong else { return nil }
    guard !left.name.all.isEmpty, left.name.generation == right.name.generation else { return nil }
    if joined(left.name.given) == joined(right.name.given),
        joined(left.name.family) == joined(right.name.family)
    {
        return NameVerdict(.format, formatRule(left, right))
    }
    if isSpelledLike(left.name.given, right.name.given),
        isSpelledLike(left.name.family, right.name.family)
    {
        let leftLetters = left.given + left.family
        return NameVerdict(.diacritics, diacriticsRule(leftLetters, right.given + right.family))
    }
    return nil
}

private func joined(_ tokens: NameTokens) -> NameLetters { tokens.flatMap(\.letters) }

/// The words of both fields, written together, have a plain spelling in common.
func isSpelledLike(_ left: NameTokens, _ right: NameTokens) -> Bool {
    if left.count == 1, right.count == 1 { return left[0].isSpelledLike(right[0]) }
    return NameToken(joined(left)).isSpelledLike(NameToken(joined(right)))
}

/// Level 4: one side or both hold misread UTF-8, and repaired they agree on levels 1 to 3.
///
/// Every encoding is tried: where one of them says too little, another may be the true one.
private func compareRepaired(_ left: RawName, _ right: RawName) -> NameVerdict? {
    guard left.hasSuspects || right.hasSuspects else { return nil }
    for encoding in MisreadEncoding.allCases {
        let repairedLeft = repair(left, as: encoding)
        let repairedRight = repair(right, as: encoding)
        guard repairedLeft != nil || repairedRight != nil else { continue }
        let verdict = compareTexts(NameText(repairedLeft ?? left), NameText(repairedRight ?? right))
        if let verdict, verdict.level <= .diacritics {
            return NameVerdict(.mojibake, encoding.rule)
        }
    }
    return nil
}

private func repair(_ name: RawName, as encoding: MisreadEncoding) -> RawName? {
    let given = repairMojibake(name.given, as: encoding)
    let family = repairMojibake(name.family, as: encoding)
    guard given != nil || family != nil else { return nil }
    return RawName(given: given ?? name.given, family: family ?? name.family)
}

/// Repaired as well as it can be judged from this name alone.
private func repair(_ name: RawName) -> RawName? {
    guard name.hasSuspects else { return nil }
    let given = repairMojibake(name.given)
    let family = repairMojibake(name.family)
    guard given != nil || family != nil else { return nil }
    return RawName(given: given ?? name.given, family: family ?? name.family)
}

/// Level 4: "M?ller" for "Müller".
private func compareLostLetters(_ left: NameText, _ right: NameText) -> NameVerdict? {
    let given = lostLetters(left.given, right.given)
    let family = lostLetters(left.family, right.family)
    guard let given, let family, given || family else { return nil }
    return NameVerdict(.mojibake, .lostLetter)
}

/// Whether letters were lost on one side of a field, or `nil` when the field differs otherwise.
private func lostLetters(_ left: NameLetters, _ right: NameLetters) -> Bool? {
    if left == right { return false }
    guard hasLostLetter(left) || hasLostLetter(right) else { return nil }
    return isWithLostLetters(left, of: right) || isWithLostLetters(right, of: left) ? true : nil
}

/// Level 11, tried before the words: what says nothing can neither agree nor disagree.
private func comparePlaceholders(_ left: PersonName, _ right: PersonName) -> NameVerdict? {
    if left.all.isEmpty || right.all.isEmpty { return NameVerdict(.placeholder, .missing) }
    if isPlaceholder(left) || isPlaceholder(right) {
        return NameVerdict(.placeholder, .placeholder)
    }
    return nil
}

/// Names in different scripts: equal by a transliteration, or not to be compared.
private func compareScripts(_ left: PersonName, _ right: PersonName) -> NameVerdict? {
    guard scripts(of: left).isDisjoint(with: scripts(of: right)) else { return nil }
    let given = transliterationKey(left.given)
    let family = transliterationKey(left.family)
    let otherGiven = transliterationKey(right.given)
    let otherFamily = transliterationKey(right.family)
    if given == otherGiven, family == otherFamily {
        return NameVerdict(.diacritics, .transliteration)
    }
    if given == otherFamily, family == otherGiven { return NameVerdict(.order, .swapped) }
    return NameVerdict(.mismatch, .notComparable)
}
