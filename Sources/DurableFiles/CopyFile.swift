import Glibc

/// Copies a regular file into a new one, durable when this returns (its name is not yet).
///
/// Symbolic links are not followed and pipes are not waited for.
/// - Returns: Length and digest of what was written.
package func copyFile(_ source: String, to target: String) throws(FileFault) -> OutputFile.Summary {
    var output = try OutputFile(creating: target)
    try forEachPiece(of: source) { (piece) throws(FileFault) in try output.append(piece) }
    return try output.finish()
}

/// Length and digest of a regular file as it lies on the disk.
package func digestFile(_ path: String) throws(FileFault) -> OutputFile.Summary {
    var digest = SHA256Digest()
    var bytes = 0
    try forEachPiece(of: path) { (piece) throws(FileFault) in
        digest.update(piece)
        bytes += piece.count
    }
    return OutputFile.Summary(bytes: bytes, sha256: digest.finish())
}

/// Large enough that reading costs nothing beside the digest, small enough for the second-level cache.
private let pieceBytes = 1 << 20

private func forEachPiece(of path: String, _ body: (Span<UInt8>) throws(FileFault) -> Void) throws(FileFault) {
    let file = try Descriptor.reading(path)
    guard try file.status().kind == .file else {
        throw FileFault(operation: "read (not a regular file)", path: path, code: EINVAL)
    }
    var buffer = [UInt8](repeating: 0, count: pieceBytes)
    var offset = 0
    while true {
        var target = buffer.mutableSpan
        let count = try unsafe target.withUnsafeMutableBytes { (raw) throws(FileFault) in
            try unsafe file.read(into: raw, at: offset)
        }
        if count == 0 { return }
        try body(buffer.span.extracting(0..<count))
        offset += count
    }
}
