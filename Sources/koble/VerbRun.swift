import AccountModel
import DurableFiles
import FoundationEssentials
import MergeReports
import MergeStore
import MergeWorker
import WorkspaceConfiguration

/// `koble run`
enum VerbRun: Verb {
    static let description = VerbDescription(
        "run", "merges every complete batch in the spool and publishes the result",
        discussion: """
            Claims every complete batch, decides, commits once, publishes to out/ and exits. With \
            --dry-run the same work is done on the same code path, and nothing changes but the folder \
            of --report. A run that was stopped or killed is finished by the next one.
            """,
        options: [
            OptionDescription("dry-run", "Change nothing but the folder of --report."),
            OptionDescription("report", "DIR", .folder, "With --dry-run: where the report goes."),
            OptionDescription("full", "With --report: also all files that the run would publish."),
            OptionDescription(
                "plan", "FILE", .file,
                "With --dry-run: save what was found as a plan. Without: carry out exactly that plan, or refuse (8)."),
            OptionDescription(
                "unmask", "With --dry-run: also report-unmasked.html, with personal data in its samples (mode 0600)."),
            OptionDescription(
                "hints", "Also count addresses that may belong together in the report; half as long again."),
            OptionDescription("watch", "Stay, and run again whenever complete batches arrive."),
            OptionDescription("memory", "SIZE", .size, "Bound on working memory, such as 1GiB."),
            OptionDescription("workers", "N", .integer(1...256), "Threads that read and decide; default: all cores."),
            OptionDescription(
                "key-ranges", "N", .integer(1...4096), "Parts that the link keys are decided in; default: by size."),
            OptionDescription("require-all", "Stop unless every country of expected_countries has its batch."),
            OptionDescription(
                "allow-shrink", "Let full snapshots leave out more accounts than vanished_share_max."),
            OptionDescription("detailed-exitcode", "With --dry-run: exit with 4 if there are changes to make."),
            OptionDescription("as-of", "DATE", .date, "The date that counts as today in the rules."),
        ],
        common: [.workspace, .configuration, .json, .quiet],
        examples: [
            CommandExample("koble run", "Takes what lies in spool/*/incoming."),
            CommandExample(
                "koble run --dry-run --report look", "Shows what would happen, in look/report.html."),
            CommandExample(
                "koble run --dry-run --report look --plan plan.json", "Saves a plan that koble run --plan carries out."),
            CommandExample("koble run --watch", "As a service; SIGTERM ends it cleanly."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        if invocation.has("dry-run"), !invocation.has("report") {
            Terminal.error.write("koble: --dry-run needs --report DIR, the one folder that it writes to.\n")
            return .wrongUsage
        }
        if !invocation.has("dry-run"), invocation.has("report") || invocation.has("full") {
            Terminal.error.write("koble: --report and --full go with --dry-run.\n")
            return .wrongUsage
        }
        if invocation.has("dry-run"), invocation.has("watch") {
            Terminal.error.write("koble: --watch changes the state, and --dry-run does not: name one.\n")
            return .wrongUsage
        }
        if let problem = conflict(invocation) {
            Terminal.error.write("koble: \(problem)\n")
            return .wrongUsage
        }
        do {
            var options = try options(invocation)
            options.isUnmasked = invocation.has("unmask")
            options.findsHints = invocation.has("hints")
            if !options.isDryRun, let path = invocation.text("plan") {
                let plan = try RunPlan(readingFrom: path)
                options.asOf = plan.date
                options.plan = plan
            }
            if let folder = options.reportFolder { try makeFolder(folder) }
            return try await perform(options, invocation)
        } catch {
            return exitStatus(reporting: error)
        }
    }

    /// Options that do not go together, in words.
    private static func conflict(_ invocation: Invocation) -> String? {
        if invocation.has("unmask"), !invocation.has("dry-run") {
            return "--unmask goes with --dry-run: what a run publishes shows no personal data in its report."
        }
        guard invocation.has("plan") else { return nil }
        if invocation.has("watch") { return "--plan is carried out once, and --watch stays: name one." }
        if invocation.has("as-of"), !invocation.has("dry-run") { return "A plan has its own date: leave out --as-of." }
        return nil
    }

    private static func perform(_ options: RunOptions, _ invocation: Invocation) async throws -> ExitStatus {
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        if invocation.has("watch") { return try await watch(options, invocation, drain, signals) }
        return try await performOnce(options, invocation, drain, signals)
    }

    /// Runs whenever there is something to do, until a signal comes or a run fails.
    private static func watch(
        _ options: RunOptions, _ invocation: Invocation, _ drain: DrainFlag, _ signals: SignalWatch
    ) async throws -> ExitStatus {
        var options = options
        let clock = ContinuousClock()
        do {
            while true {
                try await waitForBatches(options.layout, options.configuration, clock: clock, drain: drain)
                options.asOf = invocation.date("as-of") ?? today()
                do {
                    let status = try await performOnce(options, invocation, drain, signals)
                    if drain.isRaised { return status == .done ? signals.status : status }
                } catch RunFault.locked {
                    // Somebody verifies or exports: that ends.
                    try await clock.sleep(for: .seconds(1))
                }
            }
        } catch is Drained {
            return signals.status
        }
    }

    private static func performOnce(
        _ options: RunOptions, _ invocation: Invocation, _ drain: DrainFlag, _ signals: SignalWatch
    ) async throws -> ExitStatus {
        let progress = RunProgress()
        let display = RunDisplay(progress, isQuiet: invocation.isQuiet || invocation.isJSON)
        do {
            let summaries = try await performRun(
                options, schedulers: .threads(workers: options.limits.workers), progress: progress, drain: drain)
            await display.finish()
            if options.isDryRun, let path = invocation.text("plan"), let summary = summaries.first {
                try RunPlan(summary).write(to: path)
            }
            let waiting = options.task == .merge ? try partsThatWait(options.layout, options.configuration) : []
            for part in waiting {
                Terminal.error.write("Waiting: \(part.country)/\(waitingText(part)). It was left in incoming/.\n")
            }
            if !options.isDryRun { tidy(options, invocation) }
            return show(summaries, invocation)
        } catch is Drained {
            await display.finish()
            Terminal.error.write(
                "Stopped on request. Nothing was committed; the batches are still in claimed/, and the next "
                    + "koble run finishes them.\n")
            return signals.status
        } catch {
            await display.finish()
            throw error
        }
    }

    /// Removes what has been kept for its time. The run is done, whatever becomes of this: where it fails, the
    /// next run does it.
    private static func tidy(_ options: RunOptions, _ invocation: Invocation) {
        let now = Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000))
        do {
            let removed = try applyRetention(
                StateInputs(layout: options.layout, configuration: options.configuration, key: options.key), now: now)
            if !removed.isEmpty, !invocation.isQuiet { Terminal.error.write(removed.text + "\n") }
        } catch RunFault.locked {
            return  // Whoever works here now does it.
        } catch {
            Terminal.error.write(
                "Could not remove what has been kept for its time: \(error). The next koble run does it.\n")
        }
    }

