import MergeWorker
import WorkspaceConfiguration

/// `koble status`
enum VerbStatus: Verb {
    static let description = VerbDescription(
        "status", "tells about batches, accounts, profiles, the last run and the store",
        discussion: """
            Changes and locks nothing: beside a run it shows a moment of it. --json says the same to \
            programs.
            """,
        common: [.workspace, .json],
        examples: [CommandExample("koble status --json", "For a monitor.")])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        do {
            let status = try readStatus(try StateInputs(invocation))
            let text = invocation.isJSON ? status.json : StatusText(status).text
            return Terminal.output.write(text) ? .done : .failed
        } catch {
            return exitStatus(reporting: error)
        }
    }
}
