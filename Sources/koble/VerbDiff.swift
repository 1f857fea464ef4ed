import DurableFiles
import MergeWorker
import WorkspaceConfiguration

/// `koble diff`
enum VerbDiff: Verb {
    static let description = VerbDescription(
        "diff", "compares two runs, dry runs or exports, profile by profile",
        discussion: """
            Tells which profiles appear, vanish, split, merge or say something else, and what can have caused \
            it: records of a country whose batches differ, other rules, a hold that ended, an erasure. A run \
            stands for the state after it. What no known cause explains is counted as unexplained. Changes \
            nothing and takes no lock.
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
