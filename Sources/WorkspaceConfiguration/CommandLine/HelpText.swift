extension ProgramDescription {
    /// The help of the program, or of one of its verbs, within `width` columns.
    package func help(for verbName: String?, width: Int) -> String {
        guard let verb = verbs.first(where: { $0.name == verbName }) else {
            return programHelp(width: width)
        }
        return verbHelp(verb, width: width)
    }

    private func programHelp(width: Int) -> String {
        var lines = wrapText("\(name) \(version) — \(summary)", width: width)
        lines += ["", "Usage: \(name) VERB [options]", "", "Verbs:"]
        lines += twoColumns(verbs.map { ($0.name, $0.summary) }, width: width)
        lines += ["", "Exit status:"]
        lines += twoColumns(
            ExitStatus.allCases.map { ("\($0.rawValue)", $0.meaning) }, width: width)
        lines += ["", "\(name) VERB --help tells more about a verb."]
        return lines.joined(separator: "\n") + "\n"
    }

    private func verbHelp(_ verb: VerbDescription, width: Int) -> String {
        var lines = wrapText("\(name) \(verb.name) — \(verb.summary)", width: width)
        lines += ["", "Usage: \(usage(of: verb))"]
        for paragraph in verb.paragraphs { lines += [""] + wrapText(paragraph, width: width) }
        if !verb.arguments.isEmpty {
            lines += ["", "Arguments:"]
            lines += twoColumns(verb.arguments.map { ($0.name, $0.help) }, width: width)
        }
        lines += ["", "Options:"]
        lines += twoColumns(verb.allOptions.map { ($0.label, $0.help) }, width: width)
        if !verb.examples.isEmpty { lines += ["", "Examples:"] }
        for example in verb.examples {
            lines += ["  \(example.command)"]
            lines += wrapText(example.explanation, width: width - 6).map { "      " + $0 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The form of a verb's command line, on one line.
    package func usage(of verb: VerbDescription) -> String {
        let arguments = verb.arguments.map { $0.isOptional ? "[\($0.name)]" : $0.name }
        return ([name, verb.name] + arguments + ["[options]"]).joined(separator: " ")
    }

    private func twoColumns(_ rows: [(String, String)], width: Int) -> [String] {
        let longest = rows.map(\.0.count).max() ?? 0
        let indent = min(longest, 26) + 4
        return rows.flatMap { label, text in
            let wrapped = wrapText(text, width: max(20, width - indent))
            let margin = String(repeating: " ", count: indent)
            let fits = label.count + 4 <= indent
            let first = "  " + label
            guard fits, let firstText = wrapped.first else {
                return [first] + wrapped.map { margin + $0 }
            }
            let gap = String(repeating: " ", count: indent - first.count)
            return [first + gap + firstText] + wrapped.dropFirst().map { margin + $0 }
        }
    }
}

extension VerbDescription {
    /// The discussion, one string a paragraph.
    var paragraphs: [String] {
        discussion.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    }
}

extension OptionDescription {
    /// `-q, --quiet` or `--memory SIZE`.
    package var label: String {
        let short = letter.map { "-\($0), " } ?? ""
        return short + "--\(name)" + (placeholder.map { " \($0)" } ?? "")
    }
}
