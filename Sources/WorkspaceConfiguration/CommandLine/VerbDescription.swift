/// What a value on the command line may be; also what a shell completes there.
package enum ValueKind: Sendable, Hashable {
    case text
    case file, folder
    /// `512MiB`.
    case size
    /// `2026-03-01`, or an instant of RFC 3339.
    case date
    case integer(ClosedRange<Int>)
    case choice([String])
    /// One of the twenty country codes.
    case country
}

/// One option of a verb, written `--name` or `--name VALUE`.
package struct OptionDescription: Sendable, Hashable {
    /// As it is written on the command line or in the help.
    package let name: String
    /// The one-letter form, such as `q`.
    package let letter: Character?
    /// What the value is called in the help; `nil`: a switch without a value.
    package let placeholder: String?
    /// What the value has to be.
    package let kind: ValueKind
    /// Whether it may be given more than once.
    package let isRepeatable: Bool
    /// Whole sentences.
    package let help: String

    /// A switch.
    package init(_ name: String, letter: Character? = nil, _ help: String) {
        self.name = name
        self.letter = letter
        placeholder = nil
        kind = .text
        isRepeatable = false
        self.help = help
    }

    /// An option with a value.
    package init(
        _ name: String, _ placeholder: String, _ kind: ValueKind, isRepeatable: Bool = false,
        _ help: String
    ) {
        self.name = name
        letter = nil
        self.placeholder = placeholder
        self.kind = kind
        self.isRepeatable = isRepeatable
        self.help = help
    }
}

/// One argument of a verb that is no option.
package struct ArgumentDescription: Sendable, Hashable {
    /// As it is written on the command line or in the help.
    package let name: String
    /// What the value has to be.
    package let kind: ValueKind
    /// Whether it may be left out; such arguments come last.
    package let isOptional: Bool
    /// Whole sentences.
    package let help: String

    /// An argument, called `name` in capitals in the help.
    package init(_ name: String, _ kind: ValueKind, isOptional: Bool = false, _ help: String) {
        self.name = name
        self.kind = kind
        self.isOptional = isOptional
        self.help = help
    }
}

/// A command line worth copying.
package struct CommandExample: Sendable, Hashable {
    /// As it is typed.
    package let command: String
    /// What it is good for.
    package let explanation: String

    /// `command`, and what it is good for.
    package init(_ command: String, _ explanation: String) {
        self.command = command
        self.explanation = explanation
    }
}

/// One verb: the single source of its parsing, its help, its completion and its part of the manual.
package struct VerbDescription: Sendable, Hashable {
    /// As it is written on the command line or in the help.
    package let name: String
    /// One line, in the third person, without a full stop.
    package let summary: String
    /// What a user has to know before using it; whole sentences, paragraphs parted by `\n\n`.
    package let discussion: String
    /// What it needs and takes besides options, in order.
    package let arguments: [ArgumentDescription]
    /// Its own options; those of `CommonOptions` are not repeated here.
    package let options: [OptionDescription]
    /// Which of the shared options it has.
    package let common: CommonOptions
    /// Command lines worth copying.
    package let examples: [CommandExample]

    /// A verb of this name and summary.
    /// - Precondition: Optional arguments come last.
    package init(
        _ name: String, _ summary: String, discussion: String = "",
        arguments: [ArgumentDescription] = [], options: [OptionDescription] = [],
        common: CommonOptions, examples: [CommandExample] = []
    ) {
        let required = arguments.prefix { !$0.isOptional }.count
        precondition(
            arguments.dropFirst(required).allSatisfy(\.isOptional),
            "an argument that is needed stands behind one that is not")
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.common = common
        self.examples = examples
    }

    /// Its own options, then those that it shares with others.
    package var allOptions: [OptionDescription] { options + common.descriptions }
}

/// Options that mean the same wherever they stand.
package struct CommonOptions: OptionSet, Sendable, Hashable {
    /// One bit each.
    package let rawValue: UInt8
    /// From its bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `--workspace DIR`
    package static let workspace = CommonOptions(rawValue: 1)
    /// `--config FILE`
    package static let configuration = CommonOptions(rawValue: 2)
    /// `--json`
    package static let json = CommonOptions(rawValue: 4)
    /// `--quiet`
    package static let quiet = CommonOptions(rawValue: 8)

    /// The options in the order of the help; `--help` is with every verb.
    package var descriptions: [OptionDescription] {
        var result: [OptionDescription] = []
        if contains(.workspace) {
            result.append(
                OptionDescription(
                    "workspace", "DIR", .folder,
                    "The workspace; else $KOBLE_WORKSPACE, else the current folder."))
        }
        if contains(.configuration) {
            result.append(
                OptionDescription(
                    "config", "FILE", .file, "Read this file instead of the workspace's koble.json."
                ))
        }
        if contains(.json) {
            result.append(OptionDescription("json", "Answer in JSON, for programs."))
        }
        if contains(.quiet) {
            result.append(
                OptionDescription("quiet", letter: "q", "No progress and no remarks; errors only."))
        }
        result.append(OptionDescription("help", letter: "h", "Show this help."))
        return result
    }
}

/// The whole program, as its table of verbs tells it.
package struct ProgramDescription: Sendable {
    /// As it is written on the command line or in the help.
    package let name: String
    /// Semantic version.
    package let version: String
    /// One line, without a full stop.
    package let summary: String
    /// In the order of the help.
    package let verbs: [VerbDescription]

    /// A program of these verbs.
    /// - Precondition: No verb stands there twice.
    package init(name: String, version: String, summary: String, verbs: [VerbDescription]) {
        precondition(
            Set(verbs.map(\.name)).count == verbs.count, "a verb stands in the table twice")
        self.name = name
        self.version = version
        self.summary = summary
        self.verbs = verbs
    }
}
