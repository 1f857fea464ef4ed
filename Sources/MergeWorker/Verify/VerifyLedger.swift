internal import AccountModel
internal import MergeStore

/// The ledger as the store holds it, checked in itself: batches, runs, and what they say of each other.
struct VerifiedLedger: Sendable {
    private(set) var batches: [UInt32: LedgerBatch] = [:]
    private(set) var runs: [Int: LedgerRun] = [:]
    private let findings: FindingList

    init(_ store: StoreEnvironment, _ facts: StateFacts, _ findings: FindingList) throws(StoreError) {
        self.findings = findings
        var entries: [(key: String, value: [UInt8])] = []
        var runEntries = entries
        try store.read { (transaction) throws(StoreError) in
            try transaction.walk(.ledger) { (key, value) throws(StoreError) in
                entries.append((String(decoding: key, as: UTF8.self), value))
                return true
            }
            try transaction.walk(.runs) { (key, value) throws(StoreError) in
                runEntries.append((String(decoding: key, as: UTF8.self), value))
                return true
            }
        }
        readBatches(entries)
        checkReferences(entries)
        readRuns(runEntries, facts)
        checkBatchesOfRuns()
    }

    /// The country of each batch, by its number.
    var countries: [UInt32: Country] { batches.compactMapValues { Country(code: $0.country) } }

    /// The newest run that published a whole state: what was published before it may be gone with another machine.
    var lastReplacement: Int { runs.values.filter(\.isReplacement).map(\.run).max() ?? 0 }

    private mutating func readBatches(_ entries: [(key: String, value: [UInt8])]) {
        for (key, value) in entries where key.hasPrefix(LedgerKey.batchPrefix) {
            do {
                let batch = try decodeJSON(LedgerBatch.self, value, "a batch in the ledger")
                if LedgerKey.batch(batch.number) != key { note(key, "it holds batch \(batch.number)") }
                let placed = batch.applied + batch.superseded + batch.duplicate + batch.rejected
                if placed > batch.rowsRead { note(key, "\(batch.rowsRead) rows read, \(placed) accounted for") }
                batches[batch.number] = batch
            } catch {
                note(key, "it cannot be read")
            }
        }
    }

    /// Every batch is known by content, length and id; and nothing is known that is no batch.
    private func checkReferences(_ entries: [(key: String, value: [UInt8])]) {
        let known = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        // Two batches of one run may have one content: either of them will do.
        var expected: [String: Set<[UInt8]>] = [:]
        for batch in batches.values {
            let key = LedgerKey.batch(batch.number)
            expected[LedgerKey.content(batch.country, batch.sha256), default: []].insert(Array(key.utf8))
            expected[LedgerKey.length(batch.bytes)] = [[1]]
            for kept in batch.kept ?? [] where !kept.sha256.isEmpty {
                expected[LedgerKey.content(batch.country, kept.sha256), default: []].insert(Array(key.utf8))
                expected[LedgerKey.length(kept.bytes)] = [[1]]
            }
            if let named = batch.supersedes {
                let key = LedgerKey.superseded(batch.country, named)
                let former = expected[key]?.first.map { word(bigEndian: $0[...]) } ?? 0
                expected[key] = [bigEndianBytes(max(former, batch.sequence ?? .max))]
            }
            if let by = batch.supersededBy, batches[by]?.supersedes != batch.batchID {
                note(LedgerKey.batch(batch.number), "batch \(by) stands in its place, and does not say so")
            }
            guard let id = batch.batchID else { continue }
            expected[LedgerKey.identity(batch.country, id, batch.sequence, part: batch.part ?? 1)] = [
                Array(batch.sha256.utf8)
            ]
        }
        for (key, values) in expected {
            guard let found = known[key] else {
                note(key, "the entry is missing")
                continue
            }
            if !values.contains(found) { note(key, "it does not name the batch that it stands for") }
        }
        for (key, _) in entries
        where expected[key] == nil && !key.hasPrefix(LedgerKey.batchPrefix) && !key.hasPrefix(LedgerKey.decisionsPrefix)
        {
            note(key, "no batch stands behind it")
        }
    }

    private mutating func readRuns(_ entries: [(key: String, value: [UInt8])], _ facts: StateFacts) {
        for (key, value) in entries {
            do {
                let run = try decodeJSON(LedgerRun.self, value, "a run in the ledger")
                if LedgerKey.run(run.run) != key { note("runs/\(key)", "it holds run \(run.run)") }
                if run.run < 1 || run.run > facts.run {
                    note("runs/\(key)", "the last run is \(facts.run)")
                }
                runs[run.run] = run
            } catch {
                note("runs/\(key)", "it cannot be read")
            }
        }
        guard facts.run > 0 else { return }
        var nextEvent: UInt64 = 1
        for number in 1...facts.run {
            guard let run = runs[number] else {
                note("runs/\(LedgerKey.run(number))", "the run is missing")
                continue
            }
            // A restored state may not know how far the events of the lost one had come, but for a later number.
            let isJump = run.isReplacement && run.firstEvent > nextEvent
            if runs[number - 1] != nil || number == 1, run.firstEvent != nextEvent, !isJump {
                note("runs/\(LedgerKey.run(number))", "its first event is \(run.firstEvent) instead of \(nextEvent)")
            }
            nextEvent = run.nextEvent
        }
        guard let last = runs[facts.run] else { return }
        if last.nextEvent != facts.nextEvent || last.stateDigest != facts.digest {
            note("runs/\(LedgerKey.run(facts.run))", "it does not end in the state that the store holds")
        }
    }

    private func checkBatchesOfRuns() {
        for run in runs.values where run.undoneBy == nil {
            for number in run.batches where batches[number]?.run != run.run {
                note("runs/\(LedgerKey.run(run.run))", "its batch \(number) is missing, or of another run")
            }
        }
        for batch in batches.values where runs[batch.run]?.batches.contains(batch.number) != true {
            note(LedgerKey.batch(batch.number), "run \(batch.run) does not name it")
        }
    }

    private func note(_ key: String, _ problem: String) { findings.note("ledger \(key)", problem) }
}
