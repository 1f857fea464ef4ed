import AccountModel
import MergeReports
import MergeWorker
import WorkspaceConfiguration

/// `koble hints`
enum VerbHints: Verb {
    static let description = VerbDescription(
        "hints", "lists addresses that may belong together",
        discussion: """
            Addresses that may be one mailbox by their provider's rules, that look alike, or of guests who \
            misspelt theirs, over the whole state. Hints decide nothing and link nobody: they are for people \
            to look at. Writes hints.ndjson and hints.csv; accounts stand in them by country and id alone.
            """,
        options: [OptionDescription("out", "DIR", .folder, "A new or an empty folder.")],
        common: [.workspace, .json, .quiet],
        examples: [CommandExample("koble hints --out hints-today", "All hints in two files.")])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard let folder = invocation.text("out") else {
            Terminal.error.write("koble: hints needs --out DIR, a new or an empty folder.\n")
            return .wrongUsage
        }
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        do {
            let inputs = try StateInputs(invocation)
            let summary = try await performHints(
                inputs, to: folder, limits: inputs.limits, schedulers: .threads(workers: inputs.limits.workers),
                drain: drain)
            return show(summary, folder, invocation)
        } catch is Drained {
            Terminal.error.write("Stopped on request.\n")
            return signals.status
        } catch {
            return exitStatus(reporting: error)
        }
    }

    private static func show(_ summary: HintSummary, _ folder: String, _ invocation: Invocation) -> ExitStatus {
        if invocation.isJSON { return Terminal.output.write(summary.json) ? .done : .failed }
        if invocation.isQuiet { return .done }
        let counts = HintKind.allCases.map { "\(summary.hints[$0.code] ?? 0) \($0.code)" }
        var text = "Hints about the state of run \(summary.run) in \(folder): \(counts.joined(separator: ", ")).\n"
        if summary.isCut { text += "There are more hints than these; only the first were written.\n" }
        return Terminal.output.write(text) ? .done : .failed
    }
}
