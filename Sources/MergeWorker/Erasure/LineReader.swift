internal import ByteScanning
internal import DurableFiles

/// Lends the lines of a file, or of a part of it, one after the other or many at a time, each with its line feed.
///
/// Parts that touch share no line and leave none out: a line belongs to the part in which it starts.
struct LineReader: ~Copyable {
    private let file: Descriptor
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0
    /// Where the next byte to be read stands in the file.
    private var offset: Int
    private let upperBound: Int
    /// The first line, if there is a part before, belongs to that.
    private var isInsideLine: Bool

    /// Lines of reports are the longest; a longer one than the buffer makes it grow.
    private static let bufferBytes = 1 << 20
    private static let lineFeed = UInt8(ascii: "\n")

    init(_ path: String, in range: Range<Int> = 0..<Int.max) throws(FileFault) {
        file = try Descriptor.reading(path)
        buffer = [UInt8](repeating: 0, count: LineReader.bufferBytes)
        offset = max(0, range.lowerBound - 1)
        upperBound = range.upperBound
        isInsideLine = range.lowerBound > 0
    }

    /// Hands each line to `body` until it returns `false`.
    mutating func forEach<E: Error>(
        _ body: (RawSpan) throws(E) -> Bool, fault: (FileFault) -> E
    ) throws(E) {
        try forEachBlock(
            { (block, _) throws(E) in
                var position = 0
                while position < block.byteCount {
                    let next =
                        firstPlace(of: LineReader.lineFeed, in: block, from: position).map { $0 + 1 } ?? block.byteCount
                    guard try body(block.extracting(position..<next)) else { return false }
                    position = next
                }
                return true
            }, fault: fault)
    }

    /// Hands whole lines to `body`, as many as the buffer holds, with their place in the file, until it returns
    /// `false`.
    mutating func forEachBlock<E: Error>(
        _ body: (RawSpan, _ offset: Int) throws(E) -> Bool, fault: (FileFault) -> E
    ) throws(E) {
        while true {
            do throws(FileFault) { try refill() } catch { throw fault(error) }
            if isInsideLine { skipLine() }
            let first = offset - (end - start)
            if start == end, end < buffer.count { return }
            if first >= upperBound, !isInsideLine { return }
            guard !isInsideLine, let stop = blockEnd(first) else { continue }
            let block = start..<stop
            start = stop
            guard try body(buffer.raw.extracting(block), first) else { return }
        }
    }

    /// Passes over bytes up to the end of a line.
    private mutating func skipLine() {
        if let feed = firstPlace(of: LineReader.lineFeed, in: buffer.raw.extracting(0..<end), from: start) {
            start = feed + 1
            isInsideLine = false
        } else {
            start = end
        }
    }

    /// Where the whole lines end that belong to the part; `nil` when more has to be read first.
    private func blockEnd(_ first: Int) -> Int? {
        let filled = buffer.raw.extracting(0..<end)
        let isLast = end < buffer.count
        if offset >= upperBound {
            let inside = start + max(0, upperBound - 1 - first)
            let feed = firstPlace(of: LineReader.lineFeed, in: filled, from: inside)
            return feed.map { $0 + 1 } ?? (isLast ? end : nil)
        }
        if isLast { return end }
        return lastPlace(of: LineReader.lineFeed, in: filled.extracting(start..<end)).map { start + $0 + 1 }
    }

    /// Moves what is left to the front and fills the rest.
    private mutating func refill() throws(FileFault) {
        if start == 0, end == buffer.count {
            buffer.append(contentsOf: [UInt8](repeating: 0, count: buffer.count))
        } else if start > 0 {
            for place in start..<end { buffer[place - start] = buffer[place] }
            end -= start
            start = 0
        }
        let count = try file.read(into: &buffer, end..<buffer.count, at: offset)
        end += count
        offset += count
    }
}
