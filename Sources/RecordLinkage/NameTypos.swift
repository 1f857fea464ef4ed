/// Whether two words differ by one slip of the keyboard: a letter added, lost, changed, or two swapped.
///
/// Words under five letters are left out: so many names are one letter apart there.
func isTypo(_ left: NameLetters, _ right: NameLetters) -> Bool {
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    guard short.count >= 5, long.count - short.count <= 1 else { return false }
    var prefix = 0
    while prefix < short.count, short[prefix] == long[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < short.count - prefix, short[short.count - 1 - suffix] == long[long.count - 1 - suffix] {
        suffix += 1
    }
    let leftOver = short.count - prefix - suffix
    if long.count > short.count { return leftOver == 0 }
    if leftOver <= 1 { return true }
    return leftOver == 2 && short[prefix] == long[prefix + 1] && short[prefix + 1] == long[prefix]
}

/// Whether two first names that look like a slip are two names: Martin and Martina, Karl and Karla.
///
/// Two words of the list of first names are two names, and so are words that differ in an ending that
/// makes a man's name a woman's, whether they are listed or not.
func areDifferentGivenNames(_ left: NameToken, _ right: NameToken) -> Bool {
    if isGenderedEnding(left.skeleton, right.skeleton) { return true }
    return areTwoCommonNames(left.skeleton, right.skeleton)
}

/// An "a", "e" or "o" more at the end, or "a" for "o" there.
private func isGenderedEnding(_ left: NameLetters, _ right: NameLetters) -> Bool {
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    guard let last = long.last, let shortLast = short.last else { return false }
    if long.count == short.count + 1, long.starts(with: short) {
        return last == ascii("a") || last == ascii("e") || last == ascii("o")
    }
    guard long.count == short.count, long.dropLast() == short.dropLast() else { return false }
    return min(last, shortLast) == ascii("a") && max(last, shortLast) == ascii("o")
}
