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
    /// Manifest sequence + 1 of the country's newest full snapshot after this run; zero: none.
    var newestSnapshot: UInt32
    /// Accounts that a full snapshot has left out, of those that lived and were asked about.
    var vanished: Int
    var liveBefore: Int
    var counts: RowCounts
    /// Link keys of the accounts that people's decisions name, where this run's rows gave them one.
    var linkKeys: [Hash128: Hash128] = [:]
    /// Accounts whose newest version has the address of an erased person: their other versions are kept out
    /// from now on, too.
    var suppressedAccounts: [SuppressedAccount]
    var vetoes = VetoChanges()
    /// Batches that corrections replace, as the ledger has them from now on.
    var replaced: [LedgerBatch] = []
    /// Rows not to be applied of batches that were read again, by the batch's number.
    var replayedDropped: [UInt32: DroppedRows] = [:]
}

/// An account that is found to be an erased person's.
struct SuppressedAccount: Sendable {
    /// Its place in the accounts index.
    var account: Hash128
    var erasedAt: Timestamp
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
    /// Batches that are read again, then those of this run.
    private var read: [ReadBatch]
    private let replayedCount: Int
    private let replay: CorrectionReplay?
    private let services: IntakeServices
    private let index: IndexReader?
    private var dropped: [DroppedRows]
    /// Position in `read` by number of the batch.
    private var places: [UInt32: Int] = [:]
    private var versions: [IndexEntry] = []
    private var pending: [[IndexEntry]] = []
    private var writer: EditRunWriter
    private var vetoes: VetoWriter
    private var moves: CandidateWriter
    private var newAccounts = 0
    private var linkKeys: [Hash128: Hash128] = [:]
    private let snapshots: CountrySnapshots
    /// All that are kept, for accounts that are settled anew.
    private let replayedSnapshots: CountrySnapshots?
    /// Beside a full snapshot the whole index of the country is walked; else accounts are looked up.
    private var walk: CountryIndexWalk?
    private var liveBefore = 0
    private var vanished = 0
    private var suppressedAccounts: [SuppressedAccount] = []

    /// Accounts looked up in the index at once.
    private static let lookUpAccounts = 4096

    init(
        _ country: Country, _ own: [ReadBatch], _ replay: CorrectionReplay?, _ services: IntakeServices,
        index: IndexReader?
    ) {
        self.country = country
        let read = (replay?.batches ?? []) + own
        self.read = read
        self.replay = replay
        replayedCount = read.count - own.count
        self.services = services
        self.index = index
        dropped = Array(repeating: DroppedRows(), count: read.count)
        for (place, batch) in read.enumerated() {
            places[batch.batch.number] = place
            dropped[place].isRefused = batch.statistics.outcome != .applied
        }
        let names = services.suppressions?.keys
        snapshots = CountrySnapshots(watermark: services.snapshots[Int(country.rawValue)], own, names)
        replayedSnapshots = replay == nil ? nil : CountrySnapshots(watermark: 0, read, names)
        if let index, !snapshots.own.isEmpty || replay?.isOfAll == true { walk = CountryIndexWalk(index.store, country) }
        writer = EditRunWriter()
        vetoes = VetoWriter(in: services.temporaryFolder)
        moves = services.spill.borrowWriter()
    }

    mutating func settle(_ sorter: consuming IndexEntrySorter) throws {
        if sorter.count > 0 || walk != nil { try writer.open(in: services.temporaryFolder) }
        try sorter.forEachSorted { entry in
            if entry.batch != IndexEntry.noBatch {
                guard let place = places[entry.batch] else {
                    preconditionFailure("an entry of a batch that this shard did not read")
                }
                if dropped[place].isRefused { return }
                if snapshots.own.isEmpty, replay == nil, entry.isPresenceOnly { return }
            }
            if let last = versions.last, last.account != entry.account { try closeAccount() }
            versions.append(entry)
        }
        try closeAccount()
        try settlePending()
        try settleAbsent(before: nil)
    }

