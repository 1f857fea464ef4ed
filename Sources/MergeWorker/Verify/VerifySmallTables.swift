internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// Checks what the state remembers beside its records: the newest full snapshots, and what runs replaced.
struct SmallTableVerification {
    let store: StoreEnvironment
    let ledger: VerifiedLedger
    let facts: StateFacts
    let findings: FindingList

    func verify() throws {
        try verifySnapshots()
        try verifyHistory()
    }

    // MARK: Full snapshots

    /// The newest full snapshot of each country decides which late rows bring nobody back: it must be the newest
    /// that the ledger has.
    private func verifySnapshots() throws {
        let marks: [UInt32]
        do {
            marks = try snapshotMarks(store)
        } catch {
            findings.note("snapshots", "they cannot be read; \(wayOut)")
            return
        }
        for country in Country.allCases {
            let applied = ledger.batches.values.filter {
                $0.isFull == true && $0.country == country.code && $0.supersededBy == nil
            }
            let newest = applied.compactMap(\.sequence).max().map { $0 + 1 } ?? 0
            let mark = UInt64(marks[Int(country.rawValue)])
            if mark == newest { continue }
            findings.note(
                "snapshots, \(country.code)",
                "the newest full snapshot is \(name(mark)), and that of the ledger is \(name(newest)); \(wayOut)")
        }
    }

    private func name(_ mark: UInt64) -> String { mark == 0 ? "none" : "sequence \(mark - 1)" }

    private var wayOut: String { "restore a backup, or make the state anew with `koble rebuild --replace`" }

    // MARK: What undo keeps

    /// Every part belongs to a run, can be read, and holds what could stand in its table.
    private func verifyHistory() throws {
        var broken: Set<UInt64> = []
        var parts: [UInt64: UInt64] = [:]
        try store.read { (transaction) throws(StoreError) in
            try transaction.walk(.history) { (key, part) throws(StoreError) in
                guard key.count == 16 else {
                    findings.note("history", "a key of \(key.count) bytes; \(historyWayOut)")
                    return true
                }
                let run = word(bigEndian: key[..<8])
                if word(bigEndian: key[8...]) != parts[run, default: 0] { broken.insert(run) }
                parts[run, default: 0] += 1
                var record = UndoRecord()
                do throws(StoreError) { try record.read(part) } catch { broken.insert(run) }
                if !record.entries.allSatisfy(isSound) { broken.insert(run) }
                return true
            }
        }
        for run in parts.keys where run < 1 || run > UInt64(facts.run) || ledger.runs[Int(run)] == nil {
            broken.insert(run)
        }
        for run in broken.sorted() {
            findings.note("history, run \(run)", "what the run replaced is damaged or not whole; \(historyWayOut)")
        }
    }

    private var historyWayOut: String {
        "that run cannot be taken back, and nothing else is wrong by it; a backup or `koble rebuild --replace` mends it"
    }

    private func isSound(_ entry: UndoRecord.Entry) -> Bool {
        switch entry.place {
        case .profiles: entry.key.count == 16 && (entry.value.map(areRecords) ?? true)
        case .accounts: entry.key.count == 16 && (entry.value.map { IndexValue.isLength($0.count) } ?? true)
        case .constraints:
            DecisionSubject(storeKey: entry.key) != nil && (entry.value.map { Ruling($0) != nil } ?? true)
        case .vetoes: entry.key.count == 16
        case .presences: StoredPresences.isSound(entry.key, entry.value)
        case .ledger, .timers, .snapshots: !entry.key.isEmpty
        }
    }

    private func areRecords(_ bytes: [UInt8]) -> Bool {
        var cursor = 0
        while cursor < bytes.count {
            guard case .sound(let facts) = checkRecord(bytes.raw, at: cursor) else { return false }
            cursor += facts.byteCount
        }
        return cursor > 0
    }
}
