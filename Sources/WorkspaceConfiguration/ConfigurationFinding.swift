/// Something about the configuration that a person has to know.
package struct ConfigurationFinding: Error, Sendable, Hashable {
    /// How bad it is.
    package enum Severity: String, Sendable {
        /// Nothing runs with it.
        case error
        /// Allowed, and seldom meant.
        case warning
    }

    /// How bad it is.
    package let severity: Severity
    /// Where it is, such as `countries.NO.delimiter`; empty for the file as a whole.
    package let path: String
    /// The line of the file, from 1.
    package let line: Int?
    /// What is wrong, as part of a sentence.
    package let reason: String
    /// What to do about it.
    package let wayOut: String

    /// One line for people.
    /// - Parameter file: How the file is called there.
    package func message(in file: String) -> String {
        let place = line.map { "\(file) line \($0)" } ?? file
        let subject = path.isEmpty ? "" : "\(path): "
        return "\(place): \(subject)\(reason). \(wayOut)"
    }
}

/// A configuration that cannot be used, with all that is wrong with it at once.
package struct ConfigurationFault: Error, Sendable, Hashable {
    /// At least one of them is an error.
    package let findings: [ConfigurationFinding]
}
