/// The unread text of a batch: what is left of the last block, and what comes after it.
///
/// The text is UTF-8, or meant to be; its byte order mark is gone.
struct TextBuffer: ~Copyable {
    private let source: any ByteStream
    private let unpackedBytesMax: UInt64?
    /// `blockPaddingBytes` longer than the text can be.
    var bytes: [UInt8]
    /// The text that was read and not yet consumed: `bytes[start..<end]`.
    private(set) var start = 0
    private(set) var end = 0
    private(set) var isAtEnd = false
    /// The offset in the unpacked text of `bytes[0]`.
    private(set) var firstByteOffset: UInt64 = 0
    private var unpackedBytes: UInt64 = 0

    init(source: any ByteStream, blockBytes: Int, unpackedBytesMax: UInt64?) {
        self.source = source
        self.unpackedBytesMax = unpackedBytesMax
        bytes = [UInt8](repeating: 0, count: max(blockBytes, 16) + blockPaddingBytes)
    }

    var textBytesMax: Int { bytes.count - blockPaddingBytes }

    /// Where the next byte of text comes from the source.
    var endOffset: UInt64 { firstByteOffset + UInt64(end) }

    /// Moves what is left to the front and reads until the buffer is full or the text ends.
    mutating func fill() throws(BatchFault) {
        if start > 0 {
            moveToFront()
        }
        while end < textBytesMax && !isAtEnd {
            // A decoder needs room for one character.
            guard textBytesMax - end >= 8 else { return }
            let got = try source.read(into: &bytes, at: end, count: textBytesMax - end)
            isAtEnd = got == 0
            let isFirst = unpackedBytes == 0
            end += got
            unpackedBytes += UInt64(got)
            if let limit = unpackedBytesMax, unpackedBytes > limit {
                throw BatchFault(
                    .unpackedTooLarge, "The file unpacks to more than \(limit) bytes",
                    wayOut: "Split the export, or raise the limit in the configuration.")
            }
            if isFirst { try skipByteOrderMark() }
        }
    }

    /// Makes room for twice the text.
    mutating func grow(to bytesMax: Int) {
        let wanted = min(textBytesMax * 2, bytesMax) + blockPaddingBytes
        guard wanted > bytes.count else { return }
        bytes.append(contentsOf: repeatElement(0, count: wanted - bytes.count))
    }

    /// Gives up `bytes[start..<position]`.
    mutating func consume(to position: Int) {
        precondition(position >= start && position <= end, "consumed what is not there")
        start = position
    }

    /// Ends the text with a line feed that the file lacks; the padding has room for it.
    mutating func endWithLineFeed() {
        precondition(isAtEnd && end < bytes.count, "the text does not end here")
        bytes[end] = UInt8(ascii: "\n")
        end += 1
    }

    private mutating func moveToFront() {
        let kept = end - start
        if kept > 0 {
            unsafe bytes.withUnsafeMutableBytes { bytes in
                let from = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                unsafe bytes.copyMemory(from: from)
            }
        }
        firstByteOffset += UInt64(start)
        start = 0
        end = kept
    }

    private mutating func skipByteOrderMark() throws(BatchFault) {
        while end < 3 && !isAtEnd {
            let got = try source.read(into: &bytes, at: end, count: textBytesMax - end)
            isAtEnd = got == 0
            end += got
            unpackedBytes += UInt64(got)
        }
        guard let mark = byteOrderMark(of: Array(bytes[0..<min(end, 3)])) else { return }
        guard mark == "utf-8" else {
            throw BatchFault(
                .charsetMismatch,
                "The file starts with the byte order mark of \(mark), but is said to be utf-8",
                wayOut: "Set the country's charset to \(mark), or export in utf-8.",
                line: 1, byteOffset: 0)
        }
        start = 3
    }
}
