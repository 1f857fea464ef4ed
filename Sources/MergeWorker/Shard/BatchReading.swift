internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import Normalization
internal import Synchronization
internal import WorkspaceConfiguration

/// What all shards share while they read.
struct IntakeServices: Sendable {
    var spill: CandidateSpill
    var budget: ChunkBudget
    var limits: WorkerLimits
    var keys: IntakeKeys
    var unusable: UnusableAddresses
    /// Addresses that others may look like; filled while reading.
    var lookAlikes: LookAlikeFilter
    /// Digests of the batches that were applied before.
    var known: KnownBatches
    /// Accounts that people's decisions name: their link keys are asked for.
    var decidedAccounts: Set<Hash128> = []
    /// Manifest sequence + 1 of each country's newest full snapshot, zero without one, by `Country.rawValue`.
    var snapshots: [UInt32]
    /// `nil` when nobody was erased.
    var suppressions: SuppressionList?
    /// `nil` when nobody ever declined.
    var vetoes: StoredVetoes?
    var suppressionKeys: SuppressionKeys
    /// `nil` when rejected rows tell of nobody else.
    var presences: StoredPresences?
    /// Where the inputs of earlier runs are kept, and for how many days.
    var kept: KeptInputsPlace
    /// Folder for temporary files.
    var temporaryFolder: String
    var progress: RunProgress
    var drain: DrainFlag
}

extension IntakeServices {
    /// What erasures by address know of an account; nothing where nobody was erased.
    func suppressedVersions(of account: Hash128) -> [OutUpTo] {
        suppressions?.versions(ofAccount: account, createdAt: noInstant, nil) ?? []
    }

    /// Whether an account is out for good that is found to be an erased person's up to a version.
    func isOutForGood(_ found: SuppressedAccount) -> Bool { suppressions?.isOutForGood(found) ?? false }
}

/// What reading one batch came to.
struct ReadBatch: Sendable {
    var batch: ClaimedBatch
    var statistics: BatchStatistics
    /// Rows that are not applied; listed if the batch is.
    var rejects: RejectList
    /// Why the batch is refused, if it is.
    var refusal: BatchFault?
    /// Rejected rows that do not tell which account they are about.
    var namelessRejects = 0
    /// It was applied before, and rows of erased persons were taken out of what was kept of it.
    var isWithdrawn = false
    /// The number of the correction that has taken its place.
    var supersededBy: UInt32?
}

/// Raised when a run is asked to stop; nothing was committed.
package struct Drained: Error {}

/// Set once when the program is asked to stop; looked at between blocks.
package final class DrainFlag: Sendable {
    private let flag = Atomic<Bool>(false)
    /// Nobody has asked to stop.
    package init() {}
    /// Asks everybody to stop.
    package func raise() { flag.store(true, ordering: .releasing) }
    /// Whether somebody asked to stop.
    package var isRaised: Bool { flag.load(ordering: .acquiring) }

    /// Throws if the run has to stop.
    func check() throws {
        if isRaised { throw Drained() }
    }
}

