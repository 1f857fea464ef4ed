import Glibc

/// Room on the file system of a path.
package enum FreeSpace {
    /// How many bytes this user may still write.
    package static func bytes(at path: String) throws(FileFault) -> Int {
        var raw = statvfs()
        _ = try call("examine the file system of", path) { unsafe Int(statvfs(path, &raw)) }
        let (bytes, overflow) = Int(raw.f_bavail).multipliedReportingOverflow(by: Int(raw.f_frsize))
        return overflow ? .max : bytes
    }

    /// Throws a disk-full fault if fewer than `needed` bytes are free.
    package static func check(_ path: String, needed: Int) throws(FileFault) {
        let free = try bytes(at: path)
        guard free < needed else { return }
        throw FileFault(
            operation: "set \(needed >> 20) MiB aside (\(free >> 20) MiB are free) in", path: path,
            code: ENOSPC)
    }
}
