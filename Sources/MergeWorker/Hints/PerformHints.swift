internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// What the hints about a state come to.
package struct HintSummary: Codable, Equatable, Sendable {
    /// The last run that is in it.
    package var run: Int
    /// Lines by kind of hint.
    package var hints: [String: Int]
    /// Phones and names that too many accounts share to say anything.
    package var commonBlocks: Int
    /// There are more hints than are written.
    package var isCut: Bool
    /// What was written, with digests.
    package var files: [WrittenFile]

    /// The summary for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}

/// Writes hints.ndjson and hints.csv about the whole state into `folder`: addresses that may be one mailbox,
/// look alike, or are misspelt.
///
/// Hints decide nothing. Two walks over the state: the first notes in two bitmaps what is shared at all, the
/// second brings together what is, in a spill of its own.
/// - Parameter folder: made if it is not there; refused if there is something in it.
/// - Throws: `Drained` when asked to stop; `RunFault`, `StoreError`, `FileFault`.
package func performHints(
    _ inputs: StateInputs, to folder: String, limits: WorkerLimits, schedulers: WorkerSchedulers, drain: DrainFlag
) async throws -> HintSummary {
    let executor = ScheduledTaskExecutor(schedulers.pool)
    let lock = try takeLock(inputs.layout)
    defer { lock.release() }
    let state = try OpenedState.decided(inputs)
    try makeFolder(folder)
    guard try namesInFolder(folder).isEmpty else {
        throw RunFault.workspace("\(printable(folder)) is not empty. Name a new or an empty folder with --out.")
    }
    var pairing = HintPairing()
    let spill = try CandidateSpill(
        rangeCount: limits.keyRangeCount(inputBytes: state.storeBytes), chunkBytes: limits.chunkBytes,
        budget: ChunkBudget(limit: limits.candidateBytesMax), folder: inputs.layout.stateFolder)
    let stored = StoredRanges(state.store, storeBytes: state.storeBytes, limits: limits)
    let gathering = HintGathering(stored, keys: state.keys, progress: RunProgress(), drain: drain)
    try await gathering.gather(into: spill, workers: limits.workers, executor)
    for range in 0..<spill.rangeCount {
        try drain.check()
        let bytes = try spill.load(range: range)
        pairing.pair(bytes.raw)
    }
    let lines = pairing.lines.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    var files = [try writeHintTable(lines, folder), try writeHints(lines, folder)]
    files.sort { $0.name < $1.name }
    try fsyncFolder(folder)
    return HintSummary(
        run: state.facts.run, hints: Dictionary(grouping: lines, by: \.hint).mapValues(\.count),
        commonBlocks: pairing.commonBlocks, isCut: pairing.isFull, files: files)
}

/// One object a line.
private func writeHints(_ lines: [HintLine], _ folder: String) throws -> WrittenFile {
    var file = try createOutput(folder, "hints.ndjson")
    for line in lines { try file.append(encodeHint(line)) }
    return try RunOutputs.finish(file, "hints.ndjson")
}

private func encodeHint(_ line: HintLine) -> [UInt8] {
    var buffer = ByteBuffer(capacity: 256)
    func append(_ name: String, _ value: String, isLast: Bool = false) {
        let bytes = Array(value.utf8)
        buffer.append(text: "\"\(name)\":\"")
        buffer.append(jsonEscaped: bytes.raw, 0..<bytes.count)
        buffer.append(isLast ? "\"}\n" : "\",")
    }
    buffer.append("{")
    append("hint", line.hint)
    append("evidence", line.evidence)
    append("country", line.country)
    append("account_id", line.accountId)
    append("other_country", line.otherCountry)
    append("other_account_id", line.otherAccountId, isLast: true)
    return buffer.array()
}

/// The same for people: every value quoted, and nothing that a spreadsheet would run as a formula.
private func writeHintTable(_ lines: [HintLine], _ folder: String) throws -> WrittenFile {
    var file = try createOutput(folder, "hints.csv")
    try file.append(Array("hint,evidence,country,account_id,other_country,other_account_id\n".utf8))
    for line in lines {
        let row = [line.hint, line.evidence, line.country, line.accountId, line.otherCountry, line.otherAccountId]
        try file.append(Array((row.map(cell).joined(separator: ",") + "\n").utf8))
    }
    return try RunOutputs.finish(file, "hints.csv")
}

private func cell(_ value: String) -> String {
    let isFormula = value.first.map { "=+-@\t\r\n".contains($0) } ?? false
    return "\"" + (isFormula ? "'" : "") + value.replacing("\"", with: "\"\"") + "\""
}
