import Glibc

/// An open file descriptor, closed when its owner goes away.
package struct Descriptor: ~Copyable, Sendable {
    /// The number the system gave. Valid as long as this value lives.
    package let number: CInt
    /// The path it was opened by, for messages.
    package let path: String

    init(number: CInt, path: String) {
        self.number = number
        self.path = path
    }

    deinit {
        // What must be durable was flushed before; a failing close has nothing left to tell.
        _ = close(number)
    }

    /// Opens a file for reading without following a final symbolic link or waiting for a pipe.
    package static func reading(_ path: String) throws(FileFault) -> Descriptor {
        let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let number = try call("open", path) { unsafe Int(open(path, flags)) }
        return Descriptor(number: CInt(number), path: path)
    }

    /// Makes a new file, mode 0600; fails if there is one.
    package static func creating(_ path: String) throws(FileFault) -> Descriptor {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let number = try attempt(.open, "create", path) { unsafe Int(open(path, flags, 0o600)) }
        return Descriptor(number: CInt(number), path: path)
    }

    /// Opens a file that is there, to read and change it in place.
    package static func writing(_ path: String) throws(FileFault) -> Descriptor {
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let number = try attempt(.open, "open", path) { unsafe Int(open(path, flags)) }
        return Descriptor(number: CInt(number), path: path)
    }

    /// Opens a folder, to flush it or to lock it.
    package static func folder(_ path: String) throws(FileFault) -> Descriptor {
        let flags = O_RDONLY | O_CLOEXEC | O_DIRECTORY
        let number = try call("open the folder", path) { unsafe Int(open(path, flags)) }
        return Descriptor(number: CInt(number), path: path)
    }

    /// Writes all bytes at the current position.
    package borrowing func writeAll(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
        var done = 0
        while done < bytes.count {
            done += try attempt(.write, "write", path) {
                unsafe write(number, bytes.baseAddress! + done, bytes.count - done)
            }
        }
    }

    /// Writes all bytes at `offset`.
    package borrowing func writeAll(
        _ bytes: UnsafeRawBufferPointer, at offset: Int
    ) throws(FileFault) {
        var done = 0
        while done < bytes.count {
            done += try attempt(.write, "write", path) {
                unsafe pwrite(number, bytes.baseAddress! + done, bytes.count - done, offset + done)
            }
        }
    }

    /// Reads up to `buffer.count` bytes at `offset`; fewer only at the end of the file.
    package borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(FileFault) -> Int {
        var done = 0
        while done < buffer.count {
            let count = try call("read", path) {
                unsafe pread(number, buffer.baseAddress! + done, buffer.count - done, offset + done)
            }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Reads bytes at `offset` into a part of a buffer; fewer only at the end of the file.
    package borrowing func read(
        into buffer: inout [UInt8], _ part: Range<Int>, at offset: Int
    ) throws(FileFault) -> Int {
        var target = buffer.mutableSpan
        return try unsafe target.withUnsafeMutableBytes { (raw) throws(FileFault) in
            try unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: raw[part]), at: offset)
        }
    }

    /// Makes the file's bytes and length durable.
    package borrowing func flush() throws(FileFault) {
        _ = try attempt(.fsyncFile, "flush", path) { Int(fsync(number)) }
    }

    /// What the system knows about the open file.
    package borrowing func status() throws(FileFault) -> FileStatus {
        var raw = stat()
        _ = try call("examine", path) { unsafe Int(fstat(number, &raw)) }
        return FileStatus(raw)
    }
}
