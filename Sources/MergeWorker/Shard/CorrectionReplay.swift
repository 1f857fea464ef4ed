internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore

/// The accounts whose versions are settled anew.
enum ReplayedAccounts: Sendable {
    case all
    case some(Set<Hash128>)

    func contains(_ account: Hash128) -> Bool {
        switch self {
        case .all: true
        case .some(let accounts): accounts.contains(account)
        }
    }
}

/// What corrections make a shard read again: the versions of some accounts, from all kept inputs of the country.
///
/// The state keeps one version of each account. Where a replaced batch had a row, the version that stands without
/// it lies in other inputs alone.
struct CorrectionReplay: Sendable {
    var accounts: ReplayedAccounts
    /// The batches that stand, read again, by number.
    var batches: [ReadBatch]
    /// The batches that are replaced, as the ledger has them from now on.
    var replaced: [LedgerBatch]

    /// Why what is settled anew changes: the correction, the last of several.
    var cause: ChangeCause? { replaced.compactMap(\.supersededBy).max().map(ChangeCause.init(batch:)) }

    /// Whether every account of the country is settled anew.
    var isOfAll: Bool { if case .all = accounts { true } else { false } }

    /// More accounts than this are not held in a set (48 bytes each): then the whole country is settled anew.
    static let accountsMax = 1 << 20
}

extension CorrectionReplay {
    /// Settles what the corrections among the batches of a run replace, in this run and in earlier ones.
    ///
    /// - Returns: What has to be read again; `nil` when nothing has.
    static func read(
        _ read: inout [ReadBatch], _ country: Country, _ configuration: IntakeConfiguration,
        _ services: IntakeServices, _ index: IndexReader?, into sorter: inout IndexEntrySorter
    ) throws -> CorrectionReplay? {
        if Correction.all(read).isEmpty { return nil }
        let known = try services.known.batches(of: country)
        let standing = known.filter { $0.supersededBy == nil }
        // Of what earlier corrections replaced.
        let erasing = known.filter { $0.supersededBy != nil && $0.erasures != nil }
        var inputs: [UInt32: ClaimedBatch] = [:]
        var isWhole = true
        if standing.contains(where: { batch in isReplaced(batch, Correction.all(read)) }) {
            let kept = try KeptInputs(services.kept, country, services.drain)
            for batch in standing + erasing { inputs[batch.number] = try kept.batch(batch, country, configuration) }
            if let missing = (standing + erasing).first(where: { inputs[$0.number] == nil }) {
                isWhole = false
                let needing = CorrectionWithoutInputs(configuration: configuration, services: services, index: index)
                for correction in Correction.all(read) {
                    let replaced = standing.filter { isReplaced($0, [correction]) }
                    if replaced.isEmpty { continue }
                    let fault = try fault(of: correction, replaced, missing, inputs, read, needing)
                    if let fault { read[correction.index].refuse(as: fault) }
                }
            }
        }
        let corrections = Correction.all(read)
        let former = known.compactMap(Correction.init)
        for index in read.indices where read[index].statistics.outcome == .applied {
            let manifest = read[index].batch.manifest
            let other = (former + corrections).last {
                $0.index != index && $0.replaces(manifest?.batchID, manifest?.sequence)
            }
            if let other { read[index].supersede(by: other.number) }
        }
        let replaced = standing.filter { isReplaced($0, corrections) }
        if replaced.isEmpty { return nil }
        let noted = replaced.map { batch in
            var batch = batch
            batch.supersededBy = corrections.last { isReplaced(batch, [$0]) }?.number
            return batch
        }
        // Nothing that stands changes but by the rows of this run.
        if !isWhole { return CorrectionReplay(accounts: .some([]), batches: [], replaced: noted) }
        var reader = ReplayReader(configuration: configuration, services: services)
        let accounts = try reader.accounts(of: replaced.compactMap { inputs[$0.number] }, into: &sorter)
        let remaining = standing.filter { !isReplaced($0, corrections) }.compactMap { inputs[$0.number] }
        var batches = try remaining.map { try reader.read($0, only: accounts, into: &sorter) }
        for batch in replaced + erasing {
            guard let input = inputs[batch.number] else { continue }
            var held = try reader.read(input, only: accounts, into: &sorter)
            held.statistics.outcome = .superseded
            batches.append(held)
            guard let index = corrections.last(where: { isReplaced(batch, [$0]) })?.index else { continue }
            read[index].statistics.erasuresHeld += held.statistics.erasures
        }
        return CorrectionReplay(
            accounts: accounts,
            batches: batches,
            replaced: noted)
    }

    private static func isReplaced(_ batch: LedgerBatch, _ corrections: [Correction]) -> Bool {
        corrections.contains { $0.replaces(batch.batchID, batch.sequence) }
    }