    mutating func finish() throws -> SettledIntake {
        services.spill.giveBack(moves)
        var counts = RowCounts()
        for place in replayedCount..<read.count {
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
                counts.suppressed += statistics.suppressed
            }
            read[place].statistics = statistics
        }
        return SettledIntake(
            country: country, batches: Array(read[replayedCount...]), dropped: Array(dropped[replayedCount...]),
            index: try writer.finish(), newAccounts: newAccounts, newestSnapshot: newestSnapshot,
            vanished: vanished, liveBefore: liveBefore, counts: counts, linkKeys: linkKeys,
            suppressedAccounts: suppressedAccounts, vetoes: try vetoes.finish(), replaced: replay?.replaced ?? [],
            replayedDropped: Dictionary(
                uniqueKeysWithValues: (0..<replayedCount).map { (read[$0].batch.number, dropped[$0]) }))
    }

    /// The newest full snapshot of the country after this run.
    private var newestSnapshot: UInt32 {
        replay?.isOfAll == true ? replayedSnapshots?.newest ?? 0 : snapshots.newest
    }

    private mutating func closeAccount() throws {
        if versions.isEmpty { return }
        if index == nil || walk != nil {
            let account = versions[0].account
            try settleAbsent(before: account)
            let previous = try takeFromWalk(account)
            try settle(versions, previous: previous)
            versions.removeAll(keepingCapacity: true)
            return
        }
        pending.append(versions)
        versions = []
        if pending.count == IntakeSettling.lookUpAccounts { try settlePending() }
    }

    // MARK: Full snapshots

    /// Settles the accounts of the index that no row of this run is about: a full snapshot of this run has
    /// left them out.
    /// - Parameter account: up to here; `nil`: to the end of the country.
    private mutating func settleAbsent(before account: Hash128?) throws {
        while let entry = try walk?.head(), account.map({ entry.account < $0 }) ?? true {
            walk?.advance()
            try settle([], of: entry.account, previous: entry.value)
        }
    }

    private mutating func takeFromWalk(_ account: Hash128) throws -> IndexValue? {
        guard let entry = try walk?.head(), entry.account == account else { return nil }
        walk?.advance()
        return entry.value
    }

    /// Tells the key of an account that a full snapshot has left it out.
    private mutating func announceVanishing(_ account: Hash128, under key: Hash128) throws(FileFault) {
        let note = moveRecord(.vanishing, country, account, other: .zero, because: ChangeCause(batch: snapshotBatch))
        try moves.append(key, note.raw)
    }

    /// The full batch that leaves accounts out: the newest of this run. One of an earlier run does so by a row of
    /// this one, which says itself which batch it is of.
    private var snapshotBatch: UInt32 {
        read[replayedCount...].last { $0.isSnapshotPart && $0.namelessRejects == 0 }?.batch.number
            ?? replay?.cause?.rawValue ?? 0
    }

    private func cause(_ entry: IndexEntry) -> ChangeCause {
        ChangeCause(batch: places[entry.batch].map { read[$0].batch.number } ?? 0)
    }

    /// Asks the accounts index about all pending accounts, in key order, in one short snapshot.
    private mutating func settlePending() throws {
        guard let index, !pending.isEmpty else { return }
        let previous = try index.values(of: pending.map { $0[0].account })
        let waiting = pending
        pending.removeAll(keepingCapacity: true)
        for (versions, value) in zip(waiting, previous) { try settle(versions, previous: value) }
    }

    private mutating func settle(_ rows: [IndexEntry], previous: IndexValue?) throws {
        // The usual account has one version and is new.
        if previous == nil, rows.count == 1, snapshots.isEmpty, replay == nil, !SuppressedKey.has(rows[0].value.linkKey),
            !rows[0].isDeclined
        {
            newAccounts += 1
            try writer.append(rows[0].account, rows[0].value)
            noteDecided(rows[0].account, rows[0].value)
            return
        }
        try settle(rows, of: rows[0].account, previous: previous)
    }

    /// - Parameter rows: of one account, oldest first; none for an account that is only in the index.
    private mutating func settle(_ rows: [IndexEntry], of account: Hash128, previous: IndexValue?) throws {
        if let replay, replay.accounts.contains(account) { return try settleAnew(rows, of: account, stored: previous) }
        try settle(rows, of: account, previous: previous, toldBy: rows)
    }

    /// - Parameter told: the rows that are about the account, also those that are kept out.
    private mutating func settle(
        _ rows: [IndexEntry], of account: Hash128, previous: IndexValue?, toldBy told: [IndexEntry]
    ) throws {
        if services.suppressions != nil, rows.contains(where: { SuppressedKey.has($0.value.linkKey) }) {
            try settleSuppressed(rows, of: account, previous: previous)
            return
        }
        let absentAt = snapshots.isEmpty ? previous?.absentAt ?? 0 : snapshots.absentAt(told, of: account, previous: previous)
        var drops: [(IndexEntry, DroppedRow)] = []
        let versions = snapshots.own.isEmpty && replay == nil ? rows : rows.filter { !$0.isPresenceOnly }
        let settled = settleVersions(versions[...], previous: previous) { drops.append(($0, $1)) }
        for (entry, reason) in drops { drop(entry, reason) }
        if previous?.isLive == true { liveBefore += 1 }
        guard var standing = settled.applied?.value ?? settled.sequenceOnly ?? previous else { return }
        standing.absentAt = absentAt
        if previous == nil { newAccounts += 1 }
        if settled.applied != nil { noteDecided(account, standing) }
        let isNewVeto = try settleVeto(rows, drops, of: account, previous, settled.applied, standing)
        if settled.applied != nil || settled.sequenceOnly != nil || standing.marks != previous?.marks || isNewVeto {
            try writer.append(account, standing)
        }
        if let applied = settled.applied, let previous, previous.linkKey != standing.linkKey {
            try announceMove(
                account, of: country, from: previous.linkKey, to: standing.linkKey, isLive: previous.isLive,
                because: cause(applied), through: moves)
        }
        if let applied = settled.applied, applied.isErased, let previous, !previous.isMarker {
            let note = moveRecord(.erasing, country, account, other: .zero, because: cause(applied))
            try moves.append(previous.linkKey, note.raw)
        }
        guard standing.isGone else { return }
        if let applied = settled.applied, let place = places[applied.batch] {
            // It stands, and says of an account that is gone which version it was: nothing of it is applied.
            read[place].statistics.superseded += 1
        }
        if settled.applied != nil || previous?.isGone == false {
            try announceVanishing(account, under: standing.linkKey)
        }
        if previous?.isLive == true { vanished += 1 }
    }

    /// Some version of the account declined: a veto, whatever came before or comes after. The record that stands
    /// is told if it may have no answer of its own.
    /// - Returns: Whether the state did not know it.
    private mutating func settleVeto(
        _ rows: [IndexEntry], _ drops: [(IndexEntry, DroppedRow)], of account: Hash128, _ previous: IndexValue?,
        _ applied: IndexEntry?, _ standing: IndexValue
    ) throws -> Bool {
        let isKnown = previous == nil ? false : try services.vetoes?.contains(account) ?? false
        let isNew = !isKnown && hasDeclined(rows, drops)
        if isNew { try vetoes.add(account) }
        if standing.isMarker || applied?.isDeclined == true { return isNew }
        if isNew || isKnown && applied != nil {
            let declined = rows.last(where: \.isDeclined) ?? applied
            let note = moveRecord(.vetoing, country, account, other: .zero, because: declined.map(cause))
            try moves.append(standing.linkKey, note.raw)
        }
        return isNew
    }

    private mutating func noteDecided(_ account: Hash128, _ value: IndexValue) {
        if services.decidedAccounts.isEmpty || !services.decidedAccounts.contains(account) { return }
        linkKeys[account] = value.linkKey
    }

    /// Settles an account of which some version is kept out.
    ///
    /// A version with an erased mailbox still is a version: where it is the newest, the account is the erased
    /// person's, and nothing of it stays, as if the erasure had come after it.
    private mutating func settleSuppressed(
        _ versions: [IndexEntry], of account: Hash128, previous: IndexValue?
    ) throws {
        let kept = versions.filter { !SuppressedKey.has($0.value.linkKey) }
        for entry in versions where SuppressedKey.has(entry.value.linkKey) { drop(entry, .suppressed) }
        guard let erased = versions.last(where: { $0.value.linkKey == SuppressedKey.byAddress }),
            kept.last?.value.isNewer(than: erased.value) != true, previous?.isNewer(than: erased.value) != true
        else {
            // A row that is kept out says all the same that the account was there.
            if !kept.isEmpty || previous != nil { try settle(kept, of: account, previous: previous, toldBy: versions) }
            return
        }
        for entry in kept { drop(entry, .suppressed) }
        suppressedAccounts.append(
            SuppressedAccount(
                account: erased.account,
                erasedAt: Timestamp(rawValue: Int64(bitPattern: erased.value.contentHash))))
        guard let previous else { return }
        newAccounts -= 1
        try writer.append(erased.account, nil)
        // Who comes back is another person, and answers anew.
        if try services.vetoes?.contains(account) == true { try vetoes.remove(account) }
        let departure = moveRecord(.departure, country, erased.account, other: .zero, because: cause(erased))
        try moves.append(previous.linkKey, departure.raw)
    }

    // MARK: Corrections

    /// Settles an account as if the state knew nothing of it, from all rows that are kept and stand.
    private mutating func settleAnew(_ rows: [IndexEntry], of account: Hash128, stored: IndexValue?) throws {
        let versions = dropSuppressed(rows.filter { !$0.isPresenceOnly })
        var drops: [(IndexEntry, DroppedRow)] = []
        let settled = settleVersions(versions[...], previous: nil) { drops.append(($0, $1)) }
        for (entry, reason) in drops { drop(entry, reason) }
        if stored?.isLive == true { liveBefore += 1 }
        guard let applied = settled.applied else { return try remove(account, stored) }
        var standing = applied.value
        standing.absentAt = replayedSnapshots?.absentAt(rows, of: account, previous: nil) ?? 0
        if stored == nil { newAccounts += 1 }
        noteDecided(account, standing)
        // Also where nothing changes: undo of an earlier run must see that this one stands on it.
        try writer.append(account, standing)
        if let stored, stored.linkKey != standing.linkKey {
            try announceMove(
                account, of: country, from: stored.linkKey, to: standing.linkKey, isLive: stored.isLive,
                because: replay?.cause, through: moves)
        }
        if let cause = replay?.cause {
            // The record that stands may be of an earlier batch: the correction is why it does.
            try moves.append(standing.linkKey, dueRecord(because: cause).raw)
        }
        if applied.isErased, let stored, !stored.isMarker {
            let note = moveRecord(.erasing, country, account, other: .zero, because: replay?.cause)
            try moves.append(stored.linkKey, note.raw)
        }
        try settleVetoAnew(rows, drops, of: account, applied, standing)
        guard standing.isGone else { return }
        if let place = places[applied.batch] { read[place].statistics.superseded += 1 }
        try announceVanishing(account, under: standing.linkKey)
        if stored?.isLive == true { vanished += 1 }
    }

    /// The versions of an account that are not kept out; none where the newest is an erased person's.
    private mutating func dropSuppressed(_ versions: [IndexEntry]) -> [IndexEntry] {
        if services.suppressions == nil { return versions }
        let kept = versions.filter { !SuppressedKey.has($0.value.linkKey) }
        if kept.count == versions.count { return versions }
        for entry in versions where SuppressedKey.has(entry.value.linkKey) { drop(entry, .suppressed) }
        guard let erased = versions.last(where: { $0.value.linkKey == SuppressedKey.byAddress }),
            kept.last?.value.isNewer(than: erased.value) != true
        else { return kept }
        for entry in kept { drop(entry, .suppressed) }
        suppressedAccounts.append(
            SuppressedAccount(
                account: erased.account, erasedAt: Timestamp(rawValue: Int64(bitPattern: erased.value.contentHash))))
        return []
    }

    /// Only a batch that was replaced knew the account.
    private mutating func remove(_ account: Hash128, _ stored: IndexValue?) throws {
        guard let stored else { return }
        newAccounts -= 1
        try writer.append(account, nil)
        let note = moveRecord(.departure, country, account, other: .zero, because: replay?.cause)
        try moves.append(stored.linkKey, note.raw)
        if try services.vetoes?.contains(account) == true { try vetoes.remove(account) }
    }

    private mutating func settleVetoAnew(
        _ rows: [IndexEntry], _ drops: [(IndexEntry, DroppedRow)], of account: Hash128, _ applied: IndexEntry,
        _ standing: IndexValue
    ) throws {
        let isVetoed = hasDeclined(rows, drops)
        let isKnown = try services.vetoes?.contains(account) ?? false
        if isVetoed, !isKnown { try vetoes.add(account) }
        if isKnown, !isVetoed { try vetoes.remove(account) }
        if isVetoed, !standing.isMarker, !applied.isDeclined {
            let note = moveRecord(.vetoing, country, account, other: .zero, because: replay?.cause)
            try moves.append(standing.linkKey, note.raw)
        }
    }

    /// Whether a row declined that was not rejected.
    private func hasDeclined(_ rows: [IndexEntry], _ drops: [(IndexEntry, DroppedRow)]) -> Bool {
        rows.contains { row in
            row.isDeclined && !drops.contains { $0.1 == .unordered && $0.0.row == row.row && $0.0.batch == row.batch }
        }
    }

    private mutating func drop(_ entry: IndexEntry, _ reason: DroppedRow) {
        guard let place = places[entry.batch] else { return }
        dropped[place].insert(entry.row)
        switch reason {
        case .duplicate: read[place].statistics.duplicate += 1
        case .superseded: read[place].statistics.superseded += 1
        case .suppressed: read[place].statistics.suppressed += 1
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
/// - Parameter isLive: who was deleted or gone was in no profile to come from.
func announceMove(
    _ account: Hash128, of country: Country, from old: Hash128, to new: Hash128, isLive: Bool = true,
    because cause: ChangeCause? = nil, through moves: CandidateWriter
) throws(FileFault) {
    try moves.append(old, moveRecord(.departure, country, account, other: new, because: cause).raw)
    if isLive { try moves.append(new, moveRecord(.arrival, country, account, other: old, because: cause).raw) }
}

/// A note to a key range that a key is to be decided again, though none of its accounts has changed.
func dueRecord(because cause: ChangeCause?) -> [UInt8] {
    moveRecord(.due, .SE, .zero, other: .zero, because: cause)
}

/// A note to a key range about an account that changes its link key: a record header, then the account's
/// place in the index, then the other link key. Its cause stands where a record has the number of its batch.
func moveRecord(
    _ kind: RecordKind, _ country: Country, _ account: Hash128, other: Hash128, because cause: ChangeCause? = nil
) -> [UInt8] {
    var buffer = ByteBuffer(capacity: RecordLayout.headerBytes + 32)
    buffer.append(littleEndian: UInt32(RecordLayout.headerBytes + 32))
    buffer.append(littleEndian: UInt32(country.rawValue) | UInt32(kind.rawValue) << 8)
    for offset in stride(from: 8, to: RecordLayout.headerBytes, by: 8) {
        buffer.append(littleEndian: UInt64(offset == RecordLayout.batch ? cause?.rawValue ?? 0 : 0))
    }
    for word in [account.high, account.low, other.high, other.low] { buffer.append(littleEndian: word) }
    return buffer.array()
}
