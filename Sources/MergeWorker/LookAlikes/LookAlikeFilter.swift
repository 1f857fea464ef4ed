internal import ByteScanning
internal import Synchronization

/// The skeletons of all addresses that are not plain, of this run and of the state, as a bitmap: whatever is
/// not in it looks like none of them.
///
/// Plain addresses are nearly all there are. They cost a few nanoseconds at intake, and a second look only
/// where there is something that they could look like.
final class LookAlikeFilter: Sendable {
    private let bits = Mutex<[UInt64]>([])

    /// Two million bytes: with a hundred thousand skeletons one foreign address in 170 is looked at for nothing.
    private static let words = 1 << 18

    /// Notes a skeleton.
    /// - Parameter place: `lookAlikePlace` of it.
    func insert(_ place: UInt64) {
        bits.withLock { words in
            if words.isEmpty { words = [UInt64](repeating: 0, count: LookAlikeFilter.words) }
            words[Int(place >> 6) & (LookAlikeFilter.words - 1)] |= 1 << (place & 63)
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
        !words.isEmpty && words[Int(place >> 6) & (words.count - 1)] >> (place & 63) & 1 == 1
    }
}

/// Where a skeleton stands in the bitmap.
func lookAlikePlace(_ skeleton: RawSpan, _ keys: IntakeKeys) -> UInt64 { foldedHash(skeleton, seed: keys.contentSeed) }
