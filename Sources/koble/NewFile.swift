import Glibc

/// A file that could not be made.
struct NewFileFault: Error {
    let path: String
    let code: CInt

    var message: String {
        let reason = unsafe String(cString: strerror(code))
        return "Could not write \(path): \(reason). Mend that, and run koble init again."
    }

    /// Whether something of that name was there before.
    var isExisting: Bool { code == EEXIST }
}

/// Makes a file of mode 0600 with all of `bytes`, durably, or nothing; never replaces one.
///
/// The content is complete under another name before `link` gives it its own, so that no crash
/// leaves half a key behind.
func createNewFile(_ path: String, _ bytes: [UInt8]) throws(NewFileFault) {
    let temporary = path + ".new"
    unsafe unlink(temporary)  // Left behind by a crash; if it cannot go, the open below says so.
    let descriptor = unsafe open(
        temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw NewFileFault(path: path, code: errno) }
    defer {
        close(descriptor)
        unsafe unlink(temporary)
    }
    try writeAll(bytes, to: descriptor, path)
    guard fsync(descriptor) == 0, unsafe link(temporary, path) == 0 else {
        throw NewFileFault(path: path, code: errno)
    }
    try syncFolder(of: path)
}

private func writeAll(_ bytes: [UInt8], to descriptor: CInt, _ path: String) throws(NewFileFault) {
    var written = 0
    while written < bytes.count {
        let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe write(
                descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw NewFileFault(path: path, code: count == 0 ? ENOSPC : errno) }
        written += count
    }
}

private func syncFolder(of path: String) throws(NewFileFault) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw NewFileFault(path: path, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw NewFileFault(path: path, code: errno) }
}

/// Makes a folder, and those above it; one that is there already stays as it is.
func createFolder(_ path: String) throws(NewFileFault) {
    guard unsafe mkdir(path, 0o700) != 0 else { return }
    if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
        try createFolder(String(path[..<slash]))
        guard unsafe mkdir(path, 0o700) != 0 else { return }
    }
    let code = errno
    guard code == EEXIST, isFolder(path) else { throw NewFileFault(path: path, code: code) }
}

/// Whether `path` is a folder, and no symbolic link to one.
func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
