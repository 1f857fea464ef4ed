import WorkspaceConfiguration

/// `koble version`
enum VerbVersion: Verb {
    static let description = VerbDescription("version", "prints the version", common: .json)

    static func run(_ invocation: Invocation) async -> ExitStatus {
        show(isJSON: invocation.isJSON)
    }

    /// Also behind `koble --version`.
    static func show(isJSON: Bool) -> ExitStatus {
        let text =
            isJSON
            ? ConfigurationValue.object(["version": .text(ProgramVersion.current)]).json
            : "koble \(ProgramVersion.current)"
        return Terminal.output.write(text + "\n") ? .done : .failed
    }
}
