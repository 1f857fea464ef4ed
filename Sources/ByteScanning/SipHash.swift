/// A 128-bit key of SipHash.
public struct SipKey: Sendable {
    let first: UInt64
    let second: UInt64

    /// - Parameters: the two little-endian halves of the sixteen key bytes.
    public init(_ first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }
}

/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein 2012; reference code of 2016).
///
/// The result is the reference's sixteen bytes read as two big-endian words, so that `Hash128`
/// sorts and prints like them. Proven against libsodium and the published vectors in the tests.
@usableFromInline
struct SipState {
    @usableFromInline var v0, v1, v2, v3: UInt64

    @inline(__always)
    init(_ key: SipKey) {
        v0 = 0x736f_6d65_7073_6575 ^ key.first
        v1 = 0x646f_7261_6e64_6f6d ^ key.second ^ 0xEE
        v2 = 0x6c79_6765_6e65_7261 ^ key.first
        v3 = 0x7465_6462_7974_6573 ^ key.second
    }

    @inline(__always)
    mutating func round() {
        v0 = v0 &+ v1
        v1 = rotated(v1, 13) ^ v0
        v0 = rotated(v0, 32)
        v2 = v2 &+ v3
        v3 = rotated(v3, 16) ^ v2
        v0 = v0 &+ v3
        v3 = rotated(v3, 21) ^ v0
        v2 = v2 &+ v1
        v1 = rotated(v1, 17) ^ v2
        v2 = rotated(v2, 32)
    }

    @inline(__always)
    mutating func absorb(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    mutating func finish() -> Hash128 {
        v2 ^= 0xEE
        round(); round(); round(); round()
        let first = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xDD
        round(); round(); round(); round()
        return Hash128(high: first.byteSwapped, low: (v0 ^ v1 ^ v2 ^ v3).byteSwapped)
    }

    @inline(__always)
    private func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 { word << count | word >> (64 - count) }
}

/// SipHash-2-4-128 of these bytes.
/// - Complexity: O(`bytes.count`), no allocation.
public func sipHash128(_ bytes: RawSpan, key: SipKey) -> Hash128 {
    sipHash128(bytes, prefix: nil, lowercasing: false, key: key)
}

/// SipHash-2-4-128 of these bytes with `A`–`Z` read as `a`–`z`: the link key of an address that is
/// plain ASCII, without a copy of it in lower case.
public func sipHash128LowercasingASCII(_ bytes: RawSpan, key: SipKey) -> Hash128 {
    sipHash128(bytes, prefix: nil, lowercasing: true, key: key)
}

/// SipHash-2-4-128 of an eight-byte prefix (little-endian) followed by these bytes.
public func sipHash128(prefix: UInt64, _ bytes: RawSpan, key: SipKey) -> Hash128 {
    sipHash128(bytes, prefix: prefix, lowercasing: false, key: key)
}

@inline(__always)
private func sipHash128(_ bytes: RawSpan, prefix: UInt64?, lowercasing: Bool, key: SipKey) -> Hash128 {
    var state = SipState(key)
    var length = bytes.byteCount
    if let prefix {
        state.absorb(prefix)
        length += 8
    }
    let count = bytes.byteCount
    var offset = 0
    while offset + 8 <= count {
        let word = loadWord(bytes, at: offset)
        state.absorb(lowercasing ? lowercasedASCII(word) : word)
        offset += 8
    }
    let tail = loadTail(bytes, from: offset)
    state.absorb((lowercasing ? lowercasedASCII(tail) : tail) | UInt64(length & 0xFF) << 56)
    return state.finish()
}
