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
    let slots = DecisionColumn.allCases.map { ($0.rawValue, ColumnSlot.member(.attributes, name: $0.rawValue)) }
    var layout = BatchLayout(columnMap: Dictionary(uniqueKeysWithValues: slots))
    layout.hasOnlyMappedColumns = true
    var rows = try RowReader(path: path, layout: layout, isDigested: true)
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
            let place = DecisionPlace(
                file: file.name, line: rows.block.line(of: row), byteOffset: rows.block.byteOffset(ofRowAt: index))
            file.lineCount += 1
            if let fault = row.fault {
                file.refused.append(RefusedDecision(place: place, reason: fault.code))
                continue
            }
            var values: [DecisionColumn: String] = [:]
            for (position, column) in columns.enumerated() {
                guard let column else { continue }
                values[column] = String(decoding: rows.block.bytes[rows.block.field(row, position).range], as: UTF8.self)
            }
            switch reader.read(values, place) {
            case .success(let line): file.lines.append(line)
            case .failure(let refused): file.refused.append(refused)
            }
        }
        if file.lineCount > WorkerLimits.decisionLinesMax {
            throw BatchFault(
                .tooManyLines, "The file has more than \(WorkerLimits.decisionLinesMax) lines",
                wayOut: "Split it into several files.")
        }
    }
    file.sha256 = rows.finishDigest()?.hex ?? ""
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
