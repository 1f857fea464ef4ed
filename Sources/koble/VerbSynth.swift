import AccountModel
import FoundationEssentials
import SyntheticExports
import WorkspaceConfiguration

/// `koble synth`
enum VerbSynth: Verb {
    static let description = VerbDescription(
        "synth", "writes made-up country exports for rehearsals and benchmarks",
        discussion: """
            Writes one file per country into the workspace's spool. The same options give the same \
            bytes. With --delta K it writes the K-th later batch to the same plan instead.
            """,
        options: [
            OptionDescription("accounts", "N", .integer(1...500_000_000), "Accounts of all countries together."),
            OptionDescription("seed", "N", .integer(0...Int.max), "The same seed gives the same files."),
            OptionDescription(
                "preset", "NAME", .choice(["complete", "clean", "benchmark"]),
                "complete: every column and kind of trouble; clean: no trouble; benchmark: 19 columns."),
            OptionDescription("delta", "K", .integer(1...10_000), "Write the K-th later batch."),
            OptionDescription("rows", "N", .integer(1...100_000_000), "With --delta: rows of the batch."),
            OptionDescription("truth", "FILE", .file, "Also write who is who, to measure against."),
        ],
        common: [.workspace, .quiet],
        examples: [
            CommandExample("koble synth --accounts 100000 --seed 7", "A rehearsal of a hundred thousand accounts."),
            CommandExample(
                "koble synth --accounts 100000 --seed 7 --delta 1 --rows 1000", "The first batch after it."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        do {
            // A folder that is named may be any: exports are often made apart from the workspace they go to.
            let layout =
                try invocation.text("workspace").map { WorkspaceLayout(root: $0) }
                ?? WorkspaceLayout.find(option: nil, environment: processEnvironment())
            let plan = plan(invocation)
            let threads = ProcessInfo.processInfo.activeProcessorCount
            if let sequence = invocation.integer("delta") {
                try writeSyntheticDelta(
                    plan, accounts: invocation.integer("rows") ?? 1000, sequence: sequence,
                    into: layout.spoolFolder, threads: threads)
            } else {
                try writeSyntheticExports(plan, into: layout.spoolFolder, threads: threads)
            }
            if let path = invocation.text("truth") { try writeSyntheticTruth(plan, into: path) }
            if !invocation.isQuiet {
                Terminal.output.write("Wrote made-up exports into \(layout.spoolFolder).\n")
            }
            return .done
        } catch {
            Terminal.error.write("\(error)\n")
            return error is WorkspaceFault ? .wrongUsage : .failed
        }
    }

    private static func plan(_ invocation: Invocation) -> SyntheticPlan {
        let accounts = invocation.integer("accounts") ?? 100_000
        let seed = UInt64(invocation.integer("seed") ?? 1)
        return switch invocation.text("preset") {
        case "clean": .clean(accounts: accounts, seed: seed)
        case "benchmark": .benchmark(accounts: accounts, seed: seed)
        default: SyntheticPlan(accounts: accounts, seed: seed)
        }
    }
}
