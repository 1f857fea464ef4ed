internal import AccountModel

/// How a profile differs; the first that fits.
package enum ProfileChange: String, CaseIterable, Sendable {
    /// Its accounts are in two or more profiles of the other side.
    case split
    /// Its accounts come from two or more profiles.
    case merged
    /// It is on the second side alone.
    case appeared
    /// It is on the first side alone.
    case vanished
    /// It is on both sides, and says something else.
    case changed
}

/// What can have made a profile differ.
package enum DiffCause: String, CaseIterable, Sendable {
    /// A batch brought, changed or removed records of its countries.
    case records
    /// Rules, tables, policies or the key are others.
    case rules
    /// The key was changed: every profile has another id.
    case key
    /// What a person decided or ordered about accounts, such as an unlinking.
    case decision
    /// A run was taken back.
    case undo
    /// An address that looks alike came, changed or went.
    case lookAlike = "look_alike"
    /// The date is another one, and a hold had an end.
    case holdEnded = "hold_ended"
    /// A person was erased.
    case erasure
}

/// What a comparison came to: numbers, and nothing personal.
package struct DiffSummary: Codable, Equatable, Sendable {
    /// One side, as its manifest tells it.
    package struct Side: Codable, Equatable, Sendable {
        /// As it was given.
        package var name: String
        /// Number of the run; `nil` for a folder that is none.
        package var run: Int?
        /// The date of the decisions, RFC 3339.
        package var asOf: String?
        /// SHA-256 of all that decided.
        package var rulesDigest: String?
        /// Of the state, if the side says it.
        package var stateDigest: String?
        /// Whether every folder is there that the state is made of.
        package var isComplete: Bool
    }

    /// How many profiles one source made differ.
    package struct SourceCount: Codable, Equatable, Sendable {
        /// The cause, and the file if it is one.
        package var source: DiffSource
        /// How many.
        package var profiles: Int
    }

    /// The first side.
    package var before: Side
    /// The second side.
    package var after: Side
    /// Whether rules differ; `nil` where a side does not say.
    package var rulesDiffer: Bool?
    /// The sides were decided at different dates.
    package var datesDiffer: Bool?
    /// Applied batches of one side alone.
    package var batchesDiffer: Int
    /// Their countries.
    package var countries: [String]
    /// Profiles by `ProfileChange`.
    package var changes: [String: Int]
    /// Profiles that are on both sides, by the member of their line that differs.
    package var members: [String: Int]
    /// Profiles by `DiffCause`; one that more than one cause explains counts under each.
    package var causes: [String: Int]
    /// Profiles by what exactly made them differ, the most first; one with several sources counts under each.
    package var sources: [SourceCount] = []
    /// Differences that nothing known caused.
    package var unexplained = 0
    /// Profiles of which one side's version lies in a folder that is put away.
    package var unknown = 0

    /// How many profiles differ.
    package var total: Int { changes.values.reduce(0, +) }

    init(_ a: DiffSide, _ b: DiffSide) {
        before = Side(a)
        after = Side(b)
        batchesDiffer = 0
        countries = []
        changes = Dictionary(uniqueKeysWithValues: ProfileChange.allCases.map { ($0.rawValue, 0) })
        members = Dictionary(uniqueKeysWithValues: ProfileLine.comparedMembers.map { ($0, 0) })
        causes = Dictionary(uniqueKeysWithValues: DiffCause.allCases.map { ($0.rawValue, 0) })
        if let first = a.manifest, let second = b.manifest {
            rulesDiffer = first.rulesDigest != second.rulesDigest
            datesDiffer = first.asOf != second.asOf
        }
    }

    /// The summary for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }

    /// What `--fail-on` may name: a kind of change, `unexplained`, or `any`.
    package static let gates = ProfileChange.allCases.map(\.rawValue) + ["unexplained", "any"]

    /// How many profiles a gate is about.
    /// - Precondition: `gate` is one of `gates`.
    package func count(of gate: String) -> Int {
        switch gate {
        case "any": return total
        case "unexplained": return unexplained
        default:
            guard let count = changes[gate] else { preconditionFailure("no gate is called \(gate)") }
            return count
        }
    }
}

extension DiffSummary.Side {
    init(_ side: DiffSide) {
        name = side.name
        run = side.manifest?.run
        asOf = side.manifest?.asOf
        rulesDigest = side.manifest?.rulesDigest
        stateDigest = side.manifest?.state.digest
        isComplete = side.isComplete
    }
}
