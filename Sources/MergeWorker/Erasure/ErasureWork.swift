internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

/// Carries an erasure out whose entries are written.
struct ErasureWork {
    let inputs: StateInputs
    let order: ErasureOrder
    let programVersion: String
    /// Threads that look through records and files.
    let threads: Int
    let drain: DrainFlag

    private var layout: WorkspaceLayout { inputs.layout }

    init(_ inputs: StateInputs, _ order: ErasureOrder, programVersion: String, threads: Int, drain: DrainFlag) {
        self.inputs = inputs
        self.order = order
        self.programVersion = programVersion
        self.threads = threads
        self.drain = drain
    }

    func carryOut(notInState: Int) throws -> ErasureSummary {
        let summary = try commit(notInState: notInState)
        guard let run = summary.run else { return summary }
        do {
            _ = try repeatPublication(layout)
        } catch {
            throw PublicationFault(run: run, cause: "\(error)")
        }
        return summary
    }

    /// Makes the state follow the entries. Files that were published or kept are written anew beside the old ones;
    /// `finishErasure` puts them in place.
    func commit(notInState: Int) throws -> ErasureSummary {
        guard let (_, summary) = try prepare(notInState: notInState) else {
            return try rememberOnly(notInState: notInState)
        }
        // The store is closed: the new one takes its place. This is the commit.
        try replaceStore(new: StoreKeeper.newPath(layout.storeFile), live: layout.storeFile)
        return summary
    }

    /// Writes everything new beside the old; `nil` when neither state nor files have anything of the persons.
    private func prepare(notInState: Int) throws -> (run: Int, summary: ErasureSummary)? {
        let state = try OpenedState.decided(inputs)
        guard let list = state.suppressions else { preconditionFailure("an erasure without entries") }
        try discardLeftovers(run: state.facts.run + 1)
        let search = ErasureSearch(state: state)
        let plan = try ErasurePlan(
            try search.groups(keptOutBy: list, threads: threads, drain: drain), state, keptOutBy: list)
        var summary = makeSummary(plan, notInState: notInState)
        let (runs, inputNotes) = try handleFiles(plan, list, state, isDryRun: false, &summary)
        if plan.groups.isEmpty, plan.unseen.isEmpty, runs.isEmpty, summary.inputsRewritten.isEmpty,
            summary.inputsRemoved.isEmpty
        {
            return nil
        }
        try FreeSpace.check(layout.stateFolder, needed: state.storeBytes)
        let (run, facts) = try ErasureRun(
            state, plan, programVersion, threads: threads, drain: drain
        ).write(&summary)
        var notes = inputNotes
        notes.put(encodeJSON(facts), under: StateFacts.key, in: .meta)
        notes.put(encodeJSON(run), under: LedgerKey.run(run.run), in: .runs)
        for run in runs { notes.put(encodeJSON(run), under: LedgerKey.run(run.run), in: .runs) }
        for hold in plan.outcome.output.dueHolds { notes.entries.append((.timers, hold.storeKey, [1])) }
        noteTombstones(plan, run.run, &notes)
        try notePresences(plan, list, state, &notes)
        try noteJournal(state, run.run, &notes)
        try noteApplied(layout, &notes)
        try StoreErasure(state: state, plan: plan)
            .build(at: StoreKeeper.newPath(layout.storeFile), notes.entries)
        return (run.run, summary)
    }

    /// Nothing is to be changed but what the state remembers of the entries.
    private func rememberOnly(notInState: Int) throws -> ErasureSummary {
        let store = try StoreEnvironment(path: layout.storeFile, access: .readWrite, mapBytes: storeMapBytes)
        var notes = StoreNotes()
        try noteApplied(layout, &notes)
        try store.write { (transaction) throws(StoreError) in
            for entry in notes.entries { try transaction.put(entry.value, under: entry.key, in: entry.table) }
        }
        var summary = makeSummary(nil, notInState: notInState)
        summary.outOfReach = try outOfReach(layout, run: nil)
        try writeReceipt(summary, layout)
        try ErasureOrder.remove(layout)
        return summary
    }

