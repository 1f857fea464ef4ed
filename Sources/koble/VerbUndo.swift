import DurableFiles
import FoundationEssentials
import MergeReports
import MergeWorker
import WorkspaceConfiguration

/// `koble undo RUN`
enum VerbUndo: Verb {
    static let description = VerbDescription(
        "undo", "takes a whole run back",
        discussion: """
            Puts back what the run replaced and publishes the differences as a run of its own; the journal keeps \
            who ordered it, when and why. Its batches are no longer known: put them from spool/CC/done into \
            incoming/ to apply them again. Where a later run touched the same accounts nothing is done, and the \
            message names that run. The newest 32 runs can be taken back, and the first load while it is the only one.
            """,
        arguments: [ArgumentDescription("RUN", .text, "The run's number, such as 42.")],
        options: [
            OptionDescription("dry-run", "Change nothing but the folder of --report."),
            OptionDescription("report", "DIR", .folder, "With --dry-run: where the report goes."),
            OptionDescription("full", "With --report: also all files that would be published."),
            OptionDescription("by", "NAME", .text, "Who orders it, for the journal; default: the user's login."),
            OptionDescription("reason", "TEXT", .text, "Why, for the journal."),
        ],
        common: [.workspace, .configuration, .json, .quiet],
        examples: [CommandExample("koble undo 42 --reason 'wrong export of DE'", "As if run 42 had never been.")])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard let number = Int(invocation.arguments[0]), number > 0 else {
            Terminal.error.write("koble: RUN is the number of a run, such as 42.\n")
            return .wrongUsage
        }
        guard invocation.hasWholeDryRun else { return .wrongUsage }
        return await performTask(
            invocation, verb: "undo", prepare: { $0.task = .undo(order(number, invocation)) }
        ) { summaries, _ in show(summaries, number, invocation) }
    }

    private static func order(_ number: Int, _ invocation: Invocation) -> UndoOrder {
        UndoOrder(
            run: number, by: invocation.text("by") ?? ProcessInfo.processInfo.userName, at: Date().ISO8601Format(),
            reason: invocation.text("reason") ?? "")
    }

    private static func show(_ summaries: [RunSummary], _ number: Int, _ invocation: Invocation) -> ExitStatus {
        let lines = summaries.map { summary in
            if invocation.isJSON { return summary.json }
            if summary.isFinishedOnly { return VerbRun.finishedText(summary) }
            let end = summary.isCommitted ? "Published as run \(summary.facts.run)." : "Nothing was written."
            return
                "\(summary.report.isDryRun ? "Would take" : "Took") run \(number) back: \(changesText(summary.report.decisions)). \(end)"
        }
        return Terminal.output.write(lines.joined(separator: "\n") + "\n") ? .done : .failed
    }
}
