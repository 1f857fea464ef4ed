/// The rule by which one surname is the other's form for a woman, or `nil`.
///
/// Sound pairs only: Czech and Slovak -ová, Polish and Czech -ski/-ska, -cki/-cka, -zki/-zka,
/// adjectives in -ý/-á and -y/-a, and Russian and Bulgarian -ov/-ova, -ski/-skaya. Icelandic
/// -son/-dóttir is none: a man and a woman never share such a name.
func genderedSurnameRule(_ left: NameLetters, _ right: NameLetters) -> NameRule? {
    genderedRule(feminine: left, masculine: right) ?? genderedRule(feminine: right, masculine: left)
}

private func genderedRule(feminine: NameLetters, masculine: NameLetters) -> NameRule? {
    guard feminine.count >= 4, masculine.count >= 3 else { return nil }
    if isOva(feminine, of: masculine) { return .ova }
    if isSka(feminine, of: masculine) { return .ska }
    if isAdjective(feminine, of: masculine) { return .adjective }
    return nil
}

/// Novák, Nováková; Svoboda, Svobodová; Němec, Němcová (the last vowel is fleeting); Ivanov,
/// Ivanova.
private func isOva(_ feminine: NameLetters, of masculine: NameLetters) -> Bool {
    guard feminine.count >= 6, feminine.suffix(3) == ova[...] else { return false }
    let stem = NameLetters(feminine.dropLast(3))
    if masculine == stem || masculine == NameLetters(feminine.dropLast()) { return true }
    if masculine.dropLast() == stem[...], isNameVowel(masculine.last!) { return true }
    var fleeting = stem
    fleeting.insert(ascii("e"), at: stem.count - 1)
    return masculine == fleeting
}

/// Kowalski, Kowalska; Nowicki, Nowicka; Górecki, Górecka; Čapkovský, Čapkovská; -skaya.
private func isSka(_ feminine: NameLetters, of masculine: NameLetters) -> Bool {
    guard feminine.last == ascii("a") else { return false }
    for ending in skaEndings where feminine.suffix(ending.count) == ending[...] {
        let stem = feminine.dropLast(ending.count)
        guard stem.count >= 4, stem.last == ascii("k") else { continue }
        guard beforeSka.contains(stem[stem.count - 2]) else { continue }
        if masculine.starts(with: stem),
            skiEndings.contains(NameLetters(masculine.dropFirst(stem.count)))
        {
            return true
        }
    }
    return false
}

private let ova = letters("ova")
private let skaEndings = ["a", "aya", "aja", "aia"].map(letters)
private let skiEndings = ["i", "y", "ij", "iy", "yi", "yj"].map(letters)
private let beforeSka = letters("scz")

/// Černý, Černá; Novotný, Novotná.
private func isAdjective(_ feminine: NameLetters, of masculine: NameLetters) -> Bool {
    guard feminine.count == masculine.count, feminine.dropLast() == masculine.dropLast() else {
        return false
    }
    let before = feminine[feminine.count - 2]
    return feminine.last == ascii("a") && masculine.last == ascii("y") && !isNameVowel(before)
}
