/// Whether a name says nothing: "Test Test", "N/A", "xxx", "-", "unknown", "John Doe".
///
/// Empty fields are no placeholder: nobody claimed anything. A word that is also a real name ("Na",
/// "Tom") counts only when the whole name consists of such words.
package func placeholderName(given: Span<UInt8>, family: Span<UInt8>) -> Bool {
    let givenLetters = nameLetters(nameScalars(given)).prefix(nameScalarsMax)
    let familyLetters = nameLetters(nameScalars(family)).prefix(nameScalarsMax)
    let name = PersonName(
        given: nameTokens(NameLetters(givenLetters)), family: nameTokens(NameLetters(familyLetters))
    )
    guard !name.all.isEmpty else { return !givenLetters.isEmpty || !familyLetters.isEmpty }
    return isPlaceholder(name)
}

/// As `placeholderName`, for a name that is cut into words already. False without any word.
func isPlaceholder(_ name: PersonName) -> Bool {
    let all = name.all
    guard !all.isEmpty else { return false }
    if isUninformative(name.given), isUninformative(name.family) { return true }
    if all.allSatisfy({ isPlaceholderWord($0, alone: true) }) { return !isRealDespite(all) }
    return inventedPeople.contains(NameKey(all.flatMap { $0.spellings[0] }))
}

/// "Tom" alone, or "Tom Host", may be a person; "Tom Tom" is none.
private func isRealDespite(_ all: NameTokens) -> Bool {
    let isRepeated = all.count > 1 && all.allSatisfy { $0.letters == all[0].letters }
    return !isRepeated && all.allSatisfy { realNamesAmongPlaceholders.contains($0.key) }
}

/// "N/A" and "K.A." are cut into single letters.
private func isShortForNoAnswer(_ tokens: NameTokens) -> Bool {
    guard tokens.count > 1, tokens.allSatisfy({ $0.letters.count == 1 }) else { return false }
    return noAnswerLetters.contains(NameKey(tokens.map { $0.letters[0] }))
}

private let noAnswerLetters = keySet("na ka nn nvt nb xx")

/// A field that holds no name: only signs, digits, one repeated letter, or a word that is never a
/// name.
func isUninformative(_ tokens: NameTokens) -> Bool {
    guard !tokens.isEmpty else { return true }
    return tokens.allSatisfy { isPlaceholderWord($0, alone: false) } || isShortForNoAnswer(tokens)
}

func isPlaceholderWord(_ token: NameToken, alone: Bool) -> Bool {
    let plain = token.spellings[0]
    if !plain.contains(where: isNameLetter) { return true }
    if isRepeatedLetter(plain) { return true }
    let word = token.key != .none ? token.key : NameKey(plain.filter { isNameLetter($0) })
    guard placeholderWords.contains(word) else { return false }
    return alone || !ambiguousPlaceholderWords.contains(word)
}

/// "xxx", "aaaa"; of two letters only x, y and z, for "Aa" is a surname.
private func isRepeatedLetter(_ plain: NameLetters) -> Bool {
    guard plain.count >= 2, plain.allSatisfy({ $0 == plain[0] }) else { return false }
    return plain.count > 2 || plain[0] >= ascii("x")
}
