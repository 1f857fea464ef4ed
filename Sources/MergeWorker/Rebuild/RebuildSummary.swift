/// What a rebuild came to. It names no person.
package struct RebuildSummary: Codable, Equatable, Sendable {
    /// Nothing was changed.
    package var isDryRun: Bool
    /// The last run of the state.
    package var run: Int
    /// The last run of the backup that it was begun with; `nil`: with nothing.
    package var checkpointRun: Int?
    /// Kept inputs that were read again, or would be.
    package var batches: Int
    /// Read again.
    package var rows = 0
    /// People's decisions that stand by the journal.
    package var decisions: Int
    /// Inputs that are not kept any more: without them nothing is built.
    package var missing: [MissingInput] = []
    /// Of the state as it was.
    package var stateDigest: String
    /// Of the state from its inputs; `nil`: it could not be made.
    package var rebuiltDigest: String?
    /// Whether both states are the same, record by record; `nil` in a dry run.
    package var isEqual: Bool?
    /// Keys that are not alike.
    package var differences = StateDifferences()
    /// Whether the rebuilt state is the live one now.
    package var isReplaced = false
    /// The run that tells downstream of a state that is another one.
    package var publishedRun: Int?

    /// The answer for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }

    /// The answer for people.
    package var text: String {
        let begin = checkpointRun.map { "the backup of run \($0)" } ?? "nothing"
        let verb = isDryRun ? "Would rebuild" : "Rebuilt"
        var lines = [
            "\(verb) the state of run \(run) from \(begin), \(batches) kept inputs and \(decisions) decisions."
        ]
        if isDryRun {
            lines.append(missing.isEmpty ? "All inputs are kept." : "Missing: \(missing.count) inputs.")
            lines += missing.prefix(20).map {
                "  batch \($0.batch), run \($0.run): \($0.country)/\($0.file), SHA-256 \($0.sha256)"
            }
        } else if isEqual == true {
            lines.append("Equal, record by record: state digest \(stateDigest).")
        } else {
            lines.append("Not equal: state digest \(stateDigest), rebuilt \(rebuiltDigest ?? "").")
            lines += differenceLines
        }
        if isReplaced {
            lines.append("The rebuilt state is the live one now. What undo kept of earlier runs ends here.")
        }
        if let publishedRun {
            lines.append(
                "Told downstream by run \(publishedRun): an event koble.state.replaced, and the whole state behind it.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var differenceLines: [String] {
        let counts = [
            (differences.keysOnlyInState, "addresses only in the state"),
            (differences.keysOnlyRebuilt, "addresses only in the rebuilt one"),
            (differences.keysThatDiffer, "addresses with other records"),
            (differences.accountsThatDiffer, "accounts with another entry in the index"),
            (differences.decisionsThatDiffer, "decisions"),
        ]
        var lines = counts.filter { $0.0 > 0 }.map { "  \($0.1): \($0.0)" }
        if !differences.profiles.isEmpty {
            lines.append("  joint profiles of the first: \(differences.profiles.joined(separator: " "))")
        }
        return lines
    }
}
