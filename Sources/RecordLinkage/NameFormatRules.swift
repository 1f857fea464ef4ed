/// Which of the first level's differences there was.
func exactRule(_ left: NameText, _ right: NameText) -> NameRule {
    if tidied(left.raw.given) == tidied(right.raw.given),
        tidied(left.raw.family) == tidied(right.raw.family)
    {
        return .whiteSpace
    }
    let isSameForm =
        hasMarks(left.raw.given) == hasMarks(right.raw.given)
        && hasMarks(left.raw.family) == hasMarks(right.raw.family)
    return isSameForm ? .letterCase : .normalForm
}

private func tidied(_ scalars: [UInt32]) -> [UInt32] {
    scalars.split(whereSeparator: { isSpaceInName($0) || isIgnorableInName($0) }).flatMap {
        $0 + [nameSpace]
    }
}

private func hasMarks(_ scalars: [UInt32]) -> Bool { scalars.contains(where: isNameMark) }

/// Which sign of the second level made the difference: the first whose removal makes the fields
/// equal.
func formatRule(_ left: NameText, _ right: NameText) -> NameRule {
    var sides = [left.given, left.family, right.given, right.family]
    let steps: [(NameRule, (NameLetters) -> NameLetters)] = [
        (.hyphen, { spaced($0, where: isHyphen) }),
        (.apostrophe, { $0.filter { !isApostrophe($0) } }),
        (.punctuation, { spaced($0, where: isPunctuation) }),
    ]
    for (rule, step) in steps {
        sides = sides.map(step)
        if sides[0] == sides[2], sides[1] == sides[3] { return rule }
    }
    let words = sides.map { nameTokens($0).map(\.letters) }
    let isSameText =
        words[0].joined().elementsEqual(words[2].joined())
        && words[1].joined().elementsEqual(words[3].joined())
    return isSameText ? .joined : .title
}

/// Turns the letters that match into spaces, and tidies them.
private func spaced(_ letters: NameLetters, where isBreak: (UInt32) -> Bool) -> NameLetters {
    nameLetters(letters.map { isBreak($0) ? nameSpace : $0 })
}
