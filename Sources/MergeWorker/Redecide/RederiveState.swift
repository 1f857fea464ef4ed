internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore

/// What making records anew changes besides them.
struct RederivedState: Sendable {
    /// Changes of the accounts index, by country in ascending order.
    var index: [EditRun] = []
    /// Under another key: all vetoes. Else those of a state that was made before vetoes were kept.
    var vetoes = VetoChanges()
}

/// Makes the derived parts of all records anew before anything is decided: an account whose link key moves
/// becomes a candidate of its new key, and what the accounts index says of a changed record is written down.
///
/// - Parameter former: the keys of before, where they change: every account comes to a new key, and to a new
///   place in the index.
func rederiveState(
    _ store: StoreEnvironment, _ rederivation: Rederivation, _ services: IntakeServices, former: IntakeKeys?
) throws -> RederivedState {
    var pass = try RederivingPass(rederivation, services, IndexReader(store: store), former: former)
    let stored = StoredRanges(store, rangeCount: services.spill.rangeCount)
    for range in 0..<stored.rangeCount {
        try services.drain.check()
        try pass.read(stored, range)
    }
    return try pass.finish()
}

/// Collects what moves, country by country.
private struct RederivingPass: ~Copyable {
    private let services: IntakeServices
    private let index: IndexReader
    private let former: IntakeKeys?
    private let keys: IntakeKeys
    /// Vetoes of the state, under the key of before.
    private let known: Set<Hash128>
    /// Entries of one key range, with the account's place before, where keys change.
    private var moved: [(former: Hash128, entry: IndexEntry)] = []
    private var rederiver: RecordRederiver
    private let writer: CandidateWriter
    private var vetoes: VetoWriter
    /// Changed entries of the index, by country.
    private let entries: [CountryEntries]

    init(
        _ rederivation: Rederivation, _ services: IntakeServices, _ index: IndexReader, former: IntakeKeys?
    ) throws(StoreError) {
        self.index = index
        keys = rederivation.keys
        var known: Set<Hash128> = []
        try index.store.forEachVeto { account in
            known.insert(account)
            return true
        }
        self.known = known
        self.former = former
        self.services = services
        rederiver = RecordRederiver(rederivation)
        writer = services.spill.borrowWriter()
        vetoes = VetoWriter(in: services.temporaryFolder)
        // All countries at once: their part of the memory is that of one shard.
        let bytesMax = services.limits.indexEntryBytesMax / Country.count
        entries = Country.allCases.map { _ in
            CountryEntries(
                IndexEntrySorter(bytesMax: bytesMax, budget: services.budget, folder: services.temporaryFolder))
        }
    }

    mutating func read(_ stored: StoredRanges, _ range: Int) throws {
        var fault: FileFault?
        var starts: [UInt32] = []
        try stored.forEachGroup(range) { (key, payload) throws(StoreError) in
            starts.removeAll(keepingCapacity: true)
            try listRecords(payload, offset: 0, into: &starts)
            for start in starts {
                do throws(FileFault) {
                    try noteVeto(payload, Int(start))
                    try note(key, payload, Int(start))
                } catch { fault = error }
            }
        }
        if let fault { throw fault }
        try appendMoved()
    }

    /// What the index alone knows goes with an account to its new place.
    private mutating func appendMoved() throws {
        if moved.isEmpty { return }
        moved.sort { $0.former < $1.former }
        let known = try index.values(of: moved.map(\.former))
        for (var (_, entry), old) in zip(moved, known) {
            if let old { (entry.value.sequence, entry.value.marks) = (old.sequence, old.marks) }
            try entries[Int(entry.account.high >> 59)].append(entry)
        }
        moved.removeAll(keepingCapacity: true)
    }

    /// A veto goes with the account's record to its new place.
    private mutating func noteVeto(_ bytes: RawSpan, _ start: Int) throws(FileFault) {
        let facts = AccountFacts(bytes, at: start)
        let id = bytes.extracting(facts.range(of: .accountID))
        let place = accountIndexKey(facts.country, id, key: (former ?? keys).account)
        let isKnown = known.contains(place)
        guard isKnown || facts.kind == .account && facts.flags.consent == .declined else { return }
        if former == nil {
            if !isKnown { try vetoes.add(place) }
        } else {
            try vetoes.add(accountIndexKey(facts.country, id, key: keys.account))
        }
    }

    private mutating func note(_ key: Hash128, _ bytes: RawSpan, _ start: Int) throws(FileFault) {
        let facts = AccountFacts(bytes, at: start)
        // Of a vanished account there is no address left: it stays where it is, or comes to a key of its own.
        if facts.kind == .vanished, former == nil { return }
        rederiver.rederive(bytes, at: start)
        if rederiver.linkKey == key, rederiver.contentHash == facts.contentHash(bytes) { return }
        let hash = facts.kind == .vanished ? facts.indexedHash(bytes) : rederiver.contentHash
        let value = IndexValue(
            linkKey: rederiver.linkKey, updatedAt: facts.updatedAt, contentHash: hash,
            sequence: facts.sequence(bytes))
        let entry = IndexEntry(account: rederiver.account, value: value, batch: 0, row: 0, line: 0)
        if let former {
            let place = accountIndexKey(
                facts.country, bytes.extracting(facts.range(of: .accountID)), key: former.account)
            moved.append((place, entry))
            return try writer.append(rederiver.linkKey, rederiver.record.bytes)
        }
        try entries[Int(facts.country.rawValue)].append(entry)
        if rederiver.linkKey == key { return }
        try writer.append(rederiver.linkKey, rederiver.record.bytes)
        try announceMove(
            rederiver.account, of: facts.country, from: key, to: rederiver.linkKey, through: writer)
    }

    mutating func finish() throws -> RederivedState {
        services.spill.giveBack(writer)
        let known = former == nil ? index : nil
        return RederivedState(
            index: try entries.compactMap { try $0.finish(services.temporaryFolder, known) },
            vetoes: try vetoes.finish())
    }
}

/// The changed index entries of one country: a sorter cannot be copied, so it cannot stand in a list.
private final class CountryEntries {
    private var sorter: IndexEntrySorter?

    init(_ sorter: consuming IndexEntrySorter) { self.sorter = consume sorter }

    func append(_ entry: IndexEntry) throws(FileFault) { try sorter?.append(entry) }

    /// The entries in key order; `nil` if there are none.
    func finish(_ folder: String, _ index: IndexReader?) throws -> EditRun? {
        guard let sorter = sorter.take(), sorter.count > 0 else { return nil }
        var run = EditRunWriter()
        try run.open(in: folder)
        var part: [IndexEntry] = []
        try sorter.forEachSorted { entry in
            part.append(entry)
            if part.count == CountryEntries.partEntries { try append(&part, to: &run, index) }
        }
        try append(&part, to: &run, index)
        return try run.finish()
    }

    /// Entries looked up in the index at once.
    private static let partEntries = 4096

    /// What the index alone knows stays: the sequence of a repeated row, and what full snapshots said.
    private func append(
        _ part: inout [IndexEntry], to run: inout EditRunWriter, _ index: IndexReader?
    ) throws {
        let known = try index?.values(of: part.map(\.account)) ?? part.map { _ in nil }
        for (entry, old) in zip(part, known) {
            var value = entry.value
            if let old { (value.sequence, value.marks) = (old.sequence, old.marks) }
            try run.append(entry.account, value)
        }
        part.removeAll(keepingCapacity: true)
    }
}
