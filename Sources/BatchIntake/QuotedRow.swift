internal import ByteScanning

let quoteByte = UInt8(ascii: "\"")
let lineFeedByte = UInt8(ascii: "\n")
let carriageReturnByte = UInt8(ascii: "\r")

/// One field as it stands in the text, without its surrounding quotes.
struct RawField {
    var start = 0
    var end = 0
    /// Doubled quotes are still to be undone.
    var hasEscapes = false
    var isQuoted = false
}

/// How the look at a row with quotes ended.
enum QuotedRowOutcome: Equatable {
    /// The row ends with the line feed of this index in the positions.
    case complete(endIndex: Int)
    /// A quote stands where none may stand.
    case strayQuote
    /// The row goes on after what was read; `openQuote` is where the open field's quote stands.
    case incomplete(openQuote: Int?)
    /// A field that begins before `limit` is still open after it.
    case unterminatedQuote(Int)
    /// The row goes on after `limit`, outside quotes.
    case tooLong
}

/// Walks the separators of a row that has quotes; changes nothing.
///
/// - Parameters:
///   - text: The bytes of the block that hold text.
///   - positions: The block's separators; the row's are those from `first` on.
///   - limit: The last position at which the row's line feed may stand.
///   - fields: Receives as many fields as it has room for.
///   - fieldCount: Receives the number of fields up to where the walk ended.
func scanQuotedRow(
    _ bytes: borrowing Span<UInt8>, text: Range<Int>, delimiter: UInt8,
    positions: borrowing Span<UInt32>, positionCount: Int, first: Int,
    limit: Int, fields: inout MutableSpan<RawField>, fieldCount: inout Int
) -> QuotedRowOutcome {
    var index = first
    var start = text.lowerBound
    fieldCount = 0
    while true {
        guard start < text.upperBound else { return .incomplete(openQuote: nil) }
        guard start <= limit else { return .tooLong }
        if bytes[start] != quoteByte {
            guard index < positionCount else { return .incomplete(openQuote: nil) }
            let position = Int(positions[index])
            let byte = bytes[position]
            if position > limit { return .tooLong }
            if byte == quoteByte { return .strayQuote }
            var end = position
            if byte == lineFeedByte && end > start && bytes[end - 1] == carriageReturnByte {
                end -= 1
            }
            if fieldCount < fields.count {
                fields[fieldCount] = RawField(start: start, end: end)
            }
            fieldCount += 1
            if byte == lineFeedByte { return .complete(endIndex: index) }
            index += 1
            start = position + 1
            continue
        }

        var hasEscapes = false
        index += 1
        var close = -1
        while index < positionCount {
            let position = Int(positions[index])
            if bytes[position] != quoteByte {
                index += 1
                continue
            }
            if position > limit { return .unterminatedQuote(start) }
            guard position + 1 < text.upperBound else { return .incomplete(openQuote: start) }
            if bytes[position + 1] != quoteByte {
                close = position
                break
            }
            hasEscapes = true
            index += 2
        }
        guard close >= 0 else { return .incomplete(openQuote: start) }
        if fieldCount < fields.count {
            fields[fieldCount] = RawField(
                start: start + 1, end: close, hasEscapes: hasEscapes, isQuoted: true)
        }
        fieldCount += 1
        index += 1  // now the separator after the closing quote
        let next = bytes[close + 1]
        if next == delimiter {
            index += 1
            start = close + 2
        } else if next == lineFeedByte {
            return .complete(endIndex: index)
        } else if next == carriageReturnByte {
            guard close + 2 < text.upperBound else { return .incomplete(openQuote: nil) }
            return bytes[close + 2] == lineFeedByte ? .complete(endIndex: index) : .strayQuote
        } else {
            return .strayQuote
        }
    }
}

/// Moves the clean values of a row to its start, one byte apart, and writes where they end.
///
/// Each value moves left or stays: a quoted one loses its opening quote before it.
/// - Precondition: `blockPaddingBytes` bytes after the row are within `bytes`.
func compactRow(
    _ bytes: inout MutableSpan<UInt8>, fields: borrowing Span<RawField>, count: Int, start: Int,
    ends: inout MutableSpan<UInt32>, firstEnd: Int
) {
    var raw = unsafe bytes.mutableBytes
    var target = start
    for column in 0..<count {
        let field = fields[column]
        if field.hasEscapes {
            target = undoEscapes(&raw, from: field.start..<field.end, to: target)
        } else {
            moveLeft(&raw, from: field.start, to: target, count: field.end &- field.start)
            target &+= field.end &- field.start
        }
        ends[firstEnd + column] = UInt32(truncatingIfNeeded: target)
        target &+= 1
    }
}

/// Copies a value to a lower position with each two quotes as one; returns the end of the copy.
private func undoEscapes(
    _ bytes: inout MutableRawSpan, from source: Range<Int>, to start: Int
) -> Int {
    var target = start
    var offset = source.lowerBound
    while offset < source.upperBound {
        let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
        bytes.storeBytes(of: byte, toByteOffset: target, as: UInt8.self)
        target += 1
        offset += byte == quoteByte ? 2 : 1
    }
    return target
}

/// Copies `count` bytes to a lower or the same position, eight at a time; the ranges may overlap.
///
/// The last word is blended with what stands there: the bytes after it are the next value's,
/// unread.
@inline(__always)
private func moveLeft(_ bytes: inout MutableRawSpan, from: Int, to: Int, count: Int) {
    var done = 0
    while done &+ 8 <= count {
        let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: from &+ done, as: UInt64.self)
        bytes.storeBytes(of: word, toByteOffset: to &+ done, as: UInt64.self)
        done &+= 8
    }
    guard done < count else { return }
    let mask = UInt64.max &<< UInt64((count &- done) &* 8)
    let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: from &+ done, as: UInt64.self)
    let kept = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: to &+ done, as: UInt64.self)
    bytes.storeBytes(of: (word & ~mask) | (kept & mask), toByteOffset: to &+ done, as: UInt64.self)
}
