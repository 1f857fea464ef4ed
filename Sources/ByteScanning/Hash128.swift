/// A 128-bit keyed hash: a link key, an account's place in the index, or a profile id.
///
/// Ordered like its sixteen big-endian bytes, so that memory order and store order agree.
public struct Hash128: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The leading half: orders first.
    public var high: UInt64
    /// The other half.
    public var low: UInt64

    /// From its halves.
    @inlinable @inline(__always)
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// As unsigned numbers.
    @inlinable @inline(__always)
    public static func < (left: Hash128, right: Hash128) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    /// No hash of anything known.
    public static let zero = Hash128(high: 0, low: 0)

    /// 32 lower-case hexadecimal digits.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for word in [high, low] {
            for shift in stride(from: 60, through: 0, by: -4) { text.append(digits[Int(word >> shift & 15)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
