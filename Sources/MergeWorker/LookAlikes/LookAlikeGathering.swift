internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import Normalization
internal import Synchronization

/// The first half of the pass over look-alikes: brings the candidates of addresses that share a skeleton
/// together, in key ranges of the skeletons.
///
/// Goes through the candidates of a run once, with a bitmap: what looks like no address that is not plain is
/// left where it is. Each candidate kept is the keyed hash of its skeleton, its link key, and its record.
struct LookAlikeGathering: Sendable {
    let context: KeyRangeContext
    let keys: IntakeKeys
    let bits: LookAlikeBits
    /// Where each skeleton is looked up that is not in `bits`, for these do not have what the state lists.
    let list: StoreEnvironment?
    /// Receives what shares a skeleton, by skeleton.
    let gathered: CandidateSpill
    let drain: DrainFlag
    private let wanted: Wanted

    init(
        _ context: KeyRangeContext, keys: IntakeKeys, bits: LookAlikeBits, list: StoreEnvironment?,
        into gathered: CandidateSpill, drain: DrainFlag
    ) throws(StoreError) {
        self.context = context
        self.keys = keys
        self.bits = bits
        self.list = list
        self.gathered = gathered
        self.drain = drain
        let stored = try context.store?.read { (transaction) throws(StoreError) in
            try transaction.entryCount(of: .profiles)
        }
        wanted = Wanted(storedKeys: (stored ?? nil) ?? 0)
    }

