#if FAULT_INJECTION
import Glibc
import Synchronization

/// Which durable call goes wrong, and how. Compiled out of release builds.
///
/// A test binds one to `FaultPlan.$current`; a sweep over a whole program sets the environment
/// variable `KOBLE_FAULT` to `point:occurrence:action`, such as `rename:3:kill`, `write:2:ENOSPC`,
/// `any:17:kill` (every durable call counts), `fsyncFile:1:EIO:always` (never recovers) or
/// `rename:10:SIGTERM` (somebody asks the process to stop); with `SIGSTOP` it stands still until it is told to go on.
package final class FaultPlan: Sendable {
    /// What happens at the planned occurrence.
    package enum Action: Equatable, Sendable {
        /// That call fails with this error number; later calls work.
        case failOnce(CInt)
        /// That call and all later ones of the point fail with this error number.
        case failForGood(CInt)
        /// The process kills itself before the call.
        case kill
        /// The process gets this signal before the call.
        case signal(CInt)
    }

    /// The plan in force for the current task and thread.
    @TaskLocal package static var current: FaultPlan?

    /// The plan of the environment variable, read once.
    static let fromEnvironment: FaultPlan? = unsafe getenv("KOBLE_FAULT").map {
        guard let plan = unsafe FaultPlan(String(cString: $0)) else {
            preconditionFailure("KOBLE_FAULT is not point:occurrence:action[:always]")
        }
        return plan
    }

    private let point: FaultPoint?
    private let occurrence: Int
    private let action: Action
    private let counter = Atomic<Int>(0)
    private let trace = Mutex<[FaultPoint]>([])

    /// Plans `action` at the `occurrence`-th call (from 1) of `point`; of any point if it is `nil`.
    package init(_ point: FaultPoint?, occurrence: Int, _ action: Action) {
        precondition(occurrence > 0, "occurrences are counted from 1")
        self.point = point
        self.occurrence = occurrence
        self.action = action
    }

    /// Reads the form `point:occurrence:action[:always]`.
    package convenience init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 || (parts.count == 4 && parts[3] == "always"),
            let occurrence = Int(parts[1]), occurrence > 0
        else { return nil }
        let point = FaultPoint(rawValue: String(parts[0]))
        guard point != nil || parts[0] == "any" else { return nil }
        if parts[2] == "kill" {
            self.init(point, occurrence: occurrence, .kill)
            return
        }
        if let signal = FaultPlan.signals[String(parts[2])] {
            self.init(point, occurrence: occurrence, .signal(signal))
            return
        }
        guard let code = FaultPlan.codes[String(parts[2])] else { return nil }
        let action: Action = parts.count == 4 ? .failForGood(code) : .failOnce(code)
        self.init(point, occurrence: occurrence, action)
    }

    /// A plan under which nothing goes wrong, to see which durable calls are made, and in what
    /// order.
    package static func watching() -> FaultPlan {
        FaultPlan(nil, occurrence: .max, .failOnce(EIO))
    }

    /// The calls that have been counted so far, in their order.
    package var calls: [FaultPoint] { trace.withLock { $0 } }

    /// How many calls of the point have been counted so far.
    package var reached: Int { counter.load(ordering: .relaxed) }

    func errnoDue(at reachedPoint: FaultPoint) -> CInt? {
        guard point == nil || point == reachedPoint else { return nil }
        let count = counter.wrappingAdd(1, ordering: .relaxed).newValue
        trace.withLock { if $0.count < FaultPlan.callsMax { $0.append(reachedPoint) } }
        switch action {
        case .failOnce(let code): return count == occurrence ? code : nil
        case .failForGood(let code): return count >= occurrence ? code : nil
        case .kill:
            if count == occurrence { _ = raise(SIGKILL) }
            return nil
        case .signal(let number):
            guard count == occurrence else { return nil }
            // To the process, not to this thread: whoever watches for signals shall get it. But one that stops the
            // process must stop this thread before the call; told to another, it may come milliseconds later.
            _ = number == SIGSTOP ? raise(number) : Glibc.kill(getpid(), number)
            return nil
        }
    }

    /// A trace is for small runs; a longer one only counts.
    private static let callsMax = 10_000

    private static let signals: [String: CInt] = ["SIGTERM": SIGTERM, "SIGINT": SIGINT, "SIGSTOP": SIGSTOP]

    private static let codes: [String: CInt] = [
        "ENOSPC": ENOSPC, "EIO": EIO, "EDQUOT": EDQUOT, "EACCES": EACCES, "EROFS": EROFS,
        "EMFILE": EMFILE, "EINTR": EINTR, "ENOENT": ENOENT,
    ]
}
#endif
