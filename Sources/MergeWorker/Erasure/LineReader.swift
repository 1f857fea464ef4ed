internal import ByteScanning
internal import DurableFiles

/// Lends the lines of a file, one after the other, each with its line feed.
struct LineReader: ~Copyable {
    private let file: Descriptor
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0
    private var offset = 0

    /// Lines of reports are the longest; a longer one than the buffer makes it grow.
    private static let bufferBytes = 1 << 20

    init(_ path: String) throws(FileFault) {
        file = try Descriptor.reading(path)
        buffer = [UInt8](repeating: 0, count: LineReader.bufferBytes)
    }

    /// Hands each line to `body` until it returns `false`.
    mutating func forEach<E: Error>(
        _ body: (RawSpan) throws(E) -> Bool, fault: (FileFault) -> E
    ) throws(E) {
        while true {
            do throws(FileFault) { try refill() } catch { throw fault(error) }
            if start == end { return }
            let isLast = end < buffer.count
            while let length = lineLength(isLast: isLast) {
                let line = start..<start + length
                start += length
                guard try body(buffer.raw.extracting(line)) else { return }
            }
        }
    }

    private func lineLength(isLast: Bool) -> Int? {
        if start == end { return nil }
        let bytes = buffer.span
        var position = start
        while position < end {
            if bytes[position] == 0x0A { return position + 1 - start }
            position += 1
        }
        return isLast ? end - start : nil
    }

    /// Moves what is left to the front and fills the rest.
    private mutating func refill() throws(FileFault) {
        if start == 0, end == buffer.count, end > 0 {
            buffer.append(contentsOf: [UInt8](repeating: 0, count: buffer.count))
        } else if start > 0 {
            buffer.replaceSubrange(0..<end - start, with: buffer[start..<end])
            end -= start
            start = 0
        }
        let count = try LineReader.read(file, into: &buffer, from: end, at: offset)
        end += count
        offset += count
    }

    private static func read(
        _ file: borrowing Descriptor, into buffer: inout [UInt8], from start: Int, at offset: Int
    ) throws(FileFault) -> Int {
        var target = buffer.mutableSpan
        return try unsafe target.withUnsafeMutableBytes { (raw) throws(FileFault) in
            try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[start...]), at: offset)
        }
    }
}
