extension ProgramDescription {
    /// The manual page, section 1, in roff with the man macros.
    package var manualPage: String {
        var lines = [
            ".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\" \"User commands\"",
            ".SH NAME", escapeRoff("\(name) - \(summary)"),
            ".SH SYNOPSIS", ".B \(name)", escapeRoff("VERB [options]"),
            ".SH VERBS",
        ]
        for verb in verbs { lines += manual(of: verb) }
        lines += [".SH EXIT STATUS"]
        for status in ExitStatus.allCases {
            lines += [".TP", ".B \(status.rawValue)", escapeRoff(status.meaning)]
        }
        lines += [
            ".SH ENVIRONMENT",
            ".TP", ".B KOBLE_WORKSPACE",
            escapeRoff("The workspace, where --workspace is not given."),
            ".TP", ".B NO_COLOR", "If set, no colour and no cursor movement is written.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func manual(of verb: VerbDescription) -> [String] {
        var lines = [".SS \(escapeRoff(usage(of: verb)))", escapeRoff(verb.summary + ".")]
        for paragraph in verb.paragraphs { lines += [".PP", escapeRoff(paragraph)] }
        for argument in verb.arguments {
            lines += [".TP", ".I \(escapeRoff(argument.name))", escapeRoff(argument.help)]
        }
        for option in verb.allOptions {
            lines += [".TP", ".B \(escapeRoff(option.label))", escapeRoff(option.help)]
        }
        for example in verb.examples {
            lines += [".PP", escapeRoff(example.explanation), ".PP", ".RS 4", ".nf"]
            lines += [escapeRoff(example.command), ".fi", ".RE"]
        }
        return lines
    }
}

/// Text that roff prints as it is: a hyphen stays a minus sign, and no line is taken for a request.
private func escapeRoff(_ text: String) -> String {
    var result = ""
    for character in text {
        switch character {
        case "\\": result += "\\e"
        case "-": result += "\\-"
        default: result.append(character)
        }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
}
