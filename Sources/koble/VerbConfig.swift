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
            return isCheck
                ? check(invocation, layout) : show(invocation, file(invocation, layout))
        } catch {
            Terminal.error.write(error.message + "\n")
            return .wrongUsage
        }
    }

    /// The workspace; with `--config` none is needed.
    private static func place(of invocation: Invocation) throws(WorkspaceFault) -> WorkspaceLayout?
    {
        guard invocation.text("config") == nil || invocation.has("workspace") else { return nil }
        return try WorkspaceLayout.find(
            option: invocation.text("workspace"), environment: processEnvironment())
    }

    private static func file(_ invocation: Invocation, _ layout: WorkspaceLayout?) -> String {
        guard let path = invocation.text("config") ?? layout?.configurationFile else {
            preconditionFailure("neither a workspace nor a configuration was named")
        }
        return path
    }
}

// MARK: check

extension VerbConfig {
    private static func check(_ invocation: Invocation, _ layout: WorkspaceLayout?) -> ExitStatus {
        var findings: [ConfigurationFinding]
        do throws(ConfigurationFault) {
            findings = try KobleConfiguration(file: file(invocation, layout)).warnings
        } catch {
            findings = error.findings
        }
        let keyFault = layout.flatMap { KeyFile.fault(of: $0.keyFile) }
        let isSound = keyFault == nil && !findings.contains { $0.severity == .error }
        if invocation.isJSON {
            Terminal.output.write(json(findings, keyFault: keyFault, isSound: isSound))
        } else {
            for finding in findings where !invocation.isQuiet || finding.severity == .error {
                Terminal.error.write("\(finding.severity.rawValue): \(finding.message)\n")
            }
            if let keyFault { Terminal.error.write("error: \(keyFault)\n") }
            if isSound, !invocation.isQuiet {
                Terminal.output.write("The configuration is sound.\n")
            }
        }
        return isSound ? .done : .wrongUsage
    }

    private static func json(
        _ findings: [ConfigurationFinding], keyFault: String?, isSound: Bool
    ) -> String {
        let listed = findings.map { finding in
            ConfigurationValue.object([
                "severity": .text(finding.severity.rawValue), "path": .text(finding.path),
                "line": finding.line.map { .integer($0) } ?? .null, "reason": .text(finding.reason),
                "way_out": .text(finding.wayOut),
            ])
        }
        let answer = ConfigurationValue.object([
            "sound": .flag(isSound), "findings": .list(listed),
            "key_file": keyFault.map { .text($0) } ?? .null,
        ])
        return answer.json + "\n"
    }
}

// MARK: show

extension VerbConfig {
    private static func show(_ invocation: Invocation, _ path: String) -> ExitStatus {
        do throws(ConfigurationFault) {
            let settings = try KobleConfiguration(file: path).settings
            let shown =
                invocation.country("country").map { settings.shown(for: $0) } ?? settings.shown
            Terminal.output.write(
                invocation.isJSON
                    ? json(shown) : shown.map { line($0, invocation.has("origin")) }.joined())
            return .done
        } catch {
            for finding in error.findings { Terminal.error.write("error: \(finding.message)\n") }
            return .wrongUsage
        }
    }

    private static func line(_ shown: EffectiveSetting, _ hasOrigin: Bool) -> String {
        "\(shown.name) = \(shown.value.json)" + (hasOrigin ? "    # \(shown.origin.text)" : "")
            + "\n"
    }

    private static func json(_ shown: [EffectiveSetting]) -> String {
        let listed = shown.map { setting in
            ConfigurationValue.object([
                "name": .text(setting.name), "value": setting.value,
                "origin": .text(setting.origin.text), "part": .text(setting.setting.part.rawValue),
            ])
        }
        return ConfigurationValue.list(listed).json + "\n"
    }
}
