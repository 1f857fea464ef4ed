internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore

/// Makes the derived parts of all records anew before anything is decided: an account whose link key moves
/// becomes a candidate of its new key, and what the accounts index says of a changed record is written down.
///
/// - Parameter isRekeying: every account comes to a new key, and to a new place in the index.
/// - Returns: the changes of the accounts index, by country in ascending order.
func rederiveState(
    _ store: StoreEnvironment, _ rederivation: Rederivation, _ services: IntakeServices, isRekeying: Bool
) throws -> [EditRun] {
    var pass = RederivingPass(rederivation, services, isRekeying: isRekeying)
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
    private let isRekeying: Bool
    private var rederiver: RecordRederiver
    private let writer: CandidateWriter
    /// Changed entries of the index, by country.
    private let entries: [CountryEntries]

    init(_ rederivation: Rederivation, _ services: IntakeServices, isRekeying: Bool) {
        self.isRekeying = isRekeying
        self.services = services
        rederiver = RecordRederiver(rederivation)
        writer = services.spill.borrowWriter()
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
                do throws(FileFault) { try note(key, payload, Int(start)) } catch { fault = error }
            }
        }
        if let fault { throw fault }
    }

    private mutating func note(_ key: Hash128, _ bytes: RawSpan, _ start: Int) throws(FileFault) {
        rederiver.rederive(bytes, at: start)
        let facts = AccountFacts(bytes, at: start)
        if rederiver.linkKey == key, rederiver.contentHash == facts.contentHash(bytes) { return }
        let value = IndexValue(
            linkKey: rederiver.linkKey, updatedAt: facts.updatedAt, contentHash: rederiver.contentHash,
            sequence: facts.sequence(bytes))
        try entries[Int(facts.country.rawValue)].append(
            IndexEntry(account: rederiver.account, value: value, batchPosition: 0, row: 0, line: 0))
        if rederiver.linkKey == key, !isRekeying { return }
        try writer.append(rederiver.linkKey, rederiver.record.bytes)
        if isRekeying { return }
        try announceMove(
            rederiver.account, of: facts.country, from: key, to: rederiver.linkKey, through: writer)
    }

    mutating func finish() throws -> [EditRun] {
        services.spill.giveBack(writer)
        return try entries.compactMap { try $0.finish(services.temporaryFolder) }
    }
}

/// The changed index entries of one country: a sorter cannot be copied, so it cannot stand in a list.
private final class CountryEntries {
    private var sorter: IndexEntrySorter?

    init(_ sorter: consuming IndexEntrySorter) { self.sorter = consume sorter }

    func append(_ entry: IndexEntry) throws(FileFault) { try sorter?.append(entry) }

    /// The entries in key order; `nil` if there are none.
    func finish(_ folder: String) throws -> EditRun? {
        guard let sorter = sorter.take(), sorter.count > 0 else { return nil }
        var run = EditRunWriter()
        try run.open(in: folder)
        try sorter.forEachSorted { try run.append($0.account, $0.value) }
        return try run.finish()
    }
}
