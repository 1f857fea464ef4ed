extension ProgramDescription {
    /// One function for `_arguments`; it works from a completion folder and when it is sourced.
    var zshCompletion: [String] {
        let listed = verbs.map { quoteShell("\($0.name):\(escapeZsh($0.summary))") }
        return [
            "#compdef \(name)",
            "# zsh completion for \(name): \(name) completion zsh",
            "",
            "_\(name)() {",
            "    local -a verbs",
            "    verbs=(",
        ] + listed.map { "        " + $0 } + [
            "    )",
            "    if (( CURRENT == 2 )); then",
            "        _describe 'verb' verbs",
            "        return",
            "    fi",
            "    local verb=\"$words[2]\"",
            "    shift words",
            "    (( CURRENT-- ))",
            "    case \"$verb\" in",
        ] + verbs.map(zshCase) + [
            "    esac",
            "}",
            "",
            "if [ \"$funcstack[1]\" = \"_\(name)\" ]; then",
            "    _\(name)",
            "else",
            "    compdef _\(name) \(name)",
            "fi",
        ]
    }

    private func zshCase(of verb: VerbDescription) -> String {
        let specifications =
            verb.allOptions.map(\.zshSpecification) + verb.arguments.map(\.zshSpecification)
        return "        \(verb.name)) _arguments \(specifications.joined(separator: " ")) ;;"
    }
}

extension OptionDescription {
    fileprivate var zshSpecification: String {
        let value = placeholder.map { ":\($0):\(kind.zshAction)" } ?? ""
        return quoteShell("\(isRepeatable ? "*" : "")--\(name)[\(escapeZsh(help))]\(value)")
    }
}

extension ArgumentDescription {
    fileprivate var zshSpecification: String {
        quoteShell("\(isOptional ? "::" : ":")\(name):\(kind.zshAction)")
    }
}

extension ValueKind {
    fileprivate var zshAction: String {
        switch self {
        case .file: "_files"
        case .folder: "_files -/"
        case .choice, .country: "(\(completions.joined(separator: " ")))"
        case .text, .size, .date, .integer: " "
        }
    }
}

/// `text` within a specification of zsh, where brackets and colons part its fields.
private func escapeZsh(_ text: String) -> String {
    text.reduce(into: "") { result, character in
        if "[]:\\".contains(character) { result.append("\\") }
        result.append(character)
    }
}
