/// Something in a store that is not as it was written.
package struct StoreFinding: Equatable, Sendable, CustomStringConvertible {
    /// How bad it is.
    package enum Kind: Equatable, Sendable {
        /// Bytes, order or counts are wrong.
        case damaged
        /// A page that is needed stands behind the end of the file.
        case beyondEnd
        /// Pages that are neither used nor free: room is lost, nothing else.
        case lostRoom
        /// The file could not be read.
        case unreadable
    }

    /// How bad it is.
    package let kind: Kind
    /// Where, such as "table profiles, page 17".
    package let place: String
    /// A sentence without personal data.
    package let problem: String

    /// Place and problem.
    package var description: String { "\(place): \(problem)" }
}
