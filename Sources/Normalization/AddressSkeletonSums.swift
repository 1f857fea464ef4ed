internal import ByteScanning

/// Sums over the letters of skeletons: whoever has another sum has another skeleton.
///
/// Each byte has a weight of 64 keyed bits; those that a plain address folds (`foldPlainLookAlikes`) weigh the
/// same, "m" as much as "rn", and capitals as much as small letters. So the sum of a plain address is that of its
/// skeleton, without making it. Sums of different skeletons are equal by chance, or where one has the letters of
/// the other in another order: they rule out, and never in.
package struct SkeletonSums: Sendable {
    private let weights: [UInt64]

    /// - Parameter seed: secret; without it nobody can look for addresses of equal sums.
    package init(seed: UInt64) {
        var state = seed
        var weights = (0..<256).map { _ in SkeletonSums.next(&state) }
        weights[0x30] = weights[0x6F]
        weights[0x31] = weights[0x6C]
        weights[0x6D] = weights[0x72] &+ weights[0x6E]
        for letter in 0x41...0x5A { weights[letter] = weights[letter + 0x20] }
        self.weights = weights
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private static func next(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// The sums of the part behind the last at-sign, and of all; those of an address in either case, or of a skeleton.
    @inline(__always)
    package func sums(_ address: RawSpan) -> (domain: UInt64, whole: UInt64) {
        let place = placeBehindAt(address)
        let domain = sum(address, place..<address.byteCount)
        return (domain, domain &+ sum(address, 0..<place))
    }

    /// The sum of the part of a plain address that ends at `place`, which moves to the at-sign before it, or to the
    /// start; `nil` where two hyphens stand in a row, for then it may be no plain key.
    @inline(__always)
    package func takePart(_ address: RawSpan, upTo place: inout Int) -> UInt64? {
        var sum: UInt64 = 0
        var following: UInt8 = 0
        while place > 0 {
            let byte = loadByte(address, at: place &- 1)
            if byte == UInt8(ascii: "@") { break }
            if byte == UInt8(ascii: "-"), following == byte { return nil }
            sum &+= weights[Int(byte)]
            following = byte
            place &-= 1
        }
        return sum
    }

    /// What an at-sign adds to the sum of all.
    @inline(__always)
    package var ofAtSign: UInt64 { weights[Int(UInt8(ascii: "@"))] }

    /// The sum of a part.
    @inline(__always)
    private func sum(_ address: RawSpan, _ range: Range<Int>) -> UInt64 {
        var sum: UInt64 = 0
        for place in range { sum &+= weights[Int(loadByte(address, at: place))] }
        return sum
    }
}
