internal import ByteScanning
internal import RecordLinkage

/// Remembers the traits of name fields: a small table, direct-mapped, that compares whole fields.
///
/// A country has some ten thousand names in common use, and taking one apart costs microseconds. What the
/// memo says is what `nameFieldTraits` says: a hit is an equal field, never just an equal hash.
struct NameMemo {
    /// Four words for each place: 24 bytes of the field, then its length and traits.
    private var words: [UInt64]

    private static let places = 4096
    private static let bytesMax = 24

    init() { words = [UInt64](repeating: 0, count: NameMemo.places * 4) }

    mutating func traits(_ field: Span<UInt8>) -> NameFieldTraits {
        let count = field.count
        guard count > 0, count <= NameMemo.bytesMax else { return nameFieldTraits(field) }
        let bytes = field.raw
        let first = count >= 8 ? loadWord(bytes, at: 0) : loadTail(bytes, from: 0)
        let second = count >= 16 ? loadWord(bytes, at: 8) : count > 8 ? loadTail(bytes, from: 8) : 0
        let third = count > 16 ? loadTail(bytes, from: 16) : 0
        let hash = fold(first ^ 0x9e37_79b9_7f4a_7c15, (second ^ (third &* 3)) ^ 0xa076_1d64_78bd_642f)
        let place = Int(truncatingIfNeeded: hash & UInt64(NameMemo.places - 1)) &* 4
        if words[place] == first, words[place + 1] == second, words[place + 2] == third,
            words[place + 3] >> 8 == UInt64(count)
        {
            return NameFieldTraits(rawValue: UInt8(truncatingIfNeeded: words[place + 3]))
        }
        let traits = nameFieldTraits(field)
        words[place] = first
        words[place + 1] = second
        words[place + 2] = third
        words[place + 3] = UInt64(count) << 8 | UInt64(traits.rawValue)
        return traits
    }
}
