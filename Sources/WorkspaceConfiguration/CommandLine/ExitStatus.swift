/// What the program tells the shell. Scripts hold on to these numbers, so they never change.
package enum ExitStatus: Int32, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case wrongUsage = 2
    case rowsRejected = 3
    case changesPending = 4
    case batchRefused = 5
    case notPublished = 6
    case locked = 7
    case gateClosed = 8
    case unsound = 9
    case unknownSubject = 10
    case interrupted = 130
    case terminated = 143

    /// What it means, for the manual.
    package var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed, nothing committed"
        case .wrongUsage: "wrong usage or configuration, or rules that moved under the state"
        case .rowsRejected: "done, rows were rejected"
        case .changesPending:
            "only with --detailed-exitcode: a dry run has changes to make, or a comparison found differences"
        case .batchRefused: "done, a batch was refused (named on stderr)"
        case .notPublished: "committed, not yet published: run again"
        case .locked: "the workspace is locked by another process"
        case .gateClosed:
            "a gate said no: plan moved, --fail-on, shrinking snapshot, missing country"
        case .unsound: "something is unsound: found by verify, a damaged backup, or a rebuild that differs"
        case .unknownSubject: "the profile, account or address is not known"
        case .interrupted: "stopped by SIGINT, cleanly"
        case .terminated: "stopped by SIGTERM, cleanly"
        }
    }
}
