import Glibc

/// What a path or a descriptor stands for.
package struct FileStatus: Equatable, Sendable {
    /// The kinds of file that matter here.
    package enum Kind: Equatable, Sendable { case file, folder, link, other }

    /// File, folder, link or other.
    package let kind: Kind
    /// Its length.
    package let bytes: Int
    /// The permission bits.
    package let mode: UInt32
    /// The owner's user id.
    package let ownerID: UInt32
    /// How many names the file has.
    package let names: Int
    /// When the content last changed, in whole seconds since 1970. Never an identity.
    package let modifiedSeconds: Int
    /// When the file last changed in any way, or came to its folder, in whole seconds since 1970.
    package let changedSeconds: Int

    init(_ raw: stat) {
        switch raw.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        bytes = Int(raw.st_size)
        mode = raw.st_mode & 0o7777
        ownerID = raw.st_uid
        names = Int(raw.st_nlink)
        modifiedSeconds = raw.st_mtim.tv_sec
        changedSeconds = raw.st_ctim.tv_sec
    }

    /// The status of `path` itself (a symbolic link is not followed), or `nil` if nothing is there.
    package static func of(_ path: String) throws(FileFault) -> FileStatus? {
        var raw = stat()
        do {
            _ = try call("examine", path) { unsafe Int(lstat(path, &raw)) }
        } catch {
            if error.isMissing { return nil }
            throw error
        }
        return FileStatus(raw)
    }
}
