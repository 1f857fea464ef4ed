internal import ByteScanning
internal import DurableFiles
internal import MergeStore

/// What a run writes into the store beside profiles and index: facts, ledger, run.
struct StoreNotes: Sendable {
    var entries: [(table: SmallTable, key: [UInt8], value: [UInt8])] = []
    /// Keys of the table of holds that have ended and were decided about.
    var endedHolds: [[UInt8]] = []
    /// Entries of the list of skeletons to remove; what comes is handed over before the walk.
    var endedLookAlikes: [LookAlikeEntry] = []
    /// Entries that go.
    var removed: [(table: SmallTable, key: [UInt8])] = []
    /// The run whose replaced entries are kept for undo; `nil` for one that cannot be undone.
    var undoRun: Int?
    /// The run erases: what undo keeps of earlier runs may hold what is to be gone.
    var forgetsHistory = false

    /// Every entry that is written or goes.
    func touched(_ dueHolds: [DueHold]) -> [(table: SmallTable, key: [UInt8])] {
        entries.map { (table: $0.table, key: $0.key) } + removed + endedHolds.map { (table: .timers, key: $0) }
            + dueHolds.map { (table: .timers, key: $0.storeKey) }
    }

    mutating func put(_ value: [UInt8], under key: String, in table: SmallTable) {
        entries.append((table, Array(key.utf8), value))
    }
}

extension StoreNotes {
    /// Writes standing decisions.
    mutating func put(_ decisions: ConstraintSet) {
        for (subject, ruling) in decisions.rulings {
            entries.append((table: .constraints, key: subject.storeKey, value: ruling.bytes))
        }
    }
}

