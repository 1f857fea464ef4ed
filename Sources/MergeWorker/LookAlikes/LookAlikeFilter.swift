internal import AccountModel
internal import ByteScanning
internal import Normalization
internal import Synchronization

/// The skeletons of all addresses that are not plain, of this run and of the state, as a bitmap: whatever is
/// not in it looks like none of them.
///
/// Plain addresses are nearly all there are. They cost a few nanoseconds at intake, and a second look only
/// where there is something that they could look like.
final class LookAlikeFilter: Sendable {
    private let bits = Mutex<[UInt64]>([])
    private let count: Int
    /// Sums of the same skeletons, where all of them come through intake.
    let sums: LookAlikeSums?

    /// - Parameters:
    ///   - words: a power of two. Two million bytes usually: with a hundred thousand skeletons one
    ///     foreign address in 170 is looked at for nothing.
    ///   - sums: for a run without a state, which notes the sum of every skeleton that it inserts.
    init(words: Int = 1 << 18, sums: LookAlikeSums? = nil) {
        count = words
        self.sums = sums
    }

    /// Notes a skeleton; says whether its place was free.
    /// - Parameter place: `lookAlikePlace` of it.
    @discardableResult
    func insert(_ place: UInt64) -> Bool {
        bits.withLock { words in
            if words.isEmpty { words = [UInt64](repeating: 0, count: count) }
            let (word, bit) = (Int(truncatingIfNeeded: place >> 6) & (count - 1), UInt64(1) << (place & 63))
            defer { words[word] |= bit }
            return words[word] & bit == 0
        }
    }

    /// Notes many places at once.
    /// - Returns: those that were taken.
    @discardableResult
    func insert(_ places: [UInt64]) -> [UInt64] {
        bits.withLock { words in
            if words.isEmpty { words = [UInt64](repeating: 0, count: count) }
            var taken: [UInt64] = []
            for place in places {
                let (word, bit) = (Int(truncatingIfNeeded: place >> 6) & (count - 1), UInt64(1) << (place & 63))
                if words[word] & bit != 0 { taken.append(place) }
                words[word] |= bit
            }
            return taken
        }
    }

    /// What was noted until now.
    var snapshot: LookAlikeBits { LookAlikeBits(words: bits.withLock { $0 }, sums: sums?.snapshot) }
}

/// The sums of the skeletons of all addresses that are not plain, as bitmaps. They tell a plain address that looks
/// like none of them apart without making its skeleton.
final class LookAlikeSums: Sendable {
    private let sums: SkeletonSums
    private let domains = LookAlikeFilter(words: 1 << 9)
    private let wholes = LookAlikeFilter()

    init(seed: UInt64) { sums = SkeletonSums(seed: seed) }

    /// Notes a skeleton. No plain address has one that is not ASCII.
    func note(_ skeleton: RawSpan) {
        for place in 0..<skeleton.byteCount where loadByte(skeleton, at: place) >= 0x80 { return }
        let (domain, whole) = sums.sums(skeleton)
        domains.insert(domain)
        wholes.insert(whole)
    }

    var snapshot: LookAlikeSumBits {
        LookAlikeSumBits(sums: sums, domains: domains.snapshot.words, wholes: wholes.snapshot.words)
    }
}

/// Sums that do not change any more.
struct LookAlikeSumBits: Sendable {
    fileprivate let sums: SkeletonSums
    fileprivate let domains: [UInt64]
    fileprivate let wholes: [UInt64]

    /// Whether a record has a plain address that no address which is not plain looks like.
    @inline(__always)
    func ruleOut(_ facts: AccountFacts, _ records: RawSpan) -> Bool {
        guard facts.kind == .account, facts.flags.contains(.isPlainAddress), facts.addressFault == 0 else {
            return false
        }
        let address = records.extracting(facts.range(of: .email))
        var place = address.byteCount
        guard let domain = sums.takePart(address, upTo: &place) else { return false }
        if !isSet(domain, in: domains) { return true }
        place -= 1
        guard place > 0, let local = sums.takePart(address, upTo: &place) else { return false }
        return !isSet(domain &+ sums.ofAtSign &+ local, in: wholes)
    }
}

@inline(__always)
private func isSet(_ place: UInt64, in words: [UInt64]) -> Bool {
    !words.isEmpty && words[Int(truncatingIfNeeded: place >> 6) & (words.count - 1)] >> (place & 63) & 1 == 1
}

/// A bitmap that does not change any more.
struct LookAlikeBits: Sendable {
    fileprivate var words: [UInt64]
    /// `nil` where not every skeleton's sum is known.
    let sums: LookAlikeSumBits?

    /// Whether there is nothing that anybody could look like.
    var isEmpty: Bool { words.isEmpty }

    func mayContain(_ place: UInt64) -> Bool { isSet(place, in: words) }
}

/// Where a skeleton stands in the bitmap.
func lookAlikePlace(_ skeleton: RawSpan, _ keys: IntakeKeys) -> UInt64 { foldedHash(skeleton, seed: keys.contentSeed) }