    /// What the command line asks of a run.
    static func options(_ invocation: Invocation, verb: String = "run") throws -> RunOptions {
        let layout = try WorkspaceLayout.find(
            option: invocation.text("workspace"), environment: processEnvironment())
        let configuration = try KobleConfiguration(
            file: invocation.text("config") ?? layout.configurationFile)
        let key = try layout.fittingKey()
        let isBounded = verb != "undo"
        var limits = WorkerLimits(
            workers: isBounded
                ? invocation.integer("workers") ?? ProcessInfo.processInfo.activeProcessorCount
                : ProcessInfo.processInfo.activeProcessorCount)
        limits.memoryBytes =
            (isBounded ? invocation.size("memory") ?? configuration.memory : configuration.memory).bytes
        limits.keyRanges = isBounded ? invocation.integer("key-ranges") ?? 0 : 0
        var options = RunOptions(
            layout: layout, configuration: configuration, key: key, limits: limits,
            asOf: isBounded ? invocation.date("as-of") ?? today() : today(), command: command(invocation, verb),
            programVersion: ProgramVersion.current)
        if verb == "run" {
            options.requiresAll = invocation.has("require-all")
            options.allowsShrink = invocation.has("allow-shrink")
        }
        if verb != "rekey" {
            options.isDryRun = invocation.has("dry-run")
            options.reportFolder = invocation.text("report")
            options.isFull = invocation.has("full")
        }
        return options
    }

    /// Midnight UTC of this day.
    private static func today() -> Timestamp {
        let milliseconds = Int64(Date().timeIntervalSince1970 * 1000)
        return Timestamp(rawValue: milliseconds - milliseconds % Timestamp.millisecondsPerDay)
    }

    /// The command that repeats the run, without paths of this machine.
    private static func command(_ invocation: Invocation, _ verb: String) -> String {
        var words = ["koble", verb]
        if verb == "rekey" { return words.joined(separator: " ") }
        if invocation.has("dry-run") { words += ["--dry-run", "--report", "DIR"] }
        if invocation.has("full") { words.append("--full") }
        return words.joined(separator: " ")
    }

    // MARK: Results

