package import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// What was removed because its retention time is over.
package struct RetentionSummary: Equatable, Sendable {
    /// Inputs in `done/`.
    package var inputs = 0
    /// Files in `refused/`, with their reasons.
    package var refused = 0
    /// Folders in `out/`.
    package var runs = 0
    /// Files of people's decisions, applied or refused.
    package var decisions = 0

    /// Whether anything was removed.
    package var isEmpty: Bool { inputs + refused + runs + decisions == 0 }

    /// One line for people.
    package var text: String {
        "Removed after their retention time: \(inputs) inputs, \(refused) refused files, \(runs) published runs"
            + (decisions == 0 ? "." : ", \(decisions) decisions files.")
    }
}

/// Removes inputs, refused files and published runs whose retention time is over.
///
/// Files count from the day they were last written, or put into their folder, by the clock; published runs from
/// the date that they were decided as of, as `verify` counts. The newest run always stays, and so does every
/// run that is newer than one that stays: `out/` has no gaps before its end. Folders are only read when
/// something in them can be over (`RetentionNote`).
/// - Parameter now: the clock.
package func applyRetention(
    _ inputs: StateInputs, now: Timestamp
) throws -> RetentionSummary {
    let lock = try takeLock(inputs.layout)
    defer { lock.release() }
    let days = inputs.configuration.retention
    let former = try RetentionNote.read(inputs.layout)
    var note = former?.isValid(for: days, now) == true ? former : nil
    var summary = RetentionSummary()
    if note == nil {
        var fresh = RetentionNote(days, lookedAt: now)
        summary = try removeOldFiles(inputs, now, &fresh)
        note = fresh
    }
    summary.runs = try removeOldRuns(inputs, days: days.out, &note!)
    // Last: what was broken off before is looked for again.
    if let note, note != former { try note.write(inputs.layout) }
    return summary
}

private func removeOldFiles(
    _ inputs: StateInputs, _ now: Timestamp, _ note: inout RetentionNote
) throws -> RetentionSummary {
    var summary = RetentionSummary()
    let days = inputs.configuration.retention
    for country in Country.allCases {
        let spool = inputs.layout.spool(country)
        summary.inputs += try removeOld(in: spool.path(.done), days: days.done, now, &note)
        summary.refused += try removeOld(in: spool.path(.refused), days: days.refused, now, &note)
    }
    let decisions = inputs.layout.decisionsSpool
    for place in [Spool.Place.done, .refused] {
        summary.decisions += try removeOld(in: decisions.path(place), days: days.decisions, now, &note)
    }
    return summary
}

/// - Returns: Batches removed; manifests and reasons go with them and are not counted.
private func removeOld(
    in folder: String, days: Int, _ now: Timestamp, _ note: inout RetentionNote
) throws -> Int {
    var removed = 0
    guard try FileStatus.of(folder) != nil else { return 0 }
    for name in try namesInFolder(folder) where !name.hasPrefix(".") {
        let path = folder + "/" + name
        guard let status = try FileStatus.of(path), status.kind == .file else { continue }
        let since = max(status.modifiedSeconds, status.changedSeconds)
        let end = Timestamp(rawValue: Int64(since) * 1000).advanced(byDays: days)
        guard end < now else {
            note.keeps(until: end)
            continue
        }
        try removeDurably(path)
        if BatchLayout.named(name) != nil { removed += 1 }
    }
    return removed
}

private func removeOldRuns(_ inputs: StateInputs, days: Int, _ note: inout RetentionNote) throws -> Int {
    let layout = inputs.layout
    guard try FileStatus.of(layout.storeFile) != nil else { return 0 }
    let store = try StoreEnvironment(path: layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
    let facts = try store.facts()
    let (last, asOf) = (facts.run, Timestamp(rawValue: facts.asOf))
    if let end = note.runsEnd, asOf.rawValue <= end { return 0 }
    var removed = 0
    for number in stride(from: 1, through: last, by: 1) {
        guard let run = try store.ledgerRun(number), let own = Timestamp(run.asOf) else { break }
        let end = own.advanced(byDays: days)
        guard number < last, end < asOf else {
            note.runsEnd = end.rawValue
            break
        }
        let folder = layout.outFolder(ofRun: number)
        guard try FileStatus.of(folder) != nil else { continue }
        // Under another name first: nobody shall see half a run.
        let hidden = layout.outFolder + "/.removed-" + layout.runName(number)
        try removeTree(hidden)
        try renameDurably(from: folder, to: hidden)
        try removeTree(hidden)
        removed += 1
    }
    for name in try namesInFolder(layout.outFolder) where name.hasPrefix(".removed-") {
        try removeTree(layout.outFolder + "/" + name)
    }
    return removed
}
