/// Sebastiano Vigna's SplitMix64: one word of state, so that any person or account has a stream of
/// its own that can be started anywhere.
struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The stream of one thing, apart from the streams of all others with the same seed.
    init(seed: UInt64, stream: UInt64, _ number: UInt64) {
        state = mixed(seed ^ mixed(stream &* 0x9E37_79B9_7F4A_7C15 ^ mixed(number)))
    }

    mutating func next() -> UInt64 {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        return mixed(state)
    }

    /// A number in `0..<bound`, evenly but for a bias far below what a benchmark can see.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number in `0..<bound`, small ones more often: the product of two even draws.
    mutating func skewed(below bound: Int) -> Int {
        let word = next()
        let first = word & 0xFFFF_FFFF
        let second = word >> 32
        return Int(truncatingIfNeeded: (((first &* second) >> 32) &* UInt64(bound)) >> 32)
    }

    /// True with this probability.
    mutating func chance(_ share: Double) -> Bool { unit() < share }

    /// A number in `0..<1`.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

private func mixed(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}
