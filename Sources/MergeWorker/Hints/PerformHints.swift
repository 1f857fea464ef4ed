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
    package var files: [WrittenFile]

    /// The summary for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}

/// Writes hints.ndjson and hints.csv about the whole state into `folder`: addresses that may be one mailbox,
/// look alike, or are misspelt.
///
/// Hints decide nothing, so no run makes them and no run waits for them. Two walks over the state: the first
/// notes in two bitmaps what is shared at all, the second brings together what is, in a spill of its own.
/// - Parameter folder: made if it is not there; refused if there is something in it.
/// - Throws: `Drained` when asked to stop; `RunFault`, `StoreError`, `FileFault`.
package func performHints(
    _ inputs: StateInputs, to folder: String, limits: WorkerLimits, drain: DrainFlag
) throws -> HintSummary {
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
    let gathering = HintGathering(state, limits: limits, drain: drain)
    try gathering.gather(into: spill)
    for range in 0..<spill.rangeCount {
        try drain.check()
        let bytes = try spill.load(range: range)
        pairing.pair(bytes.raw)
    }
    let lines = pairing.lines.sorted { order($0).lexicographicallyPrecedes(order($1)) }
    var files = [try writeHintTable(lines, folder), try writeHints(lines, folder)]
    files.sort { $0.name < $1.name }
    try fsyncFolder(folder)
    return HintSummary(
        run: state.facts.run, hints: Dictionary(grouping: lines, by: \.hint).mapValues(\.count),
        commonBlocks: pairing.commonBlocks, isCut: pairing.isFull, files: files)
}

private func order(_ line: HintLine) -> [String] {
    [line.hint, line.country, line.accountId, line.otherCountry, line.otherAccountId, line.evidence]
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

/// Walks the state twice and brings together the accounts that share something.
private struct HintGathering {
    private let state: OpenedState
    private let stored: StoredRanges
    private let drain: DrainFlag
    /// What was met once, and what was met more than once; 32 MB each, so that of ten million accounts with
    /// four blocks each one in seven is gathered for nothing.
    private let seen = LookAlikeFilter(words: 1 << 22)
    private let shared = LookAlikeFilter(words: 1 << 22)

    init(_ state: OpenedState, limits: WorkerLimits, drain: DrainFlag) {
        self.state = state
        self.drain = drain
        stored = StoredRanges(state.store, storeBytes: state.storeBytes, limits: limits)
    }

    func gather(into spill: CandidateSpill) throws {
        try walk { block, _ in
            if !seen.insert(block.high) { shared.insert(block.high) }
        }
        let bits = shared.snapshot
        if bits.isEmpty { return }
        let writer = spill.borrowWriter()
        try walk { block, entry in
            guard bits.mayContain(block.high) else { return }
            let bytes = entry.bytes
            try writer.append(block, bytes.raw)
        }
        spill.giveBack(writer)
        try spill.flush()
    }

    private func walk(_ body: (Hash128, HintEntry) throws -> Void) throws {
        var blocks = HintBlocks(state.keys)
        for range in 0..<stored.rangeCount {
            try drain.check()
            let gathered = try stored.gather(range)
            for group in gathered.groups {
                let entries = blocks.entries(group.key, gathered.bytes.raw, gathered.after[group.after])
                for (block, entry) in entries { try body(block, entry) }
            }
        }
    }
}
