internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore

/// Settles the versions of one country's accounts against its accounts index.
struct IntakeSettling {
    let country: Country
    /// Batches that are read again, then those of this run.
    var read: [ReadBatch]
    let replayedCount: Int
    let replay: CorrectionReplay?
    let services: IntakeServices
    let index: IndexReader?
    var dropped: [DroppedRows]
    /// Position in `read` by number of the batch.
    var places: [UInt32: Int] = [:]
    var versions: [IndexEntry] = []
    var pending: [[IndexEntry]] = []
    var writer: EditRunWriter
    var vetoes: VetoWriter
    var moves: CandidateWriter
    var newAccounts = 0
    var linkKeys: [Hash128: Hash128] = [:]
    let snapshots: CountrySnapshots
    /// All that are kept, for accounts that are settled anew.
    let replayedSnapshots: CountrySnapshots?
    /// Beside a full snapshot the whole index of the country is walked; else accounts are looked up.
    var walk: CountryIndexWalk?
    var liveBefore = 0
    var vanished = 0
    var suppressedAccounts: [SuppressedAccount] = []
    var presences: PresenceSettling

    /// Accounts looked up in the index at once.
    static let lookUpAccounts = 4096

    init(
        _ country: Country, _ own: [ReadBatch], _ replay: CorrectionReplay?, _ services: IntakeServices,
        index: IndexReader?
    ) throws(StoreError) {
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
            // Of one that is superseded the erasures hold.
            dropped[place].isRefused =
                batch.statistics.outcome != .applied && batch.statistics.outcome != .superseded
        }
        let names = services.suppressions?.keys
        snapshots = CountrySnapshots(watermark: services.snapshots[Int(country.rawValue)], own, names)
        replayedSnapshots = replay == nil ? nil : CountrySnapshots(watermark: 0, read, names)
        if let index, !snapshots.own.isEmpty || replay?.isOfAll == true {
            walk = CountryIndexWalk(index.store, country)
        }
        presences = try PresenceSettling(
            services.presences, country, services.suppressionKeys,
            hasSnapshots: !snapshots.own.isEmpty || replay?.isOfAll == true)
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
                if read[place].statistics.outcome == .superseded, !entry.isErased {
                    return dropped[place].insert(entry.row)
                }
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
        let told = presences.finish(
            own: snapshots.own.last ?? 0, newest: newestSnapshot, isAnew: replay?.isOfAll == true)
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
            country: country, batches: Array(read[replayedCount...]),
            dropped: Array(dropped[replayedCount...]),
            index: try writer.finish(), newAccounts: newAccounts, newestSnapshot: newestSnapshot,
            vanished: vanished, liveBefore: liveBefore, counts: counts, linkKeys: linkKeys,
            suppressedAccounts: suppressedAccounts, vetoes: try vetoes.finish(), presences: told,
            replaced: replay?.replaced ?? [],
            replayedDropped: Dictionary(
                uniqueKeysWithValues: (0..<replayedCount).map { (read[$0].batch.number, dropped[$0]) }))
    }

    /// The newest full snapshot of the country after this run.
    var newestSnapshot: UInt32 {
        replay?.isOfAll == true ? replayedSnapshots?.newest ?? 0 : snapshots.newest
    }

    mutating func closeAccount() throws {
        if versions.isEmpty { return }
        if index == nil || walk != nil {
            let account = versions[0].account
            try settleAbsent(before: account)
            let previous = try takeFromWalk(account)
            if versions.count > 1 || previous != nil {
                try settle(versions, previous: previous)
            } else {
                try settleNew(versions[0])
            }
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
    mutating func settleAbsent(before account: Hash128?) throws {
        while let entry = try walk?.head(), account.map({ entry.account < $0 }) ?? true {
            walk?.advance()
            try settle([], of: entry.account, previous: entry.value)
        }
    }

    mutating func takeFromWalk(_ account: Hash128) throws -> IndexValue? {
        guard let entry = try walk?.head(), entry.account == account else { return nil }
        walk?.advance()
        return entry.value
    }

    /// Tells the key of an account that a full snapshot has left it out.
    mutating func announceVanishing(_ account: Hash128, under key: Hash128) throws(FileFault) {
        let note = moveRecord(
            .vanishing, country, account, other: .zero, because: ChangeCause(batch: snapshotBatch))
        try moves.append(key, note.raw)
    }

    /// The full batch that leaves accounts out: the newest of this run. One of an earlier run does so by a row of
    /// this one, which says itself which batch it is of.
    var snapshotBatch: UInt32 {
        read[replayedCount...].last { $0.isSnapshotPart && $0.namelessRejects == 0 }?.batch.number
            ?? replay?.cause?.rawValue ?? 0
    }

    func cause(_ entry: IndexEntry) -> ChangeCause {
        ChangeCause(batch: places[entry.batch].map { read[$0].batch.number } ?? 0)
    }

    /// Asks the accounts index about all pending accounts, in key order, in one short snapshot.
    mutating func settlePending() throws {
        guard let index, !pending.isEmpty else { return }
        let previous = try index.values(of: pending.map { $0[0].account })
        let waiting = pending
        pending.removeAll(keepingCapacity: true)
        for (versions, value) in zip(waiting, previous) { try settle(versions, previous: value) }
    }

    mutating func settle(_ rows: [IndexEntry], previous: IndexValue?) throws {
        if previous == nil, rows.count == 1 { return try settleNew(rows[0]) }
        try settle(rows, of: rows[0].account, previous: previous)
    }

    /// The usual account: it has one version and is not in the index.
    mutating func settleNew(_ row: IndexEntry) throws {
        guard snapshots.isEmpty, replay == nil, !SuppressedKey.has(row.value.linkKey), !row.isDeclined, !row.isWatched
        else { return try settle([row], of: row.account, previous: nil) }
        newAccounts += 1
        try writer.append(row.account, row.value)
        noteDecided(row.account, row.value)
    }

    /// - Parameter rows: of one account, oldest first; none for an account that is only in the index.
    mutating func settle(_ rows: [IndexEntry], of account: Hash128, previous: IndexValue?) throws {
        if let replay, replay.accounts.contains(account) {
            return try settleAnew(rows, of: account, stored: previous)
        }
        if services.suppressions != nil,
            rows.contains(where: { SuppressedKey.has($0.value.linkKey) || $0.isWatched })
        {
            return try settleSuppressed(rows, of: account, previous: previous)
        }
        try settle(rows, of: account, previous: previous, toldBy: rows)
    }

    /// - Parameters:
    ///   - told: the rows that are about the account, also those that are kept out.
    ///   - hasDeclined: a version declined that is kept out.
    mutating func settle(
        _ rows: [IndexEntry], of account: Hash128, previous: IndexValue?, toldBy told: [IndexEntry],
        hasDeclined: Bool = false
    ) throws {
        let absentAt = try absentAt(told, of: account, previous)
        var drops: [(IndexEntry, DroppedRow)] = []
        let versions = snapshots.own.isEmpty && replay == nil ? rows : rows.filter { !$0.isPresenceOnly }
        let settled = settleVersions(versions[...], previous: previous) { drops.append(($0, $1)) }
        for (entry, reason) in drops { try drop(entry, reason) }
        if previous?.isLive == true { liveBefore += 1 }
        guard var standing = settled.applied?.value ?? settled.sequenceOnly ?? previous else {
            if !told.isEmpty { try presences.tell(account, absentAt: absentAt, newest: newestSnapshot) }
            return
        }
        if previous == nil { try presences.forget(account) }
        standing.absentAt = absentAt
        if previous == nil { newAccounts += 1 }
        if settled.applied != nil { noteDecided(account, standing) }
        let declined = hasDeclined || self.hasDeclined(rows, drops)
        let isNewVeto = try settleVeto(rows, declined, of: account, previous, settled.applied, standing)
        if settled.applied != nil || settled.sequenceOnly != nil || standing.marks != previous?.marks
            || isNewVeto
        {
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
        // It stands, and says of an account that is gone which version it was: nothing of it is applied.
        if let applied = settled.applied { countSuperseded(applied) }
        if settled.applied != nil || previous?.isGone == false {
            try announceVanishing(account, under: standing.linkKey)
        }
        if previous?.isLive == true { vanished += 1 }
    }

    /// The newest full snapshot without the account.
    func absentAt(_ told: [IndexEntry], of account: Hash128, _ previous: IndexValue?) throws(StoreError)
        -> UInt32
    {
        if snapshots.isEmpty { return previous?.absentAt ?? 0 }
        let known = try previous == nil ? presences.absentAt(account) : previous?.absentAt
        return snapshots.absentAt(told, of: account, before: known ?? snapshots.watermark)
    }

    /// Some version of the account declined: a veto, whatever came before or comes after. The record that stands
    /// is told if it may have no answer of its own.
    /// - Returns: Whether the state did not know it.
    mutating func settleVeto(
        _ rows: [IndexEntry], _ hasDeclined: Bool, of account: Hash128, _ previous: IndexValue?,
        _ applied: IndexEntry?, _ standing: IndexValue
    ) throws -> Bool {
        let isKnown = previous == nil ? false : try services.vetoes?.contains(account) ?? false
        let isNew = !isKnown && hasDeclined
        if isNew { try vetoes.add(account) }
        if standing.isMarker || applied?.isDeclined == true { return isNew }
        if isNew || isKnown && applied != nil {
            let declined = rows.last(where: \.isDeclined) ?? applied
            let note = moveRecord(.vetoing, country, account, other: .zero, because: declined.map(cause))
            try moves.append(standing.linkKey, note.raw)
        }
        return isNew
    }

    mutating func noteDecided(_ account: Hash128, _ value: IndexValue) {
        if services.decidedAccounts.isEmpty || !services.decidedAccounts.contains(account) { return }
        linkKeys[account] = value.linkKey
    }

    /// Whether a row declined that was not rejected.
    func hasDeclined(_ rows: [IndexEntry], _ drops: [(IndexEntry, DroppedRow)]) -> Bool {
        rows.contains { row in
            row.isDeclined
                && !drops.contains { $0.1 == .unordered && $0.0.row == row.row && $0.0.batch == row.batch }
        }
    }

    mutating func drop(_ entry: IndexEntry, _ reason: DroppedRow) throws(FileFault) {
        guard let place = places[entry.batch] else { return }
        dropped[place].insert(entry.row)
        // Of a batch that is superseded no row counts.
        guard read[place].statistics.outcome == .applied else { return }
        switch reason {
        case .duplicate: read[place].statistics.duplicate += 1
        case .superseded: read[place].statistics.superseded += 1
        case .suppressed: read[place].statistics.suppressed += 1
        case .unordered:
            let code = "\(RowReject.unorderedUpdate.code)"
            read[place].statistics.rejected += 1
            read[place].statistics.rejects[code, default: 0] += 1
            try read[place].rejects.append(
                RejectedRow(line: UInt64(entry.line), byteOffset: 0, reason: RejectReason(.unorderedUpdate)))
        }
    }

    mutating func countSuperseded(_ entry: IndexEntry) {
        guard let place = places[entry.batch], read[place].statistics.outcome == .applied else { return }
        read[place].statistics.superseded += 1
    }
}
