internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage

extension StoreEnvironment {
    /// Notes every skeleton that the state lists: some 0.3 µs for each address that is not plain.
    func noteLookAlikes(in filter: LookAlikeFilter) throws(StoreError) {
        try read { (transaction) throws(StoreError) in
            try transaction.walkLookAlikes { entry in
                filter.insert(entry.place)
                return true
            }
        }
    }
}

/// Notes the skeleton of every candidate whose address is not plain.
func noteLookAlikes(ofCandidatesIn context: KeyRangeContext, _ keys: IntakeKeys, in filter: LookAlikeFilter) throws {
    var maker = SkeletonMaker(keys)
    for range in 0..<context.spill.rangeCount {
        for place in 0..<context.spill.chunkCount(of: range) {
            let (bytes, count) = try context.spill.chunk(place, of: range)
            let chunk = bytes.raw
            var cursor = 0
            while cursor < count {
                let facts = AccountFacts(chunk, at: cursor + candidateKeyBytes)
                if maker.make(facts, chunk), !maker.isPlain { filter.insert(maker.place) }
                cursor += candidateKeyBytes + facts.byteCount
            }
        }
    }
}

/// Notes the skeleton of every address of the state that is not plain: a walk over all records.
func noteLookAlikes(
    ofRecordsIn store: StoreEnvironment, _ keys: IntakeKeys, in filter: LookAlikeFilter, _ drain: DrainFlag
) throws {
    var maker = SkeletonMaker(keys)
    for part in 0..<LookAlikeGathering.walkParts {
        try drain.check()
        try StoredRanges(store, rangeCount: LookAlikeGathering.walkParts).forEachGroup(part) {
            (_, payload) throws(StoreError) in
            if try makeSkeleton(payload, &maker), !maker.isPlain { filter.insert(maker.place) }
        }
    }
}

/// What look-alikes say about the keys of the state, as it is.
func storedLookAlikes(_ store: StoreEnvironment, _ keys: IntakeKeys) throws(StoreError) -> LookAlikeMarks {
    var marked: [LookAlikeMarks.Marked] = []
    var reader = StoredClassReader(store, keys)
    var next: [LookAlikeEntry] = []
    // A part at a time: the list and the records are read in short snapshots.
    var start: Hash128? = nil
    repeat {
        next = try store.lookAlikeEntries(after: start, atLeast: StoredClassReader.entriesMax)
        start = next.last?.skeleton
        try reader.read(next, &marked)
    } while !next.isEmpty
    return LookAlikeMarks(marked)
}

/// What look-alikes say about one key of the state.
/// - Parameter starts: the records of the key.
func lookAlikeMark(
    of key: Hash128, _ records: RawSpan, _ starts: [UInt32], _ store: StoreEnvironment, _ keys: IntakeKeys
) throws(StoreError) -> LookAlikeMark? {
    var maker = SkeletonMaker(keys)
    guard starts.contains(where: { maker.make(AccountFacts(records, at: Int($0)), records) }) else { return nil }
    let skeleton = maker.hash
    let entries = try store.read { (transaction) throws(StoreError) in
        var entries: [LookAlikeEntry] = []
        try transaction.walkLookAlikes(of: skeleton) { entry in
            entries.append(entry)
            return true
        }
        return entries
    }
    var marked: [LookAlikeMarks.Marked] = []
    var reader = StoredClassReader(store, keys)
    try reader.read(entries, &marked)
    return marked.first { $0.key == key }?.after
}

extension StoreEnvironment {
    /// Entries of whole skeletons behind `skeleton`, `count` of them or a few more; none at the end.
    fileprivate func lookAlikeEntries(
        after skeleton: Hash128?, atLeast count: Int
    ) throws(StoreError) -> [LookAlikeEntry] {
        try read { (transaction) throws(StoreError) in
            var entries: [LookAlikeEntry] = []
            let start = skeleton.map { LookAlikeEntry.prefix(of: $0) } ?? LookAlikeEntry.prefix()
            try transaction.walk(.hints, from: start) { (key, value) throws(StoreError) in
                guard key.starts(with: LookAlikeEntry.prefix()) else { return false }
                guard let entry = LookAlikeEntry(storeKey: key, value: value) else {
                    throw StoreError("read the look-alikes", .damaged("an entry of \(key.count) bytes"))
                }
                if entry.skeleton == skeleton { return true }
                if entries.count >= count, entry.skeleton != entries.last?.skeleton { return false }
                entries.append(entry)
                return true
            }
            return entries
        }
    }
}

/// Reads the accounts of listed addresses and judges them.
private struct StoredClassReader {
    private let store: StoreEnvironment
    private var maker: SkeletonMaker

    /// Entries whose records are read at once.
    static let entriesMax = 1024

    init(_ store: StoreEnvironment, _ keys: IntakeKeys) {
        self.store = store
        maker = SkeletonMaker(keys)
    }

    /// - Parameter entries: of whole skeletons, by skeleton and key.
    mutating func read(_ entries: [LookAlikeEntry], _ marked: inout [LookAlikeMarks.Marked]) throws(StoreError) {
        let counts = Dictionary(grouping: entries, by: \.skeleton).mapValues(\.count)
        let shared = entries.filter { counts[$0.skeleton, default: 0] > 1 }
        if shared.isEmpty { return }
        var groups = KeyRangeGroups(bytes: [])
        groups.groups = shared.map(\.key).sorted().map {
            KeyGroup(key: $0, after: 0..<0, before: 0..<0, arrivals: 0..<0, departures: 0..<0)
        }
        try joinState(store, &groups)
        var addresses: [Hash128: [LookAlikeAddress]] = [:]
        let skeletons = Dictionary(uniqueKeysWithValues: shared.map { ($0.key, $0.skeleton) })
        for group in groups.groups {
            let records = groups.before[group.before]
            if let skeleton = skeletons[group.key],
                let address = LookAlikeAddress(group.key, records, groups.bytes.raw, &maker)
            {
                addresses[skeleton, default: []].append(address)
            }
        }
        for own in addresses.values {
            for (key, mark) in lookAlikeMarks(own) {
                marked.append(LookAlikeMarks.Marked(key: key, before: nil, after: mark))
            }
        }
    }
}