/// The only writer of the store, on a thread of its own: a store transaction belongs to its thread.
///
/// A run that finds no state builds a new store file and swaps it in; any other collects its edits in a
/// temporary file and applies them in one transaction. Either way there is one commit point.
actor StoreKeeper {
    private nonisolated let executor: ScheduledExecutor
    private let path: String
    private let newPath: String
    private let environment: StoreEnvironment?
    private var builder: StoreBuilder?
    /// Whether a new store takes the place of the state instead of being its first.
    private let isReplacement: Bool
    /// Whether nothing of the state is where it was, its accounts index neither.
    private let isRekeyed: Bool
    private var edits = EditRunWriter()
    private var index: [EditRun] = []
    private var vetoes: [EditRun] = []
    private var dueHolds: [DueHold] = []
    private var lookAlikes: [LookAlikeEntry] = []
    /// The changes of the profiles, when all of them are there.
    private var profileEdits = EditRun()
    /// What the changes replace.
    private var replaced = ReplacedEntries()

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - environment: the state, or `nil` when there is none yet.
    ///   - isRekeyed: the key changes, so what hashes name is written anew.
    ///   - isReplacement: every key is decided: a new store is built beside the state and swapped in.
    init(
        path: String, environment: StoreEnvironment?, isReplacement: Bool = false, isRekeyed: Bool = false,
        temporaryFolder: String,
        mapBytes: Int, executor: ScheduledExecutor
    ) throws {
        self.path = path
        newPath = StoreKeeper.newPath(path)
        self.environment = environment
        self.executor = executor
        self.isReplacement = isReplacement
        self.isRekeyed = isRekeyed
        if environment == nil || isReplacement {
            builder = try StoreBuilder(path: newPath, mapBytes: mapBytes)
        } else {
            try edits.open(in: temporaryFolder)
        }
    }

    /// Where a new store is built before it takes the place of the one at `path`.
    static func newPath(_ path: String) -> String { path + ".new" }

    /// Takes the changes of the accounts index over, by country in ascending order; a slice at a time, so that
    /// key ranges come in between.
    nonisolated func takeIndex(_ runs: [EditRun]) async throws {
        for run in runs {
            for slice in run.slices { try await appendIndex(slice) }
        }
    }

    private func appendIndex(_ slice: EditRun) throws {
        guard builder != nil, !isReplacement || isRekeyed else { return index.append(slice) }
        try StoreKeeper.append(slice, to: &builder!)
    }

    // Lent as a whole: an actor's property would be checked at each entry.
    private static func append(_ slice: EditRun, to builder: inout StoreBuilder) throws {
        try slice.forEach(
            { (key, payload) throws(StoreError) in
                guard let payload else { preconditionFailure("a removal from an empty index") }
                try builder.append(key, payload, to: .accounts)
            }, fault: { StoreError("read the changes of the index", .file($0)) })
    }

    /// Takes entries of the list of look-alikes over, before the walk: a new store has them from the start.
    nonisolated func takeLookAlikes(_ entries: [LookAlikeEntry]) async throws {
        var start = 0
        while start < entries.count {
            let end = min(start + StoreKeeper.lookAlikesAtOnce, entries.count)
            try await appendLookAlikes(entries[start..<end])
            start = end
        }
    }

    /// Some 10 ms of work, between two key ranges.
    private static let lookAlikesAtOnce = 1 << 14

    private func appendLookAlikes(_ entries: ArraySlice<LookAlikeEntry>) throws {
        if builder == nil { return lookAlikes.append(contentsOf: entries) }
        for entry in entries { try builder!.put(entry.storeValue, under: entry.storeKey, in: .hints) }
    }

    /// Takes vetoes over that come or go.
    func appendVetoes(_ runs: [EditRun]) { vetoes = runs.filter { $0.entries > 0 } }

    /// Takes the profiles of one key range over. Key ranges come in ascending order.
    func append(_ outcome: KeyRangeOutcome) throws {
        dueHolds += outcome.output.dueHolds
        try append(outcome.output.edits, records: outcome.records, groups: outcome.output.groups)
    }

    private func append(
        _ changes: [StoreEdit], records: [UInt8], groups: borrowing ByteBuffer
    ) throws {
        if builder != nil { return try StoreKeeper.append(changes, records: records, groups: groups, to: &builder!) }
        for edit in changes {
            let payload = (edit.isInGroups ? groups.bytes : records.raw).extracting(edit.range)
            try edits.append(edit.key, edit.range.isEmpty ? nil : payload)
            if let former = edit.former {
                replaced.noteProfile(edit.key, records.raw.extracting(former))
            } else {
                replaced.noteProfile(edit.key, nil)
            }
        }
    }

    private static func append(
        _ changes: [StoreEdit], records: [UInt8], groups: borrowing ByteBuffer, to builder: inout StoreBuilder
    ) throws {
        for edit in changes where !edit.range.isEmpty {
            let payload = (edit.isInGroups ? groups.bytes : records.raw).extracting(edit.range)
            try builder.append(edit.key, payload, to: .profiles)
        }
    }

    /// Reads what the changes of the index replace. All of them have been handed over.
    func prepareCommit() throws {
        guard builder == nil, let environment else { return }
        profileEdits = try edits.finish()
        let (index, vetoes) = (index, vetoes)
        try replaced.read(in: environment, accounts: index, vetoes: vetoes)
    }

    /// The commit point of the run.
    func commit(_ notes: StoreNotes) throws {
        if builder != nil {
            try commitNewStore(notes)
        } else {
            try commitEdits(notes)
        }
    }

    /// Keeps the layers of the store small, after the commit.
    func foldLayers() throws {
        if !isReplacement { try environment?.foldLayers() }
    }

    private func commitNewStore(_ notes: StoreNotes) throws {
        if isReplacement, let environment { try copyRest(of: environment) }
        for entry in notes.entries { try builder!.put(entry.value, under: entry.key, in: entry.table) }
        for hold in dueHolds { try builder!.put([1], under: hold.storeKey, in: .timers) }
        for run in vetoes {
            try run.forEach(
                { (account, _) throws(StoreError) in
                    try builder!.put([1], under: bigEndianBytes(account), in: .vetoes)
                }, fault: { StoreError("read the changes of the vetoes", .file($0)) })
        }
        try builder.take()!.finish()
        // Power lost before this rename: there is no state, and the run begins anew. After it: committed.
        // Of a replacement likewise: before it the old state stands, after it the new one.
        try replaceStore(new: newPath, live: path, held: environment)
    }

    /// Takes over what deciding again does not make anew. Holds that end and look-alikes come from deciding;
    /// what undo keeps of earlier runs does not fit the new records.
    private func copyRest(of environment: StoreEnvironment) throws(StoreError) {
        let madeAnew: Set<SmallTable> =
            isRekeyed
            ? [.timers, .history, .hints, .constraints, .vetoes, .presences]
            : [.timers, .history, .hints]
        try copySmallTables(of: environment, into: &builder!, leaving: madeAnew)
        if isRekeyed { return }
        let index = index
        try copyTable(.accounts, of: environment, into: &builder!) { (change) throws(StoreError) in
            for run in index {
                try run.forEach(
                    change, fault: { StoreError("read the changes of the index", .file($0)) })
            }
        }
    }

    private func commitEdits(_ notes: StoreNotes) throws {
        guard let environment else { preconditionFailure("edits without a store") }
        var replaced = ReplacedEntries()
        swap(&replaced, &self.replaced)
        let profileEdits = profileEdits
        let index = index
        let vetoes = vetoes
        let dueHolds = dueHolds
        let lookAlikes = lookAlikes
        let readFault = { (fault: FileFault) in StoreError("read the changes of the run", .file(fault)) }
        try environment.write { (transaction) throws(StoreError) in
            if notes.forgetsHistory {
                try transaction.forgetUndoRecords()
            } else if let run = notes.undoRun {
                try transaction.keepUndoRecord(of: run, &replaced, small: notes.touched(dueHolds))
            }
            if notes.forgetsHistory {
                try transaction.applyPlainly(index, to: .accounts)
                try transaction.applyPlainly([profileEdits], to: .profiles)
            } else {
                try transaction.apply(index, to: .accounts, replaced.accounts)
                try transaction.apply([profileEdits], to: .profiles, replaced.profiles)
            }
            for run in vetoes {
                try run.forEach(
                    { (account, payload) throws(StoreError) in
                        if payload == nil {
                            try transaction.remove(bigEndianBytes(account), from: .vetoes)
                        } else {
                            try transaction.put([1], under: bigEndianBytes(account), in: .vetoes)
                        }
                    }, fault: readFault)
            }
            for entry in notes.removed { try transaction.remove(entry.key, from: entry.table) }
            for key in notes.endedHolds { try transaction.remove(key, from: .timers) }
            for hold in dueHolds { try transaction.put([1], under: hold.storeKey, in: .timers) }
            for entry in notes.endedLookAlikes { try transaction.remove(entry.storeKey, from: .hints) }
            for entry in lookAlikes {
                try transaction.put(entry.storeValue, under: entry.storeKey, in: .hints)
            }
            for entry in notes.entries {
                try transaction.put(entry.value, under: entry.key, in: entry.table)
            }
        }
    }
}

