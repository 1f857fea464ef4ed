/// One word of a name, with the forms in which it is compared.
struct NameToken {
    /// Lower case and decomposed, without punctuation.
    let letters: NameLetters
    /// See `foldedSpellings`.
    let spellings: [NameLetters]
    /// See `nameSkeleton`.
    let skeleton: NameLetters
    /// Written with a full stop, as abbreviations are.
    let hasStop: Bool

    init(_ letters: NameLetters, hasStop: Bool) {
        self.letters = letters
        self.hasStop = hasStop
        spellings = foldedSpellings(letters)
        skeleton = nameSkeleton(letters)
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
        hasStop && skeleton.count >= 2 && skeleton.count < other.skeleton.count
            && other.skeleton.starts(with: skeleton)
    }
}

/// The words of one field.
typealias NameTokens = [NameToken]

/// One name, cut into words, titles and generation suffix taken off.
struct PersonName {
    var given: NameTokens
    var family: NameTokens
    /// "jr", "sr", "ii", "iii", if one was written.
    var generation: NameLetters = []
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
            if !word.isEmpty { tokens.append(NameToken(word, hasStop: letter == ascii("."))) }
            word.removeAll(keepingCapacity: true)
        } else {
            word.append(letter)
        }
    }
    if !word.isEmpty { tokens.append(NameToken(word, hasStop: false)) }
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

private func takeGeneration(from tokens: inout NameTokens) -> NameLetters? {
    guard tokens.count > 1, let last = tokens.last,
        let generation = nameGenerations[String(last.letters)]
    else { return nil }
    tokens.removeLast()
    return letters(generation)
}

/// Leading titles and trailing degrees are dropped, as long as a word is left.
private func droppingTitles(_ tokens: NameTokens) -> NameTokens {
    var kept = tokens[...]
    while kept.count > 1, nameTitles.contains(String(kept.first!.spellings[0])) { kept.removeFirst() }
    while kept.count > 1, nameDegrees.contains(String(kept.last!.spellings[0])) { kept.removeLast() }
    return Array(kept)
}

private func isCouple(_ given: NameTokens) -> Bool {
    guard given.count >= 3 else { return false }
    return given[1..<(given.count - 1)].contains { nameConjunctions.contains(String($0.letters)) }
}

extension String {
    /// The text of these letters, to look it up in a table.
    init(_ letters: NameLetters) {
        self.init()
        for letter in letters { unicodeScalars.append(Unicode.Scalar(letter) ?? "\u{FFFD}") }
    }
}
