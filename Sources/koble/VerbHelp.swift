import WorkspaceConfiguration

/// `koble help`
enum VerbHelp: Verb {
    static let description = VerbDescription(
        "help", "tells about the program or one of its verbs",
        arguments: [
            ArgumentDescription("VERB", .text, isOptional: true, "The verb to tell about.")
        ],
        common: [])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard let name = invocation.arguments.first else { return show(nil) }
        let names = VerbTable.program.verbs.map(\.name)
        guard names.contains(name) else {
            let hint = nearestSpelling(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
            Terminal.error.write("koble: there is no such verb\(hint) (see: koble --help)\n")
            return .wrongUsage
        }
        return show(name)
    }

    /// Also behind `--help`.
    static func show(_ verb: String?) -> ExitStatus {
        let text = VerbTable.program.help(for: verb, width: Terminal.output.proseColumns)
        return Terminal.output.write(text) ? .done : .failed
    }
}
