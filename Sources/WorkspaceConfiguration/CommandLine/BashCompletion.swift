extension ProgramDescription {
    /// One function: it finds the verb, then offers values, words and options.
    var bashCompletion: [String] {
        let first = verbs.map(\.name) + ["--workspace", "--help", "--version"]
        return [
            "# bash completion for \(name): \(name) completion bash",
            "_\(name)() {",
            "    local current=\"${COMP_WORDS[COMP_CWORD]}\"",
            "    local previous=\"${COMP_WORDS[COMP_CWORD-1]}\"",
            "    local verb= word",
            "    COMPREPLY=()",
            "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do",
            "        case \"$word\" in",
            "            \(verbs.map(\.name).joined(separator: "|"))) verb=\"$word\"; break ;;",
            "        esac",
            "    done",
            "    case \"$verb:$previous\" in",
            "        :--workspace) \(bashReply("-d")); return ;;",
        ] + verbs.flatMap(bashValues) + ["    esac", "    case \"$verb\" in"]
            + verbs.map(bashWords) + [
                "        *) \(bashReply(words: first)) ;;",
                "    esac",
                "}",
                "complete -o default -F _\(name) \(name)",
            ]
    }

    private func bashWords(of verb: VerbDescription) -> String {
        let options = verb.allOptions.map { "--\($0.name)" }
        let words = verb.arguments.flatMap { $0.kind.completions } + options
        return "        \(verb.name)) \(bashReply(words: words)) ;;"
    }

    private func bashValues(of verb: VerbDescription) -> [String] {
        verb.allOptions.filter { $0.placeholder != nil }.map { option in
            let reply =
                switch option.kind {
                case .folder: bashReply("-d")
                case .file: bashReply("-f")
                default: bashReply(words: option.kind.completions)
                }
            return "        \(verb.name):--\(option.name)) \(reply); return ;;"
        }
    }

    private func bashReply(words: [String]) -> String {
        bashReply("-W \(quoteShell(words.joined(separator: " ")))")
    }

    private func bashReply(_ source: String) -> String {
        "COMPREPLY=($(compgen \(source) -- \"$current\"))"
    }
}
