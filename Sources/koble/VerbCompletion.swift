import WorkspaceConfiguration

/// `koble completion`
enum VerbCompletion: Verb {
    static let description = VerbDescription(
        "completion", "prints the completion script of a shell",
        arguments: [
            ArgumentDescription(
                "SHELL", .choice(Shell.allCases.map(\.rawValue)), "bash, zsh or fish.")
        ],
        common: [],
        examples: [
            CommandExample(
                "koble completion bash > /etc/bash_completion.d/koble", "For all users of bash."),
            CommandExample(
                "koble completion fish > ~/.config/fish/completions/koble.fish",
                "For one user of fish."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        guard let shell = invocation.arguments.first.flatMap({ Shell(rawValue: $0) }) else {
            preconditionFailure("the parser let a shell pass that is not known")
        }
        return Terminal.output.write(VerbTable.program.completion(for: shell)) ? .done : .failed
    }
}
