import Glibc

/// Makes what this process creates readable by its user alone. Called once, first thing.
package func restrictNewFiles() {
    _ = umask(0o077)
}

/// Puts a whole file in place: after this call returns, `path` holds `bytes` even if the power
/// goes; if it throws or dies, `path` holds what it held before.
package func durableWrite(_ path: String, _ bytes: [UInt8]) throws(FileFault) {
    let staged = parentFolder(of: path) + "/." + fileName(of: path) + ".part"
    do {
        try writeStaged(staged, bytes)
        try renameDurably(from: staged, to: path)
    } catch {
        // Best effort: a file left over has a name that nobody reads and that the next write
        // replaces.
        _ = unsafe unlink(staged)
        throw error
    }
}

/// Puts a whole text file in place, as UTF-8.
package func durableWrite(_ path: String, _ text: String) throws(FileFault) {
    try durableWrite(path, Array(text.utf8))
}

private func writeStaged(_ path: String, _ bytes: [UInt8]) throws(FileFault) {
    // What an earlier crash left is removed, not opened: it might have another name elsewhere.
    try removeIfPresent(path)
    let file = try Descriptor.creating(path)
    try unsafe bytes.span.withUnsafeBytes { (raw) throws(FileFault) in
        try unsafe file.writeAll(raw)
    }
    let count = try file.status().bytes
    guard count == bytes.count else {
        throw FileFault(operation: "write all of", path: path, code: EIO)
    }
    try file.flush()
}

/// Makes the names in a folder durable.
package func fsyncFolder(_ path: String) throws(FileFault) {
    let folder = try Descriptor.folder(path)
    _ = try attempt(.fsyncFolder, "flush the folder", path) { Int(fsync(folder.number)) }
}

/// Renames a file or folder, replacing a file at the target, and makes both folders durable.
package func renameDurably(from source: String, to target: String) throws(FileFault) {
    _ = try attempt(.rename, "rename to its new place", source) {
        unsafe Int(rename(source, target))
    }
    try fsyncFoldersOf(source, target)
}

/// Renames a file or folder unless something has the target's name, and makes both folders durable.
package func renameDurablyIfFree(from source: String, to target: String) throws(FileFault) {
    _ = try attempt(.rename, "rename to a free name", source) {
        renameIfFree(source, target)
    }
    try fsyncFoldersOf(source, target)
}

private func fsyncFoldersOf(_ source: String, _ target: String) throws(FileFault) {
    let targetFolder = parentFolder(of: target)
    let sourceFolder = parentFolder(of: source)
    try fsyncFolder(targetFolder)
    if sourceFolder != targetFolder { try fsyncFolder(sourceFolder) }
}

/// Makes a folder, mode 0700, unless it is there; its name is durable afterwards.
package func makeFolder(_ path: String) throws(FileFault) {
    do {
        _ = try attempt(.makeFolder, "make the folder", path) { unsafe Int(mkdir(path, 0o700)) }
    } catch {
        guard error.code == EEXIST, try FileStatus.of(path)?.kind == .folder else { throw error }
    }
    try fsyncFolder(parentFolder(of: path))
}

/// Removes a file durably; it is no fault if there is none.
package func removeDurably(_ path: String) throws(FileFault) {
    try removeIfPresent(path)
    try fsyncFolder(parentFolder(of: path))
}

func removeIfPresent(_ path: String) throws(FileFault) {
    do {
        _ = try attempt(.remove, "remove", path) { unsafe Int(unlink(path)) }
    } catch {
        guard error.isMissing else { throw error }
    }
}

/// Points the symbolic link `path` at `target`, durably and without a moment in which there is
/// none.
package func pointLink(_ path: String, to target: String) throws(FileFault) {
    let staged = parentFolder(of: path) + "/." + fileName(of: path) + ".part"
    try removeIfPresent(staged)
    _ = try attempt(.link, "make the symbolic link", staged) {
        unsafe Int(symlink(target, staged))
    }
    try renameDurably(from: staged, to: path)
}

/// Exchanges two files or folders that are both there, durably: nobody sees a moment without either.
package func exchangeDurably(_ one: String, _ other: String) throws(FileFault) {
    _ = try attempt(.rename, "exchange with its new version", one) { renameExchanging(one, other) }
    try fsyncFoldersOf(one, other)
}

/// Gives a file a second name; it is durable once the new name's folder is flushed.
package func linkFile(_ path: String, as name: String) throws(FileFault) {
    _ = try attempt(.link, "give a second name to", path) { unsafe Int(link(path, name)) }
}