    /// Why a correction comes too late; `nil` where it needs nothing that is not kept.
    private static func fault(
        of correction: Correction, _ replaced: [LedgerBatch], _ missing: LedgerBatch, _ inputs: [UInt32: ClaimedBatch],
        _ read: [ReadBatch], _ needing: CorrectionWithoutInputs
    ) throws -> BatchFault? {
        let services = needing.services
        if let gone = replaced.first(where: { inputs[$0.number] == nil }) {
            return try tooLate("the replaced batch itself (\(gone.number)) is not kept any more", gone, services)
        }
        let id = read[correction.index].batch.manifest?.batchID
        let parts = read.filter { $0.statistics.outcome == .applied && $0.batch.manifest?.batchID == id }.map(\.batch)
        guard let found = try needing.needing(replaced.compactMap { inputs[$0.number] }, parts) else {
            let why =
                "the replaced batch says something about all accounts of the country, and the input of batch "
                + "\(missing.number) is not kept any more"
            return try tooLate(why, missing, services)
        }
        if found.accounts == 0 { return nil }
        let why =
            "\(found.accounts) of the \(found.all) accounts of the replaced batch would fall back to what other inputs "
            + "say, and that of batch \(missing.number) is not kept any more"
        return try tooLate(why, missing, services)
    }

    private static func tooLate(_ why: String, _ missing: LedgerBatch, _ services: IntakeServices) throws -> BatchFault
    {
        let run = try services.known.store?.ledgerRun(missing.run)
        let until = run.flatMap { Timestamp($0.asOf) }?.advanced(byDays: services.kept.retentionDays)
        let date = until.map { ". It was possible until \($0.description.prefix(10))" } ?? ""
        return BatchFault(
            .supersededNotKept, "The correction comes too late: \(why)\(date)",
            wayOut:
                "Let the correction have a newer row about each account of the replaced batch; or send newer rows as a "
                + "delta, or a full snapshot with the next sequence.")
    }
}

/// Reads kept inputs again.
private struct ReplayReader {
    let configuration: IntakeConfiguration
    let services: IntakeServices

    /// The accounts that batches have rows about; each comes as a presence, so that it is settled even if no other
    /// batch has a row about it. A full snapshot says something about all accounts of its country.
    mutating func accounts(
        of batches: [ClaimedBatch], into sorter: inout IndexEntrySorter
    ) throws -> ReplayedAccounts {
        if batches.contains(where: { $0.manifest?.kind == .full }) { return .all }
        var accounts: Set<Hash128> = []
        for batch in batches {
            try collect(batch, &accounts)
            if accounts.count > CorrectionReplay.accountsMax { return .all }
        }
        for account in accounts {
            try sorter.append(.presence(account, batch: IndexEntry.noBatch, row: 0, line: 0))
        }
        return .some(accounts)
    }

    private mutating func collect(_ batch: ClaimedBatch, _ accounts: inout Set<Hash128>) throws {
        let limits = BatchLimits()
        var reader = try RowReader(path: batch.path, layout: batch.layout, limits: limits, isDigested: false)
        var encoder = AccountEncoder(
            BatchContext(batch, configuration, services), slots: reader.slots, rowBytesMax: limits.rowBytesMax)
        while try reader.nextBlock() {
            try services.drain.check()
            encoder.columnsMayHaveGrown(reader.slots)
            collect(reader.block, &encoder, &accounts)
        }
    }

    private func collect(
        _ block: borrowing RowBlock, _ encoder: inout AccountEncoder, _ accounts: inout Set<Hash128>
    ) {
        var fields = encoder.fields(of: block)
        for row in block.rows where row.fault == nil {
            fields.select(row)
            switch encoder.encode(fields, line: 0, ordinal: 0) {
            case .account, .suppressed: accounts.insert(encoder.accountHash)
            case .rejected: break
            }
        }
    }

    /// Reads a batch again: its rows about these accounts are candidates of this run.
    mutating func read(
        _ batch: ClaimedBatch, only accounts: ReplayedAccounts, into sorter: inout IndexEntrySorter
    ) throws -> ReadBatch {
        var statistics = BatchStatistics(
            country: batch.country, fileName: batch.fileName, digest: "", bytes: batch.bytes, outcome: .applied)
        let rejects = RejectList(in: services.temporaryFolder)
        var namelessRejects = 0
        let limits = BatchLimits()
        var reader = try RowReader(path: batch.path, layout: batch.layout, limits: limits, isDigested: false)
        var encoder = AccountEncoder(
            BatchContext(batch, configuration, services), slots: reader.slots, rowBytesMax: limits.rowBytesMax)
        let writer = services.spill.borrowWriter()
        defer { services.spill.giveBack(writer) }
        var ordinal: UInt32 = 0
        while try reader.nextBlock() {
            try services.drain.check()
            encoder.columnsMayHaveGrown(reader.slots)
            try encodeBlock(
                reader.block, batch, only: accounts, &encoder, writer, &sorter, &ordinal, &statistics, rejects,
                &namelessRejects)
        }
        return ReadBatch(batch: batch, statistics: statistics, rejects: rejects, namelessRejects: namelessRejects)
    }
}
