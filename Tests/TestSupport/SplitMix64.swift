/// SplitMix64 (Steele, Lea, Flood 2014): the whole state is the seed, so a seed replays a test.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// True once in `bound` draws.
    package mutating func once(in bound: Int) -> Bool { below(bound) == 0 }

    package mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

    package mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
