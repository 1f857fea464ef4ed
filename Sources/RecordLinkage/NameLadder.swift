/// Levels 5 to 12, word by word.
func compareWords(_ left: PersonName, _ right: PersonName, translates: Bool) -> NameVerdict {
    if left.isCouple != right.isCouple { return NameVerdict(.mismatch, .couple) }
    let straight = compareFields(left, right, translates: translates)
    if straight.level <= .order { return applyGenerations(straight, left, right) }
    if let verdict = compareOrder(left, right) { return applyGenerations(verdict, left, right) }
    var best = straight
    for (first, second) in arrangements(left, right) {
        let verdict = compareFields(first, second, translates: translates)
        if verdict.better(than: best) { best = verdict }
    }
    let swapped = compareFields(
        PersonName(given: left.family, family: left.given), right, translates: translates)
    if swapped.level < .placeholder, swapped.level < best.level { best = swapped }
    if best.level > .subset, isMaidenName(left, right) { best = NameVerdict(.subset, .maidenName) }
    return applyGenerations(best, left, right)
}

/// Both fields as they stand: the worse of the two decides.
private func compareFields(_ left: PersonName, _ right: PersonName, translates: Bool) -> NameVerdict {
    let given = relation(left.given, right.given, in: .given, translates: translates)
    let family = relation(left.family, right.family, in: .family, translates: translates)
    if given.isDifferent || family.isDifferent { return mismatch(given, family) }
    let worse =
        (given.level, given.rule.rawValue) < (family.level, family.rule.rawValue) ? family : given
    if given.level == .subset, family.level == .subset {
        return NameVerdict(.subset, .severalParts)
    }
    if worse.level > .diacritics { return NameVerdict(worse.level, worse.rule) }
    // Equal fields arrive here only with differing generations, or when each field was repaired
    // from an encoding of its own.
    return left.generation != right.generation
        ? NameVerdict(.subset, .generation) : NameVerdict(.mojibake, .severalEncodings)
}

/// Level 12. A shared surname says one household; a shared first name says a changed surname,
/// unless the first name is shared by an initial or a slip only.
private func mismatch(_ given: FieldRelation, _ family: FieldRelation) -> NameVerdict {
    if !family.isDifferent, family.level != .placeholder, family.level != .initial {
        return NameVerdict(.mismatch, .household)
    }
    if !given.isDifferent, given.level <= .subset || given.level == .variant {
        return NameVerdict(.mismatch, .otherFamilyName)
    }
    return NameVerdict(.mismatch, .otherPerson)
}

/// A son is not his father: Jr against Sr is a mismatch; Jr against nothing is a part left out.
private func applyGenerations(
    _ verdict: NameVerdict, _ left: PersonName, _ right: PersonName
) -> NameVerdict {
    guard left.generation != right.generation, verdict.level < .placeholder else { return verdict }
    if left.generation != nil, right.generation != nil {
        return NameVerdict(.mismatch, .fatherAndSon)
    }
    return verdict.level <= .subset ? NameVerdict(.subset, .generation) : verdict
}

/// Level 5: the same words in other places.
private func compareOrder(_ left: PersonName, _ right: PersonName) -> NameVerdict? {
    if !left.given.isEmpty, !left.family.isEmpty, isSpelledLike(left.given, right.family),
        isSpelledLike(left.family, right.given)
    {
        return NameVerdict(.order, .swapped)
    }
    if haveSameWords(left.all, right.all) {
        let isOneField = [left, right].contains { $0.given.isEmpty || $0.family.isEmpty }
        return NameVerdict(.order, isOneField ? .oneField : .fieldBoundary)
    }
    let once = withoutRepeats(left.all)
    let other = withoutRepeats(right.all)
    guard once.count < left.all.count || other.count < right.all.count else { return nil }
    return haveSameWords(once, other) ? NameVerdict(.order, .repeated) : nil
}

private func haveSameWords(_ left: NameTokens, _ right: NameTokens) -> Bool {
    guard left.count == right.count else { return false }
    return containsWords(left, of: right)
}

/// Every word of `right` has one of its own in `left`.
private func containsWords(_ left: NameTokens, of right: NameTokens) -> Bool {
    var rest = left
    for token in right {
        guard let found = rest.firstIndex(where: { $0.isSpelledLike(token) }) else { return false }
        rest.remove(at: found)
    }
    return true
}

private func withoutRepeats(_ tokens: NameTokens) -> NameTokens {
    tokens.indices.filter { at in !tokens[..<at].contains { $0.isSpelledLike(tokens[at]) } }.map {
        tokens[$0]
    }
}

/// A full name in one field, cut in both ways in which it may have been put together.
private func arrangements(_ left: PersonName, _ right: PersonName) -> [(PersonName, PersonName)] {
    splits(left).map { ($0, right) } + splits(right).map { (left, $0) }
}

private func splits(_ name: PersonName) -> [PersonName] {
    guard name.given.isEmpty != name.family.isEmpty, name.all.count >= 2 else { return [] }
    let all = name.all
    return [
        PersonName(given: Array(all.dropLast()), family: [all.last!]),
        PersonName(given: Array(all.dropFirst()), family: [all[0]]),
    ]
}

/// Anna Berg, who signs Anna Berg Svensson: every word of the shorter name is in the longer one,
/// the first names begin alike, and the surname of the shorter one is among the longer one's words.
private func isMaidenName(_ left: PersonName, _ right: PersonName) -> Bool {
    let (short, long) = left.all.count <= right.all.count ? (left, right) : (right, left)
    guard let first = short.given.first, let other = long.given.first, !short.family.isEmpty else {
        return false
    }
    return short.all.count < long.all.count && first.isSpelledLike(other)
        && containsWords(long.all, of: short.all)
}
