/// Masks a personal value so that people can still judge a conflict: names keep the first letter of their
/// words, phones the country code and two digits, addresses the first letters and the top-level domain.
///
/// The length stays to be seen (of the first twelve characters of a word), since a conflict is often one of
/// length. Masking twice changes nothing, so a report may mask whatever it is handed.
package func conflictSampleMask(_ value: String) -> String {
    maskedCharacters(value).map(\.shown).joined()
}

/// A masked value, with the characters marked that stand for a part of `differences`.
///
/// - Parameter differences: Ranges of character positions in `value`.
/// - Returns: The masked text, and ranges of character positions in it, in order and apart.
func maskMarked(_ value: String, differences: [Range<Int>]) -> (text: String, differences: [Range<Int>]) {
    let characters = maskedCharacters(value)
    var marked: [Range<Int>] = []
    for (position, character) in characters.enumerated()
    where differences.contains(where: { $0.overlaps(character.source) }) {
        if let last = marked.last, last.upperBound == position {
            marked[marked.count - 1] = last.lowerBound..<position + 1
        } else {
            marked.append(position..<position + 1)
        }
    }
    return (characters.map(\.shown).joined(), marked)
}

/// One character of a masked value, and which characters of the value it stands for.
private struct MaskedCharacter {
    let shown: String
    let source: Range<Int>

    init(_ shown: Character, _ position: Int) {
        self.shown = String(shown)
        source = position..<position + 1
    }

    init(shown: String, source: Range<Int>) {
        self.shown = shown
        self.source = source
    }
}

private func maskedCharacters(_ value: String) -> [MaskedCharacter] {
    let characters = Array(value)
    if let at = characters.lastIndex(of: "@") { return maskAddress(characters, at) }
    return looksLikePhone(value) ? maskPhone(characters) : maskWords(characters)
}

/// What stands for a character that is not shown.
private let dot: Character = "•"
/// How many characters of a word are counted out in dots.
private let wordMax = 12

private func maskAddress(_ value: [Character], _ at: Int) -> [MaskedCharacter] {
    let local = maskWord(value[..<at], showsFirst: true)
    let domain = value[(at + 1)...]
    let sign = [MaskedCharacter("@", at)]
    guard let lastDot = domain.lastIndex(of: "."), isTopLevelDomain(String(domain[(lastDot + 1)...]))
    else { return local + sign + maskWord(domain, showsFirst: true) }
    let ending = (lastDot..<value.count).map { MaskedCharacter(value[$0], $0) }
    return local + sign + maskWord(domain[..<lastDot], showsFirst: true) + ending
}

private func isTopLevelDomain(_ label: String) -> Bool {
    (2...6).contains(label.utf8.count) && label.utf8.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
}

/// Five digits or more, or digits and the signs that people write between them: a name has neither.
private func looksLikePhone(_ value: String) -> Bool {
    var digits = 0
    var others = 0
    for scalar in value.unicodeScalars {
        switch scalar {
        case "0"..."9": digits += 1
        case "+", " ", "(", ")", "-", "/", ".", "•": continue
        default: others += 1
        }
    }
    return digits >= 5 || digits > 0 && others == 0
}

/// Country codes of the twenty countries that have not two digits.
private let unusualCountryCodes = ["1", "353", "358", "420"]

private func maskPhone(_ value: [Character]) -> [MaskedCharacter] {
    let digits = value.indices.filter { value[$0] == dot || value[$0].isASCII && value[$0].isNumber }
    var shownAtStart = 0
    if value.first == "+" {
        let text = String(digits.map { value[$0] })
        shownAtStart = min(digits.count, unusualCountryCodes.first { text.hasPrefix($0) }?.count ?? 2)
    }
    let shownAtEnd = digits.count - shownAtStart >= 6 ? 2 : 0
    var masked = value.first == "+" ? [MaskedCharacter("+", 0)] : []
    for (place, position) in digits.enumerated() {
        let isShown = place < shownAtStart || place >= digits.count - shownAtEnd
        masked.append(MaskedCharacter(isShown ? value[position] : dot, position))
    }
    return masked
}

/// Words are what spaces, hyphens and apostrophes part. The first four show a letter, of single letters two:
/// a name that is spelled out in letters is not given away.
private func maskWords(_ value: [Character]) -> [MaskedCharacter] {
    var masked: [MaskedCharacter] = []
    var start = 0
    var words = 0
    var initials = 0
    func close(at end: Int) {
        let word = value[start..<end]
        guard !word.isEmpty else { return }
        words += 1
        if word.count == 1 { initials += 1 }
        masked += maskWord(word, showsFirst: words <= 4 && (word.count > 1 || initials <= 2))
    }
    for (position, character) in value.enumerated() where " -'’.,/".contains(character) {
        close(at: position)
        masked.append(MaskedCharacter(character, position))
        start = position + 1
    }
    close(at: value.count)
    return masked
}

/// The first letter and dots; a digit or a sign is a dot. Of a letter with a pile of marks two are shown.
private func maskWord(_ word: ArraySlice<Character>, showsFirst: Bool) -> [MaskedCharacter] {
    guard let first = word.first else { return [] }
    let count = min(word.count, wordMax)
    return (0..<count).map { place in
        let start = word.startIndex + place
        // The last one that is shown stands for all that follow.
        let source = start..<(place == count - 1 ? word.endIndex : start + 1)
        guard place == 0, showsFirst, first.isLetter else {
            return MaskedCharacter(shown: String(dot), source: source)
        }
        return MaskedCharacter(
            shown: String(String.UnicodeScalarView(first.unicodeScalars.prefix(2))), source: source)
    }
}