    /// Goes through all key ranges, as many at a time as there are workers.
    func gather(workers: Int, _ executor: ScheduledTaskExecutor) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<workers {
                group.addTask(executorPreference: executor) {
                    let writer = gathered.borrowWriter()
                    defer { gathered.giveBack(writer) }
                    for range in stride(from: worker, to: context.spill.rangeCount, by: workers) {
                        try drain.check()
                        try gather(range, writer)
                    }
                }
            }
            try await group.waitForAll()
        }
        if let store = context.store { try await gatherStored(store, workers, executor) }
        try gathered.flush()
    }

    // MARK: The run's own candidates

    private func gather(_ range: Int, _ writer: CandidateWriter) throws {
        var maker = SkeletonMaker(keys)
        var departed: [(key: Hash128, note: [UInt8])] = []
        var found: [Hash128: Hash128] = [:]
        for place in 0..<context.spill.chunkCount(of: range) {
            let (bytes, count) = try context.spill.chunk(place, of: range)
            try gather(bytes.raw.extracting(0..<count), &maker, &departed, &found, writer)
        }
        // An account that vanishes may be known by a row of this run alone.
        for (key, note) in departed {
            if let skeleton = found[key] { try append(key, note.raw, skeleton, writer) }
        }
        try gatherDepartures(departed, &maker, writer)
    }

    private func gather(
        _ chunk: RawSpan, _ maker: inout SkeletonMaker, _ departed: inout [(key: Hash128, note: [UInt8])],
        _ found: inout [Hash128: Hash128], _ writer: CandidateWriter
    ) throws {
        var cursor = 0
        while cursor < chunk.byteCount {
            let key = Hash128(high: loadWord(chunk, at: cursor), low: loadWord(chunk, at: cursor + 8))
            let start = cursor + candidateKeyBytes
            let facts = AccountFacts(chunk, at: start)
            cursor = start + facts.byteCount
            if facts.kind == .departure || facts.kind == .vanishing || facts.kind == .due {
                departed.append((key, noteBytes(chunk, start..<cursor)))
            } else if let sums = bits.sums, sums.ruleOut(facts, chunk) {
                continue
            } else if maker.make(facts, chunk), try mayShare(maker.place, maker.hash), !isDropped(chunk, start, context)
            {
                try append(key, chunk.extracting(start..<cursor), maker.hash, writer)
                found[key] = maker.hash
                if !maker.isPlain, context.store != nil { wanted.add(maker.skeleton, maker.hash) }
            }
        }
    }

    private func noteBytes(_ chunk: RawSpan, _ range: Range<Int>) -> [UInt8] {
        var buffer = ByteBuffer(capacity: range.count)
        buffer.append(chunk, range)
        return buffer.array()
    }

    /// A note about a departure, or that a key is to be decided again, tells the key and no address: that stands
    /// in the state.
    private func gatherDepartures(
        _ departed: [(key: Hash128, note: [UInt8])], _ maker: inout SkeletonMaker, _ writer: CandidateWriter
    ) throws {
        guard let store = context.store, !departed.isEmpty else { return }
        for (key, skeleton) in try skeletons(of: Set(departed.map(\.key)).sorted(), store, &maker) {
            guard try mayShare(skeleton.place, skeleton.hash) else { continue }
            for (departedKey, note) in departed where departedKey == key {
                try append(key, note.raw, skeleton.hash, writer)
            }
        }
    }

    /// Whether an address may share its skeleton with one that is not plain.
    private func mayShare(_ place: UInt64, _ skeleton: Hash128) throws(StoreError) -> Bool {
        if bits.mayContain(place) { return true }
        guard let list else { return false }
        return try list.read { (transaction) throws(StoreError) in
            var isListed = false
            try transaction.walkLookAlikes(of: skeleton) { _ in
                isListed = true
                return false
            }
            return isListed
        }
    }

    /// The skeletons of stored keys.
    private func skeletons(
        of keys: [Hash128], _ store: StoreEnvironment, _ maker: inout SkeletonMaker
    ) throws(StoreError) -> [(Hash128, (hash: Hash128, place: UInt64))] {
        var maker = maker
        return try store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                var found: [(Hash128, (hash: Hash128, place: UInt64))] = []
                for key in keys {
                    _ = try cursor.find(key) { (payload) throws(StoreError) in
                        if try makeSkeleton(payload, &maker) { found.append((key, (maker.hash, maker.place))) }
                    }
                }
                return found
            }
        } ?? []
    }

    private func append(
        _ key: Hash128, _ record: RawSpan, _ skeleton: Hash128, _ writer: CandidateWriter
    ) throws(FileFault) {
        var bytes = ByteBuffer(capacity: candidateKeyBytes + record.byteCount)
        bytes.append(littleEndian: key.high)
        bytes.append(littleEndian: key.low)
        bytes.append(record, 0..<record.byteCount)
        try writer.append(skeleton, bytes.bytes)
    }

    // MARK: What the state has

    /// Finds the plain addresses of the state that share a skeleton with one that is new in this run.
    ///
    /// Where the state lists the skeleton already, it lists all of its addresses. Else each plain spelling of
    /// the skeleton is looked up; and where that would be too many, the whole state is walked once.
    private func gatherStored(
        _ store: StoreEnvironment, _ workers: Int, _ executor: ScheduledTaskExecutor
    ) async throws {
        if context.whole != nil { return try walkState(store) }
        let listed = try store.read { (transaction) throws(StoreError) in
            var listed: Set<Hash128> = []
            for (_, skeleton) in wanted.skeletons where !listed.contains(skeleton) {
                try transaction.walkLookAlikes(of: skeleton) { _ in
                    listed.insert(skeleton)
                    return false
                }
            }
            return listed
        }
        let new = wanted.skeletons.filter { !listed.contains($0.hash) }
        if new.isEmpty, !wanted.isOverfull { return }
        if wanted.isOverfull { return try walkState(store) }
        let probes = try await probes(new, workers, executor)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<workers {
                let own = probes[probes.count * worker / workers..<probes.count * (worker + 1) / workers]
                if own.isEmpty { continue }
                group.addTask(executorPreference: executor) { try probe(own, store) }
            }
            try await group.waitForAll()
        }
    }

    /// A plain spelling of a skeleton, by its link key.
    private struct Probe: Sendable {
        let key: Hash128
        let skeleton: Hash128
    }

    /// All plain spellings of skeletons, by link key.
    private func probes(
        _ skeletons: [(text: [UInt8], hash: Hash128)], _ workers: Int, _ executor: ScheduledTaskExecutor
    ) async throws -> [Probe] {
        let parts = try await withThrowingTaskGroup(of: [Probe].self) { group in
            for worker in 0..<workers {
                group.addTask(executorPreference: executor) {
                    var probes: [Probe] = []
                    for place in stride(from: worker, to: skeletons.count, by: workers) {
                        let (text, skeleton) = skeletons[place]
                        guard plainSpellingCount(ofSkeleton: text.span) > 0 else { continue }
                        forEachPlainSpelling(ofSkeleton: text.span) {
                            probes.append(Probe(key: linkKey(of: $0), skeleton: skeleton))
                        }
                    }
                    return probes
                }
            }
            var parts: [Probe] = []
            for try await part in group { parts += part }
            return parts
        }
        // Neighbours stand on the same pages, and each page belongs to one worker.
        return parts.sorted { $0.key < $1.key }
    }

    private func probe(_ probes: ArraySlice<Probe>, _ store: StoreEnvironment) throws {
        let writer = gathered.borrowWriter()
        defer { gathered.giveBack(writer) }
        let found = try store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                var found: [Probe] = []
                for probe in probes where try cursor.contains(probe.key) { found.append(probe) }
                return found
            }
        }
        for probe in found ?? [] { try announce(probe.key, probe.skeleton, writer) }
    }

    private func linkKey(of spelling: Span<UInt8>) -> Hash128 { sipHash128(spelling.raw, key: keys.link) }

    private func walkState(_ store: StoreEnvironment) throws {
        let writer = gathered.borrowWriter()
        defer { gathered.giveBack(writer) }
        var maker = SkeletonMaker(keys)
        for part in 0..<LookAlikeGathering.walkParts {
            try drain.check()
            var found: [(key: Hash128, skeleton: Hash128)] = []
            try StoredRanges(store, rangeCount: LookAlikeGathering.walkParts).forEachGroup(part) {
                (key, payload) throws(StoreError) in
                if try makeSkeleton(payload, &maker), bits.mayContain(maker.place) { found.append((key, maker.hash)) }
            }
            for entry in found { try announce(entry.key, entry.skeleton, writer) }
        }
    }

    /// In how many snapshots the state is walked, so that none is held for long.
    static let walkParts = 64

    /// A note that brings a key of the state to its skeleton.
    private func announce(_ key: Hash128, _ skeleton: Hash128, _ writer: CandidateWriter) throws(FileFault) {
        try append(key, dueRecord(because: nil).raw, skeleton, writer)
    }

    /// Skeletons whose plain spellings have to be looked up in the state.
    private final class Wanted: Sendable {
        private struct Content {
            var texts: [Hash128: [UInt8]] = [:]
            var spellings = 0
        }

        private let content = Mutex(Content())

        /// A look-up costs about two keys of a walk over the state: past this one walk is cheaper, or a list of
        /// them would take more than 64 MiB.
        let spellingsMax: Int

        init(storedKeys: Int) { spellingsMax = min(1 << 21, max(1 << 10, storedKeys / 2)) }

        func add(_ text: [UInt8], _ hash: Hash128) {
            content.withLock { content in
                guard content.spellings <= spellingsMax, content.texts[hash] == nil else { return }
                content.texts[hash] = text
                content.spellings =
                    content.spellings.addingReportingOverflow(
                        min(plainSpellingCount(ofSkeleton: text.span), spellingsMax + 1)
                    ).partialValue
            }
        }

        var isOverfull: Bool { content.withLock { $0.spellings > spellingsMax } }

        /// In the order of their hashes.
        var skeletons: [(text: [UInt8], hash: Hash128)] {
            content.withLock { $0.texts.map { ($0.value, $0.key) } }.sorted { $0.1 < $1.1 }
        }
    }
}

/// Makes the skeleton of a stored group, of its first account with a sound address; `false` if none has one.
func makeSkeleton(_ payload: RawSpan, _ maker: inout SkeletonMaker) throws(StoreError) -> Bool {
    var starts: [UInt32] = []
    try listRecords(payload, offset: 0, into: &starts)
    for start in starts where maker.make(AccountFacts(payload, at: Int(start)), payload) { return true }
    return false
}
