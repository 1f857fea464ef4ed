/// What one field of a name says about the whole name, whatever stands in the other field.
///
/// Names repeat, so whoever reads many rows remembers the traits of a field instead of taking the name
/// apart again.
package struct NameFieldTraits: OptionSet, Sendable {
    /// One bit each.
    package let rawValue: UInt8
    /// From its bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// With this field the name is no placeholder (`placeholderName` is false for every other field).
    package static let neverPlaceholder = NameFieldTraits(rawValue: 1)
    /// The field was decoded with the wrong charset (`hasMojibake`).
    package static let mojibake = NameFieldTraits(rawValue: 2)
}

/// The traits of a field.
package func nameFieldTraits(_ field: Span<UInt8>) -> NameFieldTraits {
    var traits: NameFieldTraits = hasMojibake(field) ? .mojibake : []
    let letters = nameLetters(nameScalars(field)).prefix(nameScalarsMax)
    let tokens = nameTokens(NameLetters(letters))
    let hasWord = tokens.contains { $0.letters.count > 1 && !isPlaceholderWord($0, alone: true) }
    if hasWord, !isPartOfInventedPerson(tokens) { traits.insert(.neverPlaceholder) }
    return traits
}

/// "Doe" may turn out to be "John Doe".
private func isPartOfInventedPerson(_ tokens: NameTokens) -> Bool {
    partsOfInventedPeople.contains(NameKey(NameLetters(tokens.flatMap { $0.spellings[0] })))
}

/// Every part of every invented name, so that asking is one look-up.
private let partsOfInventedPeople: Set<NameKey> = {
    var parts: Set<NameKey> = []
    for word in inventedPeopleText.split(whereSeparator: \.isWhitespace) {
        let letters = foldedSpellings(nameLetters(word.unicodeScalars.map(\.value)))[0]
        for start in letters.indices {
            for end in start..<letters.endIndex { parts.insert(NameKey(NameLetters(letters[start...end]))) }
        }
    }
    return parts
}()
