/// Eight bytes at an offset, as a little-endian word; bounds-checked.
@inlinable @inline(__always)
public func loadWord(_ bytes: RawSpan, at offset: Int) -> UInt64 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
}

/// Four bytes at an offset, as a little-endian word; bounds-checked.
@inlinable @inline(__always)
public func loadHalfWord(_ bytes: RawSpan, at offset: Int) -> UInt32 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
}

/// The last zero to seven bytes from an offset, as a little-endian word filled up with zeros.
///
/// Reads overlapping words where the span is long enough, single bytes where it is not.
@inlinable @inline(__always)
public func loadTail(_ bytes: RawSpan, from offset: Int) -> UInt64 {
    let count = bytes.byteCount
    let rest = count - offset
    if rest == 0 { return 0 }
    if count >= 8 {
        return loadWord(bytes, at: count - 8) >> UInt64((8 - rest) * 8)
    }
    var word: UInt64 = 0
    for index in 0..<rest {
        word |= UInt64(unsafe bytes.unsafeLoad(fromByteOffset: offset + index, as: UInt8.self)) << UInt64(index * 8)
    }
    return word
}

/// Eight bytes with `A`–`Z` turned into `a`–`z` and every other byte untouched.
@inlinable @inline(__always)
public func lowercasedASCII(_ word: UInt64) -> UInt64 {
    let low = word & 0x7f7f_7f7f_7f7f_7f7f
    let isCapital =
        ((low &+ 0x3f3f_3f3f_3f3f_3f3f) & ~(low &+ 0x2525_2525_2525_2525) & ~word) & 0x8080_8080_8080_8080
    return word | (isCapital &>> 2)
}

/// One byte at an offset; bounds-checked.
@inlinable @inline(__always)
public func loadByte(_ bytes: RawSpan, at offset: Int) -> UInt8 {
    unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
}