/// Reads one batch: every sound row becomes a candidate in its key range and an entry for the index.
///
/// A file that must be refused is told by its statistics; what was read of it before is dropped by
/// `DroppedRows.isRefused`, so nothing of it is applied.
/// - Parameter read: the batches of this country that were read before.
/// - Throws: `Drained`, or `FileFault` when the spill cannot be written.
func readBatch(
    _ batch: ClaimedBatch, after read: [ReadBatch], _ configuration: IntakeConfiguration,
    _ services: IntakeServices, into sorter: inout IndexEntrySorter
) throws -> ReadBatch {
    var statistics = BatchStatistics(
        country: batch.country, fileName: batch.fileName, digest: "", bytes: batch.bytes, outcome: .applied)
    let rejects = RejectList(in: services.temporaryFolder)
    var refusal: BatchFault?
    var namelessRejects = 0
    var isSuperseded = false
    do {
        if try services.known.mayKnow(bytes: batch.bytes) {
            // As long as one that was applied before: reading it is all that a repeated batch costs.
            let digest = try digestBatchFile(batch.path) { services.drain.isRaised }
            try services.drain.check()
            statistics.digest = digest.hex
            if try services.known.contains(digest, batch) {
                statistics.outcome = .alreadyApplied
                services.progress.add(bytes: batch.bytes, rows: 0, of: batch.country)
                return ReadBatch(
                    batch: batch, statistics: statistics, rejects: rejects,
                    isWithdrawn: try services.known.isTrimmed(digest, of: batch.country))
            }
        }
        // One that a correction has replaced is read nevertheless: its erasures hold. And of one that replaces others
        // itself it must be known whether it is sound.
        if let manifest = batch.manifest, manifest.supersedes == nil {
            isSuperseded = try services.known.isSuperseded(batch.country, manifest)
        }
        let digest = try readRows(
            batch, configuration, services, &sorter, &statistics, rejects, &namelessRejects)
        try services.known.checkIdentity(batch, digest, after: read)
    } catch let fault as BatchFault {
        statistics.outcome = .refused
        statistics.refusal = (fault.reason.rawValue, fault.description)
        refusal = fault
    }
    var read = ReadBatch(
        batch: batch, statistics: statistics, rejects: rejects, refusal: refusal, namelessRejects: namelessRejects)
    if statistics.outcome == .applied {
        let former =
            isSuperseded ? try batch.manifest.flatMap { try services.known.correction(of: $0, batch.country) } : nil
        if let correction = batch.supersededBy ?? former { read.supersede(by: correction) }
    }
    return read
}

extension BatchContext {
    init(_ batch: ClaimedBatch, _ configuration: IntakeConfiguration, _ services: IntakeServices) {
        self.init(
            country: batch.country, batch: batch.number, sequence: batch.sequenceMark, keys: services.keys,
            unusable: services.unusable, lookAlikes: services.lookAlikes, configuration: configuration,
            suppressions: services.suppressions)
    }
}

private func readRows(
    _ batch: ClaimedBatch, _ configuration: IntakeConfiguration, _ services: IntakeServices,
    _ sorter: inout IndexEntrySorter, _ statistics: inout BatchStatistics, _ rejects: RejectList,
    _ namelessRejects: inout Int
) throws -> SHA256Value {
    let limits = BatchLimits()
    var reader = try RowReader(path: batch.path, layout: batch.layout, limits: limits, isDigested: true)
    let context = BatchContext(batch, configuration, services)
    var encoder = AccountEncoder(context, slots: reader.slots, rowBytesMax: reader.rowBytesMax)
    let writer = services.spill.borrowWriter()
    defer { services.spill.giveBack(writer) }
    var ordinal: UInt32 = 0
    var bytesBefore: UInt64 = 0
    while try reader.nextBlock() {
        try services.drain.check()
        encoder.columnsMayHaveGrown(reader.slots)
        try encodeBlock(
            reader.block, batch, &encoder, writer, &sorter, &ordinal, &statistics, rejects, &namelessRejects)
        statistics.rowsRead = Int(reader.rowsRead)
        services.progress.add(
            bytes: Int(reader.bytesRead - bytesBefore), rows: reader.block.rows.count, of: batch.country)
        bytesBefore = reader.bytesRead
    }
    statistics.rowsRead = Int(reader.rowsRead)
    statistics.findings = encoder.findings
    let rowsRead = reader.rowsRead
    guard let digest = reader.finishDigest() else { preconditionFailure("a digest was asked for") }
    statistics.digest = digest.hex
    try batch.manifest?.check(country: batch.country)
    try batch.manifest?.check(bytes: UInt64(batch.bytes), sha256: digest, rows: rowsRead)
    if configuration.isRefused(rejects: statistics.rejected, of: statistics.rowsRead) {
        throw tooManyRejects(statistics, rejects)
    }
    return digest
}

