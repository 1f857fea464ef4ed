import Glibc

/// A file operation that the world did not allow.
package struct FileFault: Error, Equatable, Sendable {
    /// What was tried, as a verb with its object: "write", "rename to its final name".
    package let operation: String
    /// The file or folder it was tried on.
    package let path: String
    /// The system's error number.
    package let code: CInt

    /// Describes a failed operation.
    package init(operation: String, path: String, code: CInt) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// The disk, or the user's share of it, is full.
    package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }

    /// There is no such file or folder.
    package var isMissing: Bool { code == ENOENT }

    /// There is such a file already.
    package var isOccupied: Bool { code == EEXIST || code == ENOTEMPTY }

    /// The same operation may work later without anybody changing the program or its input.
    package var isRetryable: Bool {
        isDiskFull || [EMFILE, ENFILE, ENOMEM, EAGAIN, EBUSY].contains(code)
    }
}

extension FileFault: CustomStringConvertible {
    /// What we tried, what happened, what the operator can do.
    package var description: String {
        "Could not \(operation) \(printable(path)): \(reason). \(advice)"
    }

    private var reason: String {
        if isDiskFull { return "no space left on the disk" }
        return unsafe String(cString: strerror(code)).lowercased()
    }

    private var advice: String {
        switch code {
        case ENOSPC, EDQUOT: "Free space and run again; nothing of this step counts yet."
        case EACCES, EPERM: "Give the user of this program access to it and run again."
        case EROFS: "The file system is read-only: mount it for writing and run again."
        case ENOENT: "Check that it exists and that nothing else moves files here."
        case EEXIST, ENOTEMPTY: "Move what stands there out of the way and run again."
        case EMFILE, ENFILE: "Raise the limit of open files and run again."
        case ELOOP: "It is a symbolic link, which is not followed here: put the real file there."
        case EIO: "Check the disk before running again: it may be failing."
        default: "Remove the cause and run again."
        }
    }
}

/// Makes a path harmless for a terminal or a log: control and direction characters are spelled out.
package func printable(_ path: String) -> String {
    var result = ""
    for scalar in path.unicodeScalars {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069:
            result += "\\u{\(String(scalar.value, radix: 16))}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
