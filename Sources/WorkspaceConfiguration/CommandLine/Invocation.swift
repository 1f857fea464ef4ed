package import AccountModel

/// A command line that was understood. Every value has passed the check of its kind.
package struct Invocation: Sendable, Hashable {
    package let verb: String
    package let arguments: [String]
    private let values: [String: [String]]

    package init(verb: String, arguments: [String], values: [String: [String]]) {
        self.verb = verb
        self.arguments = arguments
        self.values = values
    }

    /// Whether a switch is given.
    package func has(_ option: String) -> Bool { values[option] != nil }

    /// The value of an option.
    package func text(_ option: String) -> String? { values[option]?.last }

    /// All values of an option that may be repeated.
    package func texts(_ option: String) -> [String] { values[option] ?? [] }

    package func integer(_ option: String) -> Int? { text(option).flatMap { Int($0) } }

    package func size(_ option: String) -> ByteSize? { text(option).flatMap { ByteSize($0) } }

    package func date(_ option: String) -> Timestamp? { text(option).flatMap { Timestamp($0) } }

    package func country(_ option: String) -> Country? { text(option).flatMap { Country(code: $0) } }

    /// Whether programs read the answer.
    package var isJSON: Bool { has("json") }
    /// Whether only errors are wanted.
    package var isQuiet: Bool { has("quiet") }
}

/// A command line that was not understood.
package struct UsageFault: Error, Sendable, Hashable {
    /// One line: what was wrong, and where to read on.
    package let message: String
}
