/// Finds which of a few fixed endings an address has, in two loads when it has none.
struct AddressEndings: Sendable {
    /// Endings in the order of their buckets.
    private let endings: [[UInt8]]
    /// For each ending its place in the list that was given.
    private let numbers: [Int]
    private let bucketStarts: [Int]
    private let bucketBits: UInt64
    private let wordShift: UInt64

    /// - Parameters:
    ///   - list: each at least `wordBytes` long.
    ///   - wordBytes: how many last bytes choose the bucket, at most 8.
    init(_ list: [[UInt8]], wordBytes: Int) {
        precondition(
            list.allSatisfy { $0.count >= wordBytes }, "an ending is shorter than its word")
        let shift = UInt64(8 * (8 - wordBytes))
        var bits: UInt64 = 4
        while 1 << bits < list.count * 4 { bits += 1 }
        let buckets = list.map { ending in
            let padded = [UInt8](repeating: 0, count: 8) + ending
            return AddressEndings.bucket(of: lastWord(of: padded.span) >> shift, bits: bits)
        }
        let order = list.indices.sorted { (buckets[$0], $0) < (buckets[$1], $1) }
        endings = order.map { list[$0] }
        numbers = order
        var starts = [Int](repeating: 0, count: (1 << Int(bits)) + 1)
        for bucket in buckets { starts[bucket + 1] += 1 }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        bucketStarts = starts
        bucketBits = bits
        wordShift = shift
    }

    /// The place in the list of an ending that `address` has, or `nil`.
    ///
    /// - Parameter last: the last word of `address`.
    @inline(__always)
    func match(_ address: Span<UInt8>, last: UInt64) -> Int? {
        let bucket = AddressEndings.bucket(of: last &>> wordShift, bits: bucketBits)
        let start = bucketStarts[bucket]
        let end = bucketStarts[bucket &+ 1]
        return start == end ? nil : firstMatch(address, in: start..<end)
    }

    /// Whether `address`, in either case, may have an ending of the list, which are in lower case; never no when it
    /// has one.
    ///
    /// Compares few endings: where many share a bucket, as the sub-domains of one name do, it says
    /// yes and leaves the answer to the caller's own look-up.
    @inline(__always)
    func mayMatch(_ address: Span<UInt8>, last: UInt64) -> Bool {
        let bucket = AddressEndings.bucket(of: last &>> wordShift, bits: bucketBits)
        let start = bucketStarts[bucket]
        let end = bucketStarts[bucket &+ 1]
        if start == end { return false }
        if end &- start > comparedEndingsMax { return true }
        for place in start..<end where address.hasSuffixInEitherCase(endings[place]) { return true }
        return false
    }

    private func firstMatch(_ address: Span<UInt8>, in places: Range<Int>) -> Int? {
        for place in places where address.hasSuffix(endings[place]) { return numbers[place] }
        return nil
    }

    @inline(__always)
    private static func bucket(of word: UInt64, bits: UInt64) -> Int {
        Int(truncatingIfNeeded: ((word ^ (word &>> 29)) &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- bits))
    }
}

/// A look-up in a set costs about as much as comparing with this many endings.
private let comparedEndingsMax = 16

extension Span<UInt8> {
    /// Whether the span ends in these bytes.
    func hasSuffix(_ ending: [UInt8]) -> Bool {
        guard count >= ending.count else { return false }
        let start = count - ending.count
        for place in ending.indices where self[start + place] != ending[place] { return false }
        return true
    }

    /// Whether the span, its ASCII letters in lower case, ends in these bytes.
    func hasSuffixInEitherCase(_ ending: [UInt8]) -> Bool {
        guard count >= ending.count else { return false }
        let start = count - ending.count
        for place in ending.indices where lowercasedASCII(self[start + place]) != ending[place] { return false }
        return true
    }
}
