/// How the words of one field relate, from best to worst.
struct FieldRelation {
    var level: NameLevel
    var rule: NameRule
    var isDifferent: Bool { level == .mismatch }

    static let equal = FieldRelation(level: .exact, rule: .identical)
    static let missing = FieldRelation(level: .placeholder, rule: .partMissing)
    static let different = FieldRelation(level: .mismatch, rule: .otherPerson)
}

/// Which field is compared; each has rules that the other has not.
enum NameField { case given, family }

/// Compares the words of one field of two names.
func relation(
    _ left: NameTokens, _ right: NameTokens, in field: NameField, translates: Bool
) -> FieldRelation {
    if left.isEmpty, right.isEmpty { return .equal }
    if left.isEmpty || right.isEmpty { return .missing }
    if isSpelledLike(left, right) { return .equal }
    if field == .family, isSurnamePrefixVariant(left, right) {
        return FieldRelation(level: .variant, rule: .surnamePrefix)
    }
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    let aligned = align(short, with: long, in: field, translates: translates)
    guard aligned.isDifferent, isTypoAcrossWords(short, long, in: field) else { return aligned }
    return FieldRelation(level: .typo, rule: .typo)
}

/// One slip in words too short to judge alone: Jens-Peter and Jenis-Peter, van Loy and va nLoy.
private func isTypoAcrossWords(_ short: NameTokens, _ long: NameTokens, in field: NameField) -> Bool {
    guard long.count > 1 else { return false }
    let isOneSlip =
        isTypo(short.flatMap(\.skeleton), long.flatMap(\.skeleton))
        || isTypo(short.flatMap { $0.spellings[0] }, long.flatMap { $0.spellings[0] })
    guard isOneSlip else { return false }
    guard field == .given, short.count == long.count else { return true }
    return !zip(short, long).contains { !$0.isSpelledLike($1) && areDifferentGivenNames($0, $1) }
}

/// Pairs every word of the shorter field with one of the longer, the best pairs first.
private func align(
    _ short: NameTokens, with long: NameTokens, in field: NameField, translates: Bool
) -> FieldRelation {
    var partners = [Int?](repeating: nil, count: short.count)
    var free = Array(repeating: true, count: long.count)
    var worst = FieldRelation.equal
    for step in WordMatch.allCases {
        for index in short.indices where partners[index] == nil {
            for other in long.indices where free[other] {
                let rule = step.rule(short[index], long[other], in: field, translates: translates)
                guard let rule else { continue }
                partners[index] = other
                free[other] = false
                worst = FieldRelation(level: step.level, rule: rule)
                break
            }
        }
    }
    guard !partners.contains(where: { $0 == nil }) else { return .different }
    guard worst.level <= .subset else { return worst }
    let order = partners.map { $0! }
    if short.count == long.count { return FieldRelation(level: .order, rule: .rearranged) }
    return subset(of: long, left: free, order: order, in: field)
}

/// What the words that only the longer field has are.
private func subset(
    of long: NameTokens, left free: [Bool], order: [Int], in field: NameField
) -> FieldRelation {
    let extra = long.indices.filter { free[$0] }.map { long[$0] }
    let areParticles = extra.allSatisfy { nameParticles.contains($0.key) }
    if areParticles { return FieldRelation(level: .subset, rule: .particle) }
    if field == .family { return FieldRelation(level: .subset, rule: .secondFamilyName) }
    return FieldRelation(level: .subset, rule: order.contains(0) ? .middleName : .callName)
}

/// The ways in which two words can be one word, best first.
private enum WordMatch: CaseIterable {
    case spelling, initial, abbreviation, gendered, nickname, transliteration, typo

    var level: NameLevel {
        switch self {
        case .spelling: .exact
        case .initial, .abbreviation: .initial
        case .gendered: .genderedSurname
        case .nickname, .transliteration: .variant
        case .typo: .typo
        }
    }

    func rule(
        _ left: NameToken, _ right: NameToken, in field: NameField, translates: Bool
    ) -> NameRule? {
        switch self {
        case .spelling: left.isSpelledLike(right) ? .identical : nil
        case .initial:
            isInitialPair(left, right) ? (field == .given ? .givenInitial : .familyInitial) : nil
        case .abbreviation:
            left.isAbbreviation(of: right) || right.isAbbreviation(of: left) ? .abbreviation : nil
        case .gendered:
            field == .family ? genderedSurnameRule(left.spellings[0], right.spellings[0]) : nil
        case .nickname: field == .given ? variantRule(left, right, translates: translates) : nil
        case .transliteration: left.skeleton == right.skeleton ? .twoTransliterations : nil
        case .typo: isTypoPair(left, right, in: field) ? .typo : nil
        }
    }
}

private func isInitialPair(_ left: NameToken, _ right: NameToken) -> Bool {
    left.isInitial(of: right) || right.isInitial(of: left)
}

private func isTypoPair(_ left: NameToken, _ right: NameToken, in field: NameField) -> Bool {
    guard isTypo(left.spellings[0], right.spellings[0]) || isTypo(left.skeleton, right.skeleton)
    else {
        return false
    }
    return field == .family || !areDifferentGivenNames(left, right)
}

/// McDonald and MacDonald, St. John and Saint John.
private func isSurnamePrefixVariant(_ left: NameTokens, _ right: NameTokens) -> Bool {
    guard let first = left[0].skeleton.first, first == right[0].skeleton.first else { return false }
    let prefixes = first == ascii("m") ? macPrefixes : first == ascii("s") ? saintPrefixes : []
    guard !prefixes.isEmpty, let rest = dropping(prefixes, from: left) else { return false }
    return rest == dropping(prefixes, from: right)
}

private let macPrefixes = ["mac", "mc"].map(letters)
private let saintPrefixes = ["saint", "sankt", "st"].map(letters)

private func dropping(_ prefixes: [NameLetters], from tokens: NameTokens) -> NameLetters? {
    let text = tokens.flatMap(\.skeleton)
    guard let prefix = prefixes.first(where: { text.starts(with: $0) }) else { return nil }
    let rest = NameLetters(text.dropFirst(prefix.count))
    return rest.count >= 3 ? rest : nil
}
