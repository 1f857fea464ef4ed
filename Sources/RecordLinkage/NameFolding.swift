/// The ways in which a decomposed letter is written with plain letters.
///
/// `single` is the habit of dropping the sign (Sorensen), `digraph` that of spelling it out
/// (Soerensen). Both are common in the twenty countries, so neither alone is right.
struct LetterFold {
    var single: [UInt32]
    var digraph: [UInt32]?
    var rule: NameRule
}

/// Folds the letter at `index` and says how many scalars it took, or returns `nil` for a plain one.
func foldLetter(_ letters: NameLetters, at index: Int) -> (LetterFold, Int)? {
    let base = letters[index]
    var end = index + 1
    while end < letters.count, isNameMark(letters[end]) { end += 1 }
    if let fold = foldUndecomposable(base) { return (fold, end - index) }
    guard end > index + 1 else { return nil }
    return (foldMarked(base, mark: letters[index + 1]), end - index)
}

private func foldMarked(_ base: UInt32, mark: UInt32) -> LetterFold {
    let e = ascii("e")
    let a = ascii("a")
    let isUmlautVowel = base == a || base == ascii("o") || base == ascii("u")
    if mark == 0x308, isUmlautVowel {
        return LetterFold(single: [base], digraph: [base, e], rule: .umlaut)
    }
    if mark == 0x30A, base == a { return LetterFold(single: [a], digraph: [a, a], rule: .ring) }
    return LetterFold(single: [base], digraph: nil, rule: .accent)
}

private func foldUndecomposable(_ base: UInt32) -> LetterFold? {
    switch base {
    case 0xF8: LetterFold(single: letters("o"), digraph: letters("oe"), rule: .oSlash)
    case 0xE6: LetterFold(single: letters("a"), digraph: letters("ae"), rule: .ligature)
    case 0x153: LetterFold(single: letters("o"), digraph: letters("oe"), rule: .ligature)
    case 0xDF: LetterFold(single: letters("ss"), digraph: nil, rule: .sharpS)
    case 0x142: LetterFold(single: letters("l"), digraph: nil, rule: .stroke)
    case 0x111: LetterFold(single: letters("d"), digraph: letters("dj"), rule: .stroke)
    case 0x127: LetterFold(single: letters("h"), digraph: nil, rule: .stroke)
    case 0xF0: LetterFold(single: letters("d"), digraph: letters("dh"), rule: .otherLetter)
    case 0xFE: LetterFold(single: letters("th"), digraph: letters("t"), rule: .otherLetter)
    case 0x14B: LetterFold(single: letters("n"), digraph: nil, rule: .otherLetter)
    case 0x131: LetterFold(single: letters("i"), digraph: nil, rule: .otherLetter)
    case 0x17F: LetterFold(single: letters("s"), digraph: nil, rule: .otherLetter)
    case 0x133: LetterFold(single: letters("ij"), digraph: nil, rule: .ligature)
    default: nil
    }
}

/// Every plain spelling of `letters`; the first drops all signs, the last spells them all out.
///
/// After the fourth letter with two spellings the rest follow the first or the last only, so a name
/// made of such letters cannot grow without bound (at most 32 spellings).
func foldedSpellings(_ letters: NameLetters) -> [NameLetters] {
    guard letters.contains(where: { $0 >= 0x80 }) else { return [letters] }
    var spellings: [NameLetters] = [[]]
    var doubled = 0
    var index = 0
    while index < letters.count {
        guard let (fold, length) = foldLetter(letters, at: index) else {
            for at in spellings.indices { spellings[at].append(letters[index]) }
            index += 1
            continue
        }
        index += length
        appendFold(fold, to: &spellings, branching: doubled < 4)
        if fold.digraph != nil { doubled += 1 }
    }
    return spellings
}

private func appendFold(_ fold: LetterFold, to spellings: inout [NameLetters], branching: Bool) {
    guard let digraph = fold.digraph else {
        for at in spellings.indices { spellings[at] += fold.single }
        return
    }
    if branching {
        spellings = spellings.map { $0 + fold.single } + spellings.map { $0 + digraph }
    } else {
        let half = spellings.count / 2
        for at in spellings.indices { spellings[at] += at < half ? fold.single : digraph }
    }
}

/// The letters without signs, and with every spelled-out sign contracted: one key for all
/// spellings.
///
/// It says too much (Joel and Jol have one skeleton): equal skeletons are necessary, not
/// sufficient.
func nameSkeleton(_ letters: NameLetters) -> NameLetters {
    contractDigraphs(foldedSpellings(letters)[0])
}

/// See `nameSkeleton`; `plain` is the spelling that drops all signs.
func contractDigraphs(_ plain: NameLetters) -> NameLetters {
    var skeleton = NameLetters()
    skeleton.reserveCapacity(plain.count)
    for letter in plain {
        if let last = skeleton.last, isContracted(last, letter) { continue }
        skeleton.append(letter)
    }
    return skeleton
}

/// "ae", "oe", "ue" and "aa" stand for a vowel with a sign; "dj", "dh" and "th" for đ, ð and þ.
func isContracted(_ first: UInt32, _ second: UInt32) -> Bool {
    switch (first, second) {
    case (0x61, 0x65), (0x6F, 0x65), (0x75, 0x65), (0x61, 0x61): true
    case (0x64, 0x6A), (0x64, 0x68), (0x74, 0x68): true
    default: false
    }
}

/// The rule for the signs in which two names differ: the first in table order that only one has.
func diacriticsRule(_ left: NameLetters, _ right: NameLetters) -> NameRule {
    let ofLeft = specialLetters(left)
    let ofRight = specialLetters(right)
    let differing =
        ofLeft.filter { !ofRight.contains($0) } + ofRight.filter { !ofLeft.contains($0) }
    let rules = differing.map { foldLetter($0, at: 0)!.0.rule.rawValue }
    return NameRule(rawValue: rules.max() ?? 0) ?? .accent
}

private func specialLetters(_ letters: NameLetters) -> [NameLetters] {
    var found: [NameLetters] = []
    var index = 0
    while index < letters.count {
        guard let (_, length) = foldLetter(letters, at: index) else {
            index += 1
            continue
        }
        found.append(NameLetters(letters[index..<(index + length)]))
        index += length
    }
    return found
}

func ascii(_ letter: Unicode.Scalar) -> UInt32 { letter.value }

func letters(_ text: String) -> NameLetters { text.unicodeScalars.map(\.value) }
