/// What the fast path says of one e-mail field.
package enum AddressScan: Equatable, Sendable {
    /// K1 is the bytes of this range of the field, ASCII-lower-cased: outer white space and the
    /// last dot of the domain are already outside it. It is a plain key (`isPlainKey`) but for two
    /// hyphens in a row.
    case plain(Range<Int>, hasHyphenPair: Bool)
    /// Not a short plain ASCII address; `makeLinkKey` knows.
    case needsUnicodePath
    /// No address. `offset` is where the field stops being one.
    case rejected(AddressFault, offset: Int)
}

/// Judges one e-mail field without making its key.
///
/// Takes addresses of at most 64 bytes in letters, digits and `.-_+'`, which is nearly all of them:
/// then each structural character is one bit of a word, and the rules of a dot-atom and of host
/// names are a few shifts. Everything else is left to the full path, which agrees with every answer
/// given here (tested by property).
///
/// - Parameter field: the field's bytes without quotes; outer white space is allowed.
package func scanAddress(_ field: Span<UInt8>) -> AddressScan {
    let trimmed = trimASCIIWhiteSpace(field)
    guard !trimmed.isEmpty else { return .rejected(.empty, offset: 0) }
    guard trimmed.count <= 64, let marks = AddressMarks(of: field, in: trimmed) else {
        return .needsUnicodePath
    }
    let at = marks.ats
    guard at != 0 else { return .rejected(.missingAt, offset: trimmed.upperBound) }
    guard at & (at &- 1) == 0 else { return .needsUnicodePath }

    // The last byte of the key, as one bit.
    var last = UInt64(1) &<< UInt64(trimmed.count - 1)
    var dots = marks.dots
    let hasRootDot = dots & last != 0
    if hasRootDot {
        dots ^= last
        last = last &>> 1
    }
    // Bits above the at-sign are the domain's.
    let domain = ~(at | (at &- 1))
    let separators = dots | at
    let edges = separators &<< 1 | 1 | separators &>> 1 | last
    let labelStarts = separators &<< 1 & domain
    let reserved = marks.hyphens & (labelStarts &<< 2) & (marks.hyphens &>> 1)
    let refused =
        edges & separators | edges & marks.hyphens & domain | marks.extras & domain | reserved
    guard refused == 0 else { return .needsUnicodePath }
    return .plain(
        trimmed.lowerBound..<trimmed.upperBound - (hasRootDot ? 1 : 0),
        hasHyphenPair: marks.hyphens & (marks.hyphens &<< 1) != 0)
}

/// Whether this is a local part of letters, digits and `.-_+'` alone, with its dots between them: its K1 is itself in
/// lower case.
package func isPlainLocalPart(_ part: Span<UInt8>) -> Bool {
    guard part.count > 0, part.count <= 64, let marks = AddressMarks(of: part, in: 0..<part.count) else { return false }
    let edges = marks.dots &<< 1 | 1 | UInt64(1) &<< UInt64(part.count - 1)
    return marks.ats == 0 && edges & marks.dots == 0
}

/// Where the structural characters of an address of up to 64 bytes stand, one bit a byte.
private struct AddressMarks {
    private(set) var ats: UInt64 = 0
    private(set) var dots: UInt64 = 0
    private(set) var hyphens: UInt64 = 0
    /// `_`, `+` and the apostrophe: allowed before the at-sign only.
    private(set) var extras: UInt64 = 0

    /// `nil` as soon as a byte is none of the fast path's characters.
    @inline(__always)
    init?(of field: Span<UInt8>, in range: Range<Int>) {
        let bytes = unsafe field.bytes  // Only read, so no byte can be left uninitialised.
        var offset = 0
        let count = range.count
        while offset &+ 8 <= count {
            // The loop condition and `range` keep the eight bytes inside the span.
            let word = unsafe bytes.unsafeLoadUnaligned(
                fromByteOffset: range.lowerBound &+ offset, as: UInt64.self)
            guard take(word, at: offset) else { return nil }
            offset &+= 8
        }
        let rest = count &- offset
        guard rest > 0 else { return }
        var word: UInt64
        if count >= 8 {
            // Reads the last eight bytes again and moves the new ones to the front.
            word = unsafe bytes.unsafeLoadUnaligned(
                fromByteOffset: range.upperBound &- 8, as: UInt64.self)
            word = word &>> UInt64(truncatingIfNeeded: 64 &- 8 &* rest)
        } else {
            word = 0
            for place in 0..<rest {
                word |= UInt64(field[range.lowerBound + place]) &<< UInt64(8 * place)
            }
        }
        // Letters fill what no byte of the field fills.
        word |= repeated(UInt8(ascii: "a")) &<< UInt64(truncatingIfNeeded: 8 &* rest)
        guard take(word, at: offset) else { return nil }
    }

    @inline(__always)
    private mutating func take(_ word: UInt64, at offset: Int) -> Bool {
        let highBits = repeated(0x80)
        guard word & highBits == 0 else { return false }
        let folded = word | repeated(0x20)
        let letters = (folded &+ repeated(0x1F)) & ~(folded &+ repeated(0x05))
        let digits = (word &+ repeated(0x50)) & ~(word &+ repeated(0x46))
        let at = places(of: UInt8(ascii: "@"), in: word)
        let dot = places(of: UInt8(ascii: "."), in: word)
        let hyphen = places(of: UInt8(ascii: "-"), in: word)
        let extra =
            places(of: UInt8(ascii: "_"), in: word) | places(of: UInt8(ascii: "+"), in: word)
            | places(of: UInt8(ascii: "'"), in: word)
        guard (letters | digits | at | dot | hyphen | extra) & highBits == highBits else {
            return false
        }
        let shift = UInt64(truncatingIfNeeded: offset)
        ats |= gathered(at) &<< shift
        dots |= gathered(dot) &<< shift
        hyphens |= gathered(hyphen) &<< shift
        extras |= gathered(extra) &<< shift
        return true
    }
}

/// Eight copies of one byte.
@inline(__always)
private func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

/// The high bit of each byte that equals `byte`; all bytes of `word` are below 0x80.
@inline(__always)
private func places(of byte: UInt8, in word: UInt64) -> UInt64 {
    repeated(0x80) &- (word ^ repeated(byte))
}

/// The eight high bits of a word, gathered into its lowest byte in order.
@inline(__always)
private func gathered(_ word: UInt64) -> UInt64 {
    (((word &>> 7) & repeated(1)) &* 0x0102_0408_1020_4080) &>> 56
}

/// The range of `field` without spaces, tabs and line ends outside.
@inline(__always)
private func trimASCIIWhiteSpace(_ field: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = field.count
    while start < end, isASCIIWhiteSpace(field[start]) { start += 1 }
    while start < end, isASCIIWhiteSpace(field[end - 1]) { end -= 1 }
    return start..<end
}

@inline(__always)
private func isASCIIWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
}
