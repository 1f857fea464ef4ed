import Glibc

/// Makes a system call that may be made to fail by a test, repeats it when a signal interrupted it,
/// and throws what went wrong.
///
/// - Parameter operation: A verb with its object, for the message: "Could not `operation` PATH".
@inline(__always)
func attempt(
    _ point: FaultPoint, _ operation: StaticString, _ path: String, _ body: () -> Int
) throws(FileFault) -> Int {
    if let code = plannedFault(at: point) {
        throw FileFault(operation: "\(operation)", path: path, code: code)
    }
    return try call(operation, path, body)
}

/// As `attempt`, for calls that change nothing and need no fault point.
@inline(__always)
func call(
    _ operation: StaticString, _ path: String, _ body: () -> Int
) throws(FileFault) -> Int {
    while true {
        let result = body()
        if result != -1 { return result }
        let code = errno
        if code == EINTR { continue }
        precondition(
            code != EBADF && code != EFAULT, "\(operation): error \(code) is a bug in this program")
        throw FileFault(operation: "\(operation)", path: path, code: code)
    }
}
