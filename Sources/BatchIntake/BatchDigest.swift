package import DurableFiles

/// The SHA-256 of a batch file as it lies in its folder, read once, without looking into it.
///
/// - Parameter isStopped: asked between blocks; `true` ends the reading early, and the value is worthless.
package func digestBatchFile(_ path: String, isStopped: () -> Bool) throws(BatchFault) -> SHA256Value {
    let file = try BatchFile(path: path, isDigested: false)
    var digest = SHA256Digest()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while !isStopped() {
        let count = try file.read(into: &buffer, at: 0, count: buffer.count)
        if count == 0 { break }
        digest.update(buffer.span.extracting(0..<count))
    }
    return digest.finish()
}
