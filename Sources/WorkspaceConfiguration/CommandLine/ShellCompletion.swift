internal import AccountModel

/// A shell for which the program writes a completion script.
package enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
}

extension ProgramDescription {
    /// The script that teaches `shell` the verbs, options and values.
    package func completion(for shell: Shell) -> String {
        let lines =
            switch shell {
            case .bash: bashCompletion
            case .zsh: zshCompletion
            case .fish: fishCompletion
            }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ValueKind {
    /// The words that can stand there, where they are few.
    var completions: [String] {
        switch self {
        case .choice(let words): words
        case .country: Country.allCases.map(\.code)
        case .text, .file, .folder, .size, .date, .integer: []
        }
    }
}

/// `text` as one word of a shell.
func quoteShell(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
}
