import WorkspaceConfiguration

/// Every setting that is in force: the answer of `koble config show`.
struct ConfigurationListing {
    let file: String

    func show(_ invocation: Invocation) -> ExitStatus {
        do throws(ConfigurationFault) {
            let settings = try KobleConfiguration(file: file).settings
            let country = invocation.country("country")
            let shown = country.map { settings.shown(for: $0) } ?? settings.shown
            let hasOrigin = invocation.has("origin")
            let text =
                invocation.isJSON ? json(shown) + "\n" : shown.map { line($0, hasOrigin) }.joined()
            return Terminal.output.write(text) ? .done : .failed
        } catch {
            for finding in error.findings {
                Terminal.error.write("error: \(finding.message(in: file))\n")
            }
            return .wrongUsage
        }
    }

    private func line(_ shown: EffectiveSetting, _ hasOrigin: Bool) -> String {
        let origin = hasOrigin ? "    # \(shown.origin.text(in: file))" : ""
        return "\(shown.name) = \(shown.value.json)\(origin)\n"
    }

    private func json(_ shown: [EffectiveSetting]) -> String {
        let listed = shown.map { setting in
            ConfigurationValue.object([
                "name": .text(setting.name), "value": setting.value,
                "origin": .text(setting.origin.text(in: file)),
                "part": .text(setting.setting.part.rawValue),
            ])
        }
        return ConfigurationValue.list(listed).json
    }
}
