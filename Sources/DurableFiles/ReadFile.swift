import Glibc

/// Reads a small regular file whole. Symbolic links are not followed and pipes are not waited for.
///
/// - Parameter bytesMax: A larger file throws `EFBIG`.
package func readFile(_ path: String, bytesMax: Int) throws(FileFault) -> [UInt8] {
    let file = try Descriptor.reading(path)
    let status = try file.status()
    guard status.kind == .file else {
        throw FileFault(operation: "read (not a regular file)", path: path, code: EINVAL)
    }
    guard status.bytes <= bytesMax else {
        throw FileFault(operation: "read", path: path, code: EFBIG)
    }
    var bytes = [UInt8](repeating: 0, count: status.bytes)
    var target = bytes.mutableSpan
    let count = try unsafe target.withUnsafeMutableBytes { (raw) throws(FileFault) in
        try unsafe file.read(into: raw, at: 0)
    }
    bytes.removeLast(bytes.count - count)  // it may have shrunk meanwhile
    return bytes
}
