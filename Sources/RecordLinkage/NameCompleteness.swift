/// How much a spelling of a name says, for survivorship (RULES §4): the greater survives.
///
/// In this order: a name that says something over a placeholder and damaged text; both fields over
/// one; more words over initials; letters with their signs over letters without (José over Jose);
/// mixed case over capitals over small letters. Zero for an empty name. Only the order of the
/// numbers has a meaning.
package func nameCompleteness(given: Span<UInt8>, family: Span<UInt8>) -> Int {
    let givenScalars = nameScalars(given)
    let familyScalars = nameScalars(family)
    let text = NameText(RawName(given: givenScalars, family: familyScalars))
    guard !text.name.all.isEmpty else { return 0 }
    if isPlaceholder(text.name) { return 1 }
    let scalars = givenScalars + [nameSpace] + familyScalars
    let isDamaged =
        scalars.contains(0xFFFD) || scalars.contains(0x3F) || repairMojibake(scalars) != nil
    let hasBoth = !text.name.given.isEmpty && !text.name.family.isEmpty
    let initials = text.name.all.filter(\.isInitial).count
    let words = text.name.all.count - initials
    let signs = isDamaged ? 0 : signedLetterCount(text.given) + signedLetterCount(text.family)

    var score = isDamaged ? 2 : 1_000_000_000
    score += hasBoth ? 100_000_000 : 0
    score += min(words, 30) * 1_000_000
    score += min(initials, 30) * 10_000
    score += min(signs, 99) * 100
    return score + caseScore(scalars)
}

private func signedLetterCount(_ letters: NameLetters) -> Int {
    letters.indices.filter { !isNameMark(letters[$0]) && foldLetter(letters, at: $0) != nil }.count
}

/// 20 for mixed case, 10 for capitals alone, 0 for small letters alone.
private func caseScore(_ scalars: [UInt32]) -> Int {
    let cased = scalars.filter { isNameLetter($0) }
    let hasCapitals = cased.contains { isCapitalInName($0) }
    let hasSmall = cased.contains { !isCapitalInName($0) }
    return hasCapitals ? (hasSmall ? 20 : 10) : 0
}
