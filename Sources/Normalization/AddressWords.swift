/// The first eight bytes, cut after the at-sign if one is among them; shorter keys end in zeros.
@inline(__always)
func firstWord(of bytes: Span<UInt8>) -> UInt64 {
    let word = word(of: bytes, at: 0)
    // The high bit of each byte that is an at-sign; only the lowest set bit is exact, and only it
    // counts.
    let difference = word ^ 0x4040_4040_4040_4040
    let found = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    return found == 0 ? word : word & (found ^ (found &- 1))
}

/// The last eight bytes of at least eight.
@inline(__always)
func lastWord(of bytes: Span<UInt8>) -> UInt64 { word(of: bytes, at: bytes.count - 8) }

/// The eight bytes at `start`; where the span ends before, zeros fill the word.
@inline(__always)
private func word(of bytes: Span<UInt8>, at start: Int) -> UInt64 {
    guard bytes.count >= start + 8 else {
        var word: UInt64 = 0
        for place in start..<bytes.count {
            word |= UInt64(bytes[place]) &<< UInt64(8 * (place - start))
        }
        return word
    }
    let raw = unsafe bytes.bytes  // Only read.
    // The guard keeps the eight bytes inside the span.
    return unsafe raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
}

/// A Bloom filter of words: may say yes to a word that was never inserted, never no to one that
/// was.
///
/// 8192 bits and two of them a word: with the 330 names of the standard list, one in 160 words
/// passes that should not, and the filter stays in the first-level cache.
struct WordFilter: Sendable {
    private var bits = [UInt64](repeating: 0, count: 128)

    mutating func insert(_ word: UInt64) {
        let mixed = WordFilter.mixed(word)
        for slot in [mixed &>> 51, mixed &>> 38 & 0x1FFF] {
            bits[Int(slot >> 6)] |= 1 << (slot & 63)
        }
    }

    @inline(__always)
    func mayContain(_ word: UInt64) -> Bool {
        let mixed = WordFilter.mixed(word)
        return isSet(mixed &>> 51) && isSet(mixed &>> 38 & 0x1FFF)
    }

    @inline(__always)
    private func isSet(_ slot: UInt64) -> Bool {
        bits[Int(truncatingIfNeeded: slot &>> 6)] &>> (slot & 63) & 1 == 1
    }

    @inline(__always)
    private static func mixed(_ word: UInt64) -> UInt64 {
        (word ^ (word &>> 32)) &* 0x9E37_79B9_7F4A_7C15
    }
}