    func makeSummary(_ plan: ErasurePlan?, notInState: Int) -> ErasureSummary {
        var summary = ErasureSummary(
            id: order.id, isDryRun: false, erasedAt: order.erasedAt, by: order.by, reason: order.reason,
            requested: order.requested, notInState: notInState, suppressionFile: order.suppressionFile)
        summary.accounts = plan?.accounts.count ?? 0
        summary.profiles = plan?.profiles.count ?? 0
        summary.orders = plan?.orderCount ?? 0
        return summary
    }

    /// Removes what an earlier attempt left that did not commit.
    private func discardLeftovers(run: Int) throws {
        try discardUnfinished(layout, run: run)
        try KeptBatch.discardAll(layout)
        for name in try namesInFolder(layout.outFolder) where name.hasPrefix(".erased-") {
            try removeTree(layout.outFolder + "/" + name)
        }
    }

    // MARK: Files

    /// Rewrites published runs and kept inputs beside those that are there, or only counts what would go.
    /// - Returns: What the ledger tells of them afterwards.
    func handleFiles(
        _ plan: ErasurePlan, _ list: SuppressionList, _ state: OpenedState, isDryRun: Bool,
        _ summary: inout ErasureSummary
    ) throws -> (runs: [LedgerRun], inputs: StoreNotes) {
        let named = try namedRuns(plan, state)
        let rewriting = PublishedRewriting(layout: layout)
        let inputs = InputTrimming(
            layout: layout, ledger: LedgerReader(store: state.store),
            scanning: BatchScanning(
                configuration: inputs.configuration, keys: IntakeKeys(inputs.key), suppressions: list, drain: drain),
            isDryRun: isDryRun)
        var work = try inputs.work()
        if !isDryRun {
            for run in named {
                try rewriting.stage(run)
                work += try fileWork(run, rewriting)
            }
        }
        let done = try FileWork.perform(work, threads: threads)
        let notes = try inputs.take(done, &summary)
        for run in named { summary.take(run) }
        if isDryRun { return ([], notes) }
        try keepVetoes(done.compactMap(\.input).flatMap(\.declined), plan, list, state)
        let runs = try named.map { run in
            try rewriting.finish(run, done.compactMap { $0.published?.run == run.run.run ? $0.published?.file : nil })
        }
        return (runs, notes)
    }

    /// Remembers of accounts that stay which version declined, now that no copy of it is kept: a correction or a rebuild
    /// reads it from the entries. They are durable before the commit, and noted as applied with it.
    private func keepVetoes(
        _ declined: [SuppressedAccount], _ plan: ErasurePlan, _ list: SuppressionList, _ state: OpenedState
    ) throws {
        guard !declined.isEmpty, let vetoes = try StoredVetoes(state.store) else { return }
        let erased = Set(plan.accounts)
        let standing = try declined.filter { try !erased.contains($0.account) && vetoes.contains($0.account) }
        _ = try list.note(standing, run: state.facts.run + 1, layout)
    }

    private func namedRuns(_ plan: ErasurePlan, _ state: OpenedState) throws -> [NamedRun] {
        if plan.names.accounts.isEmpty { return [] }
        let runs = try (1...max(1, state.facts.run)).compactMap { try state.store.ledgerRun($0) }
        return try PublishedScan(layout: layout, names: plan.names, threads: threads, drain: drain).scan(runs)
    }

    private func fileWork(_ run: NamedRun, _ rewriting: PublishedRewriting) throws -> [FileWork] {
        let drain = drain
        return try run.found.keys.sorted().map { name in
            let bytes = try FileStatus.of(layout.outFolder(ofRun: run.run.run) + "/" + name)?.bytes ?? 0
            return FileWork(bytes: bytes) {
                FileWork.Outcome(published: (run.run.run, try rewriting.write(name, of: run, drain)))
            }
        }
    }

    // MARK: What stays

