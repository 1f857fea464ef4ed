import Glibc

/// The file with the secret key of a workspace.
enum KeyFile {
    /// How many random bytes a key has.
    static let byteCount = 32

    /// Makes a key file of mode 0600 from the operating system's random source; never replaces one.
    static func create(_ path: String) throws(NewFileFault) {
        var random = SystemRandomNumberGenerator()
        let key = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
        try createNewFile(path, key)
    }

    /// What is wrong with an existing key file, with the way out; `nil` when it can be used.
    static func fault(of path: String) -> String? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            return
                "\(path) cannot be read. Without it no profile is found again: restore it from a "
                + "backup."
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size == byteCount else {
            return
                "\(path) is no key: a key has \(byteCount) bytes. Restore it from a backup."
        }
        guard status.st_mode & 0o077 == 0 else {
            return "\(path) can be read by others. Run: chmod 600 \(path)"
        }
        return nil
    }
}
