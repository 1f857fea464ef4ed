internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import WorkspaceConfiguration

/// What an input file holds that must not be kept.
enum BatchScan: Equatable {
    /// Nothing of an erased person, nothing that cannot be read.
    case clean
    /// These lines go.
    case rows([Range<UInt64>], count: Int)
    /// It cannot be read, or not be written again without the rows: it goes whole.
    case whole
}

/// Looks through kept input files for rows of erased persons.
///
/// Rows are judged by the same encoder and the same entries as on the way in. Rows that cannot be read go as
/// well: nobody can tell whose they are, and they were never applied.
struct BatchScanning {
    let configuration: KobleConfiguration
    let keys: IntakeKeys
    let suppressions: SuppressionList
    let drain: DrainFlag

    /// What of a file must not be kept, where what its rows answered is known.
    func scan(_ path: String, _ country: Country) throws -> BatchScan {
        var unused: [SuppressedAccount] = []
        return try scan(path, country, declined: &unused).0
    }

    /// - Parameter declined: receives of each row that goes for its address, and said `link_consent=declined`, what is to be
    ///   remembered if its account stays.
    func scan(
        _ path: String, _ country: Country, declined: inout [SuppressedAccount]
    ) throws -> (BatchScan, digest: SHA256Value?) {
        guard let layout = BatchLayout(fileName: fileName(of: path), configuration: configuration[country]) else {
            return (.whole, nil)
        }
        do {
            let (rows, count, digest) = try erasedLines(path, layout, country, &declined)
            if rows.isEmpty { return (.clean, digest) }
            // In UTF-16 a line feed is two bytes.
            return (layout.charset == .utf16 ? .whole : .rows(rows, count: count), digest)
        } catch is BatchFault {
            return (.whole, nil)
        }
    }

    /// The lines of all rows that go, joined where they touch.
    private func erasedLines(
        _ path: String, _ layout: BatchLayout, _ country: Country, _ declined: inout [SuppressedAccount]
    ) throws -> (lines: [Range<UInt64>], rows: Int, digest: SHA256Value?) {
        let limits = BatchLimits()
        var reader = try RowReader(path: path, layout: layout, limits: limits, isDigested: true)
        let policy = configuration.merge
        let context = BatchContext(
            country: country, batch: 0, sequence: sequenceMark(path), keys: keys, unusable: unusableAddresses(policy),
            lookAlikes: LookAlikeFilter(),
            configuration: configuration[country], suppressions: suppressions)
        var encoder = AccountEncoder(context, slots: reader.slots, rowBytesMax: reader.rowBytesMax)
        var lines: [Range<UInt64>] = []
        var count = 0
        // A row ends where the next one starts.
        var open: UInt64?
        while try reader.nextBlock() {
            try drain.check()
            encoder.columnsMayHaveGrown(reader.slots)
            noteErased(reader.block, &encoder, &lines, &open, &count, &declined)
        }
        if let start = open { lines.append(start..<UInt64.max) }
        return (lines.filter { !$0.isEmpty }, count, reader.finishDigest())
    }

    private func noteErased(
        _ block: borrowing RowBlock, _ encoder: inout AccountEncoder, _ lines: inout [Range<UInt64>],
        _ open: inout UInt64?, _ count: inout Int, _ declined: inout [SuppressedAccount]
    ) {
        var fields = encoder.fields(of: block)
        for row in block.rows {
            let line = block.line(of: row)
            if let start = open { lines.append(start..<line) }
            var isErased = row.fault != nil
            if !isErased {
                fields.select(row)
                isErased = !encoder.mayBeKept(fields)
                if isErased, let answer = declinedAnswer(fields, &encoder) { declined.append(answer) }
            }
            open = isErased ? line : nil
            if isErased { count += 1 }
        }
    }

    /// What a row with an erased address says of its account, if it declined; `nil` for any other.
    private func declinedAnswer(
        _ fields: borrowing RowFields, _ encoder: inout AccountEncoder
    ) -> SuppressedAccount? {
        guard case .suppressed = encoder.encode(fields, line: 0, ordinal: 0),
            encoder.linkKey == SuppressedKey.byAddress, encoder.answer == .declined
        else { return nil }
        let found = SuppressedAccount(
            account: encoder.accountHash, erasedAt: Int64(bitPattern: encoder.contentHash),
            version: SuppressedVersion(updatedAt: encoder.updatedAt, sequence: encoder.sequence, isDeclined: true))
        return found.version == nil ? nil : found
    }

    /// Writes the copy that is kept in the place of a file, beside it; `swapKeptBatch` gives it its name.
    func writeKept(_ path: String, _ country: Country, dropping lines: [Range<UInt64>]) throws -> KeptBatch {
        guard let layout = BatchLayout(fileName: fileName(of: path), configuration: configuration[country]) else {
            preconditionFailure("a file that is no batch is kept")
        }
        var kept = try writeKeptCopy(path, layout, dropping: lines)
        try noteSnapshot(path, layout, country, &kept)
        return kept
    }
}

/// Writes a file without some of its lines beside it; `swapKeptBatch` gives it its name.
func writeKeptCopy(_ path: String, _ layout: BatchLayout, dropping lines: [Range<UInt64>]) throws -> KeptBatch {
    let staged = KeptBatch.stagedPath(path)
    try removeDurably(staged)
    var output = try OutputFile(creating: staged)
    try copyBatch(path, layout: layout, dropping: lines) { try output.append($0) }
    let summary = try output.finish()
    try fsyncFolder(parentFolder(of: path))
    return KeptBatch(sha256: summary.sha256.hex, bytes: summary.bytes)
}

/// The copy of a batch that is kept since rows were taken out of it.
package struct KeptBatch: Codable, Equatable, Sendable {
    /// Empty when nothing of it is kept.
    package var sha256: String
    /// Its length.
    package var bytes: Int
    /// Of a full snapshot: whom the rows were about that were taken out, as `SuppressionKeys` names accounts.
    var takenOut: [String]?
    /// Of a full snapshot: rows were taken out that did not tell their account.
    var hasNameless: Bool?

    /// Nothing is kept.
    static let none = KeptBatch(sha256: "", bytes: 0)

    init(sha256: String, bytes: Int) {
        self.sha256 = sha256
        self.bytes = bytes
    }

    private static let suffix = ".kept"

    /// Where the copy is until it takes the batch's place: a name that nobody reads.
    static func stagedPath(_ path: String) -> String {
        parentFolder(of: path) + "/." + fileName(of: path) + suffix
    }

    /// Removes copies that no commit stands behind.
    static func discardAll(_ layout: WorkspaceLayout) throws {
        for spool in Country.allCases.map(layout.spool) + [layout.decisionsSpool] {
            for place in [Spool.Place.claimed, .done] {
                let folder = spool.path(place)
                guard try FileStatus.of(folder) != nil else { continue }
                for name in try namesInFolder(folder) where name.hasPrefix(".") && name.hasSuffix(suffix) {
                    try removeDurably(folder + "/" + name)
                }
            }
        }
    }
}

/// Puts the kept copy in the place of the batch. Repeated, it changes nothing.
func swapKeptBatch(_ path: String) throws(FileFault) {
    let staged = KeptBatch.stagedPath(path)
    guard try FileStatus.of(staged) != nil else { return }
    try renameDurably(from: staged, to: path)
}
