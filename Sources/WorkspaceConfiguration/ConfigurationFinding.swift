/// Something about the configuration that a person has to know.
package struct ConfigurationFinding: Error, Sendable, Hashable {
    package enum Severity: String, Sendable {
        /// Nothing runs with it.
        case error
        /// Allowed, and seldom meant.
        case warning
    }

    package let severity: Severity
    /// Where it is, such as `countries.NO.delimiter`; empty for the file as a whole.
    package let path: String
    /// The line of koble.json, from 1.
    package let line: Int?
    package let reason: String
    /// What to do about it.
    package let wayOut: String

    /// One line for people.
    package var message: String {
        let place = line.map { "koble.json line \($0)" } ?? "koble.json"
        let subject = path.isEmpty ? "" : "\(path): "
        return "\(place): \(subject)\(reason). \(wayOut)"
    }
}

/// A configuration that cannot be used, with all that is wrong with it at once.
package struct ConfigurationFault: Error, Sendable, Hashable {
    /// At least one of them is an error.
    package let findings: [ConfigurationFinding]
}
