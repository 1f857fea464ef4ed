import AccountModel
import WorkspaceConfiguration

/// `koble config check` and `koble config show`
enum VerbConfig: Verb {
    static let description = VerbDescription(
        "config", "says what is in force, and where it comes from",
        discussion: """
            check reads the configuration and the key file and names every mistake with its line \
            and the way out. show prints every setting that is in force.
            """,
        arguments: [
            ArgumentDescription("ACTION", .choice(["check", "show"]), "check or show.")
        ],
        options: [
            OptionDescription("origin", "With show: name the line of koble.json, or the default."),
            OptionDescription(
                "country", "CC", .country, "With show: all that is in force for one country."),
        ],
        common: [.workspace, .configuration, .json, .quiet],
        examples: [
            CommandExample("koble config check", "Before a run, after each change of koble.json."),
            CommandExample(
                "koble config show --origin --country NO",
                "How Norwegian files are read, and who says so."),
        ])

    static func run(_ invocation: Invocation) async -> ExitStatus {
        let isCheck = invocation.arguments.first == "check"
        if isCheck, invocation.has("origin") || invocation.has("country") {
            Terminal.error.write("koble: --origin and --country go with config show\n")
            return .wrongUsage
        }
        do throws(WorkspaceFault) {
            let layout = try place(of: invocation)
            guard let file = invocation.text("config") ?? layout?.configurationFile else {
                preconditionFailure("neither a workspace nor a configuration was named")
            }
            return isCheck
                ? ConfigurationCheck(file: file, keyFile: layout?.keyFile).show(invocation)
                : ConfigurationListing(file: file).show(invocation)
        } catch {
            Terminal.error.write(error.message + "\n")
            return .wrongUsage
        }
    }

    /// The workspace; with `--config` none is needed.
    private static func place(of invocation: Invocation) throws(WorkspaceFault) -> WorkspaceLayout? {
        guard invocation.text("config") == nil || invocation.has("workspace") else { return nil }
        return try WorkspaceLayout.find(
            option: invocation.text("workspace"), environment: processEnvironment())
    }
}
