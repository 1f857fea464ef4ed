/// What a restore did, or would do. It names no person.
package struct RestoreSummary: Codable, Equatable, Sendable {
    /// An input of a run that the restored state does not know.
    package struct Input: Codable, Equatable, Sendable {
        /// A country's code, or `decisions`.
        package var country: String
        /// Its name.
        package var file: String
        /// The run that had applied it.
        package var run: Int
        /// Where it lies, from the workspace: `nil` where it is not kept any more.
        package var place: String?
    }

    /// Orders of the command line that the restored state does not know.
    package struct Order: Codable, Equatable, Sendable {
        /// `unlink` or `undo`.
        package var kind: String
        /// The run that tells it.
        package var run: Int
    }

    /// Nothing was changed.
    package var isDryRun: Bool
    /// Of a dry run: without `--replace` nothing would be done, because a newer or a damaged state would go.
    package var needsReplace = false
    /// RFC 3339.
    package var backupMadeAt: String
    /// The last run of the backup.
    package var backupRun: Int
    /// Runs after it, that the workspace had published: taken back as a whole.
    package var takenBack: [Int] = []
    /// Entries of `suppressions/` that the backup had not followed, by file.
    package var suppressionsFollowed: [String] = []
    /// That the backup had and suppressions keep out.
    package var accountsErased = 0
    /// The run that tells it downstream; `nil` when nothing of what was published has changed.
    package var run: Int?
    /// The state after it; of a dry run, that of the backup.
    package var accounts = 0
    /// Of the restored state, in hexadecimal.
    package var stateDigest = ""
    /// Number of the next event.
    package var nextEvent: UInt64 = 1
    /// Kept inputs that came with the backup.
    package var inputsBrought = 0
    /// To be delivered again.
    package var inputsToDeliver: [Input] = []
    /// Whether they lie in `incoming/` now.
    package var isRedelivered = false
    /// Orders given after the backup, by hand again.
    package var ordersToRepeat: [Order] = []
    /// Nobody knows which orders were given after the backup, because the store was gone.
    package var areOrdersUnknown = false
    /// `koble.json` of the workspace decides otherwise than the state was decided.
    package var haveRulesMoved = false

    /// The answer for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}

extension RestoreSummary {
    /// The answer for people.
    package var text: String {
        let verb = isDryRun ? "Would restore" : "Restored"
        var lines = ["\(verb) the state of run \(backupRun), backed up at \(backupMadeAt): \(accounts) accounts."]
        if !takenBack.isEmpty {
            lines.append("Taken back: \(takenBack.count) runs, \(takenBack[0]) to \(takenBack[takenBack.count - 1]).")
        }
        if !suppressionsFollowed.isEmpty {
            let count = isDryRun ? "" : " \(accountsErased) accounts of the backup are gone."
            lines.append(
                "Followed \(suppressionsFollowed.count) files of suppressions/ that are newer than the backup.\(count)")
        }
        if let run {
            lines.append(
                "\(isDryRun ? "Would be told" : "Told") downstream by run \(run): an event koble.state.replaced, and the "
                    + "whole state behind it. Event numbers go on.")
        } else {
            lines.append("Nothing of what was published changes, so there is no new run.")
        }
        if inputsBrought > 0 { lines.append("Kept inputs from the backup: \(inputsBrought).") }
        lines += inputLines + orderLines
        if needsReplace { lines.append("It takes --replace: the workspace's state is newer, or damaged.") }
        if haveRulesMoved {
            lines.append(
                "koble.json decides otherwise than this state was decided: koble redecide, or put its copy back.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var inputLines: [String] {
        if inputsToDeliver.isEmpty { return [] }
        let kept = inputsToDeliver.filter { $0.place != nil }
        var lines: [String] = []
        if isRedelivered {
            lines.append(
                "Put back into incoming/: \(kept.count) inputs that were applied after the backup. Run koble run.")
        } else if !kept.isEmpty {
            lines.append(
                "Applied after the backup, to be delivered again (--redeliver moves them into incoming/): \(kept.count)"
            )
        }
        for input in kept where !isRedelivered { lines.append("  run \(input.run): \(input.place ?? "")") }
        let gone = inputsToDeliver.filter { $0.place == nil }
        if !gone.isEmpty { lines.append("Applied after the backup and not kept; ask the sender again: \(gone.count)") }
        for input in gone { lines.append("  run \(input.run): \(input.country)/\(input.file)") }
        return lines
    }

    private var orderLines: [String] {
        if areOrdersUnknown {
            return [
                "The store was gone: what was ordered by koble unlink and koble undo after the backup is not known."
            ]
        }
        if ordersToRepeat.isEmpty { return [] }
        return ["Ordered after the backup, to be ordered again:"]
            + ordersToRepeat.map { "  run \($0.run): \($0.kind)" }
    }
}
