import DurableFiles
import MergeWorker
import WorkspaceConfiguration

/// `koble diff`
enum VerbDiff: Verb {
    static let description = VerbDescription(
        "diff", "compares two runs, dry runs or exports, profile by profile",
        discussion: """
            Tells which profiles appear, vanish, split, merge or say something else, and what made them: the \
            files whose rows, the decisions, the settings, the undo, the erasure. A run stands for the state after \
            it. What nothing explains is counted as unexplained. Changes nothing and takes no lock.
            """,
        arguments: [
            ArgumentDescription(
                "A", .text,
                "The number of a run, latest, or a folder: of a run, an export, a dry run with --full."),
            ArgumentDescription("B", .text, "What to compare it with."),
        ],
        options: [
            OptionDescription(
                "out", "FILE", .file,
                "Also write a line of NDJSON for each difference: personal data, mode 0600."),
            OptionDescription(
                "fail-on", "KIND", .choice(DiffSummary.gates), isRepeatable: true,
                "Exit with 8 if there are profiles of this kind."),
            OptionDescription("detailed-exitcode", "Exit with 4 if anything differs."),
        ],
        common: [.workspace, .json, .quiet],
        examples: [
            CommandExample("koble diff 41 latest", "What has changed since run 41."),
            CommandExample(
                "koble diff look-old look-new --fail-on unexplained", "A gate for a rehearsal of other rules."
            ),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        do {
            let layout = WorkspaceLayout(
                root: invocation.text("workspace") ?? environment("KOBLE_WORKSPACE") ?? ".")
            let a = try DiffSide(invocation.arguments[0], layout)
            let b = try DiffSide(invocation.arguments[1], layout)
            let limits = DiffLimits(temporaryFolder: environment("TMPDIR") ?? "/tmp")
            let summary = try performDiff(a, b, to: invocation.text("out"), limits: limits, drain: drain)
            return show(summary, invocation)
        } catch is Drained {
            Terminal.error.write("Stopped on request. Nothing was written.\n")
            return signals.status
        } catch {
            return exitStatus(reporting: error)
        }
    }

    private static func show(_ summary: DiffSummary, _ invocation: Invocation) -> ExitStatus {
        let text = invocation.isJSON ? summary.json : invocation.isQuiet ? "" : DiffText(summary).text
        guard Terminal.output.write(text) else { return .failed }
        var isClosed = false
        for gate in invocation.texts("fail-on") where summary.count(of: gate) > 0 {
            isClosed = true
            Terminal.error.write("koble: --fail-on \(gate): \(profiles(summary.count(of: gate))).\n")
        }
        if isClosed { return .gateClosed }
        return invocation.has("detailed-exitcode") && summary.total > 0 ? .changesPending : .done
    }
}

/// A comparison as lines of text.
struct DiffText {
    private let summary: DiffSummary

    init(_ summary: DiffSummary) { self.summary = summary }

    var text: String {
        var lines = [side("A", summary.before), side("B", summary.after), circumstances, counts]
        if summary.total > 0 {
            lines.append("  differs: " + listed(summary.members))
            lines.append("  causes:  " + listed(summary.causes, and: ("unexplained", summary.unexplained)))
            lines += sources
        }
        if summary.unknown > 0 {
            lines.append(
                "\(summary.unknown) of them were last written by runs whose files are put away: what they said before "
                    + "is not known. Compare exports to see it.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func side(_ letter: String, _ side: DiffSummary.Side) -> String {
        guard let run = side.run, let asOf = side.asOf else {
            return "\(letter): \(printable(side.name)), without a manifest"
        }
        return "\(letter): \(printable(side.name)), run \(run), as of \(asOf.prefix(10))"
    }

    private var circumstances: String {
        guard let rulesDiffer = summary.rulesDiffer else {
            return "Without two manifests only accounts that come or go are explained."
        }
        let batches =
            summary.batchesDiffer == 0
            ? "the same batches"
            : "\(summary.batchesDiffer) batches differ (\(summary.countries.joined(separator: ", ")))"
        return (rulesDiffer ? "Other rules" : "The same rules") + ", \(batches)."
    }

    /// The sources that made the most profiles differ, a line each.
    private var sources: [String] {
        let shown = 12
        let lines = summary.sources.prefix(shown).map { "  \(profiles($0.profiles)) by \(words($0.source))" }
        let rest = summary.sources.count - lines.count
        return rest > 0 ? lines + ["  and \(rest) more: --json lists all of them"] : lines
    }

    private func words(_ source: DiffSource) -> String {
        let run = source.run.map { " of run \($0)" } ?? ""
        let detail = source.detail.map { ": \(printable($0))" } ?? ""
        switch source.cause {
        case .records:
            guard let country = source.country, let file = source.file else { return "records" + run }
            return "\(country)/\(printable(file))" + run
        case .rules: return "other rules" + run + detail
        case .key: return "another key" + run
        case .decision: return "a person's decision" + run + detail
        case .undo: return "the undo" + run + detail
        case .lookAlike: return "an address that looks alike" + run
        case .holdEnded: return "the end of a hold" + run
        case .erasure: return "an erasure" + run
        }
    }

    private var counts: String {
        if summary.total == 0 { return "No profile differs." }
        let words = [
            "appeared": "appear", "vanished": "vanish", "split": "split", "merged": "merge",
            "changed": "change",
        ]
        let parts = ["appeared", "vanished", "split", "merged", "changed"].map {
            "\(formatCount(summary.changes[$0] ?? 0)) \(words[$0] ?? $0)"
        }
        return "\(profiles(summary.total)) \(summary.total == 1 ? "differs" : "differ"): "
            + parts.joined(separator: ", ") + "."
    }

    private func listed(_ counts: [String: Int], and last: (String, Int)? = nil) -> String {
        var parts = counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \(formatCount($0.value))" }
        if let last { parts.append("\(last.0) \(formatCount(last.1))") }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}

/// `1 profile`, `2,000 profiles`
private func profiles(_ count: Int) -> String {
    count == 1 ? "1 profile" : "\(formatCount(count)) profiles"
}
