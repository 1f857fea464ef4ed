/// What stands in the text of a name table, one after the other: names as skeleton keys, colons, ends of lines.
///
/// The tables have some nine thousand names, and a run of few rows waits for them: a name of plain letters, as
/// nearly all are, becomes its key without a detour over text.
struct NameTableWords: Sequence, IteratorProtocol {
    enum Word {
        case name(NameKey)
        case colon, lineEnd

        /// The key, if it is a name.
        var key: NameKey? {
            if case .name(let key) = self { return key }
            return nil
        }
    }

    private let text: String.UTF8View
    private var place: String.UTF8View.Index

    init(_ text: String) {
        self.text = text.utf8
        place = text.utf8.startIndex
    }

    mutating func next() -> Word? {
        while place < text.endIndex {
            switch text[place] {
            case UInt8(ascii: " "): break
            case UInt8(ascii: "\n"):
                text.formIndex(after: &place)
                return .lineEnd
            case UInt8(ascii: ":"):
                text.formIndex(after: &place)
                return .colon
            default: return .name(takeName())
            }
            text.formIndex(after: &place)
        }
        return nil
    }

    private mutating func takeName() -> NameKey {
        let start = place
        var key = NameKey.Skeleton()
        while place < text.endIndex, text[place] > 0x20, text[place] != UInt8(ascii: ":") {
            key.add(text[place])
            text.formIndex(after: &place)
        }
        if let plain = key.key { return plain }
        let name = String(text[start..<place])!
        let written = nameLetters(letters(name)).filter { !isHyphen($0) }
        let general = NameKey(nameSkeleton(written))
        precondition(general != .none, "\(name) does not fit into a table of names")
        return general
    }
}

extension NameKey {
    /// Makes the key of a word's skeleton, letter by letter.
    struct Skeleton {
        private var packed: UInt128 = 0
        private var count = 0
        private var last: UInt32 = 0
        private var isPlain = true

        /// Adds a byte; hyphens inside a name are left out.
        mutating func add(_ byte: UInt8) {
            if byte == UInt8(ascii: "-") { return }
            guard byte >= UInt8(ascii: "a"), byte <= UInt8(ascii: "z") else {
                isPlain = false
                return
            }
            if isContracted(last, UInt32(byte)) { return }
            last = UInt32(byte)
            packed = packed << 5 | UInt128(byte - 0x60)
            count += 1
        }

        /// The key; `nil` for a word that is not made of a to z alone, or too long.
        var key: NameKey? { isPlain && count > 0 && count <= 25 ? NameKey(packed: packed) : nil }
    }
}
