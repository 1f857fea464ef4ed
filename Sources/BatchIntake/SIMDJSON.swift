internal import CSIMDJSON

/// Whether `bytes[range]` is UTF-8.
func isUTF8(_ bytes: borrowing Span<UInt8>, in range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside the block")
    return unsafe bytes.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return true }
        return unsafe csimdjson_is_utf8(start + range.lowerBound, range.count) != 0
    }
}
