/// Decodes UTF-8 into scalars and appends them; `false` at the first ill-formed sequence.
///
/// Strict (Unicode table 3-7): no surrogates, no overlong forms, nothing past U+10FFFF.
func appendScalars(of bytes: Span<UInt8>, in range: Range<Int>, to output: inout [UInt32]) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
        let first = bytes[position]
        if first < 0x80 {
            output.append(UInt32(first))
            position += 1
            continue
        }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard first >= 0xC2, first <= 0xF4, position + length <= range.upperBound else {
            return false
        }
        var scalar = UInt32(first) & (0x7F >> UInt32(length))
        for place in position + 1..<position + length {
            guard bytes[place] & 0xC0 == 0x80 else { return false }
            scalar = scalar << 6 | UInt32(bytes[place] & 0x3F)
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard scalar >= least, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else {
            return false
        }
        output.append(scalar)
        position += length
    }
    return true
}

/// Appends one scalar as UTF-8.
func appendUTF8(_ scalar: UInt32, to output: inout [UInt8]) {
    func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(scalar >> shift & 0x3F) }
    switch scalar {
    case ..<0x80:
        output.append(UInt8(scalar))
    case ..<0x800:
        output.append(0xC0 | UInt8(scalar >> 6))
        output.append(continuation(0))
    case ..<0x10000:
        output.append(0xE0 | UInt8(scalar >> 12))
        output.append(continuation(6))
        output.append(continuation(0))
    default:
        output.append(0xF0 | UInt8(scalar >> 18))
        output.append(continuation(12))
        output.append(continuation(6))
        output.append(continuation(0))
    }
}
