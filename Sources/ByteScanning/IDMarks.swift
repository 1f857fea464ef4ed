/// Finds the places in published lines where an id may stand, eight bytes at a time.
///
/// What it reports is a line feed, the `_` of `_id`, or a `-` with two more at a distance of five: the first
/// dashes of `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. A line of half a kilobyte has some six of them, so looking for
/// a thousand ids costs what looking for one does.
public struct IDMarkFinder {
    @usableFromInline var base = 0
    @usableFromInline var marks: UInt64 = 0

    /// No mark.
    @inlinable
    public init() {}

    /// How far a dash's last witness stands behind it.
    @usableFromInline static let reach = 10

    /// The next place, in ascending order; `nil` at the end.
    /// - Parameter bytes: the same at each call.
    @inlinable @inline(__always)
    public mutating func next(_ bytes: RawSpan) -> Int? {
        while true {
            if marks != 0 {
                let place = base &- 8 &+ marks.trailingZeroBitCount &>> 3
                marks &= marks &- 1
                return place
            }
            if base &+ 8 &+ IDMarkFinder.reach <= bytes.byteCount {
                let word = loadWord(bytes, at: base)
                let dashes =
                    equal(word, dash) & equal(loadWord(bytes, at: base &+ 5), dash)
                    & equal(loadWord(bytes, at: base &+ 10), dash)
                let ids = equal(word, underscore) & equal(loadWord(bytes, at: base &+ 1), letterI)
                marks = dashes | ids | equal(word, lineFeed)
                base &+= 8
            } else if base < bytes.byteCount {
                marks = lastMarks(bytes)
                base &+= 8
            } else {
                return nil
            }
        }
    }

    /// Marks in up to eight of the last bytes, at `base`: no dash there is the first of an id.
    @usableFromInline
    func lastMarks(_ bytes: RawSpan) -> UInt64 {
        var found: UInt64 = 0
        for place in base..<min(base + 8, bytes.byteCount) {
            let byte = loadByte(bytes, at: place)
            let isID = byte == 0x5f && place + 1 < bytes.byteCount && loadByte(bytes, at: place + 1) == 0x69
            if byte == 0x0a || isID { found |= 0x80 << UInt64((place - base) * 8) }
        }
        return found
    }
}

/// 0x80 in each byte in which two words are equal.
@inlinable @inline(__always)
func equal(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    return ~(((difference & low) &+ low) | difference) & ~low
}

@inlinable @inline(__always) var dash: UInt64 { 0x2d2d_2d2d_2d2d_2d2d }
@inlinable @inline(__always) var underscore: UInt64 { 0x5f5f_5f5f_5f5f_5f5f }
@inlinable @inline(__always) var letterI: UInt64 { 0x6969_6969_6969_6969 }
@inlinable @inline(__always) var lineFeed: UInt64 { 0x0a0a_0a0a_0a0a_0a0a }

/// The first place of a byte from `start` on; `nil` if there is none.
@inlinable
public func firstPlace(of byte: UInt8, in bytes: RawSpan, from start: Int) -> Int? {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    var place = start
    while place &+ 8 <= bytes.byteCount {
        let found = equal(loadWord(bytes, at: place), pattern)
        if found != 0 { return place &+ found.trailingZeroBitCount &>> 3 }
        place &+= 8
    }
    while place < bytes.byteCount {
        if loadByte(bytes, at: place) == byte { return place }
        place &+= 1
    }
    return nil
}

/// The last place of a byte; `nil` if there is none.
@inlinable
public func lastPlace(of byte: UInt8, in bytes: RawSpan) -> Int? {
    var place = bytes.byteCount
    while place > 0 {
        place &-= 1
        if loadByte(bytes, at: place) == byte { return place }
    }
    return nil
}
