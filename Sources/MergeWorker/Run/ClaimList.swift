internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import FoundationEssentials
internal import MergeStore
internal import WorkspaceConfiguration

/// The batches of one run, written down before the first of them is moved.
///
/// Moving many files is many steps. With the list, a run that is killed between two of them is continued
/// with exactly the batches that it had begun with, so that its outputs are the same to the byte.
struct ClaimList: Codable, Equatable, Sendable {
    struct Entry: Codable, Equatable, Sendable {
        /// A country's code, or `LedgerRefusal.decisions` for a file of people's decisions.
        var country: String
        /// Name in `incoming/`.
        var name: String
        /// Name in `claimed/`: another one where the name was taken.
        var claimed: String
    }

    /// The number that the run will have if it commits.
    var run: Int
    var entries: [Entry] = []

    static func path(_ layout: WorkspaceLayout) -> String { layout.stateFolder + "/claim.json" }

    static func read(_ layout: WorkspaceLayout) throws -> ClaimList? {
        let path = path(layout)
        guard try FileStatus.of(path) != nil else { return nil }
        let bytes = try readFile(path, bytesMax: 64 << 20)
        return try JSONDecoder().decode(ClaimList.self, from: Data(bytes))
    }

    func write(_ layout: WorkspaceLayout) throws(FileFault) {
        try durableWrite(ClaimList.path(layout), encodeJSON(self))
    }

    static func remove(_ layout: WorkspaceLayout) throws(FileFault) {
        try removeDurably(path(layout))
    }
}

extension WorkspaceLayout {
    func spool(_ country: Country) -> Spool {
        Spool(folder: spoolFolder + "/" + country.code)
    }
}

/// The files that a run takes.
struct ClaimedFiles: Sendable {
    var batches: [(country: Country, name: String)] = []
    /// Names of decisions files.
    var decisions: [String] = []

    var isEmpty: Bool { batches.isEmpty && decisions.isEmpty }
}

/// Claims the files of run `run`: what an earlier run left in `claimed/`, alone; else what lies in
/// `incoming/`, complete.
/// - Returns: The files, and whether an earlier run had chosen them.
func claimBatches(
    _ layout: WorkspaceLayout, _ configuration: KobleConfiguration, run: Int, known: KnownBatches
) throws -> (files: ClaimedFiles, isContinued: Bool) {
    for country in Country.allCases { try layout.spool(country).recover() }
    // The list of a run that has committed is done with: a file of a name in it is another file.
    if let list = try ClaimList.read(layout), list.run == run { return (try finishClaim(list, layout), true) }
    var stranded = ClaimedFiles(decisions: try layout.decisionsSpool.decisionFiles(.claimed))
    for country in Country.allCases {
        stranded.batches += try layout.spool(country).claimed().map { (country, $0) }
    }
    if !stranded.isEmpty { return (stranded, true) }
    var list = ClaimList(run: run)
    for country in Country.allCases {
        let takeable = try takeableBatches(country, layout, configuration, known: known)
        list.entries += takeable.batches.map { ClaimList.Entry(country: country.code, name: $0, claimed: $0) }
    }
    list.entries += try layout.waitingDecisions().map {
        ClaimList.Entry(country: LedgerRefusal.decisions, name: $0, claimed: $0)
    }
    if list.entries.isEmpty { return (ClaimedFiles(), false) }
    try list.write(layout)
    return (try finishClaim(list, layout), false)
}

/// Moves what is still in `incoming/`. A file that is in neither folder was put away by the run that died.
private func finishClaim(
    _ list: ClaimList, _ layout: WorkspaceLayout
) throws -> ClaimedFiles {
    var claimed = ClaimedFiles()
    if list.entries.contains(where: { $0.country == LedgerRefusal.decisions }) { try layout.decisionsSpool.make() }
    var moves = SpoolMoves()
    for entry in list.entries {
        if entry.country == LedgerRefusal.decisions {
            if let name = try finishClaim(entry, layout.decisionsSpool, &moves) { claimed.decisions.append(name) }
        } else if let country = Country(code: entry.country) {
            if let name = try finishClaim(entry, layout.spool(country), &moves) {
                claimed.batches.append((country, name))
            }
        }
    }
    try moves.carryOut()
    return claimed
}

private func finishClaim(
    _ entry: ClaimList.Entry, _ spool: Spool, _ moves: inout SpoolMoves
) throws(FileFault) -> String? {
    if try FileStatus.of(spool.path(.claimed, entry.claimed)) != nil { return entry.claimed }
    guard try FileStatus.of(spool.path(.incoming, entry.name)) != nil else { return nil }
    return try moves.claim(entry.name, of: spool)
}

/// Describes claimed files to the shards: by country, each in the order in which its rows count.
func describeBatches(
    _ claimed: [(country: Country, name: String)], _ layout: WorkspaceLayout,
    _ configuration: KobleConfiguration, place: Spool.Place, firstNumber: UInt32, replay: Replay? = nil
) throws -> (batches: [[ClaimedBatch]], refused: [(ClaimedBatch, BatchFault)]) {
    var described: [ClaimedBatch] = []
    var refused: [(ClaimedBatch, BatchFault)] = []
    for (country, name) in claimed {
        var batch = describe(country, name, layout, configuration, place)
        do {
            let path = try layout.spool(country).manifestPath(place, name)
            batch.manifest = try path.map { try BatchManifest(path: $0) }
            described.append(batch)
        } catch let fault as BatchFault {
            refused.append((batch, fault))
        }
    }
    described.sort { left, right in
        if left.country != right.country { return left.country < right.country }
        let sequences = (left.manifest?.sequence ?? 0, right.manifest?.sequence ?? 0)
        if sequences.0 != sequences.1 { return sequences.0 < sequences.1 }
        return left.fileName.utf8.lexicographicallyPrecedes(right.fileName.utf8)
    }
    var byCountry = [[ClaimedBatch]](repeating: [], count: Country.count)
    try replay?.number(&described)
    for position in described.indices {
        if replay == nil { described[position].number = firstNumber + UInt32(position) }
        described[position].position = Int(described[position].number - firstNumber)
        byCountry[Int(described[position].country.rawValue)].append(described[position])
    }
    return (byCountry, refused)
}

private func describe(
    _ country: Country, _ name: String, _ layout: WorkspaceLayout, _ configuration: KobleConfiguration,
    _ place: Spool.Place
) -> ClaimedBatch {
    let intake = configuration.intake[Int(country.rawValue)]
    let path = layout.spool(country).path(place, name)
    guard let (format, compression) = BatchLayout.named(name) else {
        preconditionFailure("a file that is no batch was claimed")
    }
    let written: BatchFormat = if case .csv = format { .csv(delimiter: intake.delimiter) } else { format }
    let bytes = (try? FileStatus.of(path)?.bytes) ?? 0
    return ClaimedBatch(
        country: country, fileName: name, path: path, bytes: bytes,
        layout: BatchLayout(
            format: written, compression: compression, charset: format == .ndjson ? .utf8 : intake.charset,
            columnMap: intake.columns),
        manifest: nil, position: 0, number: 0)
}
