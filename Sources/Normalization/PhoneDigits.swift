/// Up to sixteen decimal digits in one word, four bits each, the last digit lowest.
///
/// Cutting a prefix off, comparing one and walking an automaton are shifts then, without a buffer.
struct PhoneDigits {
    private(set) var packed: UInt64 = 0
    private(set) var count = 0

    static let countMax = 16

    init() {}

    /// The digits of `value`.
    /// - Precondition: `value` has at most sixteen.
    init(of value: UInt64) {
        var rest = value
        while rest > 0 {
            packed |= (rest % 10) &<< UInt64(4 * count)
            count += 1
            rest /= 10
        }
    }

    /// - Precondition: `count < countMax`; `digit` is 0 to 9.
    @inline(__always)
    mutating func append(_ digit: UInt8) {
        packed = packed &<< 4 | UInt64(digit)
        count &+= 1
    }

    /// The digit at `index`, counted from the first.
    /// - Precondition: `index < count`.
    @inline(__always)
    subscript(index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: packed &>> shift(behind: index + 1)) & 15
    }

    /// Whether it begins with `prefix`, packed likewise.
    @inline(__always)
    func starts(with prefix: UInt32, length: Int) -> Bool {
        count >= length && (length == 0 || packed &>> shift(behind: length) == UInt64(prefix))
    }

    /// What follows the first `length` digits.
    /// - Precondition: `length <= count`.
    @inline(__always)
    func dropping(first length: Int) -> PhoneDigits {
        var rest = self
        rest.count = count - length
        rest.packed = rest.count == 0 ? 0 : packed & (~0 &>> UInt64(64 - 4 * rest.count))
        return rest
    }

    /// The same without the last digit.
    /// - Precondition: `count > 0`.
    func droppingLast() -> PhoneDigits {
        var rest = self
        rest.packed = packed &>> 4
        rest.count = count - 1
        return rest
    }

    /// The same without the digit at `index`.
    func removing(at index: Int) -> PhoneDigits {
        var result = PhoneDigits()
        for position in 0..<count where position != index { result.append(self[position]) }
        return result
    }

    /// Puts a calling code, packed likewise, before the digits; `nil` when more than 15 come of it.
    @inline(__always)
    func prefixed(by code: UInt16, length: Int) -> PhoneDigits? {
        guard count + length <= 15 else { return nil }
        var result = self
        result.packed = UInt64(code) &<< UInt64(4 * count) | packed
        result.count = count + length
        return result
    }

    /// The decimal value. Neighbouring digits are joined in parallel: pairs, fours, eights.
    var value: UInt64 {
        let pairs = (packed & 0x0F0F_0F0F_0F0F_0F0F) &+ 10 &* (packed &>> 4 & 0x0F0F_0F0F_0F0F_0F0F)
        let fours = (pairs & 0x00FF_00FF_00FF_00FF) &+ 100 &* (pairs &>> 8 & 0x00FF_00FF_00FF_00FF)
        let eights = (fours & 0xFFFF_0000_FFFF) &+ 10_000 &* (fours &>> 16 & 0xFFFF_0000_FFFF)
        return (eights & 0xFFFF_FFFF) &+ 100_000_000 &* (eights &>> 32)
    }

    @inline(__always)
    private func shift(behind index: Int) -> UInt64 { UInt64(4 * (count - index)) }
}