extension WriteTransaction {
    /// Applies the edits of a run.
    /// - Parameter isThere: which of their keys are there.
    fileprivate mutating func apply(
        _ edits: [EditRun], to table: BlockTable, _ isThere: [Bool]
    ) throws(StoreError) {
        let bytes = edits.reduce(0) { $0 + $1.bytes }
        if bytes == 0 { return }
        var place = 0
        try edit(table, expectedBytes: bytes) { (editor) throws(StoreError) in
            for run in edits {
                try run.forEach(
                    { (key, payload) throws(StoreError) in
                        let existed = isThere[place]
                        place += 1
                        if let payload {
                            try editor.put(key, payload, existed: existed)
                        } else {
                            try editor.remove(key, existed: existed)
                        }
                    }, fault: { StoreError("read the changes of the run", .file($0)) })
            }
        }
    }
    /// Applies the edits of a run that erases: under changes that lie over them, former entries would stay.
    fileprivate mutating func applyPlainly(_ edits: [EditRun], to table: BlockTable) throws(StoreError) {
        if edits.allSatisfy({ $0.entries == 0 }) { return }
        try editPlainly(table) { (editor) throws(StoreError) in
            for run in edits {
                try run.forEach(
                    { (key, payload) throws(StoreError) in
                        if let payload {
                            try editor.put(key, payload)
                        } else {
                            try editor.remove(key)
                        }
                    }, fault: { StoreError("read the changes of the run", .file($0)) })
            }
        }
    }
}

extension StoreEnvironment {
    /// Writes entries of small tables in a transaction of their own.
    func put(_ notes: StoreNotes) throws(StoreError) {
        try write { (transaction) throws(StoreError) in
            for entry in notes.entries { try transaction.put(entry.value, under: entry.key, in: entry.table) }
        }
    }
}
