internal import DurableFiles
internal import Glibc

/// A batch file, opened so that nothing but a plain file of its own can be read.
///
/// Exports come from other people's hands: a link could name a file that they may not read, a FIFO
/// or a device could hold the worker up for ever.
final class BatchFile: ByteStream {
    private let descriptor: CInt
    /// Bytes of the file; it must keep them while it is read.
    let size: UInt64
    private var offset: UInt64 = 0
    private var digest: SHA256Digest?

    /// Opens the file. A relative path counts from the current folder.
    init(path: String, isDigested: Bool) throws(BatchFault) {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        var opened: CInt
        repeat { opened = unsafe open(path, flags) } while opened == -1 && errno == EINTR
        guard opened != -1 else { throw BatchFile.openFault(code: errno) }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0 else {
            let code = errno
            close(opened)
            throw BatchFile.openFault(code: code)
        }
        if let fault = BatchFile.fault(of: status) {
            close(opened)
            throw fault
        }
        descriptor = opened
        size = UInt64(status.st_size)
        digest = isDigested ? SHA256Digest() : nil
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    var bytesRead: UInt64 { offset }

    func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(BatchFault) -> Int {
        precondition(
            start >= 0 && count > 0 && start + count <= buffer.count, "read outside the buffer")
        while true {
            let got = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe pread(descriptor, bytes.baseAddress! + start, count, off_t(offset))
            }
            if got > 0 {
                digest?.update(buffer.span.extracting(start..<start + got))
                offset += UInt64(got)
                return got
            }
            if got == 0 {
                try checkUnchanged()
                return 0
            }
            if errno != EINTR {
                throw BatchFault(
                    .unreadable, "Reading the file failed: \(describe(errno))",
                    wayOut: "Check the disk, then put the file into incoming/ again.")
            }
        }
    }

    /// The SHA-256 of the file, if it was to be digested; to be asked once, at its end.
    func finishDigest() -> SHA256Value? {
        precondition(offset == size, "the file is not yet read to its end")
        return digest.take()?.finish()
    }

    /// A file that is still being written has no business in incoming/.
    private func checkUnchanged() throws(BatchFault) {
        guard offset == size else {
            throw BatchFault(
                .changedWhileReading,
                "The file had \(size) bytes when opened, and \(offset) when read",
                wayOut: "Write exports under another name and rename them when they are complete.")
        }
    }

    private static func fault(of status: stat) -> BatchFault? {
        guard status.st_mode & S_IFMT == S_IFREG else {
            return BatchFault(
                .notRegularFile, "This is a folder, a pipe or a device, not a file",
                wayOut: "Put a plain file in its place.")
        }
        guard status.st_nlink <= 1 else {
            return BatchFault(
                .hardLinked,
                "The file has \(status.st_nlink) names, so others may change it unseen",
                wayOut: "Copy the file into incoming/ instead of linking it.")
        }
        return nil
    }

    private static func openFault(code: CInt) -> BatchFault {
        if code == ELOOP {
            return BatchFault(
                .symbolicLink, "This is a symbolic link, and links are not followed",
                wayOut: "Copy the file itself into incoming/.")
        }
        if code == ENXIO || code == ENODEV {
            return BatchFault(
                .notRegularFile, "This is a socket or a device, not a file",
                wayOut: "Put a plain file in its place.")
        }
        return BatchFault(
            .unreadable, "The file cannot be opened: \(describe(code))",
            wayOut: "Check that it is there and that the worker's user may read it.")
    }
}

/// The C library's text of an error code.
func describe(_ code: CInt) -> String {
    unsafe String(cString: strerror(code))
}
