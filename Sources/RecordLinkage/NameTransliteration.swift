/// The scripts that the letters of a name belong to, one bit each.
struct ScriptSet: OptionSet {
    let rawValue: UInt8

    static let latin = ScriptSet(rawValue: 1)
    static let greek = ScriptSet(rawValue: 2)
    static let cyrillic = ScriptSet(rawValue: 4)
    static let hebrew = ScriptSet(rawValue: 8)
    static let arabic = ScriptSet(rawValue: 16)
    static let eastAsian = ScriptSet(rawValue: 32)
    static let other = ScriptSet(rawValue: 64)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(of letter: UInt32) {
        switch letter {
        case 0..<0x370, 0x1E00...0x1EFF: self = .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
        case 0x400...0x52F: self = .cyrillic
        case 0x590...0x5FF: self = .hebrew
        case 0x600...0x77F: self = .arabic
        case 0x1100...0x11FF, 0x3040...0x9FFF, 0xAC00...0xD7AF: self = .eastAsian
        default: self = .other
        }
    }
}

/// The scripts of all letters of a name.
func scripts(of name: PersonName) -> ScriptSet {
    var found: ScriptSet = []
    for token in name.all {
        for letter in token.letters where isNameLetter(letter) {
            found.insert(ScriptSet(of: letter))
        }
    }
    return found
}

/// A rough sound of a word in Latin letters, alike for the usual ways to write Greek and Cyrillic
/// names with them. Used only where the scripts differ, and there only to call names equal.
func transliterationKey(_ tokens: NameTokens) -> NameLetters {
    var latin = ""
    for token in tokens {
        var previous: UInt32 = 0
        for letter in token.letters where !isNameMark(letter) {
            latin +=
                greekDiphthong(previous, letter) ?? nameTransliterations[letter] ?? String([letter])
            previous = letter
        }
    }
    return soundKey(foldedSpellings(letters(latin))[0])
}

/// The second half of ου, αυ and ευ.
private func greekDiphthong(_ first: UInt32, _ second: UInt32) -> String? {
    guard second == 0x3C5 else { return nil }
    return switch first {
    case 0x3BF: "u"
    case 0x3B1, 0x3B5: "v"
    default: nil
    }
}

/// Puts the digraphs of several transliterations into one letter each and drops doubled letters.
private func soundKey(_ plain: NameLetters) -> NameLetters {
    var text = String(plain)
    for (digraph, letter) in soundDigraphs { text = replacing(digraph, in: text, with: letter) }
    var key = NameLetters()
    for letter in letters(text) where key.last != letter { key.append(letter) }
    return key
}

private func replacing(_ part: String, in text: String, with new: String) -> String {
    var result = ""
    var rest = text[...]
    while let first = rest.first {
        if rest.hasPrefix(part) {
            result += new
            rest = rest.dropFirst(part.count)
        } else {
            result.append(first)
            rest = rest.dropFirst()
        }
    }
    return result
}

private let soundDigraphs: [(String, String)] = [
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("tch", "c"), ("tsch", "c"), ("ch", "h"), ("kh", "h"),
    ("zh", "z"), ("ts", "c"), ("tz", "c"), ("th", "t"), ("ph", "f"), ("ks", "x"), ("dj", "d"),
    ("ia", "a"), ("ya", "a"), ("ja", "a"), ("iu", "u"), ("yu", "u"), ("ju", "u"), ("ou", "u"),
    ("io", "o"), ("yo", "o"), ("jo", "o"), ("ie", "e"), ("ye", "e"), ("je", "e"),
    ("iy", "i"), ("ij", "i"), ("ii", "i"), ("yi", "i"), ("j", "i"), ("y", "i"), ("w", "v"),
    ("k", "c"),
    ("ng", "g"), ("mp", "b"), ("nt", "d"),
]

/// Lower-case Greek and Cyrillic letters in Latin ones; marks are dropped before.
private let nameTransliterations: [UInt32: String] = {
    var table: [UInt32: String] = [:]
    let pairs =
        "а a б b в v г g ґ g д d е e ж zh з z и i і i ї i к k л l м m н n о o п p р r с s т t у u "
        + "ф f х kh ц ts ч ch ш sh щ shch ъ _ ы y ь _ э e ю yu я ya є ye ђ dj ј j љ lj њ nj ћ c "
        + "џ dz α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s "
        + "τ t υ y φ f χ ch ψ ps ω o"
    let words = pairs.split(separator: " ")
    for index in stride(from: 0, to: words.count, by: 2) {
        let letter = words[index].unicodeScalars.first!.value
        table[letter] = words[index + 1] == "_" ? "" : String(words[index + 1])
    }
    return table
}()

extension String {
    /// The text of these letters.
    init(_ letters: NameLetters) {
        self.init()
        for letter in letters { unicodeScalars.append(Unicode.Scalar(letter) ?? "\u{FFFD}") }
    }
}
