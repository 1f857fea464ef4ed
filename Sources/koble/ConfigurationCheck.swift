import WorkspaceConfiguration

/// What is wrong with a configuration and its key file: the answer of `koble config check`.
struct ConfigurationCheck {
    private let file: String
    private let findings: [ConfigurationFinding]
    private let keyFault: String?

    /// - Parameter keyFile: `nil`: only the configuration is checked.
    init(file: String, keyFile: String?) {
        self.file = file
        keyFault = keyFile.flatMap { KeyFile.fault(of: $0) }
        do throws(ConfigurationFault) {
            findings = try KobleConfiguration(file: file).warnings
        } catch {
            findings = error.findings
        }
    }

    private var isSound: Bool {
        keyFault == nil && !findings.contains { $0.severity == .error }
    }

    func show(_ invocation: Invocation) -> ExitStatus {
        let isWritten =
            invocation.isJSON
            ? Terminal.output.write(json + "\n") : showText(isQuiet: invocation.isQuiet)
        guard isWritten else { return .failed }
        return isSound ? .done : .wrongUsage
    }

    private func showText(isQuiet: Bool) -> Bool {
        for finding in findings where !isQuiet || finding.severity == .error {
            let message = finding.message(in: file)
            Terminal.error.write("\(finding.severity.rawValue): \(message)\n")
        }
        if let keyFault { Terminal.error.write("error: \(keyFault)\n") }
        guard isSound, !isQuiet else { return true }
        return Terminal.output.write("The configuration is sound.\n")
    }

    private var json: String {
        let listed = findings.map { finding in
            ConfigurationValue.object([
                "severity": .text(finding.severity.rawValue), "path": .text(finding.path),
                "line": finding.line.map { .integer($0) } ?? .null, "reason": .text(finding.reason),
                "way_out": .text(finding.wayOut),
            ])
        }
        return ConfigurationValue.object([
            "sound": .flag(isSound), "file": .text(file), "findings": .list(listed),
            "key_file": keyFault.map { .text($0) } ?? .null,
        ]).json
    }
}
