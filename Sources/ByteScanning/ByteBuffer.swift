/// Bytes being written: grows as needed, appends without a check per byte.
///
/// The writer of outputs. One owner at a time; `reserve` once for a record, then append its parts. Every
/// append checks its room, and every copy may run up to sixteen bytes ahead of the end.
@safe public struct ByteBuffer: ~Copyable, @unchecked Sendable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var length = 0

    /// How many bytes were written.
    @inlinable public var count: Int { length }

    /// Room that copies may overrun.
    @usableFromInline static let slack = 32

    /// An empty buffer with room for so many bytes.
    public init(capacity: Int = 4096) {
        self.capacity = max(64, capacity)
        unsafe base = .allocate(byteCount: self.capacity + ByteBuffer.slack, alignment: 16)
    }

    deinit { unsafe base.deallocate() }

    /// Whether nothing was appended.
    @inlinable public var isEmpty: Bool { length == 0 }

    /// Forgets the bytes and keeps the room.
    public mutating func removeAll() { length = 0 }

    /// Drops what was written behind `count`.
    public mutating func truncate(to count: Int) {
        precondition(count <= self.count, "a buffer is cut, not grown")
        length = count
    }

    /// Makes room for so many bytes in all.
    @inlinable @inline(__always)
    public mutating func reserve(_ bytes: Int) {
        if count + bytes > capacity { grow(bytes) }
    }

    @usableFromInline mutating func grow(_ bytes: Int) {
        let larger = max(count + bytes, capacity * 2)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger + ByteBuffer.slack, alignment: 16)
        unsafe moved.copyMemory(from: base, byteCount: count)
        unsafe base.deallocate()
        unsafe base = moved
        capacity = larger
    }

    /// Appends one byte.
    @inlinable @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        length &+= 1
    }

    /// Appends the bytes of a literal.
    @inlinable @inline(__always)
    public mutating func append(_ text: StaticString) {
        let bytes = text.utf8CodeUnitCount
        reserve(bytes)
        unsafe (base + count).copyMemory(from: text.utf8Start, byteCount: bytes)
        length &+= bytes
    }

    /// Appends a part of other bytes.
    @inlinable @inline(__always)
    public mutating func append(_ source: RawSpan, _ range: Range<Int>) {
        reserve(range.count)
        copy(source, range, to: count)
        length &+= range.count
    }

    /// Appends a part of other bytes between quotes.
    @inlinable @inline(__always)
    public mutating func append(quoted source: RawSpan, _ range: Range<Int>) {
        reserve(range.count + 2)
        unsafe base.storeBytes(of: UInt8(ascii: "\""), toByteOffset: count, as: UInt8.self)
        copy(source, range, to: count + 1)
        unsafe base.storeBytes(of: UInt8(ascii: "\""), toByteOffset: count + 1 + range.count, as: UInt8.self)
        length &+= range.count &+ 2
    }

    /// Copies to `offset`, and up to fifteen bytes behind it.
    @inlinable @inline(__always)
    mutating func copy(_ source: RawSpan, _ range: Range<Int>, to offset: Int) {
        let bytes = range.count
        if range.lowerBound + ((bytes + 15) & ~15) <= source.byteCount {
            var done = 0
            while done < bytes {
                let lanes = unsafe source.unsafeLoadUnaligned(
                    fromByteOffset: range.lowerBound + done, as: SIMD16<UInt8>.self)
                unsafe base.storeBytes(of: lanes, toByteOffset: offset + done, as: SIMD16<UInt8>.self)
                done += 16
            }
        } else {
            unsafe source.extracting(range).withUnsafeBytes { part in
                if let start = part.baseAddress { unsafe (base + offset).copyMemory(from: start, byteCount: bytes) }
            }
        }
    }

    /// Appends once more what was written before.
    public mutating func append(again range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "what was not written is appended again")
        reserve(range.count)
        unsafe (base + count).copyMemory(from: base + range.lowerBound, byteCount: range.count)
        length &+= range.count
    }

    /// Appends other bytes.
    public mutating func append(_ bytes: RawSpan) { append(bytes, 0..<bytes.byteCount) }

    /// Appends text that is no literal: a literal would take this way instead of the short one.
    public mutating func append(text: String) {
        var copy = text
        copy.withUTF8 { utf8 in
            reserve(utf8.count)
            if let start = utf8.baseAddress {
                unsafe (base + count).copyMemory(from: start, byteCount: utf8.count)
                length += utf8.count
            }
        }
    }

    /// Appends a number in decimal.
    public mutating func append(decimal number: UInt64) {
        reserve(20)
        let digits = SixteenDigits(number)
        var zeros = 0
        if number >= SixteenDigits.end {
            append(decimal: number / SixteenDigits.end)
        } else {
            zeros = digits.leadingZeros
        }
        // Zeros at the head are shifted out of the word that they stand in.
        if zeros < 8 {
            let first = digits.first >> UInt64(zeros * 8)
            unsafe base.storeBytes(of: first.littleEndian, toByteOffset: count, as: UInt64.self)
            unsafe base.storeBytes(of: digits.second.littleEndian, toByteOffset: count + 8 - zeros, as: UInt64.self)
        } else {
            let second = digits.second >> UInt64((zeros - 8) * 8)
            unsafe base.storeBytes(of: second.littleEndian, toByteOffset: count, as: UInt64.self)
        }
        length &+= 16 - zeros
    }

    /// Overwrites twelve bytes at `offset` with a number, filled up with zeros on the left.
    public mutating func overwrite(twelveDigits number: UInt64, at offset: Int) {
        precondition(offset >= 0 && offset + 12 <= count, "a number is written behind the end")
        let digits = SixteenDigits(number)
        let first = UInt32(digits.first >> 32)
        unsafe base.storeBytes(of: first.littleEndian, toByteOffset: offset, as: UInt32.self)
        unsafe base.storeBytes(of: digits.second.littleEndian, toByteOffset: offset + 4, as: UInt64.self)
    }

    /// Appends a little-endian value.
    @inlinable @inline(__always)
    public mutating func append<T: FixedWidthInteger & BitwiseCopyable>(littleEndian value: T) {
        reserve(MemoryLayout<T>.size)
        unsafe base.storeBytes(of: value.littleEndian, toByteOffset: count, as: T.self)
        length &+= MemoryLayout<T>.size
    }

    /// Overwrites a little-endian value at `offset`.
    @inlinable @inline(__always)
    public mutating func overwrite<T: FixedWidthInteger & BitwiseCopyable>(littleEndian value: T, at offset: Int) {
        precondition(offset >= 0 && offset + MemoryLayout<T>.size <= count, "a value is written behind the end")
        unsafe base.storeBytes(of: value.littleEndian, toByteOffset: offset, as: T.self)
    }

    /// Appends an id in the form of a UUID: 8-4-4-4-12 lower-case hexadecimal digits.
    @inlinable @inline(__always)
    public mutating func append(uuid id: Hash128) {
        reserve(36)
        unsafe store(id, base + count)
        length &+= 36
    }

    /// Overwrites 36 bytes at `offset` with an id in the form of a UUID.
    @inlinable @inline(__always)
    public mutating func overwrite(uuid id: Hash128, at offset: Int) {
        precondition(offset >= 0 && offset + 36 <= count, "an id is written behind the end")
        unsafe store(id, base + offset)
    }

    /// - Precondition: 36 bytes at `target`.
    @inlinable @inline(__always)
    func store(_ id: Hash128, _ target: UnsafeMutableRawPointer) {
        let first = hexDigits(UInt32(id.high >> 32)).bigEndian
        let second = hexDigits(UInt32(truncatingIfNeeded: id.high))
        let third = hexDigits(UInt32(id.low >> 32))
        let fourth = hexDigits(UInt32(truncatingIfNeeded: id.low)).bigEndian
        let dash = UInt8(ascii: "-")
        unsafe target.storeBytes(of: first, as: UInt64.self)
        unsafe target.storeBytes(of: dash, toByteOffset: 8, as: UInt8.self)
        unsafe target.storeBytes(of: UInt32(second >> 32).bigEndian, toByteOffset: 9, as: UInt32.self)
        unsafe target.storeBytes(of: dash, toByteOffset: 13, as: UInt8.self)
        unsafe target.storeBytes(
            of: UInt32(truncatingIfNeeded: second).bigEndian, toByteOffset: 14, as: UInt32.self)
        unsafe target.storeBytes(of: dash, toByteOffset: 18, as: UInt8.self)
        unsafe target.storeBytes(of: UInt32(third >> 32).bigEndian, toByteOffset: 19, as: UInt32.self)
        unsafe target.storeBytes(of: dash, toByteOffset: 23, as: UInt8.self)
        unsafe target.storeBytes(
            of: UInt32(truncatingIfNeeded: third).bigEndian, toByteOffset: 24, as: UInt32.self)
        unsafe target.storeBytes(of: fourth, toByteOffset: 28, as: UInt64.self)
    }

    /// Appends a part of another buffer.
    public mutating func append(_ other: borrowing ByteBuffer, _ range: Range<Int>) { append(other.bytes, range) }

    /// Appends text as the inside of a JSON string, escaped.
    ///
    /// Words without a byte to escape are copied whole, which is nearly all of them.
    public mutating func append(jsonEscaped source: RawSpan, _ range: Range<Int>) {
        if range.count <= 8, range.lowerBound + 8 <= source.byteCount {
            // What stands behind the end counts as spaces, and is written over by what comes next.
            let word = loadWord(source, at: range.lowerBound)
            if escapeMask(withSpaces(word, behind: range.count)) == 0 {
                reserve(8)
                unsafe base.storeBytes(of: word, toByteOffset: count, as: UInt64.self)
                length &+= range.count
                return
            }
        }
        reserve(range.count)
        appendEscapedWords(source, range)
    }

    private mutating func appendEscapedWords(_ source: RawSpan, _ range: Range<Int>) {
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            let word = loadWord(source, at: index)
            if escapeMask(word) == 0 {
                reserve(8)
                unsafe base.storeBytes(of: word, toByteOffset: count, as: UInt64.self)
                length &+= 8
            } else {
                for offset in index..<index + 8 { appendEscaped(loadByte(source, at: offset)) }
            }
            index += 8
        }
        let rest = range.upperBound - index
        if rest > 0, index + 8 <= source.byteCount {
            let word = loadWord(source, at: index)
            if escapeMask(withSpaces(word, behind: rest)) == 0 {
                reserve(8)
                unsafe base.storeBytes(of: word, toByteOffset: count, as: UInt64.self)
                length &+= rest
                return
            }
        }
        while index < range.upperBound {
            appendEscaped(loadByte(source, at: index))
            index += 1
        }
    }

    @inline(__always)
    private mutating func appendEscaped(_ byte: UInt8) {
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            append(byte)
        } else {
            appendEscape(byte)
        }
    }

    @inline(never)
    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default:
            append("\\u00")
            append(hexDigit(byte >> 4))
            append(hexDigit(byte & 15))
        }
    }

    /// The bytes written so far.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// A copy of the bytes.
    public func array() -> [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: base, count: count))
    }
}

@inline(__always)
private func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
}

/// Eight hexadecimal digits of a word, the first digit in the highest byte.
@inlinable @inline(__always)
func hexDigits(_ word: UInt32) -> UInt64 {
    var spread = UInt64(word)
    spread = ((spread << 16) | spread) & 0x0000_ffff_0000_ffff
    spread = ((spread << 8) | spread) & 0x00ff_00ff_00ff_00ff
    spread = ((spread << 4) | spread) & 0x0f0f_0f0f_0f0f_0f0f
    let isLetter = ((spread &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
    return spread &+ 0x3030_3030_3030_3030 &+ (isLetter &* 0x27)
}
