internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// A claimed file of people's decisions, read.
struct DecisionFile: Sendable {
    var name: String
    var sha256 = ""
    /// The same content was applied before.
    var isKnown = false
    var lineCount = 0
    var lines: [DecisionLine] = []
    var refused: [RefusedDecision] = []
    /// Lines of it are of erased persons, or cannot be read: they are not kept.
    var hasErased = false
    /// Why it is refused whole, if it is.
    var fault: BatchFault?
}

/// Reads decisions files, in the byte order of their names.
///
/// - Parameter paths: by name.
func readDecisionFiles(
    _ names: [String], _ place: Spool.Place, _ spool: Spool, _ reader: DecisionReader, _ known: KnownBatches
) throws -> [DecisionFile] {
    try names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name in
        var file = DecisionFile(name: name)
        do {
            try read(spool.path(place, name), reader, &file)
            file.isKnown = try known.contains(decisions: file.sha256)
        } catch let fault as BatchFault {
            file.fault = fault
            file.lines = []
        }
        return file
    }
}

private func read(_ path: String, _ reader: DecisionReader, _ file: inout DecisionFile) throws(BatchFault) {
    var found = file
    found.sha256 = try forEachDecisionRow(path) { (row) throws(BatchFault) in
        let place = DecisionPlace(file: file.name, line: row.line, byteOffset: row.byteOffset)
        found.lineCount += 1
        if found.lineCount > WorkerLimits.decisionLinesMax {
            throw BatchFault(
                .tooManyLines, "The file has more than \(WorkerLimits.decisionLinesMax) lines",
                wayOut: "Split it into several files.")
        }
        if reader.suppressions != nil, row.fault != nil || reader.mustGo(row.values) { found.hasErased = true }
        if let fault = row.fault {
            found.refused.append(RefusedDecision(place: place, reason: fault.code))
            return
        }
        switch reader.read(row.values, place) {
        case .success(let line): found.lines.append(line)
        case .failure(let refused): found.refused.append(refused)
        }
    }
    file = found
}

/// One row of a decisions file.
struct DecisionRow {
    var line: UInt64
    var byteOffset: UInt64
    /// Why it cannot be read.
    var fault: RowFault?
    var values: [DecisionColumn: String] = [:]
}

/// How a decisions file is read.
private func decisionLayout() -> BatchLayout {
    let slots = DecisionColumn.allCases.map { ($0.rawValue, ColumnSlot.member(.attributes, name: $0.rawValue)) }
    var layout = BatchLayout(columnMap: Dictionary(uniqueKeysWithValues: slots))
    layout.hasOnlyMappedColumns = true
    return layout
}

/// Lends the rows of a decisions file, one after the other.
/// - Returns: the digest of the file, in hexadecimal digits.
private func forEachDecisionRow(
    _ path: String, _ body: (DecisionRow) throws(BatchFault) -> Void
) throws(BatchFault) -> String {
    var rows = try RowReader(path: path, layout: decisionLayout(), isDigested: true)
    let columns = rows.slots.map { slot -> DecisionColumn? in
        guard case .member(_, let name) = slot else { return nil }
        return DecisionColumn(rawValue: name)
    }
    for column in DecisionColumn.allCases where column.isRequired && !columns.contains(column) {
        throw BatchFault(
            .missingColumn, "Column \"\(column.rawValue)\" is missing",
            wayOut: "Write it; docs/reference.md lists the columns of a decisions file.", line: 1)
    }
    while try rows.nextBlock() {
        for (index, row) in rows.block.rows.enumerated() {
            var found = DecisionRow(
                line: rows.block.line(of: row), byteOffset: rows.block.byteOffset(ofRowAt: index), fault: row.fault)
            for (position, column) in columns.enumerated() where row.fault == nil {
                guard let column else { continue }
                found.values[column] = String(
                    decoding: rows.block.bytes[rows.block.field(row, position).range], as: UTF8.self)
            }
            try body(found)
        }
    }
    return rows.finishDigest()?.hex ?? ""
}

/// Looks through a kept decisions file for lines of erased persons.
/// - Returns: what must not be kept, and the digest of the file.
func scanDecisions(_ path: String, _ reader: DecisionReader) throws -> (BatchScan, sha256: String?) {
    var lines: [Range<UInt64>] = []
    var count = 0
    // A row ends where the next one starts.
    var open: UInt64?
    do throws(BatchFault) {
        let digest = try forEachDecisionRow(path) { (row) throws(BatchFault) in
            if let start = open { lines.append(start..<row.line) }
            let goes = row.fault != nil || reader.mustGo(row.values)
            open = goes ? row.line : nil
            if goes { count += 1 }
        }
        if let start = open { lines.append(start..<UInt64.max) }
        return (count == 0 ? .clean : .rows(lines, count: count), digest)
    } catch {
        return (.whole, nil)
    }
}

/// Writes the copy of a decisions file that is kept in its place, beside it.
func writeKeptDecisions(_ path: String, dropping lines: [Range<UInt64>]) throws -> KeptBatch {
    try writeKeptCopy(path, decisionLayout(), dropping: lines)
}

extension WorkspaceLayout {
    /// The folders of people's decisions: new files lie in `decisions/` itself.
    var decisionsSpool: Spool { Spool(folder: decisionsFolder, incoming: decisionsFolder) }

    /// Decisions files that the next run takes.
    ///
    /// Who may write there may link accounts: a folder that everybody may write to is not trusted.
    func waitingDecisions() throws -> [String] {
        let names = try decisionsSpool.decisionFiles(.incoming)
        if !names.isEmpty, let status = try FileStatus.of(decisionsFolder), status.mode & 0o002 != 0 {
            throw RunFault.workspace(
                "Everybody may write to \(printable(decisionsFolder)), so nobody knows whose decisions lie there. "
                    + "Look through the files, then set its mode to 700.")
        }
        return names
    }
}

/// Names of the decisions files in `claimed/` whose content is in the ledger.
func settledDecisions(_ layout: WorkspaceLayout, _ known: KnownBatches) throws -> [String] {
    try layout.decisionsSpool.decisionFiles(.claimed).filter { name in
        do {
            let digest = try digestBatchFile(layout.decisionsSpool.path(.claimed, name)) { false }
            return try known.contains(decisions: digest.hex)
        } catch is BatchFault {
            return false  // It is read again, and refused then.
        }
    }
}

extension Spool {
    /// The complete decisions files of a folder. Other names are left alone.
    func decisionFiles(_ place: Place) throws(FileFault) -> [String] {
        guard try FileStatus.of(path(place)) != nil else { return [] }
        return SpoolListing(names: try namesInFolder(path(place)), requireManifest: false).batches
            .filter { $0.hasSuffix(".csv") }
    }
}
