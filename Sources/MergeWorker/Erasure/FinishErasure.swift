internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// Puts everything in place that a committed erasure has prepared, from the ledger alone. Every step may be
/// repeated; the receipt is the last, so that it says what is true.
func finishErasure(_ erasure: ErasureSummary, _ store: StoreEnvironment, _ layout: WorkspaceLayout) throws {
    if try FileStatus.of(receiptPath(erasure, layout)) != nil { return }
    for number in erasure.runs {
        guard let run = try store.ledgerRun(number) else { continue }
        try swapRewrittenRun(run, layout)
    }
    for name in erasure.inputsRewritten {
        let parts = name.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let spool = layout.spool(named: parts[0]) else { continue }
        try swapKeptBatch(spool.path(.done, String(parts[1])))
    }
    for name in erasure.inputsRemoved {
        let isOfDecisions = name.hasPrefix(LedgerRefusal.decisions + "/")
        try withdraw((isOfDecisions ? layout.root : layout.spoolFolder) + "/" + name)
    }
    try writeReceipt(erasure, layout)
    try ErasureOrder.remove(layout)
}

/// What an erasure cannot reach, in words for the privacy officer.
func outOfReach(_ layout: WorkspaceLayout, run: Int?) throws -> [String] {
    var found: [String] = []
    if let run {
        found.append(
            "Copies of published runs that others took, exports, and reports of dry runs: out/\(layout.runName(run))/changes.ndjson "
                + "tells them which profiles were erased.")
    }
    found.append(
        "Backups of the workspace that are older: restored, they are erased again by suppressions/, if that "
            + "folder is the newest.")
    var waiting = 0
    for country in Country.allCases {
        let spool = layout.spool(country)
        waiting += try spool.listing().batches.count + spool.claimed().count
    }
    if waiting > 0 {
        found.append("\(waiting) files in incoming/ and claimed/: the run that reads them keeps the rows out.")
    }
    let decisions =
        try layout.decisionsSpool.decisionFiles(.incoming).count + layout.decisionsSpool.decisionFiles(.claimed).count
    if decisions > 0 {
        found.append("\(decisions) files in decisions/ that wait: the run that reads them keeps the lines out.")
    }
    found.append("Blocks and snapshots of the disk below the file system, until they are used again.")
    return found
}

// MARK: Receipts

extension WorkspaceLayout {
    /// Receipts of erasures, for the privacy officer.
    var receiptsFolder: String { root + "/receipts" }
}

private func receiptPath(_ erasure: ErasureSummary, _ layout: WorkspaceLayout) -> String {
    layout.receiptsFolder + "/erasure-" + erasure.id + ".json"
}

func writeReceipt(_ erasure: ErasureSummary, _ layout: WorkspaceLayout) throws(FileFault) {
    try makeFolder(layout.receiptsFolder)
    try durableWrite(layout.receiptsFolder + "/erasure-" + erasure.id + ".txt", erasure.text)
    try durableWrite(receiptPath(erasure, layout), erasure.json)
}

extension ErasureSummary {
    /// The receipt for people.
    package var text: String {
        var lines = [
            isDryRun ? "Erasure (rehearsal)" : "Erasure \(id)",
            "Effective from: \(erasedAt)",
        ]
        if let by { lines.append("Ordered by: \(by)") }
        if let reason { lines.append("Reason: \(reason)") }
        let verb = isDryRun ? "would be " : ""
        lines += [
            "Persons named: \(requested), not in the state: \(notInState)",
            "Accounts \(verb)erased: \(accounts), profiles: \(profiles)",
            "Order references \(verb)kept without the person: \(orders)",
            "Published runs \(verb)rewritten: \(runs.count) (lines removed: \(publishedLinesRemoved), events "
                + "replaced by stubs: \(eventsReplaced))",
            "Kept inputs \(verb)rewritten: \(inputsRewritten.count) (rows removed: \(inputRowsRemoved)), "
                + "removed whole: \(inputsRemoved.count)",
        ]
        if isDryRun { return lines.joined(separator: "\n") + "\nNothing was changed.\n" }
        if let run { lines.append("Told downstream by run: \(run)") }
        lines.append("Kept out from now on by: suppressions/\(suppressionFile)")
        lines.append("Out of Koble's reach:")
        lines += outOfReach.map { "- " + $0 }
        return lines.joined(separator: "\n") + "\n"
    }
}
