internal import AccountModel
internal import BatchIntake
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

// What the store is told of a run beside accounts and profiles, in the same commit.

extension MergeRun {
    /// Keeps accounts out that turned out to be erased persons'.
    /// - Returns: The file of their entries, where state, published files or decisions have something of them.
    func noteSuppressed(_ settled: [SettledIntake], _ decisions: RunDecisions, _ run: Int) throws -> String? {
        let found = settled.flatMap(\.suppressedAccounts)
        guard let name = try suppressions?.note(found, run: run, options.layout) else { return nil }
        let named = Set(decisions.standing.current.rulings.keys.flatMap(\.accounts))
        return found.contains { $0.isInState || named.contains($0.account) } ? name : nil
    }

    /// The run's own entry in the ledger, from which everything after the commit is done.
    func makeLedgerRun(
        _ next: StateFacts, _ gathered: GatheredRun, _ files: [WrittenFile], _ trimmed: TrimmedBatches
    ) -> LedgerRun {
        LedgerRun(
            run: next.run, asOf: options.asOf.description,
            batches: gathered.read.filter(\.isOfLedger).map(\.batch.number), refused: refusals(gathered, trimmed),
            files: files, firstEvent: facts.nextEvent, nextEvent: next.nextEvent, stateDigest: next.digest,
            kind: options.task.name,
            trimmed: trimmed.trimmed.isEmpty ? nil : trimmed.trimmed,
            withdrawn: trimmed.withdrawn.isEmpty ? nil : trimmed.withdrawn)
    }

    /// Refused batches with their reasons, then refused files of decisions.
    func refusals(_ gathered: GatheredRun, _ trimmed: TrimmedBatches) -> [LedgerRefusal] {
        let read = gathered.read.compactMap { batch in batch.refusal.map { (batch.batch, $0) } }
        let batches = (read + gathered.unreadable).map { batch, fault in
            LedgerRefusal(
                country: batch.country.code, fileName: batch.fileName, reason: fault.reason.rawValue,
                line: fault.line, byteOffset: fault.byteOffset, message: fault.message, wayOut: fault.wayOut,
                rows: fault.rows,
                isDestroyed: trimmed.destroyed.contains("\(batch.country.code)/\(batch.fileName)") ? true : nil)
        }
        return batches + gathered.decisions.refusals(destroyed: trimmed.destroyed)
    }

    /// All that goes into the small tables.
    func notes(
        _ gathered: GatheredRun, _ decided: DecidedRun, _ run: LedgerRun, _ trimmed: TrimmedBatches
    ) throws -> StoreNotes {
        var notes = StoreNotes()
        let (settled, standing) = (gathered.settled, gathered.decisions.standing)
        noteSnapshots(settled, in: &notes)
        for batch in settled.flatMap(\.replaced) { notes.put(batch) }
        for intake in settled { intake.presences.put(into: &notes) }
        notes.endedLookAlikes = gathered.lookAlikes.removed
        gathered.decisions.addNotes(run: run.run, kept: trimmed.keptDecisions, to: &notes)
        notes.endedHolds = gathered.ended.map(\.storeKey)
        notes.undoRun = run.run
        notes.forgetsHistory =
            settled.contains { !$0.suppressedAccounts.isEmpty }
            || gathered.read.contains { $0.statistics.erasures > 0 }
        notes.put(encodeJSON(decided.next), under: StateFacts.key, in: .meta)
        notes.put(encodeJSON(run), under: LedgerKey.run(run.run), in: .runs)
        if stamp == nil || whole != nil {
            let former = (stamp?.formerKeys ?? []) + (options.formerKey.map { [$0.name] } ?? [])
            let now = RulesStamp(options.configuration, options.key, formerKeys: former)
            notes.put(encodeJSON(now), under: RulesStamp.place, in: .meta)
        }
        try noteBatches(gathered.read, trimmed, in: &notes)
        for orders in decided.walk.tombstones { notes.put(Tombstone(run: run.run, orders: orders)) }
        if whole?.rekeying != nil || options.replay != nil { notes.put(standing.current) }
        if options.replay != nil { notes.removeEnded(standing) }
        return notes
    }

    /// Each batch in the ledger, and how it is found there: by content, by length, by its manifest.
    private func noteBatches(_ read: [ReadBatch], _ trimmed: TrimmedBatches, in notes: inout StoreNotes) throws {
        var superseded: [String: UInt64] = [:]
        for batch in read where batch.isOfLedger {
            let entry = ledgerBatch(batch, kept: trimmed.kept[batch.batch.number].map { [$0] })
            notes.put(entry)
            notes.put(
                Array(LedgerKey.batch(entry.number).utf8), under: LedgerKey.content(entry.country, entry.sha256),
                in: .ledger)
            notes.put([1], under: LedgerKey.length(entry.bytes), in: .ledger)
            guard let manifest = batch.batch.manifest else { continue }
            notes.put(Array(entry.sha256.utf8), under: LedgerKey.identity(entry.country, manifest), in: .ledger)
            if let named = manifest.supersedes {
                let former = try known.supersededSequence(batch.batch.country, named) ?? 0
                let key = LedgerKey.superseded(entry.country, named)
                superseded[key] = max(superseded[key] ?? former, manifest.sequence ?? .max)
            }
        }
        for (key, sequence) in superseded.sorted(by: { $0.key < $1.key }) {
            notes.put(bigEndianBytes(sequence), under: key, in: .ledger)
        }
    }

    private func ledgerBatch(_ batch: ReadBatch, kept: [KeptBatch]?) -> LedgerBatch {
        let statistics = batch.statistics
        let manifest = batch.batch.manifest
        return LedgerBatch(
            number: batch.batch.number, run: facts.run + 1, country: statistics.country.code,
            fileName: statistics.fileName, batchID: manifest?.batchID, sequence: manifest?.sequence,
            part: manifest?.part, isFull: manifest?.kind == .full ? true : nil, sha256: statistics.digest,
            bytes: statistics.bytes, rowsRead: statistics.rowsRead, applied: statistics.applied,
            superseded: statistics.superseded, duplicate: statistics.duplicate, rejected: statistics.rejected,
            supersedes: manifest?.supersedes, supersededBy: batch.supersededBy,
            isBornSuperseded: batch.supersededBy == nil ? nil : true,
            erasures: statistics.erasures > 0 ? statistics.erasures : nil, kept: kept)
    }
}
