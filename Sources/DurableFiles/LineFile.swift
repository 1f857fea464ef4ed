import Glibc

/// Reads a file of lines from front to back within bounded memory, and single lines again by their place.
package struct LineFile: ~Copyable {
    private let file: Descriptor
    private let lineBytesMax: Int

    /// Bytes of one read.
    private static let blockBytes = 1 << 20

    /// - Parameter lineBytesMax: A longer line throws `EFBIG`: it was not written by this program.
    package init(_ path: String, lineBytesMax: Int = 256 << 20) throws(FileFault) {
        let opened = try Descriptor.reading(path)
        let kind = try opened.status().kind
        if kind != .file { throw FileFault(operation: "read (not a regular file)", path: path, code: EINVAL) }
        file = opened
        self.lineBytesMax = lineBytesMax
    }

    /// Hands every line to `body`, without its line feed, with its offset in the file.
    package borrowing func forEachLine(_ body: (Span<UInt8>, Int) throws -> Void) throws {
        var buffer = [UInt8](repeating: 0, count: LineFile.blockBytes)
        var kept = 0  // Bytes of an unfinished line, at the front of the buffer.
        var offset = 0  // Of the buffer's first byte in the file.
        while true {
            if kept == buffer.count {
                guard kept < lineBytesMax else {
                    throw FileFault(operation: "read a line of", path: file.path, code: EFBIG)
                }
                buffer += [UInt8](repeating: 0, count: buffer.count)
            }
            let count = try fill(&buffer, from: kept, at: offset + kept)
            let end = kept + count
            var start = 0
            while let stop = firstLineFeed(buffer.span, start..<end) {
                try body(buffer.span.extracting(start..<stop), offset + start)
                start = stop + 1
            }
            if count == 0 {
                if start < end { try body(buffer.span.extracting(start..<end), offset + start) }
                return
            }
            buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
            kept = end - start
            offset += start
            if buffer.count < LineFile.blockBytes {
                buffer += [UInt8](repeating: 0, count: LineFile.blockBytes - buffer.count)
            }
        }
    }

    /// The bytes of a line that `forEachLine` told of.
    package borrowing func line(at offset: Int, count: Int) throws(FileFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard try fill(&bytes, from: 0, at: offset) == count else {
            throw FileFault(operation: "read back a line of", path: file.path, code: EIO)
        }
        return bytes
    }

    private borrowing func fill(_ buffer: inout [UInt8], from start: Int, at offset: Int) throws(FileFault)
        -> Int
    {
        var target = buffer.mutableSpan
        return try unsafe target.withUnsafeMutableBytes { (raw) throws(FileFault) in
            try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[start...]), at: offset)
        }
    }
}

private func firstLineFeed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    unsafe bytes.withUnsafeBytes { raw in
        guard let start = raw.baseAddress, !range.isEmpty else { return nil }
        guard let found = unsafe memchr(start + range.lowerBound, CInt(UInt8(ascii: "\n")), range.count)
        else { return nil }
        return unsafe UnsafeRawPointer(found) - start
    }
}