    private static func show(_ summaries: [RunSummary], _ invocation: Invocation) -> ExitStatus {
        if summaries.isEmpty {
            let reason =
                invocation.has("plan")
                ? "Nothing to do: the plan is carried out, or had no batch."
                : "Nothing to do: no complete batch lies in spool/*/incoming, and no file in decisions."
            let text = invocation.isJSON ? "[]\n" : reason + "\n"
            Terminal.output.write(text)
            return .done
        }
        if invocation.isJSON { Terminal.output.write(summaries.map(\.json).joined(separator: "\n") + "\n") }
        for summary in summaries {
            if !summary.rehearsedRules.isEmpty { Terminal.error.write(rehearsal(summary.rehearsedRules)) }
            for batch in summary.refusedBatches {
                Terminal.error.write(
                    "Refused \(batch.country.code)/\(batch.fileName): \(batch.refusal?.message ?? "")\n")
            }
            Terminal.error.write(refusals(of: summary.decisions))
            if !invocation.isJSON { Terminal.output.write(verdict(summary) + "\n" + verdict(summary.decisions)) }
            let superseded = summary.report.batches.filter { $0.outcome == .superseded }
            for batch in superseded where !invocation.isJSON {
                Terminal.output.write(
                    "\(batch.country.code)/\(printable(batch.fileName)) is not applied: a correction stands in its place."
                        + (batch.erasures > 0 ? " Its erasures hold: \(batch.erasures).\n" : "\n"))
            }
            for batch in summary.report.batches where batch.erasuresHeld > 0 && !invocation.isJSON {
                Terminal.output.write(
                    "\(batch.country.code)/\(printable(batch.fileName)): \(batch.erasuresHeld) erasures of what it replaces "
                        + "hold; who shall be there again needs a newer row.\n")
            }
            for (country, accounts) in summary.vanished where !invocation.isJSON {
                let verb = summary.report.isDryRun ? "would vanish" : "have vanished"
                Terminal.output.write("\(accounts) accounts of \(country.code) \(verb) by a full snapshot.\n")
            }
        }
        return status(summaries, invocation)
    }

    private static func rehearsal(_ moved: [String]) -> String {
        "The state was decided under other rules: \(moved.joined(separator: ", ")). This shows what koble redecide, "
            + "and then koble run, would make of state and batches.\n"
    }

    private static func verdict(_ summary: RunSummary) -> String {
        if summary.isFinishedOnly { return finishedText(summary) }
        if summary.isCommitted || summary.report.isDryRun { return verdictLine(summary.report) }
        let known = summary.report.batches.filter { $0.outcome == .alreadyApplied }
        let names = known.map { "\($0.country.code)/\($0.fileName)" }.joined(separator: ", ")
        return known.isEmpty
            ? "Nothing was applied." : "Already applied: \(names). Nothing has changed."
    }

    /// What is said of a run that an earlier process had committed.
    static func finishedText(_ summary: RunSummary) -> String {
        "Finished publishing run \(summary.facts.run), which was committed before."
    }

    /// What became of people's decisions, or nothing where there were none.
    private static func verdict(_ decisions: DecisionsSummary) -> String {
        if decisions.isEmpty { return "" }
        var parts = ["\(decisions.applied) applied"]
        if decisions.repeated > 0 { parts.append("\(decisions.repeated) stood already") }
        if !decisions.refused.isEmpty { parts.append("\(decisions.refused.count) refused") }
        if !decisions.refusedFiles.isEmpty { parts.append("\(decisions.refusedFiles.count) files refused") }
        if !decisions.knownFiles.isEmpty { parts.append("\(decisions.knownFiles.count) files known") }
        return "Decisions: \(parts.joined(separator: ", ")).\n"
    }

    private static func refusals(of decisions: DecisionsSummary) -> String {
        let lines = decisions.refused.map { refused in
            "Refused decisions/\(printable(refused.place.description)): \(refused.reason)"
                + (refused.contradicts.map { ", beside \(printable($0))" } ?? "") + "\n"
        }
        let files = decisions.refusedFiles.map { "Refused decisions/\(printable($0.name)): \($0.message)\n" }
        return (lines + files).joined()
    }

    /// The exit status of these runs.
    static func status(_ summaries: [RunSummary], _ invocation: Invocation) -> ExitStatus {
        if invocation.verb == "run", invocation.has("detailed-exitcode"), summaries.contains(where: \.hasChanges) {
            return .changesPending
        }
        if summaries.contains(where: { !$0.refusedBatches.isEmpty || !$0.decisions.refusedFiles.isEmpty }) {
            return .batchRefused
        }
        return summaries.contains { $0.rejectedRows > 0 } ? .rowsRejected : .done
    }
}

extension RunSummary {
    /// Whether a run would change anything.
    var hasChanges: Bool { decisions.applied > 0 || report.decisions.changes.contains { $0 > 0 } }

    /// The summary for programs: one object.
    var json: String {
        let decisions = report.decisions
        return "{\"run\":\(report.run.map(String.init) ?? "null"),\"dry_run\":\(report.isDryRun),"
            + "\"committed\":\(isCommitted),\"finished_only\":\(isFinishedOnly),\"as_of\":\"\(report.asOf)\","
            + "\"rows_read\":\(report.batches.reduce(0) { $0 + $1.rowsRead }),"
            + "\"rejected\":\(rejectedRows),\"refused\":\(refusedBatches.count),"
            + "\"decisions\":{\"applied\":\(self.decisions.applied),\"repeated\":\(self.decisions.repeated),"
            + "\"refused\":\(self.decisions.refused.count),\"files_refused\":\(self.decisions.refusedFiles.count)},"
            + "\"profiles\":\(decisions.linkedProfiles + decisions.singleProfiles + decisions.localProfiles),"
            + "\"linked_profiles\":\(decisions.linkedProfiles),"
            + "\"conflicts\":\(decisions.conflicts.reduce(0, +)),"
            + "\"state_accounts\":\(facts.accounts),\"state_digest\":\"\(facts.digest)\"}"
    }
}
