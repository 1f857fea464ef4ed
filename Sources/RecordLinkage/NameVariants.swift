import AccountModel

/// A table of first names that stand for one another: each line "formal names: pet names" is a group.
private struct VariantTable {
    /// A name in a group.
    private struct Entry {
        var key: NameKey
        var group: Int
        var isFormal: Bool
    }

    /// By key, then by group.
    private let entries: [Entry]

    init(_ texts: [String]) {
        var entries: [Entry] = []
        var group = 0
        for text in texts {
            var isFormal = true
            for word in NameTableWords(text) {
                switch word {
                case .name(let key): entries.append(Entry(key: key, group: group, isFormal: isFormal))
                case .colon:
                    precondition(isFormal, "a line of a name table has one colon at most")
                    isFormal = false
                case .lineEnd:
                    group += 1
                    isFormal = true
                }
            }
            group += 1
        }
        entries.sort { $0.key == $1.key ? $0.group < $1.group : $0.key < $1.key }
        self.entries = entries
    }

    /// Where a name stands in `entries`.
    private func places(of key: NameKey) -> Range<Int> {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < entries.count, entries[end].key == key { end += 1 }
        return low..<end
    }

    /// The rule by which two skeletons stand for one name, or `nil`.
    func rule(_ left: NameToken, _ right: NameToken) -> NameRule? {
        let ofLeft = places(of: left.skeletonKey)
        if ofLeft.isEmpty { return nil }
        let ofRight = places(of: right.skeletonKey)
        var found: NameRule?
        for one in ofLeft {
            for other in ofRight where entries[other].group == entries[one].group {
                if entries[one].isFormal || entries[other].isFormal { return .nickname }
                if havePetNameStem(left.skeleton, right.skeleton) { found = .petNames }
            }
        }
        return found
    }

    /// Whether some group has this name on its left.
    func isFormal(_ key: NameKey) -> Bool { places(of: key).contains { entries[$0].isFormal } }
}

/// Bob and Bobby, Kasia and Kaśka: two pet names of one name count only when they begin alike; Lisa
/// and Betty may be sisters.
private func havePetNameStem(_ left: NameLetters, _ right: NameLetters) -> Bool {
    left.count >= 3 && right.count >= 3 && left.prefix(3) == right.prefix(3)
}

private let nicknameTable = VariantTable([
    englishNicknames, germanNicknames, dutchNicknames, nordicNicknames, finnishNicknames,
    frenchNicknames,
    czechNicknames, polishNicknames, spanishNicknames,
])

private let translationTable = VariantTable([translatedNames])

/// Level 9: a nickname or a variant of a first name in one language, or its translation where the
/// two countries speak different ones.
func variantRule(_ left: NameToken, _ right: NameToken, translates: Bool) -> NameRule? {
    if let rule = nicknameTable.rule(left, right) { return rule }
    if translates, translationTable.rule(left, right) != nil { return .languageVariant }
    return isShortForm(left, of: right) || isShortForm(right, of: left) ? .shortForm : nil
}

/// Dani for Danica, Angie for Angelina, Pablito for Pablo: the start of a name, with or without an
/// ending of affection. A word that is a common first name itself (Jan, Eva) is short for nothing.
private func isShortForm(_ short: NameToken, of long: NameToken) -> Bool {
    let (word, name) = (short.skeleton, long.skeleton)
    guard word.count >= 3, !isCommonName(short) else { return false }
    if isStart(word, of: name, missing: 2) || isSpanishDiminutive(word, of: name) { return true }
    return petEndings.contains { ending in
        word.suffix(ending.count) == ending[...]
            && isStart(NameLetters(word.dropLast(ending.count)), of: name, missing: 3)
    }
}

/// The first three to five letters, and enough are missing: Charlott is no short Charlotta.
private func isStart(_ stem: NameLetters, of name: NameLetters, missing: Int) -> Bool {
    let isDoubled = stem.count >= 4 && stem[stem.count - 1] == stem[stem.count - 2]
    let plain = isDoubled ? stem.dropLast() : stem[...]
    return plain.count >= 3 && plain.count <= 5 && name.count >= plain.count + missing
        && name.starts(with: plain)
}

/// Pablito, Juanito; Teresita: the ending keeps the gender, so Juanita is no Juan.
private func isSpanishDiminutive(_ word: NameLetters, of name: NameLetters) -> Bool {
    guard word.count >= 6 else { return false }
    let stem = NameLetters(word.dropLast(3))
    if word.suffix(3) == diminutiveMan[...] { return name == stem || name == stem + [ascii("o")] }
    return word.suffix(3) == diminutiveWoman[...] && name == stem + [ascii("a")]
}

private let petEndings = ["ie", "i", "y", "ey", "ek"].map(letters)
private let diminutiveMan = letters("ito")
private let diminutiveWoman = letters("ita")

/// The languages in which a country's own people are mostly named. Names are translated between two
/// countries only when these differ, or when a country has several.
enum NameLanguage {
    case swedish, norwegian, danish, finnish, german, english, dutch, czech, polish, spanish
    case dutchAndFrench, germanFrenchAndItalian, englishAndFrench
}

func nameLanguage(of country: Country) -> NameLanguage {
    switch country {
    case .SE: .swedish
    case .NO: .norwegian
    case .DK: .danish
    case .FI: .finnish
    case .DE, .AT: .german
    case .CH: .germanFrenchAndItalian
    case .NL: .dutch
    case .BE: .dutchAndFrench
    case .CZ: .czech
    case .PL: .polish
    case .ES, .MX: .spanish
    case .CA: .englishAndFrench
    case .GB, .IE, .NZ, .AU, .ZA, .US: .english
    }
}

/// The list of common first names, by key.
private let commonGivenNames: [NameKey] = NameTableWords(commonGivenNameList).compactMap(\.key).sorted()

/// Whether a word is a common first name, so that no slip is seen where there are two names: it is in the list,
/// or a formal name of the nickname tables.
func isCommonName(_ name: NameToken) -> Bool {
    var (low, high) = (0, commonGivenNames.count)
    while low < high {
        let middle = (low + high) / 2
        if commonGivenNames[middle] < name.skeletonKey { low = middle + 1 } else { high = middle }
    }
    if low < commonGivenNames.count, commonGivenNames[low] == name.skeletonKey { return true }
    return nicknameTable.isFormal(name.skeletonKey)
}

/// Whether the two are one name in two languages, whatever the countries.
func areTranslations(_ left: NameToken, _ right: NameToken) -> Bool {
    translationTable.rule(left, right) != nil
}
