package import AccountModel

/// The koble.json that `koble init` writes: every setting with its explanation, all at their
/// defaults.
///
/// A line that begins with `//` and no space is a setting that is switched off; without the two
/// slashes it is in force. Prose begins with `// `. So the template can be tested by switching all
/// of it on.
package struct ConfigurationTemplate: Sendable {
    /// The launch instant to write down; `nil`: not launched.
    package let launch: Timestamp?

    /// A template with this launch instant.
    package init(launch: Timestamp?) { self.launch = launch }

    /// The whole file, lines within 100 columns where the values allow it.
    package var text: String {
        var lines = ConfigurationTemplate.introduction
        lines.append("{")
        var table = SettingTable.all[...]
        while let setting = table.first {
            let group = setting.path.count > 1 ? setting.path[0] : nil
            let members =
                group.map { name in table.prefix { $0.path[0] == name } } ?? table.prefix(1)
            lines += group.map { self.group($0, Array(members)) } ?? self.single(setting)
            lines.append("")
            table = table.dropFirst(members.count)
        }
        lines += ConfigurationTemplate.countries
        lines.append("}")
        return lines.joined(separator: "\n") + "\n"
    }

    private func single(_ setting: Setting) -> [String] {
        if setting.name == "launch" {
            let value: ConfigurationValue = launch.map { .text($0.description) } ?? .null
            return comment(setting.explanation, indent: 4) + ["    \"launch\": \(value.json),"]
        }
        return comment(setting.explanation, indent: 4) + ["    //" + assignment(setting)]
    }

    private func group(_ name: String, _ settings: [Setting]) -> [String] {
        let inner = settings.flatMap {
            comment($0.explanation, indent: 8) + ["        //" + assignment($0)]
        }
        return ["    \(quoteJSON(name)): {"] + inner + ["    },"]
    }

    private func assignment(_ setting: Setting) -> String {
        "\(quoteJSON(setting.path[setting.path.count - 1])): \(setting.defaultValue.json),"
    }

    private func comment(_ text: String, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent) + "// "
        return wrapText(text, width: 98 - margin.count).map { margin + $0 }
    }

    private static let introduction = """
        // Configuration of Koble. JSON5: comments and trailing commas are welcome.
        //
        // A line that begins with // and no space is a setting at its default: take the two slashes
        // away to change it. `koble config check` finds mistakes, and `koble config show --origin`
        // says what is in force and which line says so.
        //
        // The rules among the settings are stamped on the state. When you change them later,
        // `koble run` stops and asks for `koble redecide` (try it with --dry-run first).

        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    private static let countries = """
            // What single countries do in their own way. Under "policy", and of delimiter, charset,
            // columns, values, date_formats, time_zone, reject_share_max, reject_count_min and
            // require_manifest, a country's own setting replaces the general one above.
            "countries": {
                // A Norwegian export with `;`, in Windows-1252, that says epost and fornavn, writes
                // J and N, and dates like 31.12.2019 at Norwegian time:
                //"NO": {
                    //"delimiter": ";",
                    //"charset": "windows-1252",
                    //"time_zone": "CET",
                    //"date_formats": ["dd.MM.yyyy", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss"],
                    //"columns": {
                        //"kundenr": "account_id",
                        //"epost": "email",
                        //"fornavn": "first_name",
                        //"etternavn": "last_name",
                        //"postnr": "postal_code",
                        //"telefon": "phone",
                        //"opprettet": "created_at",
                        //"endret": "updated_at",
                        //"epost_bekreftet": "email_verified",
                        //"telefon_bekreftet": "phone_verified",
                        //"nyhetsbrev": "marketing.email",
                        //"intern_merknad": "ignore",
                    //},
                    //"values": {
                        //"email_verified": {"J": "true", "N": "false"},
                        //"phone_verified": {"J": "true", "N": "false"},
                        //"marketing.email": {"J": "true", "N": "false"},
                    //},
                //},
            },
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
