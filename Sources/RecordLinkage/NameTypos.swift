/// Whether two words differ by one slip of the keyboard: a letter added, lost, changed, or two
/// swapped.
///
/// Words under five letters are left out: so many names are one letter apart there.
func isTypo(_ left: NameLetters, _ right: NameLetters) -> Bool {
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    guard short.count >= 5, long.count - short.count <= 1 else { return false }
    var prefix = 0
    while prefix < short.count, short[prefix] == long[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < short.count - prefix,
        short[short.count - 1 - suffix] == long[long.count - 1 - suffix]
    {
        suffix += 1
    }
    let leftOver = short.count - prefix - suffix
    if long.count > short.count { return leftOver == 0 }
    if leftOver <= 1 { return true }
    return leftOver == 2 && short[prefix] == long[prefix + 1] && short[prefix + 1] == long[prefix]
}

/// Whether two first names that look like a slip are two names: Martin and Martina, Fenne and
/// Fenna.
///
/// Two common first names are two names. So are words that differ in a vowel at the end only, which
/// is how a man's name becomes a woman's, unless one of them is a common name and the other is not.
func areDifferentGivenNames(_ left: NameToken, _ right: NameToken) -> Bool {
    let (short, long) = left.skeleton.count <= right.skeleton.count ? (left, right) : (right, left)
    switch (isCommonName(short), isCommonName(long)) {
    case (true, true): return !areTranslations(left, right)
    case (false, false): return differInEndingOnly(short.skeleton, long.skeleton)
    case (true, false): return long.skeleton == short.skeleton + [ascii("a")]
    case (false, true): return false
    }
}

/// A vowel more at the end, or another one there.
private func differInEndingOnly(_ short: NameLetters, _ long: NameLetters) -> Bool {
    guard let last = long.last, let shortLast = short.last, isNameVowel(last) else { return false }
    if long.count == short.count + 1 { return long.starts(with: short) && last != ascii("y") }
    return long.count == short.count && isNameVowel(shortLast)
        && long.dropLast() == short.dropLast()
}

func isNameVowel(_ letter: UInt32) -> Bool {
    switch letter {
    case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: true
    default: false
    }
}
