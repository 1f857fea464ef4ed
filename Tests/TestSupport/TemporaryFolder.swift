import DurableFiles
import Glibc

/// A folder of its own for one test, removed with this object.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// - Parameter parent: where it is made, such as `/dev/shm` for tests that flush much.
    package init(in parent: String = "/tmp", prefix: String = "koble-test-") throws {
        var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileFault(operation: "make a temporary folder in", path: parent, code: errno)
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        do { try removeTree(path) } catch { print("left behind: \(error)") }
    }
}
