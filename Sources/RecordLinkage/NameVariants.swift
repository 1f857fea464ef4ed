import AccountModel

/// The first names that stand for one another: of one line of a table, "formal names: pet names".
private struct VariantGroup {
    var formal: Set<NameLetters>
    var pet: Set<NameLetters>
}

/// A table of groups with an index from each name's skeleton to the groups it is in.
private struct VariantTable {
    var groups: [VariantGroup] = []
    var index: [NameLetters: [Int]] = [:]

    init(_ texts: [String]) {
        for line in texts.flatMap({ $0.split(separator: "\n") }) where !line.isEmpty {
            let sides = line.split(separator: ":", omittingEmptySubsequences: false)
            precondition(sides.count <= 2, "a line of a name table has one colon at most")
            add(formal: names(sides[0]), pet: sides.count == 2 ? names(sides[1]) : [])
        }
    }

    private mutating func add(formal: Set<NameLetters>, pet: Set<NameLetters>) {
        for name in formal.union(pet) { index[name, default: []].append(groups.count) }
        groups.append(VariantGroup(formal: formal, pet: pet))
    }

    /// The rule by which two skeletons stand for one name, or `nil`.
    func rule(_ left: NameLetters, _ right: NameLetters) -> NameRule? {
        var found: NameRule?
        for group in index[left] ?? [] {
            let (formal, pet) = (groups[group].formal, groups[group].pet)
            let isRightFormal = formal.contains(right)
            guard isRightFormal || pet.contains(right) else { continue }
            if isRightFormal || formal.contains(left) { return .nickname }
            if havePetNameStem(left, right) { found = .petNames }
        }
        return found
    }
}

/// Bob and Bobby, Kasia and Kaśka: two pet names of one name count only when they begin alike; Lisa and
/// Betty may be sisters.
private func havePetNameStem(_ left: NameLetters, _ right: NameLetters) -> Bool {
    left.count >= 3 && right.count >= 3 && left.prefix(3) == right.prefix(3)
}

private func names(_ text: Substring) -> Set<NameLetters> {
    Set(text.split(whereSeparator: \.isWhitespace).map { nameSkeleton(nameLetters($0.unicodeScalars.map(\.value))) })
}

private let nicknameTable = VariantTable([
    englishNicknames, germanNicknames, dutchNicknames, nordicNicknames, finnishNicknames, frenchNicknames,
    czechNicknames, polishNicknames, spanishNicknames,
])

private let translationTable = VariantTable([translatedNames])

/// Level 9: a nickname or a variant of a first name in one language, or its translation where the two
/// countries speak different ones.
func variantRule(_ left: NameToken, _ right: NameToken, translates: Bool) -> NameRule? {
    if let rule = nicknameTable.rule(left.skeleton, right.skeleton) { return rule }
    guard translates, translationTable.rule(left.skeleton, right.skeleton) != nil else { return nil }
    return .languageVariant
}

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

/// Skeletons of common first names, so that no slip is seen where there are two names: the list, and
/// every formal name of the nickname tables.
private let commonGivenNames: Set<NameLetters> = nicknameTable.groups.reduce(
    into: names(commonGivenNameList[...])
) { $0.formUnion($1.formal) }

/// Whether both are common first names and not spellings of one.
func areTwoCommonNames(_ left: NameLetters, _ right: NameLetters) -> Bool {
    commonGivenNames.contains(left) && commonGivenNames.contains(right)
        && translationTable.rule(left, right) == nil
}
