/// One word of a name, with the forms in which it is compared.
struct NameToken {
    /// Lower case and decomposed, without punctuation.
    let letters: NameLetters
    /// See `foldedSpellings`.
    let spellings: [NameLetters]
    /// See `nameSkeleton`.
    let skeleton: NameLetters
    /// Of the plain letters, for tables of words.
    let key: NameKey
    /// Of the skeleton, for tables of names.
    let skeletonKey: NameKey
    /// What the word ended with: a space, a hyphen, a stop; 0 at the end of the field.
    let ending: UInt32

    init(_ letters: NameLetters, ending: UInt32 = 0) {
        self.letters = letters
        self.ending = ending
        spellings = foldedSpellings(letters)
        skeleton = contractDigraphs(spellings[0])
        key = NameKey(spellings[0])
        skeletonKey = NameKey(skeleton)
    }

    /// The two are one word, give or take signs on letters.
    func isSpelledLike(_ other: NameToken) -> Bool {
        letters == other.letters
            || skeleton == other.skeleton && spellings.contains { other.spellings.contains($0) }
    }

    var isInitial: Bool { spellings[0].count == 1 && isNameLetter(spellings[0][0]) }

    /// This word is the other's first letter.
    func isInitial(of other: NameToken) -> Bool {
        isInitial && other.skeleton.count > 1
            && spellings.contains { mine in other.spellings.contains { $0.first == mine[0] } }
    }

    /// This word is an abbreviation ("Chr.") of the other.
    func isAbbreviation(of other: NameToken) -> Bool {
        ending == ascii(".") && skeleton.count >= 2 && skeleton.count < other.skeleton.count
            && other.skeleton.starts(with: skeleton)
    }
}

/// The words of one field.
typealias NameTokens = [NameToken]

/// One name, cut into words, titles and generation suffix taken off.
struct PersonName {
    var given: NameTokens
    var family: NameTokens
    /// The generation suffix, if one was written.
    var generation: Generation?
    /// Joins two people: "Anna og Per".
    var isCouple = false

    var all: NameTokens { given + family }
}

/// Cuts both fields into words and takes off what is no part of the name.
func personName(given: NameLetters, family: NameLetters) -> PersonName {
    var name = PersonName(given: nameTokens(given), family: nameTokens(family))
    name.isCouple = isCouple(name.given)
    name.given = droppingTitles(name.given)
    name.family = droppingTitles(name.family)
    if let generation = takeGeneration(from: &name.family) { name.generation = generation }
    if let generation = takeGeneration(from: &name.given) { name.generation = generation }
    if isUninformative(name.given), !name.family.isEmpty { name.given = [] }
    if isUninformative(name.family), !name.given.isEmpty { name.family = [] }
    return name
}

/// Cuts at white space, hyphens and stops; removes apostrophes and quotation marks.
func nameTokens(_ letters: NameLetters) -> NameTokens {
    var tokens = NameTokens()
    var word = NameLetters()
    for letter in letters {
        if isApostrophe(letter) { continue }
        if isWordBreak(letter) {
            if !word.isEmpty { tokens.append(NameToken(word, ending: letter)) }
            word = []
        } else {
            if word.isEmpty { word.reserveCapacity(letters.count) }
            word.append(letter)
        }
    }
    if !word.isEmpty { tokens.append(NameToken(word)) }
    return tokens
}

func isHyphen(_ letter: UInt32) -> Bool {
    switch letter {
    case 0x2D, 0x2010...0x2015, 0x2212, 0xFE63, 0xFF0D: true
    default: false
    }
}

/// Apostrophes and what is typed for them, among them the accents that stand alone.
func isApostrophe(_ letter: UInt32) -> Bool {
    switch letter {
    case 0x27, 0x60, 0xB4, 0x2018...0x201F, 0x2032, 0x2035, 0x2BB...0x2BD, 0x22: true
    default: false
    }
}

/// Signs that separate words and are no part of one.
func isPunctuation(_ letter: UInt32) -> Bool {
    switch letter {
    case 0x2E, 0x2C, 0x3B, 0x3A, 0x28, 0x29, 0x5B, 0x5D, 0x5F, 0x2F, 0x5C, 0x2A, 0xB7: true
    default: false
    }
}

private func isWordBreak(_ letter: UInt32) -> Bool {
    letter == nameSpace || isHyphen(letter) || isPunctuation(letter)
}

private func takeGeneration(from tokens: inout NameTokens) -> Generation? {
    guard tokens.count > 1, let last = tokens.last,
        let generation = Generation.allCases.first(where: { $0.words.contains(last.key) })
    else { return nil }
    tokens.removeLast()
    return generation
}

/// Leading titles and trailing degrees are dropped, as long as a word is left.
private func droppingTitles(_ tokens: NameTokens) -> NameTokens {
    var kept = tokens[...]
    while kept.count > 1, nameTitles.contains(kept.first!.key), !isHyphen(kept.first!.ending) {
        kept.removeFirst()  // "Ing. Marie", but not "Ing-Marie".
    }
    while kept.count > 1, nameDegrees.contains(kept.last!.key) { kept.removeLast() }
    return Array(kept)
}

/// A word for "and" between first names; a field with particles ("von und zu") holds surnames.
private func isCouple(_ given: NameTokens) -> Bool {
    guard given.count >= 3, !given.contains(where: { nameParticles.contains($0.key) }) else {
        return false
    }
    return given[1..<(given.count - 1)].contains {
        nameConjunctions.contains($0.key) || $0.letters == [0x26] || $0.letters == [0x2B]
    }
}
