import WorkspaceConfiguration

/// `koble manpage`
enum VerbManpage: Verb {
    static let description = VerbDescription(
        "manpage", "prints the manual page",
        common: [],
        examples: [
            CommandExample("koble manpage | man -l -", "Read it."),
            CommandExample("koble manpage > /usr/local/share/man/man1/koble.1", "Install it."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        Terminal.output.write(VerbTable.program.manualPage) ? .done : .failed
    }
}
