/// What the command line asks for.
package enum ParsedCommandLine: Sendable, Hashable {
    case run(Invocation)
    /// The help of one verb, or of the program.
    case help(verb: String?)
    case version
}

extension ProgramDescription {
    /// Understands the words behind the program's name.
    ///
    /// Options may stand before or behind arguments, as `--name VALUE` or `--name=VALUE`; `--` ends
    /// them. Messages never repeat an argument, which may be somebody's address.
    package func parse(_ words: [String]) throws(UsageFault) -> ParsedCommandLine {
        var leading: [String] = []
        var rest = words[...]
        while let word = rest.first, word.hasPrefix("-"), word.count > 1 {
            if word == "--help" || word == "-h" { return .help(verb: nil) }
            if word == "--version" { return .version }
            guard word == "--workspace" || word.hasPrefix("--workspace=") else {
                throw fault("\(shown(word)) stands before a verb", seeing: nil)
            }
            leading += rest.prefix(word == "--workspace" ? 2 : 1)
            rest = rest.dropFirst(word == "--workspace" ? 2 : 1)
        }
        guard let name = rest.first else { return .help(verb: nil) }
        guard let verb = verbs.first(where: { $0.name == name }) else {
            let hint = nearestSpelling(to: name, among: verbs.map(\.name)).map {
                "; did you mean \($0)?"
            }
            throw fault("there is no verb \(shown(name))\(hint ?? "")", seeing: nil)
        }
        var reading = VerbReading(program: self, verb: verb)
        return try reading.read(leading + rest.dropFirst())
    }

    func fault(_ reason: String, seeing verb: VerbDescription?) -> UsageFault {
        let help = verb.map { "\(name) \($0.name) --help" } ?? "\(name) --help"
        return UsageFault(message: "\(name): \(reason) (see: \(help))")
    }

    /// A word as it may stand in a message: never an address.
    private func shown(_ word: String) -> String {
        word.contains("@") ? "of that name" : "\"\(word)\""
    }
}

/// The words behind a verb, while they are read.
private struct VerbReading {
    let program: ProgramDescription
    let verb: VerbDescription
    private var arguments: [String] = []
    private var values: [String: [String]] = [:]

    init(program: ProgramDescription, verb: VerbDescription) {
        self.program = program
        self.verb = verb
    }

    mutating func read(_ words: [String]) throws(UsageFault) -> ParsedCommandLine {
        var rest = words[...]
        var areOptionsOver = false
        while let word = rest.popFirst() {
            if areOptionsOver || word == "-" || !word.hasPrefix("-") {
                arguments.append(word)
            } else if word == "--" {
                areOptionsOver = true
            } else if word == "--help" || word == "-h" {
                return .help(verb: verb.name)
            } else {
                try readOption(word, &rest)
            }
        }
        try checkArguments()
        return .run(Invocation(verb, arguments: arguments, values: values))
    }

    private mutating func readOption(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(UsageFault) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let option = try option(named: String(parts[0]))
        var value = parts.count == 2 ? String(parts[1]) : nil
        if let placeholder = option.placeholder {
            if value == nil { value = rest.popFirst() }
            guard let value, !value.isEmpty else {
                throw fault("--\(option.name) needs a value: --\(option.name) \(placeholder)")
            }
            try check(value, option.kind, "--\(option.name)")
        } else if value != nil {
            throw fault("--\(option.name) takes no value")
        }
        guard values[option.name] == nil || option.isRepeatable else {
            throw fault("--\(option.name) is given twice")
        }
        values[option.name, default: []].append(value ?? "")
    }

    private func option(named word: String) throws(UsageFault) -> OptionDescription {
        let options = verb.allOptions
        let found = options.first { option in
            word == "--\(option.name)" || option.letter.map { word == "-\($0)" } ?? false
        }
        if let found { return found }
        let names = options.map { "--\($0.name)" }
        let hint = nearestSpelling(to: word, among: names).map { "; did you mean \($0)?" } ?? ""
        let shown = word.contains("@") ? "option" : "option \(word)"
        throw fault("\(verb.name) has no \(shown)\(hint)")
    }

    private func checkArguments() throws(UsageFault) {
        guard arguments.count <= verb.arguments.count else {
            let most = verb.arguments.map(\.name).joined(separator: " ")
            throw fault(
                most.isEmpty
                    ? "\(verb.name) takes no argument" : "\(verb.name) takes no more than \(most)")
        }
        for (index, argument) in verb.arguments.enumerated() {
            if index < arguments.count {
                try check(arguments[index], argument.kind, argument.name)
            } else if !argument.isOptional {
                throw fault("\(verb.name) needs \(argument.name): \(argument.help)")
            }
        }
    }

    private func check(_ value: String, _ kind: ValueKind, _ subject: String) throws(UsageFault) {
        if let reason = kind.fault(in: value) { throw fault("\(subject): \(reason)") }
    }

    private func fault(_ reason: String) -> UsageFault { program.fault(reason, seeing: verb) }
}
