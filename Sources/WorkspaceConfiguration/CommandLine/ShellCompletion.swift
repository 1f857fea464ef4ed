internal import AccountModel

/// A shell for which the program writes a completion script.
package enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
}

extension ProgramDescription {
    /// The script that teaches `shell` the verbs, options and values.
    package func completion(for shell: Shell) -> String {
        switch shell {
        case .bash: bashCompletion
        case .zsh: zshCompletion
        case .fish: fishCompletion
        }
    }

    private var bashCompletion: String {
        var lines = [
            "# bash completion for \(name): \(name) completion bash",
            "_\(name)() {",
            "    local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\"",
            "    local verb= word",
            "    COMPREPLY=()",
            "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do",
            "        case \"$word\" in",
            "            \(verbs.map(\.name).joined(separator: "|"))) verb=\"$word\"; break ;;",
            "        esac",
            "    done",
            "    case \"$verb:$previous\" in",
        ]
        lines += bashValues()
        lines += ["    esac", "    case \"$verb\" in"]
        for verb in verbs {
            let words = verb.arguments.flatMap { $0.kind.words } + verb.allOptions.map { "--\($0.name)" }
            lines.append("        \(verb.name)) COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\")) ;;")
        }
        let first = verbs.map(\.name) + ["--workspace", "--help", "--version"]
        lines += [
            "        *) COMPREPLY=($(compgen -W '\(first.joined(separator: " "))' -- \"$current\")) ;;",
            "    esac",
            "}",
            "complete -o default -F _\(name) \(name)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func bashValues() -> [String] {
        let workspace = "        :--workspace) COMPREPLY=($(compgen -d -- \"$current\")); return ;;"
        return [workspace] + verbs.flatMap { verb in
            verb.allOptions.filter { $0.placeholder != nil }.map { option in
                let action =
                    switch option.kind {
                    case .folder: "COMPREPLY=($(compgen -d -- \"$current\"))"
                    case .file: "COMPREPLY=($(compgen -f -- \"$current\"))"
                    default: "COMPREPLY=($(compgen -W '\(option.kind.words.joined(separator: " "))' -- \"$current\"))"
                    }
                return "        \(verb.name):--\(option.name)) \(action); return ;;"
            }
        }
    }

    private var zshCompletion: String {
        var lines = [
            "#compdef \(name)", "# zsh completion for \(name): \(name) completion zsh", "",
            "_\(name)() {",
            "    local -a verbs",
            "    verbs=(",
        ]
        lines += verbs.map { "        \(quoteShell("\($0.name):\(escapeZsh($0.summary))"))" }
        lines += [
            "    )",
            "    if (( CURRENT == 2 )); then",
            "        _describe 'verb' verbs",
            "        return",
            "    fi",
            "    local verb=\"$words[2]\"",
            "    shift words",
            "    (( CURRENT-- ))",
            "    case \"$verb\" in",
        ]
        for verb in verbs {
            let specs = verb.allOptions.map(zshSpec) + verb.arguments.map(zshSpec)
            lines.append("        \(verb.name)) _arguments \(specs.joined(separator: " ")) ;;")
        }
        lines += [
            "    esac", "}", "",
            "if [ \"$funcstack[1]\" = \"_\(name)\" ]; then _\(name); else compdef _\(name) \(name); fi",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func zshSpec(_ option: OptionDescription) -> String {
        let value = option.placeholder.map { ":\($0):\(option.kind.zshAction)" } ?? ""
        let star = option.isRepeatable ? "*" : ""
        return quoteShell("\(star)--\(option.name)[\(escapeZsh(option.help))]\(value)")
    }

    private func zshSpec(_ argument: ArgumentDescription) -> String {
        quoteShell("\(argument.isOptional ? "::" : ":")\(argument.name):\(argument.kind.zshAction)")
    }

    private var fishCompletion: String {
        var lines = ["# fish completion for \(name): \(name) completion fish", "complete -c \(name) -f"]
        for verb in verbs {
            lines.append(
                "complete -c \(name) -n __fish_use_subcommand -a \(verb.name) -d \(quoteShell(verb.summary))")
            let seen = "-n '__fish_seen_subcommand_from \(verb.name)'"
            for argument in verb.arguments {
                if !argument.kind.words.isEmpty {
                    lines.append("complete -c \(name) \(seen) -a '\(argument.kind.words.joined(separator: " "))'")
                } else if argument.kind == .folder || argument.kind == .file {
                    lines.append("complete -c \(name) \(seen) -F")
                }
            }
            for option in verb.allOptions {
                let letter = option.letter.map { " -s \($0)" } ?? ""
                lines.append(
                    "complete -c \(name) \(seen) -l \(option.name)\(letter)\(option.fishValue) "
                        + "-d \(quoteShell(option.help))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ValueKind {
    /// The words that can stand there, where they are few.
    fileprivate var words: [String] {
        switch self {
        case .choice(let words): words
        case .country: Country.allCases.map(\.code)
        case .text, .file, .folder, .size, .date, .integer: []
        }
    }

    fileprivate var zshAction: String {
        switch self {
        case .file: "_files"
        case .folder: "_files -/"
        case .choice, .country: "(\(words.joined(separator: " ")))"
        case .text, .size, .date, .integer: " "
        }
    }
}

extension OptionDescription {
    fileprivate var fishValue: String {
        guard placeholder != nil else { return "" }
        if kind == .file || kind == .folder { return " -r -F" }
        return kind.words.isEmpty ? " -x" : " -x -a '\(kind.words.joined(separator: " "))'"
    }
}

/// `text` as one word of a shell.
private func quoteShell(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

/// `text` within a specification of zsh, where brackets and colons part its fields.
private func escapeZsh(_ text: String) -> String {
    text.reduce(into: "") { result, character in
        if "[]:\\".contains(character) { result.append("\\") }
        result.append(character)
    }
}
