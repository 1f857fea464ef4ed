internal import ByteScanning
internal import Synchronization

/// The skeletons of all addresses that are not plain, of this run and of the state, as a bitmap: whatever is
/// not in it looks like none of them.
///
/// Plain addresses are nearly all there are. They cost a few nanoseconds at intake, and a second look only
/// where there is something that they could look like.
final class LookAlikeFilter: Sendable {
    private let bits = Mutex<[UInt64]>([])
    private let count: Int

    /// - Parameter words: a power of two. Two million bytes usually: with a hundred thousand skeletons one
    ///   foreign address in 170 is looked at for nothing.
    init(words: Int = 1 << 18) { count = words }

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
    var snapshot: LookAlikeBits { LookAlikeBits(words: bits.withLock { $0 }) }
}

/// A bitmap that does not change any more.
struct LookAlikeBits: Sendable {
    fileprivate var words: [UInt64]

    /// Whether there is nothing that anybody could look like.
    var isEmpty: Bool { words.isEmpty }

    func mayContain(_ place: UInt64) -> Bool {
        !words.isEmpty && words[Int(truncatingIfNeeded: place >> 6) & (words.count - 1)] >> (place & 63) & 1 == 1
    }
}

/// Where a skeleton stands in the bitmap.
func lookAlikePlace(_ skeleton: RawSpan, _ keys: IntakeKeys) -> UInt64 { foldedHash(skeleton, seed: keys.contentSeed) }
