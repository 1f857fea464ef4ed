import DurableFiles
import MergeReports
import MergeWorker
import WorkspaceConfiguration

/// `koble redecide`
enum VerbRedecide: Verb {
    static let description = VerbDescription(
        "redecide", "decides the whole state again under rules that moved",
        discussion: """
            koble run stops when koble.json, the program's rules or its tables are not those under which the \
            state was made. This walks over the whole state, decides every account under the rules of now, swaps \
            a new store in and publishes what changed as a run of its own. Try it first with --dry-run --report DIR, \
            also with --config FILE for rules that are not in force yet.
            """,
        options: [
            OptionDescription("dry-run", "Change nothing but the folder of --report."),
            OptionDescription("report", "DIR", .folder, "With --dry-run: where the report goes."),
            OptionDescription("full", "With --report: also all files that would be published."),
            OptionDescription("memory", "SIZE", .size, "Bound on working memory, such as 1GiB."),
            OptionDescription("workers", "N", .integer(1...256), "Threads that decide; default: all cores."),
            OptionDescription(
                "key-ranges", "N", .integer(1...4096), "Parts that the link keys are decided in; default: by size."),
            OptionDescription("as-of", "DATE", .date, "The date that counts as today in the rules."),
        ],
        common: [.workspace, .configuration, .json, .quiet],
        examples: [
            CommandExample(
                "koble redecide --dry-run --report look --config new.json", "Shows what another policy would change."),
            CommandExample("koble redecide", "Decides again under koble.json as it is now."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard invocation.hasWholeDryRun else { return .wrongUsage }
        return await performTask(invocation, verb: "redecide", prepare: { $0.task = .redecide }) { summaries, _ in
            show(summaries, invocation)
        }
    }

    private static func show(_ summaries: [RunSummary], _ invocation: Invocation) -> ExitStatus {
        var lines = summaries.map { invocation.isJSON ? $0.json : text($0) }
        if !summaries.contains(where: { !$0.isFinishedOnly }), !invocation.isJSON {
            lines.append("Nothing to decide again: the rules are those under which the state was made.")
        }
        if lines.isEmpty { lines = ["[]"] }
        guard Terminal.output.write(lines.joined(separator: "\n") + "\n") else { return .failed }
        return VerbRun.status(summaries, invocation)
    }

    private static func text(_ summary: RunSummary) -> String {
        if summary.isFinishedOnly { return VerbRun.finishedText(summary) }
        let end = summary.isCommitted ? "Published as run \(summary.facts.run)." : "Nothing was written."
        return "Decided \(summary.facts.accounts) accounts again: \(changesText(summary.report.decisions)). \(end)"
    }
}

/// The changes of profiles in words, such as `3 created, 1 retired`.
func changesText(_ decisions: DecisionStatistics) -> String {
    let counts = ChangeKind.allCases.compactMap { kind in
        let count = decisions.changes[Int(kind.rawValue)]
        return count == 0 ? nil : "\(count) \(kind.name)"
    }
    return counts.isEmpty ? "no profile changes" : "profiles " + counts.joined(separator: ", ")
}
