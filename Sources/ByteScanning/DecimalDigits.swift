/// The last sixteen decimal digits of a number as text, zeros at the head included.
///
/// Eight digits at a time, side by side in one word: a division for each digit takes five times as long.
struct SixteenDigits {
    /// The first eight digits, the first of them in the lowest byte.
    let first: UInt64
    /// The last eight.
    let second: UInt64

    /// The first number that has more digits.
    static var end: UInt64 { 10_000_000_000_000_000 }

    @inline(__always)
    init(_ number: UInt64) {
        let high = number / 100_000_000
        first = SixteenDigits.text(high % 100_000_000)
        second = SixteenDigits.text(number - high * 100_000_000)
    }

    /// How many zeros stand before the first other digit; the last digit counts as one.
    @inline(__always)
    var leadingZeros: Int {
        let (head, tail) = (first ^ SixteenDigits.zeros, second ^ SixteenDigits.zeros)
        return head != 0 ? head.trailingZeroBitCount / 8 : min(8 + tail.trailingZeroBitCount / 8, 15)
    }

    private static var zeros: UInt64 { 0x3030_3030_3030_3030 }

    /// - Precondition: `number` has eight digits at most.
    @inline(__always)
    private static func text(_ number: UInt64) -> UInt64 {
        // Halves, then quarters, then digits; 10486 / 2²⁰ and 103 / 2¹⁰ divide by 100 and by 10 up to 9999 and 99.
        let halves = number / 10_000 | (number % 10_000) << 32
        let hundreds = (halves &* 10_486) >> 20 & 0x0000_007F_0000_007F
        let quarters = hundreds | (halves &- hundreds &* 100) << 16
        let tens = (quarters &* 103) >> 10 & 0x000F_000F_000F_000F
        return (tens | (quarters &- tens &* 10) << 8) | zeros
    }
}