/// The fault of a batch with more rejects than its country allows. It says which: there may be no run that lists them.
private func tooManyRejects(_ statistics: BatchStatistics, _ rejects: RejectList) -> BatchFault {
    let reasons = statistics.rejects.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let told = reasons.prefix(3).map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let first = rejects.first.map { RefusedRows.Row(line: $0.line, byteOffset: $0.byteOffset, reason: $0.reason.code) }
    return BatchFault(
        .tooManyRejects,
        "\(statistics.rejected) of \(statistics.rowsRead) rows are rejected (\(told)), more than the limit allows",
        wayOut: "Correct the export: the report beside it in refused/ counts the reasons and names the first "
            + "\(RejectList.firstMax) rows. Or raise the limit in koble.json.",
        rows: RefusedRows(reasons: statistics.rejects, first: first))
}

/// Encodes the rows of one block.
/// - Parameter only: the accounts whose rows are wanted; `nil`: all.
func encodeBlock(
    _ block: borrowing RowBlock, _ batch: ClaimedBatch, only: ReplayedAccounts? = nil,
    _ encoder: inout AccountEncoder, _ writer: CandidateWriter, _ sorter: inout IndexEntrySorter,
    _ ordinal: inout UInt32, _ statistics: inout BatchStatistics, _ rejects: RejectList,
    _ namelessRejects: inout Int
) throws(FileFault) {
    var chunks = CandidateChunks()
    writer.swapChunks(&chunks)
    defer { writer.swapChunks(&chunks) }
    var fields = encoder.fields(of: block)
    for index in block.rows.indices {
        let row = block.rows[index]
        let line = UInt32(clamping: block.line(of: row))
        defer { ordinal &+= 1 }
        if let fault = row.fault {
            try note(RejectReason(fault), block, index, &statistics, rejects)
            namelessRejects += 1
            continue
        }
        fields.select(row)
        switch encoder.encode(fields, line: line, ordinal: ordinal) {
        case .rejected(let reject):
            try note(RejectReason(reject), block, index, &statistics, rejects)
            if let account = encoder.accountOfReject(reject, fields) {
                // In a full snapshot a rejected row keeps its account.
                guard batch.manifest?.kind == .full else { continue }
                if let only, !only.contains(account) { continue }
                try sorter.append(.presence(account, batch: batch.number, row: ordinal, line: line))
            } else {
                namelessRejects += 1
            }
        case .account, .suppressed:
            if let only, !only.contains(encoder.accountHash) { continue }
            if encoder.kind == .erased { statistics.erasures += 1 }
            if !SuppressedKey.has(encoder.linkKey) {
                try chunks.append(encoder.linkKey, encoder.record)
            }
            let value = IndexValue(
                linkKey: encoder.linkKey, updatedAt: encoder.updatedAt, contentHash: encoder.contentHash,
                sequence: encoder.sequence, marks: encoder.kind == .account ? 0 : IndexValue.markerBit)
            try sorter.append(
                IndexEntry(
                    account: encoder.accountHash, value: value, batch: batch.number,
                    row: ordinal, line: line,
                    isDeclined: encoder.answer == .declined && encoder.linkKey != SuppressedKey.byAccount,
                    isErased: encoder.kind == .erased, isWatched: encoder.isWatched,
                    erasuresBefore: encoder.erasuresBefore))
        }
    }
}

private func note(
    _ reason: RejectReason, _ block: borrowing RowBlock, _ index: Int, _ statistics: inout BatchStatistics,
    _ rejects: RejectList
) throws(FileFault) {
    statistics.rejected += 1
    statistics.rejects[reason.code, default: 0] += 1
    try rejects.append(
        RejectedRow(
            line: block.line(of: block.rows[index]), byteOffset: block.byteOffset(ofRowAt: index), reason: reason))
}
