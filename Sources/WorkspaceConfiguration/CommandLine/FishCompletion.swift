extension ProgramDescription {
    /// One `complete` command for each verb, option and list of words.
    var fishCompletion: [String] {
        [
            "# fish completion for \(name): \(name) completion fish",
            "complete -c \(name) -f",
        ] + verbs.flatMap(fishLines)
    }

    private func fishLines(of verb: VerbDescription) -> [String] {
        let command = "complete -c \(name)"
        let seen = "\(command) -n '__fish_seen_subcommand_from \(verb.name)'"
        let summary = quoteShell(verb.summary)
        let arguments = verb.arguments.compactMap(\.fishWords).map { "\(seen) \($0)" }
        let options = verb.allOptions.map { "\(seen) \($0.fishFlags) -d \(quoteShell($0.help))" }
        return ["\(command) -n __fish_use_subcommand -a \(verb.name) -d \(summary)"] + arguments
            + options
    }
}

extension ArgumentDescription {
    /// What to offer for it, or `nil` when only the user knows.
    fileprivate var fishWords: String? {
        switch kind {
        case .file, .folder: "-F"
        case .choice, .country: "-a \(quoteShell(kind.completions.joined(separator: " ")))"
        case .text, .size, .date, .integer: nil
        }
    }
}

extension OptionDescription {
    fileprivate var fishFlags: String {
        "-l \(name)" + (letter.map { " -s \($0)" } ?? "") + fishValue
    }

    private var fishValue: String {
        guard placeholder != nil else { return "" }
        switch kind {
        case .file, .folder: return " -r -F"
        case .choice, .country:
            return " -x -a \(quoteShell(kind.completions.joined(separator: " ")))"
        case .text, .size, .date, .integer: return " -x"
        }
    }
}
