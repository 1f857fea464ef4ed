import Glibc

/// A new file that is written from front to back, digested on the way if asked to, and durable when finished.
///
/// It starts write-back of what it has written every 32 MiB, so that the final flush finds little
/// left to do. It has no final name of its own: write it inside a `StagedFolder`, or rename it
/// after `finish()`.
@safe package struct OutputFile: ~Copyable, @unchecked Sendable {
    // Unchecked: the buffer and the descriptor have one owner and no tie to a thread.

    /// What a finished file holds.
    package struct Summary: Equatable, Sendable {
        /// Its length.
        package let bytes: Int
        /// Of its bytes.
        package let sha256: SHA256Value
    }

    /// Stays in a core's second-level cache, so that digest and write read it from there.
    private static let bufferBytes = 1 << 20
    /// Pieces of this size are written from where they stand instead of being copied first.
    private static let directBytes = 256 << 10
    private static let writebackBytes = 32 << 20
    /// Write-back stays this far behind, on a boundary of the same size: whoever writes to a page that is being
    /// written back waits for the disk, and the system's pages may be as large as this.
    private static let writebackLag = 2 << 20

    private let shared: SharedDescriptor
    private var file: Descriptor { _read { yield shared.descriptor } }
    private let buffer: UnsafeMutableRawBufferPointer
    private var buffered = 0
    private var written = 0
    private var writebackStarted = 0
    /// Where the part before the last one started that is being written back.
    private var previousStart = 0
    /// Everything before this was dropped from the page cache.
    private var dropped = 0
    /// `nil` if someone else digests what is written.
    private var digest: SHA256Digest?

    /// Makes the file, mode 0600; fails if there is one.
    /// - Parameter isDigested: `false` for a file that ends with `finishUndigested`.
    package init(creating path: String, isDigested: Bool = true) throws(FileFault) {
        shared = SharedDescriptor(try Descriptor.creating(path))
        digest = isDigested ? SHA256Digest() : nil
        unsafe buffer = .allocate(byteCount: OutputFile.bufferBytes, alignment: 4096)
    }

    deinit { unsafe buffer.deallocate() }

    /// How many bytes have been appended.
    package var bytes: Int { written + buffered }

    /// Appends bytes. After a fault the file is of no use any more.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
        if bytes.count <= OutputFile.bufferBytes - buffered {
            unsafe copy(bytes)
            return
        }
        if bytes.count >= OutputFile.directBytes {
            try writeBuffer()
            try unsafe writeInPieces(bytes)
            return
        }
        let fitting = OutputFile.bufferBytes - buffered
        unsafe copy(UnsafeRawBufferPointer(rebasing: bytes[..<fitting]))
        try writeBuffer()
        unsafe copy(UnsafeRawBufferPointer(rebasing: bytes[fitting...]))
    }

    /// Appends bytes. After a fault the file is of no use any more.
    package mutating func append(_ bytes: Span<UInt8>) throws(FileFault) {
        try unsafe bytes.withUnsafeBytes { (raw) throws(FileFault) in try unsafe append(raw) }
    }

    /// Appends bytes. After a fault the file is of no use any more.
    package mutating func append(_ bytes: [UInt8]) throws(FileFault) {
        try unsafe bytes.span.withUnsafeBytes { (raw) throws(FileFault) in try unsafe append(raw) }
    }

    /// Appends text as UTF-8. After a fault the file is of no use any more.
    package mutating func append(_ text: String) throws(FileFault) {
        try append(Array(text.utf8))
    }

    /// Writes what is left, checks the length, and makes the file durable (its name is not yet).
    /// - Parameter unflushed: makes the file durable later, with others.
    package consuming func finish(_ unflushed: UnflushedFiles? = nil) throws(FileFault) -> Summary {
        try settle(unflushed)
        guard let digest = digest.take() else { preconditionFailure("\(file.path) is not digested") }
        return Summary(bytes: written, sha256: digest.finish())
    }

    /// Like `finish`, for a file that someone else digests.
    /// - Returns: its length.
    package consuming func finishUndigested(_ unflushed: UnflushedFiles? = nil) throws(FileFault) -> Int {
        precondition(digest == nil, "a digest is thrown away")
        try settle(unflushed)
        return written
    }

    private mutating func settle(_ unflushed: UnflushedFiles?) throws(FileFault) {
        try writeBuffer()
        let length = try file.status().bytes
        guard length == written else {
            throw FileFault(operation: "write all of", path: file.path, code: EIO)
        }
        guard let unflushed else { return try file.flush() }
        unflushed.add(shared, bytes: written)
    }

    @inline(__always)
    private mutating func copy(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        unsafe (buffer.baseAddress! + buffered).copyMemory(from: start, byteCount: bytes.count)
        buffered += bytes.count
    }

    private mutating func writeBuffer() throws(FileFault) {
        try unsafe writeInPieces(UnsafeRawBufferPointer(rebasing: buffer[..<buffered]))
        buffered = 0
    }

    private mutating func writeInPieces(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
        var start = 0
        while start < bytes.count {
            let end = min(start + OutputFile.bufferBytes, bytes.count)
            let piece = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            unsafe digest?.update(piece)
            try unsafe file.writeAll(piece)
            written += piece.count
            start = end
        }
        startWriteback()
    }

    private mutating func startWriteback() {
        let end = written / OutputFile.writebackLag * OutputFile.writebackLag
        guard end - writebackStarted >= OutputFile.writebackBytes else { return }
        DurableFiles.startWriteback(
            descriptor: file.number, offset: writebackStarted, bytes: end - writebackStarted)
        // The part before is through by now, as a rule: nobody reads it again, so its memory is better
        // used for what comes next.
        if dropped < previousStart {
            dropWritten(descriptor: file.number, offset: dropped, bytes: previousStart - dropped)
            dropped = previousStart
        }
        previousStart = writebackStarted
        writebackStarted = end
    }
}
