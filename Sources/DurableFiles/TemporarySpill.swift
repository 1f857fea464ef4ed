import Glibc
import Synchronization

/// A file without a name for what does not fit in memory. It is gone when the process is.
///
/// Any number of threads may append and read: each append reserves its own range, and reads and
/// writes carry their offsets.
package final class TemporarySpill: Sendable {
    private let file: Descriptor
    private let end = Atomic<Int>(0)

    /// Makes an empty spill on the file system of `folder`.
    package init(in folder: String) throws(FileFault) {
        if let code = plannedFault(at: .open) {
            throw FileFault(operation: "make a temporary file in", path: folder, code: code)
        }
        let number = openUnnamed(in: folder)
        if number >= 0 {
            file = Descriptor(number: number, path: folder)
            return
        }
        file = try TemporarySpill.createAndUnlink(in: folder)
    }

    /// For file systems that have no unnamed files.
    private static func createAndUnlink(in folder: String) throws(FileFault) -> Descriptor {
        let serial = nextSerial.wrappingAdd(1, ordering: .relaxed).newValue
        let path = "\(folder)/.spill-\(getpid())-\(serial)"
        try removeIfPresent(path)  // a process of the same number may have died here
        let file = try Descriptor.creating(path)
        try removeIfPresent(path)
        return file
    }

    private static let nextSerial = Atomic<Int>(0)

    /// How many bytes have been appended.
    package var bytes: Int { end.load(ordering: .acquiring) }

    /// Appends bytes and says at which offset they stand.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileFault) -> Int {
        let offset = end.wrappingAdd(bytes.count, ordering: .acquiringAndReleasing).oldValue
        try unsafe file.writeAll(bytes, at: offset)
        return offset
    }

    /// Reads bytes that an earlier `append` wrote, filling the whole buffer.
    ///
    /// - Precondition: The range was appended by a call that has returned.
    package func read(
        at offset: Int, into buffer: UnsafeMutableRawBufferPointer
    ) throws(FileFault) {
        let count = try unsafe file.read(into: buffer, at: offset)
        guard count == buffer.count else {
            throw FileFault(
                operation: "read back the temporary file in", path: file.path, code: EIO)
        }
    }
}
