import AccountModel
import DurableFiles
import FoundationEssentials
import MergeStore
import MergeWorker
import WorkspaceConfiguration

/// `koble unlink`
enum VerbUnlink: Verb {
    static let description = VerbDescription(
        "unlink", "takes one account out of its profile, and keeps it out",
        discussion: """
            The profile becomes what it would be if the account had never joined; the account gets a profile of its own \
            and stays apart, whatever comes in later. Says what whoever follows the outputs takes back. A run of its \
            own, as of the day of the last one. Try it first with --dry-run. Taken back by a newer decision in \
            decisions/. The answer is personal data.
            """,
        arguments: [ArgumentDescription("CC/ACCOUNT", .text, "The account, such as NO/NO-42.")],
        options: [
            OptionDescription("reason", "TEXT", .text, "Why, for the journal; a ticket number rather than a story."),
            OptionDescription("by", "NAME", .text, "Who decided; default: the user of this process."),
            OptionDescription("dry-run", "Change nothing, and say what would change."),
        ],
        common: [.workspace, .json, .quiet],
        examples: [
            CommandExample("koble unlink NO/NO-42 --dry-run", "Shows what would be taken back."),
            CommandExample("koble unlink NO/NO-42 --reason 'Ticket 8812' --by 'Kari Nes'", "Does it."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard case .account(let country, let id) = ExplainSubject(invocation.arguments[0]) else {
            Terminal.error.write("koble: This is no account such as NO/NO-42.\n")
            return .wrongUsage
        }
        let drain = DrainFlag()
        let signals = SignalWatch(drain)
        do {
            let order = UnlinkOrder(
                country: country, accountID: id, reason: invocation.text("reason") ?? "not given",
                decidedBy: invocation.text("by") ?? ProcessInfo.processInfo.userName,
                decidedAt: Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000)))
            let options = try options(invocation)
            let report = try await performUnlink(
                order, options, schedulers: .threads(workers: options.limits.workers), progress: RunProgress(),
                drain: drain)
            guard let report else {
                Terminal.error.write("koble: That account is not known in this workspace.\n")
                return .unknownSubject
            }
            if invocation.isJSON { return Terminal.output.write(report.json) ? .done : .failed }
            if invocation.isQuiet { return .done }
            return Terminal.output.write(text(report)) ? .done : .failed
        } catch is Drained {
            Terminal.error.write("Stopped on request. Nothing was committed.\n")
            return signals.status
        } catch {
            return exitStatus(reporting: error)
        }
    }

    private static func options(_ invocation: Invocation) throws -> RunOptions {
        let inputs = try StateInputs(invocation)
        var options = RunOptions(
            layout: inputs.layout, configuration: inputs.configuration, key: inputs.key, limits: inputs.limits,
            asOf: .earliest, command: "koble unlink CC/ACCOUNT", programVersion: ProgramVersion.current)
        options.isDryRun = invocation.has("dry-run")
        return options
    }

    // MARK: Words

    private static func text(_ report: UnlinkReport) -> String {
        let name = printable(report.account.description)
        if report.wasApart { return "\(name) is kept apart already. Nothing was changed.\n" }
        var lines = [headline(report, name)]
        if let own = report.ownProfileId { lines.append("Its own profile: \(own), local.") }
        let links = report.linksRemoved.map {
            "  link removed: \(printable($0.account.description)) of \($0.profileId)"
        }
        let events = report.events.map { "  event \($0.type) of \($0.profileId)" }
        if !(links + events).isEmpty { lines += ["To be taken back by whoever follows the outputs:"] + links + events }
        if !report.fields.isEmpty { lines.append("Fields of the profile:") }
        for change in report.fields {
            lines.append("  \(change.field): \(shown(change.before)) becomes \(shown(change.after))")
        }
        lines.append(report.run.map { "Published as run \($0)." } ?? "Nothing was written.")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func headline(_ report: UnlinkReport, _ name: String) -> String {
        let verb = report.run == nil ? "Would take" : "Took"
        guard let profile = report.profileId else {
            return "\(name) is in no joint profile; it \(report.run == nil ? "would be" : "is") kept apart from now on."
        }
        let rest =
            switch report.remaining.count {
            case 0: "nobody stays in it"
            case 1: "one account stays in it, \(report.stateAfter)"
            default: "\(report.remaining.count) accounts stay in it, \(report.stateAfter)"
            }
        return "\(verb) \(name) out of profile \(profile) (\(report.stateBefore)); \(rest)."
    }

    private static func shown(_ value: String?) -> String { value.map(printable) ?? "nothing" }
}
