package import AccountModel

/// A command line that was understood. Every value has passed the check of its kind.
///
/// Asking for an option that the verb's description does not have is a bug and traps.
package struct Invocation: Sendable, Hashable {
    /// The name of the verb.
    package let verb: String
    /// What is no option, in order.
    package let arguments: [String]
    private let values: [String: [String]]
    private let knownOptions: Set<String>

    init(_ verb: VerbDescription, arguments: [String], values: [String: [String]]) {
        self.verb = verb.name
        self.arguments = arguments
        self.values = values
        knownOptions = Set(verb.allOptions.map(\.name))
    }

    /// Whether an option is given.
    package func has(_ option: String) -> Bool { !texts(option).isEmpty }

    /// The value of an option.
    package func text(_ option: String) -> String? { texts(option).last }

    /// All values of an option that may be repeated.
    package func texts(_ option: String) -> [String] {
        precondition(knownOptions.contains(option), "\(verb) has no option --\(option)")
        return values[option] ?? []
    }

    /// The value of an option of kind `integer`.
    package func integer(_ option: String) -> Int? { text(option).flatMap { Int($0) } }

    /// The value of an option of kind `size`.
    package func size(_ option: String) -> ByteSize? { text(option).flatMap { ByteSize($0) } }

    /// The value of an option of kind `date`.
    package func date(_ option: String) -> Timestamp? { text(option).flatMap { Timestamp($0) } }

    /// The value of an option of kind `country`.
    package func country(_ option: String) -> Country? {
        text(option).flatMap { Country(code: $0) }
    }

    /// Whether programs read the answer.
    package var isJSON: Bool { values["json"] != nil }
    /// Whether only errors are wanted.
    package var isQuiet: Bool { values["quiet"] != nil }
}

/// A command line that was not understood.
package struct UsageFault: Error, Sendable, Hashable {
    /// One line: what was wrong, and where to read on.
    package let message: String
}
