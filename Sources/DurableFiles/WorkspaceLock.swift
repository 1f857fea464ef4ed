import Glibc

/// The right to change a workspace, held by one process at a time.
///
/// It is a `flock` on a file of its own, so the kernel gives it back when the holder dies in any
/// way. The file stays: removing it would let two processes lock two files of one name.
package struct WorkspaceLock: ~Copyable, Sendable {
    /// What became of an attempt to take the lock.
    package enum Acquisition: ~Copyable, Sendable {
        case acquired(WorkspaceLock)
        /// Another process has it; its number if it could be read.
        case held(processID: Int?)
    }

    private let file: Descriptor

    private init(_ file: consuming Descriptor) { self.file = file }

    deinit {
        // Closing is not enough: a process that is being started elsewhere in this one has the descriptor
        // as well, until it runs its program.
        _ = flock(file.number, LOCK_UN)
    }

    /// Takes the lock if it is free; never waits.
    package static func acquire(_ path: String) throws(FileFault) -> Acquisition {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        let number = try attempt(.open, "open the lock file", path) {
            unsafe Int(open(path, flags, 0o600))
        }
        let file = Descriptor(number: CInt(number), path: path)
        do {
            _ = try call("lock", path) { Int(flock(file.number, LOCK_EX | LOCK_NB)) }
        } catch {
            guard error.code == EWOULDBLOCK else { throw error }
            return .held(processID: try holder(file))
        }
        try name(getpid(), in: file)
        return .acquired(WorkspaceLock(file))
    }

    /// Writes the holder's number for the other process's message. Nothing depends on it.
    private static func name(_ processID: pid_t, in file: borrowing Descriptor) throws(FileFault) {
        _ = try attempt(.truncate, "empty", file.path) { Int(ftruncate(file.number, 0)) }
        let text = Array("\(processID)\n".utf8)
        try unsafe text.span.withUnsafeBytes { (raw) throws(FileFault) in
            try unsafe file.writeAll(raw, at: 0)
        }
    }

    private static func holder(_ file: borrowing Descriptor) throws(FileFault) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 24)
        var target = bytes.mutableSpan
        let count = try unsafe target.withUnsafeMutableBytes { (raw) throws(FileFault) in
            try unsafe file.read(into: raw, at: 0)
        }
        let digits = bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
