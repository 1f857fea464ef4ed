/// Masks a personal value so that people can still judge a conflict: names keep the first letter of their
/// words, phones the country code and two digits, addresses the first letters and the top-level domain.
///
/// The length stays to be seen (of the first twelve characters of a word), since a conflict is often one of
/// length. Masking twice changes nothing, so a report may mask whatever it is handed.
package func conflictSampleMask(_ value: String) -> String {
    if value.isEmpty { return "" }
    if let at = value.lastIndex(of: "@") { return maskAddress(value, at) }
    return looksLikePhone(value) ? maskPhone(value) : maskWords(value)
}

/// What stands for a character that is not shown.
private let dot: Character = "•"
/// How many characters of a word are counted out in dots.
private let wordMax = 12

private func maskAddress(_ value: String, _ at: String.Index) -> String {
    let local = maskWord(value[..<at], showsFirst: true)
    let domain = value[value.index(after: at)...]
    guard let lastDot = domain.lastIndex(of: "."), isTopLevelDomain(domain[domain.index(after: lastDot)...])
    else { return local + "@" + maskWord(domain, showsFirst: true) }
    return local + "@" + maskWord(domain[..<lastDot], showsFirst: true) + domain[lastDot...]
}

private func isTopLevelDomain(_ label: Substring) -> Bool {
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

private func maskPhone(_ value: String) -> String {
    let digits = value.filter { $0 == dot || $0.isASCII && $0.isNumber }
    var shownAtStart = 0
    if value.first == "+" {
        shownAtStart = unusualCountryCodes.first { digits.hasPrefix($0) }?.count ?? 2
    }
    let shownAtEnd = digits.count - shownAtStart >= 6 ? 2 : 0
    let hidden = max(0, digits.count - shownAtStart - shownAtEnd)
    return (value.first == "+" ? "+" : "") + digits.prefix(shownAtStart)
        + String(repeating: dot, count: hidden) + digits.suffix(shownAtEnd)
}

/// Words are what spaces, hyphens and apostrophes part. The first four show a letter, of single letters two:
/// a name that is spelled out in letters is not given away.
private func maskWords(_ value: String) -> String {
    var masked = ""
    var word = Substring()
    var words = 0
    var initials = 0
    func close() {
        guard !word.isEmpty else { return }
        words += 1
        if word.count == 1 { initials += 1 }
        masked += maskWord(word, showsFirst: words <= 4 && (word.count > 1 || initials <= 2))
        word = Substring()
    }
    for character in value {
        if " -'’.,/".contains(character) {
            close()
            masked.append(character)
        } else {
            word.append(character)
        }
    }
    close()
    return masked
}

/// The first letter and dots; a digit or a sign is a dot. Of a letter with a pile of marks two are shown.
private func maskWord(_ word: some StringProtocol, showsFirst: Bool) -> String {
    guard let first = word.first else { return "" }
    let shown = showsFirst && first.isLetter ? String(String.UnicodeScalarView(first.unicodeScalars.prefix(2))) : String(dot)
    return shown + String(repeating: dot, count: min(word.count, wordMax) - 1)
}
