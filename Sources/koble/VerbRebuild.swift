import MergeWorker
import WorkspaceConfiguration

/// `koble rebuild`
enum VerbRebuild: Verb {
    static let description = VerbDescription(
        "rebuild", "makes the state anew from kept inputs, and compares",
        discussion: """
            Reads every batch that the ledger says stands from done/ again, in the order of its ledger, replays the \
            journal of people's orders, decides everything, and compares the result with the state that grew, record by \
            record. Nothing changes: it is the proof that the state is what its inputs say. Exits with 9 if the two \
            differ, and counts how; with 8 if inputs are not kept any more, and names them. --replace puts the rebuilt \
            state in place; if it differs, a run with an event koble.state.replaced publishes it whole.
            """,
        options: [
            OptionDescription("from", "BACKUP", .folder, "Begin with this backup instead of an empty state."),
            OptionDescription("dry-run", "Only say what would be read, and what is missing."),
            OptionDescription("replace", "Put the rebuilt state in the place of the one that grew."),
        ],
        common: [.workspace, .json, .quiet],
        examples: [
            CommandExample("koble rebuild", "Proves that the state follows from its inputs."),
            CommandExample("koble rebuild --from /backup/koble-2026-03-02", "Reads only what was applied since."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        let progress = RunProgress()
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        let display = RunDisplay(progress, work: "rebuilding", isQuiet: invocation.isQuiet || invocation.isJSON)
        do {
            let inputs = try StateInputs(invocation)
            var request = RebuildRequest(programVersion: ProgramVersion.current, limits: inputs.limits)
            request.checkpoint = invocation.text("from").map { WorkspaceLayout(root: $0).root }
            request.isDryRun = invocation.has("dry-run")
            request.replaces = invocation.has("replace")
            let summary = try await performRebuild(
                request, inputs, schedulers: .threads(workers: request.limits.workers), progress: progress, drain: drain
            )
            await display.finish()
            return show(summary, invocation)
        } catch is Drained {
            await display.finish()
            Terminal.error.write("Stopped on request. The state is as it was.\n")
            return signals.status
        } catch {
            await display.finish()
            return exitStatus(reporting: error)
        }
    }

    private static func show(_ summary: RebuildSummary, _ invocation: Invocation) -> ExitStatus {
        if invocation.isJSON || !invocation.isQuiet || summary.isEqual == false {
            guard Terminal.output.write(invocation.isJSON ? summary.json : summary.text) else { return .failed }
        }
        if !summary.missing.isEmpty { return .gateClosed }
        return summary.isEqual == false ? .unsound : .done
    }
}
