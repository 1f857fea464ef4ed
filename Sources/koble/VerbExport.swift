import AccountModel
import MergeWorker
import WorkspaceConfiguration

/// `koble export`
enum VerbExport: Verb {
    static let description = VerbDescription(
        "export", "writes the whole current state",
        discussion: """
            profiles.ndjson, links.csv and holds.csv of everything in the state, as of the last run. \
            The same state gives the same bytes, however it came about.
            """,
        options: [OptionDescription("out", "DIR", .folder, "A new or an empty folder.")],
        common: [.workspace, .json, .quiet],
        examples: [CommandExample("koble export --out state-today", "All profiles in three files.")])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard let folder = invocation.text("out") else {
            Terminal.error.write("koble: export needs --out DIR, a new or an empty folder.\n")
            return .wrongUsage
        }
        do {
            return try await export(try StateInputs(invocation), to: folder, invocation)
        } catch {
            return exitStatus(reporting: error)
        }
    }

    private static func export(
        _ inputs: StateInputs, to folder: String, _ invocation: Invocation
    ) async throws -> ExitStatus {
        let progress = RunProgress()
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        let display = RunDisplay(
            progress, work: "exporting", isQuiet: invocation.isQuiet || invocation.isJSON)
        let limits = inputs.limits
        do {
            let summary = try await performExport(
                inputs, to: folder, limits: limits, schedulers: .threads(workers: limits.workers),
                progress: progress, drain: drain)
            await display.finish()
            return show(summary, folder, invocation)
        } catch is Drained {
            await display.finish()
            Terminal.error.write("Stopped on request. Nothing was left in \(folder).\n")
            return signals.status
        } catch {
            await display.finish()
            throw error
        }
    }

    private static func show(
        _ summary: ExportSummary, _ folder: String, _ invocation: Invocation
    ) -> ExitStatus {
        if invocation.isJSON { return Terminal.output.write(summary.json) ? .done : .failed }
        if invocation.isQuiet { return .done }
        let profiles = summary.linkedProfiles + summary.singleProfiles + summary.localProfiles
        let text =
            "Exported \(profiles) profiles of \(summary.accounts) accounts to \(folder), as of run "
            + "\(summary.run). State digest \(summary.stateDigest).\n"
        return Terminal.output.write(text) ? .done : .failed
    }
}
