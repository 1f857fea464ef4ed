internal import FoundationEssentials
internal import Glibc

/// What went wrong while exports were written.
package struct SyntheticExportError: Error, CustomStringConvertible, Sendable {
    /// What went wrong, and where.
    package let description: String

    init(_ operation: String, _ path: String, _ code: Int32) {
        let reason = unsafe String(cString: strerror(code))
        description =
            "Could not \(operation) \(path): \(reason). No file with a final name is half-written."
    }

    init(problem: String) {
        description = "The plan cannot be carried out: \(problem)."
    }
}

/// A file that has its final name only when it is whole, as the spool demands.
///
/// Made-up data can be made again, so nothing is synced to the disk.
struct ExportFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private var partPath: String { path + ".part" }

    init(folder: String, name: String) throws(SyntheticExportError) {
        path = folder + "/" + name
        descriptor = try ExportFile.openPart(of: path, in: folder)
    }

    private static func openPart(
        of path: String, in folder: String
    ) throws(SyntheticExportError) -> Int32 {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw SyntheticExportError("make folder", folder, EIO)
        }
        let descriptor = unsafe open(
            path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw SyntheticExportError("open", path + ".part", errno) }
        return descriptor
    }

    deinit { close(descriptor) }

    /// Appends all of these bytes.
    func append(_ bytes: ArraySlice<UInt8>) throws(SyntheticExportError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw SyntheticExportError("write", partPath, errno)
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Gives the file its final name.
    func publish() throws(SyntheticExportError) {
        if unsafe rename(partPath, path) != 0 {
            throw SyntheticExportError("rename", partPath, errno)
        }
    }
}
