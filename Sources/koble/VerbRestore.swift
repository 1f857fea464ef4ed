import MergeWorker
import WorkspaceConfiguration

/// `koble restore`
enum VerbRestore: Verb {
    static let description = VerbDescription(
        "restore", "puts the state of a backup in place, without the persons erased since",
        discussion: """
            Checks every digest of the backup, builds its state beside the old one, follows all of suppressions/ (which \
            outlives the store) before anything can open it, and swaps it in with one rename. Runs that were published \
            after the backup are taken back: event numbers go on, and a run with an event koble.state.replaced publishes \
            the whole state. Inputs that were applied after the backup are listed, for they must be delivered again. A \
            workspace that is not there yet is made; put the copy of koble.key there first, and the newest suppressions/.
            """,
        arguments: [ArgumentDescription("BACKUP", .folder, "The folder that koble backup wrote.")],
        options: [
            OptionDescription("dry-run", "Say what would be, and change nothing."),
            OptionDescription("replace", "Also if the workspace's state is newer than the backup, or damaged."),
            OptionDescription(
                "redeliver",
                "Move inputs that were applied after the backup from done/ into incoming/, for the next run."),
            OptionDescription(
                "last-event", "NUMBER", .integer(1...Int.max),
                "The newest event number that anybody has taken, where out/ is lost."),
        ],
        common: [.workspace, .json, .quiet],
        examples: [
            CommandExample("koble restore --dry-run /backup/koble-2026-03-02", "What would be taken back."),
            CommandExample(
                "koble restore /backup/koble-2026-03-02 --replace --redeliver", "Then koble run brings it up to date."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        let layout = WorkspaceLayout(option: invocation.text("workspace"), environment: processEnvironment())
        var request = RestoreRequest(
            backup: WorkspaceLayout(root: invocation.arguments[0]).root, programVersion: ProgramVersion.current,
            limits: .allCores)
        request.isDryRun = invocation.has("dry-run")
        request.replaces = invocation.has("replace")
        request.redelivers = invocation.has("redeliver")
        request.lastEvent = invocation.integer("last-event").map(UInt64.init)
        let progress = RunProgress()
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        let display = RunDisplay(progress, work: "restoring", isQuiet: invocation.isQuiet || invocation.isJSON)
        do {
            let summary = try await performRestore(
                request, to: layout, schedulers: .threads(workers: request.limits.workers), progress: progress,
                drain: drain)
            await display.finish()
            if invocation.isQuiet, !invocation.isJSON { return .done }
            return Terminal.output.write(invocation.isJSON ? summary.json : summary.text) ? .done : .failed
        } catch is Drained {
            await display.finish()
            Terminal.error.write("Stopped on request. The state is as it was.\n")
            return signals.status
        } catch {
            await display.finish()
            return exitStatus(reporting: error)
        }
    }
}
