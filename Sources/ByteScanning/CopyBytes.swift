/// Copies the bytes of `range` to `offset` of `output` and returns the offset behind them.
///
/// Short fields dominate, so sixteen bytes are copied at a time where both sides have room, also past the
/// end of the range: what is written behind it is overwritten by whatever comes next.
/// - Precondition: `output` has room for the range.
@inlinable @inline(__always)
public func copyBytes(
    _ source: RawSpan, _ range: Range<Int>, into output: inout MutableRawSpan, at offset: Int
) -> Int {
    let count = range.count
    let end = offset + count
    if range.lowerBound + ((count + 15) & ~15) <= source.byteCount, offset + ((count + 15) & ~15) <= output.byteCount {
        var done = 0
        while done < count {
            let lanes = unsafe source.unsafeLoadUnaligned(
                fromByteOffset: range.lowerBound + done, as: SIMD16<UInt8>.self)
            output.storeBytes(of: lanes, toByteOffset: offset + done, as: SIMD16<UInt8>.self)
            done += 16
        }
        return end
    }
    for index in 0..<count {
        let byte = unsafe source.unsafeLoad(fromByteOffset: range.lowerBound + index, as: UInt8.self)
        output.storeBytes(of: byte, toByteOffset: offset + index, as: UInt8.self)
    }
    return end
}
