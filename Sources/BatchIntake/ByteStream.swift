/// A source of bytes: a file, or an unpacker or a decoder on top of another source.
///
/// One call a block, so its dynamic dispatch costs nothing.
protocol ByteStream: AnyObject {
    /// Reads up to `count` bytes to `buffer[start...]` and says how many; 0 at the end.
    func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(BatchFault) -> Int
}

/// Packed bytes on their way into an unpacker or a decoder.
struct InputWindow {
    var bytes: [UInt8]
    private(set) var range = 0..<0
    private(set) var isAtEnd = false

    init(capacity: Int) {
        bytes = [UInt8](repeating: 0, count: capacity)
    }

    /// Reads more behind what is left; at the end of the source, sets `isAtEnd`.
    mutating func refill(from source: any ByteStream) throws(BatchFault) {
        guard !isAtEnd else { return }
        if range.lowerBound > 0 {
            let kept = range.count
            bytes.replaceSubrange(0..<kept, with: bytes[range])
            range = 0..<kept
        }
        precondition(range.upperBound < bytes.count, "window full")
        let got = try source.read(
            into: &bytes, at: range.upperBound, count: bytes.count - range.upperBound)
        isAtEnd = got == 0
        range = range.lowerBound..<range.upperBound + got
    }

    mutating func consume(_ count: Int) {
        range = range.lowerBound + count..<range.upperBound
    }
}
