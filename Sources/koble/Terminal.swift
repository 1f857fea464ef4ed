import Glibc

/// Standard output or standard error.
struct Terminal: Sendable {
    private let descriptor: CInt

    /// Results.
    static let output = Terminal(descriptor: STDOUT_FILENO)
    /// Errors, remarks and progress.
    static let error = Terminal(descriptor: STDERR_FILENO)

    /// Whether a person is looking, on a screen that can move its cursor.
    var isInteractive: Bool {
        isatty(descriptor) == 1 && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
    }

    /// How many columns a line may have: those of the screen, else 80.
    var columns: Int {
        var size = winsize()
        let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }

    /// Columns for prose, which is hard to read when it is wide.
    var proseColumns: Int { max(40, min(columns, 100)) }

    /// Writes all of `text`.
    /// - Returns: Whether it could be written; a closed pipe or a full disk is the reader's choice,
    ///   and those who must know ask.
    @discardableResult
    func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Writes all of `bytes`.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }
}

/// A variable of the environment that is set and not empty.
func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
    return unsafe String(cString: value)
}
