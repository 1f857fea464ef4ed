/// Bytes of rows on their way into a file.
///
/// All room is made once. A row is short, so the room is checked once before it (`hasRoomForRow`),
/// and every store is bounds-checked by the span besides.
struct RowBuffer: Sendable {
    private var bytes: [UInt8]
    private(set) var count = 0

    /// No row is longer, whatever is wrong with it.
    static let rowBytesMax = 4096

    init(capacity: Int) {
        precondition(capacity >= 2 * RowBuffer.rowBytesMax, "a buffer has room for a row at least")
        bytes = [UInt8](repeating: 0, count: capacity)
    }

    var hasRoomForRow: Bool { count + 2 * RowBuffer.rowBytesMax <= bytes.count }

    mutating func removeAll() { count = 0 }

    /// What was written from `start` on.
    func text(from start: Int) -> [UInt8] { Array(bytes[start..<count]) }

    /// All that was written.
    var written: ArraySlice<UInt8> { bytes[..<count] }

    /// Takes back everything from `start` on.
    mutating func remove(from start: Int) {
        precondition(start <= count, "cannot take back what was not written")
        count = start
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        bytes[count] = byte
        count &+= 1
    }

    @inline(__always)
    mutating func put(_ text: ShortText) {
        let place = count
        var span = bytes.mutableSpan
        var raw = unsafe span.mutableBytes  // Of bytes, any pattern is sound.
        raw.storeBytes(of: text.low, toByteOffset: place, as: SIMD16<UInt8>.self)
        if text.count > 16 {
            raw.storeBytes(of: text.high, toByteOffset: place &+ 16, as: SIMD16<UInt8>.self)
        }
        count &+= text.count
    }

    /// Stores 16 bytes of which the first `length` count.
    @inline(__always)
    mutating func put(_ word: SIMD16<UInt8>, length: Int) {
        let place = count
        var span = bytes.mutableSpan
        var raw = unsafe span.mutableBytes  // Of bytes, any pattern is sound.
        raw.storeBytes(of: word, toByteOffset: place, as: SIMD16<UInt8>.self)
        count &+= length
    }

    mutating func put(_ other: [UInt8]) {
        for byte in other { put(byte) }
    }

    /// Puts a number in decimal digits.
    mutating func put(decimal value: Int) {
        var rest = UInt64(value)
        var digits: UInt64 = 0
        var length = 0
        // The digits stand in a word, last digit first, because they come out in that order.
        while length < 8 {
            digits = digits << 8 | (rest % 10 + 48)
            rest /= 10
            length += 1
            if rest == 0 { break }
        }
        if rest > 0 { put(decimal: Int(rest)) }
        for _ in 0..<length {
            put(UInt8(truncatingIfNeeded: digits))
            digits >>= 8
        }
    }

    /// Puts two decimal digits.
    @inline(__always)
    mutating func put(twoDigits value: Int64) {
        put(UInt8(truncatingIfNeeded: 48 &+ value / 10))
        put(UInt8(truncatingIfNeeded: 48 &+ value % 10))
    }

    /// Replaces what was written from `start` on; the slow way that only troubled fields take.
    mutating func rewrite(from start: Int, _ change: ([UInt8]) -> [UInt8]) {
        let changed = change(text(from: start))
        count = start
        put(changed)
    }
}
