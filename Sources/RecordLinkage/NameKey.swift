/// A word of up to 25 plain letters in one integer, to look it up in a table without allocating.
struct NameKey: Hashable, Comparable {
    private let packed: UInt128

    /// No key: the word is empty, longer than 25 letters, or not made of a to z alone.
    static let none = NameKey(packed: 0)

    init(packed: UInt128) { self.packed = packed }

    static func < (left: NameKey, right: NameKey) -> Bool { left.packed < right.packed }

    init(_ letters: NameLetters) {
        var packed: UInt128 = 0
        guard letters.count <= 25 else {
            self = .none
            return
        }
        for letter in letters {
            guard letter >= 0x61, letter <= 0x7A else {
                self = .none
                return
            }
            packed = packed << 5 | UInt128(letter - 0x60)
        }
        self.packed = packed
    }
}

/// The words of a table, cut at white space, by the keys of their plain letters.
func keySet(_ text: String) -> Set<NameKey> {
    Set(
        text.split(whereSeparator: \.isWhitespace).map { word in
            let key = NameKey(foldedSpellings(nameLetters(letters(String(word))))[0])
            precondition(key != .none, "\(word) does not fit into a table of names")
            return key
        })
}
