internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

/// Who ordered something, when and why: what the journal keeps of it.
package struct UndoOrder: Equatable, Sendable {
    /// Which one is taken back.
    package var run: Int
    /// Who orders it.
    package var by: String
    /// RFC 3339.
    package var at: String
    /// In the words of who orders it.
    package var reason: String

    /// An order to take a run back.
    package init(run: Int, by: String, at: String, reason: String) {
        self.run = run
        self.by = by
        self.at = at
        self.reason = reason
    }
}

extension MergeRun {
    /// Brings what a run replaced as candidates: each account as it was, and a departure of each that was not
    /// there.
    func restore(_ plan: UndoPlan, _ services: IntakeServices) throws -> RestoredRun {
        guard let store else { preconditionFailure("a run of no state is taken back") }
        var restoring = try UndoRestoring(store, keys, services)
        if let record = plan.record { try restoring.restore(record) } else { try restoring.empty() }
        return try restoring.finish()
    }

    /// Puts the ledger back to what it was, and writes down that the run is undone, by whom and why.
    func putUndo(_ plan: UndoPlan, _ run: LedgerRun, into notes: inout StoreNotes) throws {
        guard let store, case .undo(let order) = options.task else { preconditionFailure("nothing is taken back") }
        notes.undoRun = nil
        // The run itself only knows the snapshots of the state; those of before the undone one stand now.
        notes.entries.removeAll { $0.table == .meta && $0.key == Array(snapshotsKey.utf8) }
        if let record = plan.record {
            for entry in record.entries where !plan.kept.contains(entry.name) {
                guard let table = entry.place.small else { continue }
                if let value = entry.value {
                    notes.entries.append((table: table, key: entry.key, value: value))
                } else {
                    notes.removed.append((table: table, key: entry.key))
                }
            }
        } else {
            for table in [SmallTable.ledger, .constraints, .timers, .vetoes, .presences] {
                notes.removed += try store.keys(of: table).map { (table: table, key: $0) }
            }
            notes.removed.append((table: .meta, key: Array(snapshotsKey.utf8)))
        }
        var undone = plan.run
        undone.undoneBy = run.run
        notes.put(encodeJSON(undone), under: LedgerKey.run(undone.run), in: .runs)
        let number = try store.nextJournalNumber()
        let entry = JournalEntry(.undo, run: run.run, decidedBy: order.by, decidedAt: order.at, reason: order.reason)
        notes.entries.append((table: .journal, key: JournalKey.entry(number), value: encodeJSON(entry)))
        notes.put(bigEndianBytes(number + 1), under: JournalKey.next, in: .meta)
    }
}

extension StoreEnvironment {
    /// The standing decisions as they were before a run.
    func constraints(restoring record: UndoRecord) throws(StoreError) -> ConstraintSet {
        var rulings = try constraints().rulings
        for entry in record.entries where entry.place == .constraints {
            guard let subject = DecisionSubject(storeKey: entry.key) else {
                throw StoreError("read what a run replaced", .damaged("a decision"))
            }
            rulings[subject] = entry.value.flatMap { Ruling($0) }
        }
        var set = ConstraintSet()
        for (subject, ruling) in rulings { set.put(ruling, about: subject) }
        return set
    }
}

extension StoreEnvironment {
    /// All keys of a small table.
    fileprivate func keys(of table: SmallTable) throws(StoreError) -> [[UInt8]] {
        try read { (transaction) throws(StoreError) in
            var keys: [[UInt8]] = []
            try transaction.walk(table) { (key, _) throws(StoreError) in
                keys.append(key)
                return true
            }
            return keys
        }
    }
}

extension SetDigest {
    /// Takes the digest of a part out.
    mutating func take(_ part: SetDigest) {
        first &-= part.first
        second &-= part.second
    }
}