    /// The journal says who ordered it, when and why; whom, only the suppression entries know.
    private func noteJournal(_ state: OpenedState, _ run: Int, _ notes: inout StoreNotes) throws {
        let number = try state.store.nextJournalNumber()
        let entry = JournalEntry(
            .erasure, run: run, decidedBy: order.by ?? "", decidedAt: order.erasedAt, reason: order.reason ?? "",
            file: order.suppressionFile)
        notes.entries.append((.journal, JournalKey.entry(number), encodeJSON(entry)))
        notes.put(bigEndianBytes(number + 1), under: JournalKey.next, in: .meta)
    }

    /// Remembers of accounts that may come in again which full snapshots had a row about them.
    private func notePresences(
        _ plan: ErasurePlan, _ list: SuppressionList, _ state: OpenedState, _ notes: inout StoreNotes
    ) throws {
        let marks = try snapshotMarks(state.store)
        let accounts = plan.accounts.filter { marks[Int($0.high >> 59)] > 0 && !list.isOutForGood(account: $0) }
        for (account, value) in zip(accounts, try IndexReader(store: state.store).values(of: accounts)) {
            guard let value, value.absentAt < marks[Int(account.high >> 59)] else { continue }
            notes.entries.append(
                (
                    table: .presences, key: bigEndianBytes(list.keys.presence(account)),
                    value: StoredPresences.bytes(value.absentAt)
                ))
        }
    }

    private func noteTombstones(_ plan: ErasurePlan, _ run: Int, _ notes: inout StoreNotes) {
        for orders in plan.orders {
            notes.put(Tombstone(run: run, orders: orders))
        }
    }
}

/// Notes that the state holds nothing that the files of `suppressions/` keep out.
/// - Parameter pending: the name of a file of which it still may hold something.
func noteApplied(_ layout: WorkspaceLayout, but pending: String? = nil, _ notes: inout StoreNotes) throws {
    for file in try SuppressionFile.readAll(layout) where file.name != pending {
        notes.put([1], under: LedgerKey.applied(file.name), in: .tombstones)
    }
}

/// What is left of an erased person: what accounting needs, under a random id, and nothing that leads back.
struct Tombstone: Codable, Equatable, Sendable {
    var run: Int
    var orders: [String]
}

extension StoreNotes {
    /// Puts a tombstone under a random id.
    mutating func put(_ tombstone: Tombstone) {
        put(
            encodeJSON(tombstone), under: LedgerKey.tombstone(ErasureOrder.makeID() + ErasureOrder.makeID()),
            in: .tombstones)
    }
}

/// Looks batches up in the ledger.
struct LedgerReader {
    let store: StoreEnvironment

    /// The batch that a content was applied as, also as it is kept since; `nil` when the ledger knows none.
    func batch(content digest: SHA256Value, of country: String) throws(StoreError) -> LedgerBatch? {
        guard let key = try value(LedgerKey.content(country, digest.hex)),
            let bytes = try value(String(decoding: key, as: UTF8.self))
        else { return nil }
        return try decodeJSON(LedgerBatch.self, bytes, "a batch in the ledger")
    }

    /// A decisions file that was applied, also as it is kept since.
    func decisions(sha256: String) throws(StoreError) -> LedgerDecisions? {
        try value(LedgerKey.decisions(sha256)).map { (bytes) throws(StoreError) in
            try decodeJSON(LedgerDecisions.self, bytes, "a decisions file in the ledger")
        }
    }

    private func value(_ key: String) throws(StoreError) -> [UInt8]? {
        try store.read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(key.utf8), in: .ledger)
        }
    }
}

extension StoreNotes {
    /// A batch, and the content that is kept of it.
    mutating func put(_ batch: LedgerBatch) {
        put(encodeJSON(batch), under: LedgerKey.batch(batch.number), in: .ledger)
        guard let kept = batch.kept?.last, !kept.sha256.isEmpty else { return }
        put(
            Array(LedgerKey.batch(batch.number).utf8), under: LedgerKey.content(batch.country, kept.sha256), in: .ledger
        )
        put([1], under: LedgerKey.length(kept.bytes), in: .ledger)
    }
}
