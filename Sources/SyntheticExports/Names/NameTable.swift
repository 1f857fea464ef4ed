/// The names of one country, packed for the row writer.
///
/// Drawn with a skew towards the front: the first name of a list is several times as common as the
/// last, so common names repeat as they do in a real export.
final class NameTable: Sendable {
    /// A name with its spellings inside an address: ASCII, and with all the letters it has.
    struct Entry: Sendable {
        let shown: ShortText
        let ascii: ShortText
        let lowercased: ShortText

        init(_ name: String) {
            let spaced = name.replacing("_", with: " ")
            shown = ShortText(spaced)
            ascii = ShortText(asciiSpelling(of: spaced))
            lowercased = ShortText(addressSpelling(of: spaced))
        }
    }

    private let given: [Entry]
    /// Where the women's names begin in `given`.
    private let womenStart: Int
    private let familyOfMen: [Entry]
    private let familyOfWomen: [Entry]
    let nicknames: [(formal: Entry, familiar: Entry)]

    init(_ pool: NamePool) {
        let men = words(pool.men)
        given = (men + words(pool.women)).map(Entry.init)
        womenStart = men.count
        let families = words(pool.family).map { $0.split(separator: "/").map(String.init) }
        familyOfMen = families.map { Entry($0[0]) }
        familyOfWomen = families.map { Entry($0[$0.count - 1]) }
        nicknames = words(pool.nicknames).map { pair in
            let parts = pair.split(separator: ":").map(String.init)
            return (formal: Entry(parts[0]), familiar: Entry(parts[1]))
        }
    }

    var givenCount: Int { given.count }
    var familyCount: Int { familyOfMen.count }

    func isWoman(_ index: Int) -> Bool { index >= womenStart }

    func given(_ index: Int) -> Entry { given[index] }

    func family(_ index: Int, isWoman: Bool) -> Entry {
        isWoman ? familyOfWomen[index] : familyOfMen[index]
    }

    /// A given name, common ones more often, men and women alike.
    func drawGiven(_ random: inout SplitMix64) -> Int {
        let isWoman = random.next() & 1 == 1
        return isWoman
            ? womenStart + random.skewed(below: given.count - womenStart)
            : random.skewed(below: womenStart)
    }

    func drawFamily(_ random: inout SplitMix64) -> Int { random.skewed(below: familyOfMen.count) }
}

private func words(_ list: String) -> [String] {
    list.split(whereSeparator: \.isWhitespace).map(String.init)
}

/// The name as part of an ASCII address: letters only, accents dropped, `ß` as `ss`.
func asciiSpelling(of name: String) -> String {
    var result = ""
    for scalar in name.lowercased().unicodeScalars {
        if scalar.isASCII {
            if scalar.properties.isAlphabetic { result.unicodeScalars.append(scalar) }
        } else {
            result += asciiLetters[scalar] ?? ""
        }
    }
    return result
}

/// The name as a mailbox with letters beyond ASCII keeps it.
func addressSpelling(of name: String) -> String {
    String(name.lowercased().filter { $0.isLetter })
}

private let asciiLetters: [Unicode.Scalar: String] = {
    let rows = [
        ("a", "áàâãāåäą"), ("c", "çčć"), ("d", "ďđ"), ("e", "éèêëēěę"), ("g", "ğ"),
        ("i", "íìîïī"), ("l", "ł"), ("n", "ñňń"), ("o", "óòôõōöø"), ("r", "řŕ"), ("s", "šś"),
        ("t", "ť"), ("u", "úùûüūů"), ("y", "ýÿ"), ("z", "žźż"), ("ss", "ß"), ("ae", "æ"),
    ]
    var letters: [Unicode.Scalar: String] = [:]
    for (ascii, accented) in rows {
        for scalar in accented.unicodeScalars { letters[scalar] = ascii }
    }
    return letters
}()
