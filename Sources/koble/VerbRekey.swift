import MergeStore
import MergeWorker
import WorkspaceConfiguration

/// `koble rekey`
enum VerbRekey: Verb {
    static let description = VerbDescription(
        "rekey", "gives every profile a new id, under a new key",
        discussion: """
            For a key that others may have seen. Hashes every address and account anew, swaps a new store and \
            a new koble.key in, and publishes all profiles under their new ids as a run of its own, with \
            rekey-map.csv: old_profile_id,new_profile_id. The old key stays in koble.key.NAME, mode 0600: what \
            was written under it outside the store is still looked up. Keep a copy of the new key apart from \
            the workspace.
            """,
        options: [
            OptionDescription(
                "new-key", "FILE", .file, "A file with 32 bytes, mode 0600; default: a new key is generated."),
            OptionDescription("memory", "SIZE", .size, "Bound on working memory, such as 1GiB."),
            OptionDescription("workers", "N", .integer(1...256), "Threads that decide; default: all cores."),
            OptionDescription(
                "key-ranges", "N", .integer(1...4096), "Parts that the link keys are decided in; default: by size."),
            OptionDescription("as-of", "DATE", .date, "The date that counts as today in the rules."),
        ],
        common: [.workspace, .configuration, .json, .quiet],
        examples: [CommandExample("koble rekey", "Changes to a key that is generated now.")])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        await performTask(
            invocation, verb: "rekey", stopped: "Nothing was committed; the key is as it was.",
            prepare: { options in
                options.task = .rekey
                if let file = invocation.text("new-key") { options.nextKey = try StoreKey(readingFrom: file) }
            }, show: { show($0, $1, invocation) })
    }

    private static func show(
        _ summaries: [RunSummary], _ options: RunOptions, _ invocation: Invocation
    ) -> ExitStatus {
        var lines = summaries.map { invocation.isJSON ? $0.json : text($0, options) }
        if lines.isEmpty {
            lines = [invocation.isJSON ? "[]" : "There is no state yet: put another koble.key in place."]
        }
        guard Terminal.output.write(lines.joined(separator: "\n") + "\n") else { return .failed }
        return VerbRun.status(summaries, invocation)
    }

    private static func text(_ summary: RunSummary, _ options: RunOptions) -> String {
        if summary.isFinishedOnly { return VerbRun.finishedText(summary) }
        let folder = options.layout.outFolder(ofRun: summary.facts.run)
        return "Changed the key of \(summary.facts.accounts) accounts: \(folder)/rekey-map.csv says which profile has "
            + "which id now. The old key is kept in \(options.layout.formerKeyFile(options.key.name))."
    }
}
