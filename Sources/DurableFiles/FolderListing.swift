import Glibc

/// The names in a folder except "." and "..", in byte order.
///
/// A name that is not UTF-8 comes back with replacement characters, so it cannot be opened by it.
package func namesInFolder(_ path: String) throws(FileFault) -> [String] {
    guard let stream = unsafe opendir(path) else {
        throw FileFault(operation: "list the folder", path: path, code: errno)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
        errno = 0
        guard let entry = unsafe readdir(stream) else { break }
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { raw in
            unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else {
        throw FileFault(operation: "list the folder", path: path, code: errno)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// Removes a folder and what is in it, without following symbolic links; it is no fault if there is
/// none.
package func removeTree(_ path: String) throws(FileFault) {
    guard let status = try FileStatus.of(path) else { return }
    guard status.kind == .folder else { return try removeIfPresent(path) }
    for name in try namesInFolder(path) { try removeTree(path + "/" + name) }
    _ = try attempt(.remove, "remove the folder", path) { unsafe Int(rmdir(path)) }
}
