import DurableFiles
import MergeWorker
import WorkspaceConfiguration

/// Runs a verb that is a run of its own, such as `redecide`: progress, signals and faults as in `koble run`.
///
/// - Parameters:
///   - stopped: what is true after a request to stop.
///   - prepare: says what the run is to do.
///   - show: tells what became of it.
func performTask(
    _ invocation: Invocation, verb: String, stopped: String = "Nothing was committed.",
    prepare: (inout RunOptions) throws -> Void, show: ([RunSummary], RunOptions) -> ExitStatus
) async -> ExitStatus {
    let progress = RunProgress()
    let drain = DrainFlag()
    let signals = SignalWatch(drain)
    let display = RunDisplay(progress, isQuiet: invocation.isQuiet || invocation.isJSON)
    do {
        var options = try VerbRun.options(invocation, verb: verb)
        try prepare(&options)
        if let folder = options.reportFolder { try makeFolder(folder) }
        let summaries = try await performRun(
            options, schedulers: .threads(workers: options.limits.workers), progress: progress, drain: drain)
        await display.finish()
        return show(summaries, options)
    } catch is Drained {
        await display.finish()
        Terminal.error.write("Stopped on request. \(stopped)\n")
        return signals.status
    } catch {
        await display.finish()
        return exitStatus(reporting: error)
    }
}

extension Invocation {
    /// Whether `--dry-run` and `--report` are given together or not at all; told if not.
    var hasWholeDryRun: Bool {
        if has("dry-run") == has("report") { return true }
        Terminal.error.write("koble: --dry-run and --report DIR, the one folder that it writes to, go together.\n")
        return false
    }
}
