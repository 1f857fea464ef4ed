internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore

/// What a shard hands to the coordinator when its batches are read and its versions settled.
struct SettledIntake: Sendable {
    var country: Country
    var batches: [ReadBatch]
    /// Rows not to be applied, by position of the batch among this shard's batches.
    var dropped: [DroppedRows]
    /// New and changed entries of the accounts index, in key order, in the temporary file.
    var index: EditRun
    /// Accounts that the state has more than before, deleted ones included.
    var newAccounts: Int
    var counts: RowCounts
    /// Link keys of the accounts that people's decisions name, where this run's rows gave them one.
    var linkKeys: [Hash128: Hash128] = [:]
}

/// Entries of a block table in key order, in a temporary file: sixteen bytes of key, four of length, and
/// the payload.
struct EditRun: Sendable {
    var file: TemporarySpill?
    /// Parts of the file, in order.
    var parts: [(offset: Int, bytes: Int)] = []
    var entries = 0
}

/// Settles the versions of one country's accounts against its accounts index.
struct IntakeSettling {
    private let country: Country
    private var read: [ReadBatch]
    private let services: IntakeServices
    private let index: IndexReader?
    private var dropped: [DroppedRows]
    /// Position in `read` of a batch position of the run.
    private var places: [UInt32: Int] = [:]
    private var versions: [IndexEntry] = []
    private var pending: [[IndexEntry]] = []
    private var writer: EditRunWriter
    private var moves: CandidateWriter
    private var newAccounts = 0
    private var linkKeys: [Hash128: Hash128] = [:]

    /// Accounts looked up in the index at once.
    private static let lookUpAccounts = 4096

    init(_ country: Country, _ read: [ReadBatch], _ services: IntakeServices, index: IndexReader?) {
        self.country = country
        self.read = read
        self.services = services
        self.index = index
        dropped = Array(repeating: DroppedRows(), count: read.count)
        for (place, batch) in read.enumerated() {
            places[UInt32(batch.batch.position)] = place
            dropped[place].isRefused = batch.statistics.outcome == .refused
        }
        writer = EditRunWriter()
        moves = services.spill.borrowWriter()
    }

    mutating func settle(_ sorter: consuming IndexEntrySorter) throws {
        if sorter.count > 0 { try writer.open(in: services.temporaryFolder) }
        try sorter.forEachSorted { entry in
            guard let place = places[entry.batchPosition] else {
                preconditionFailure("an entry of a batch that this shard did not read")
            }
            if dropped[place].isRefused { return }
            if let last = versions.last, last.account != entry.account { try closeAccount() }
            versions.append(entry)
        }
        try closeAccount()
        try settlePending()
    }

    mutating func finish() throws -> SettledIntake {
        services.spill.giveBack(moves)
        var counts = RowCounts()
        for place in read.indices {
            var statistics = read[place].statistics
            if statistics.outcome == .applied {
                statistics.applied =
                    statistics.rowsRead - statistics.rejected - statistics.superseded - statistics.duplicate
                    - statistics.suppressed
                counts.read += statistics.rowsRead
                counts.applied += statistics.applied
                counts.superseded += statistics.superseded
                counts.duplicate += statistics.duplicate
                counts.rejected += statistics.rejected
            }
            read[place].statistics = statistics
        }
        return SettledIntake(
            country: country, batches: read, dropped: dropped, index: try writer.finish(),
            newAccounts: newAccounts, counts: counts, linkKeys: linkKeys)
    }

    private mutating func closeAccount() throws {
        if versions.isEmpty { return }
        if index == nil {
            try settle(versions[...], previous: nil)
            versions.removeAll(keepingCapacity: true)
            return
        }
        pending.append(versions)
        versions = []
        if pending.count == IntakeSettling.lookUpAccounts { try settlePending() }
    }

    /// Asks the accounts index about all pending accounts, in key order, in one short snapshot.
    private mutating func settlePending() throws {
        guard let index, !pending.isEmpty else { return }
        let previous = try index.values(of: pending.map { $0[0].account })
        let waiting = pending
        pending.removeAll(keepingCapacity: true)
        for (versions, value) in zip(waiting, previous) { try settle(versions[...], previous: value) }
    }

    private mutating func settle(_ versions: ArraySlice<IndexEntry>, previous: IndexValue?) throws {
        // The usual account has one version and is new.
        if previous == nil, versions.count == 1 {
            newAccounts += 1
            let only = versions[versions.startIndex]
            try writer.append(only.account, only.value)
            noteDecided(only.account, only.value)
            return
        }
        var drops: [(IndexEntry, DroppedRow)] = []
        let settled = settleVersions(versions, previous: previous) { drops.append(($0, $1)) }
        for (entry, reason) in drops { drop(entry, reason) }
        let account = versions[versions.startIndex].account
        if let applied = settled.applied {
            if previous == nil { newAccounts += 1 }
            try writer.append(account, applied.value)
            noteDecided(account, applied.value)
            if let previous, previous.linkKey != applied.value.linkKey {
                try announceMove(
                    account, of: country, from: previous.linkKey, to: applied.value.linkKey, through: moves)
            }
        } else if let value = settled.sequenceOnly {
            try writer.append(account, value)
        }
    }

    private mutating func noteDecided(_ account: Hash128, _ value: IndexValue) {
        if services.decidedAccounts.isEmpty || !services.decidedAccounts.contains(account) { return }
        linkKeys[account] = value.linkKey
    }

    private mutating func drop(_ entry: IndexEntry, _ reason: DroppedRow) {
        guard let place = places[entry.batchPosition] else { return }
        dropped[place].insert(entry.row)
        switch reason {
        case .duplicate: read[place].statistics.duplicate += 1
        case .superseded: read[place].statistics.superseded += 1
        case .unordered:
            let code = "\(RowReject.unorderedUpdate.code)"
            read[place].statistics.rejected += 1
            read[place].statistics.rejects[code, default: 0] += 1
            read[place].rejects.append(
                RejectedRow(
                    fileName: read[place].batch.fileName, line: UInt64(entry.line), byteOffset: 0, code: code))
        }
    }

}

/// Tells the old key that the account has left, and the new one where it came from.
func announceMove(
    _ account: Hash128, of country: Country, from old: Hash128, to new: Hash128, through moves: CandidateWriter
) throws(FileFault) {
    try moves.append(old, moveRecord(.departure, country, account, other: new).raw)
    try moves.append(new, moveRecord(.arrival, country, account, other: old).raw)
}

/// A note to a key range about an account that changes its link key: a record header, then the account's
/// place in the index, then the other link key.
func moveRecord(_ kind: RecordKind, _ country: Country, _ account: Hash128, other: Hash128) -> [UInt8] {
    var buffer = ByteBuffer(capacity: RecordLayout.headerBytes + 32)
    buffer.append(littleEndian: UInt32(RecordLayout.headerBytes + 32))
    buffer.append(littleEndian: UInt32(country.rawValue) | UInt32(kind.rawValue) << 8)
    for _ in 0..<(RecordLayout.headerBytes - 8) / 8 { buffer.append(littleEndian: UInt64(0)) }
    for word in [account.high, account.low, other.high, other.low] { buffer.append(littleEndian: word) }
    return buffer.array()
}
