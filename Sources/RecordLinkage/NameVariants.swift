import AccountModel

/// The first names that stand for one another: of one line of a table, "formal names: pet names".
private struct VariantGroup {
    var formal: Set<NameKey>
    var pet: Set<NameKey>
}

/// A table of groups with an index from each name's skeleton to the groups it is in.
private struct VariantTable {
    var groups: [VariantGroup] = []
    var index: [NameKey: [Int]] = [:]

    init(_ texts: [String]) {
        for line in texts.flatMap({ $0.split(separator: "\n") }) where !line.isEmpty {
            let sides = line.split(separator: ":", omittingEmptySubsequences: false)
            precondition(sides.count <= 2, "a line of a name table has one colon at most")
            add(formal: names(sides[0]), pet: sides.count == 2 ? names(sides[1]) : [])
        }
    }

    private mutating func add(formal: Set<NameKey>, pet: Set<NameKey>) {
        for name in formal.union(pet) { index[name, default: []].append(groups.count) }
        groups.append(VariantGroup(formal: formal, pet: pet))
    }

    /// The rule by which two skeletons stand for one name, or `nil`.
    func rule(_ left: NameToken, _ right: NameToken) -> NameRule? {
        var found: NameRule?
        let (leftKey, rightKey) = (left.skeletonKey, right.skeletonKey)
        for group in index[leftKey] ?? [] {
            let (formal, pet) = (groups[group].formal, groups[group].pet)
            let isRightFormal = formal.contains(rightKey)
            guard isRightFormal || pet.contains(rightKey) else { continue }
            if isRightFormal || formal.contains(leftKey) { return .nickname }
            if havePetNameStem(left.skeleton, right.skeleton) { found = .petNames }
        }
        return found
    }
}

/// Bob and Bobby, Kasia and Kaśka: two pet names of one name count only when they begin alike; Lisa
/// and Betty may be sisters.
private func havePetNameStem(_ left: NameLetters, _ right: NameLetters) -> Bool {
    left.count >= 3 && right.count >= 3 && left.prefix(3) == right.prefix(3)
}

/// The skeleton keys of the names in `text`; a hyphen inside a name is left out.
private func names(_ text: Substring) -> Set<NameKey> {
    Set(
        text.split(whereSeparator: \.isWhitespace).map { name in
            let written = nameLetters(name.unicodeScalars.map(\.value)).filter { !isHyphen($0) }
            let key = NameKey(nameSkeleton(written))
            precondition(key != .none, "\(name) does not fit into a table of names")
            return key
        })
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

/// Skeletons of common first names, so that no slip is seen where there are two names: the list,
/// and every formal name of the nickname tables.
private let commonGivenNames: Set<NameKey> = nicknameTable.groups.reduce(
    into: names(commonGivenNameList[...])
) { $0.formUnion($1.formal) }

func isCommonName(_ name: NameToken) -> Bool { commonGivenNames.contains(name.skeletonKey) }

/// Whether the two are one name in two languages, whatever the countries.
func areTranslations(_ left: NameToken, _ right: NameToken) -> Bool {
    translationTable.rule(left, right) != nil
}
