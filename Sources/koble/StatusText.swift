import MergeWorker
import WorkspaceConfiguration

/// The status of a workspace for people.
struct StatusText {
    private let status: WorkspaceStatus

    init(_ status: WorkspaceStatus) { self.status = status }

    var text: String {
        var lines = status.state.map(stateLines) ?? ["State       none yet: nothing was merged here"]
        lines += spoolLines + decisionLines
        lines.append("Free        \(formatBytes(status.freeBytes))")
        lines += status.unfinished.map(remark)
        if status.state?.haveRulesMoved == true {
            lines.append(
                "! Rules, tables, policies or the key are not those under which this state was made. "
                    + "koble run will stop; see koble redecide.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func stateLines(_ state: WorkspaceStatus.State) -> [String] {
        let profiles = state.linkedProfiles + state.singleProfiles + state.localProfiles
        let deleted = state.deletedAccounts > 0 ? ", and \(state.deletedAccounts) deleted or erased" : ""
        return [
            "Last run    \(state.lastRun), as of \(state.asOf)",
            "Accounts    \(state.accounts)\(deleted)",
            "Profiles    \(profiles): \(state.linkedProfiles) linked, \(state.singleProfiles) single, "
                + "\(state.localProfiles) local",
            "Batches     \(state.batchesApplied) applied",
            "Events      \(state.events)",
            "Store       \(formatBytes(state.storeBytes)), state digest \(state.digest)",
        ]
    }

    private var spoolLines: [String] {
        if status.spool.isEmpty { return ["Spool       empty"] }
        return status.spool.flatMap { country in
            var parts: [String] = []
            if country.incoming > 0 {
                parts.append("\(country.incoming) to take (\(formatBytes(country.incomingBytes)))")
            }
            if country.claimed > 0 { parts.append("\(country.claimed) claimed") }
            if country.refused > 0 { parts.append("\(country.refused) refused") }
            if !country.waitingParts.isEmpty { parts.append("\(country.waitingParts.count) incomplete") }
            if !country.waiting.isEmpty { parts.append("\(country.waiting.count) waiting") }
            if !country.ignored.isEmpty { parts.append("\(country.ignored.count) ignored") }
            var lines = ["Spool \(country.country)    " + parts.joined(separator: ", ")]
            lines += country.waiting.map { "            waiting for its other half: \($0)" }
            lines += country.waitingParts.map { "            waiting for other parts: " + waitingText($0) }
            lines += country.ignored.map { "            no name of a batch: \($0)" }
            return lines
        }
    }

    private var decisionLines: [String] {
        let decisions = status.decisions
        var parts = ["keep_apart", "link", "choose", "release"].compactMap { kind in
            decisions.standing[kind].map { "\($0) \(kind)" }
        }
        if decisions.waitingFiles > 0 { parts.append("\(decisions.waitingFiles) files to take") }
        if decisions.claimedFiles > 0 { parts.append("\(decisions.claimedFiles) files claimed") }
        if decisions.refusedFiles > 0 { parts.append("\(decisions.refusedFiles) files refused") }
        if decisions.journalled > 0 { parts.append("\(decisions.journalled) in the journal") }
        return parts.isEmpty ? [] : ["Decisions   " + parts.joined(separator: ", ")]
    }

    private func remark(_ unfinished: WorkspaceStatus.Unfinished) -> String {
        switch unfinished {
        case .claimed:
            "! Batches are claimed: a run is under way, or was interrupted. koble run finishes it."
        case .notPublished:
            "! The last run is committed and not yet published. koble run publishes it."
        case .notLatest: "! out/latest does not point to the last run. koble run corrects that."
        }
    }
}

/// `812 bytes`, `4.5 MiB`, `1.2 GiB`: rounded down to one digit behind the point.
func formatBytes(_ bytes: Int) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB"]
    guard bytes >= 1024 else { return "\(bytes) bytes" }
    var scale = 1024
    var unit = 0
    while bytes / scale >= 1024, unit + 1 < units.count {
        scale *= 1024
        unit += 1
    }
    return "\(bytes / scale).\(bytes % scale * 10 / scale) \(units[unit])"
}

/// `NO-full-1.csv is part 1 of 3, and 2 are missing`
func waitingText(_ part: WaitingPart) -> String {
    let verb = part.missing == 1 ? "is" : "are"
    return "\(part.file) is part \(part.part) of \(part.parts), and \(part.missing) \(verb) missing"
}
