import Foundation
import Glibc

/// What a finished program left behind.
struct ProgramResult: Sendable {
    /// The exit status; 128 and the signal's number if a signal ended it.
    let status: Int32
    let output: String
    let error: String
    /// Peak of its memory, in bytes.
    let peakBytes: Int

    static let killed: Int32 = 128 + SIGKILL
}

/// A started program. It is killed after `secondsMax`: a test shall fail, not hang.
struct ProgramProcess: Sendable {
    let processID: pid_t
    let outputPath: String
    let errorPath: String

    static let secondsMax = 120

    /// Words that stand before a program for which the modes of files shall count, as they do not for root. It stays the same
    /// user, which may be the only one that can reach the program and Swift's libraries: only root's powers go.
    static let asOrdinaryUser =
        getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"] : []

    /// Starts `words` with its output in files of the folder `scratch`.
    static func start(
        _ words: [String], environment: [String: String] = [:], scratch: String
    ) throws -> ProgramProcess {
        let serial = UUID().uuidString
        let output = "\(scratch)/\(serial).out"
        let error = "\(scratch)/\(serial).err"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var variables = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        variables.merge(environment) { $1 }
        // Threads of test runners have signals blocked, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let arguments = words.map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + settings { free(text) } }
        var processID: pid_t = 0
        let code = posix_spawn(&processID, words[0], &actions, &attributes, arguments, settings)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        return ProgramProcess(processID: processID, outputPath: output, errorPath: error)
    }

    /// Waits for its end.
    func wait() -> ProgramResult {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(processID, &status, 0, &usage) == -1, errno == EINTR {}
        let signal = status & 0x7f
        return ProgramResult(
            status: signal == 0 ? (status >> 8) & 0xff : 128 + signal,
            output: text(outputPath), error: text(errorPath), peakBytes: usage.ru_maxrss * 1024)
    }

    /// Waits until it stands still by a planned `SIGSTOP`.
    /// - Returns: false if it ended instead.
    func waitUntilStopped() -> Bool {
        var status: Int32 = 0
        while waitpid(processID, &status, WUNTRACED) == -1, errno == EINTR {}
        return status & 0xff == 0x7f
    }

    /// Lets it go on.
    func resume() { kill(processID, SIGCONT) }

    private func text(_ path: String) -> String {
        defer { unlink(path) }
        return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// The built program, which lies beside the test bundle.
let kobleBinary: String = {
    if let given = ProcessInfo.processInfo.environment["KOBLE_BINARY"] { return given }
    var folders = [Bundle.main.bundlePath]
    folders += CommandLine.arguments.map { ($0 as NSString).deletingLastPathComponent }
    let package = (#filePath as NSString).deletingLastPathComponent + "/../.."
    folders.append(package + "/.build/debug")
    guard let folder = folders.first(where: { access($0 + "/koble", X_OK) == 0 }) else {
        fatalError("no koble beside the tests: run swift build first")
    }
    return folder + "/koble"
}()

/// Whether the sweeps go to every step instead of to a sample of them.
let isFullSweep = ProcessInfo.processInfo.environment["KOBLE_FULL"] == "1"
