import Glibc
import Synchronization

/// Files that are written and not yet durable, to be made so together.
///
/// A flush of a small file is mostly a wait for the file system's journal. Where the write-back of all files has
/// begun before the first flush, one commit of the journal serves them all.
package final class UnflushedFiles: Sendable {
    private let files = Mutex<[SharedDescriptor]>([])

    /// None yet.
    package init() {}

    /// Takes a file over and starts its write-back.
    func add(_ file: SharedDescriptor, bytes: Int) {
        startWriteback(descriptor: file.descriptor.number, offset: 0, bytes: bytes)
        files.withLock { $0.append(file) }
    }

    /// Makes all files durable, in the order in which they came, and closes them. Their names are not yet.
    package func flush() throws(FileFault) {
        let all = files.withLock { files in
            defer { files = [] }
            return files
        }
        for file in all { try file.descriptor.flush() }
    }
}

/// An open descriptor that outlives the value that wrote through it. A fault of write-back is told to those who
/// have the file open while it happens: opened anew for the flush, it might not be.
final class SharedDescriptor: Sendable {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
}
