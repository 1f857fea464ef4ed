internal import ByteScanning
internal import DurableFiles

/// Sorts the index entries of one country, within bounded memory: sorted runs go to a temporary file and
/// are merged when all is in (Knuth, TAOCP vol. 3, §5.4).
struct IndexEntrySorter: ~Copyable {
    private var entries: [IndexEntry] = []
    private var runs: [RecordRun<IndexEntry>] = []
    private var spill: TemporarySpill?
    private let entriesMax: Int
    private let budget: ChunkBudget
    private let folder: String
    private var reserved = 0
    private(set) var count = 0

    /// Entries of one write.
    private static let writtenEntries = 8192

    /// - Parameter bytesMax: entries kept in memory before they are sorted and written.
    init(bytesMax: Int, budget: ChunkBudget, folder: String) {
        entriesMax = max(1024, bytesMax / MemoryLayout<IndexEntry>.stride)
        self.budget = budget
        self.folder = folder
    }

    deinit { budget.release(reserved) }

    mutating func append(_ entry: IndexEntry) throws(FileFault) {
        if entries.count == entries.capacity { try makeRoom() }
        entries.append(entry)
        count += 1
    }

    private mutating func makeRoom() throws(FileFault) {
        if entries.count >= entriesMax { try writeRun() }
        if entries.capacity < entriesMax {
            let capacity = min(entriesMax, max(4096, entries.capacity * 2))
            budget.reserve((capacity - entries.capacity) * MemoryLayout<IndexEntry>.stride)
            reserved += (capacity - entries.capacity) * MemoryLayout<IndexEntry>.stride
            entries.reserveCapacity(capacity)
        }
    }

    /// Sorts what is in memory and writes it as one run.
    private mutating func writeRun() throws(FileFault) {
        let order = sortedOrder(entries)
        let file: TemporarySpill
        if let spill { file = spill } else { file = try TemporarySpill(in: folder) }
        spill = file
        let offset = file.bytes
        var start = 0
        while start < order.count {
            let end = min(start + IndexEntrySorter.writtenEntries, order.count)
            let part = order[start..<end].map { entries[Int($0)] }
            let outcome: Result<Int, FileFault> = unsafe part.withUnsafeBytes { bytes in
                do throws(FileFault) { return .success(try unsafe file.append(bytes)) } catch { return .failure(error) }
            }
            _ = try outcome.get()  // The parts of one shard follow each other: nobody else writes this file.
            start = end
        }
        runs.append(RecordRun(offset: offset, count: entries.count))
        entries.removeAll(keepingCapacity: true)
    }

    /// Hands every entry to `body`, ordered by account, then by age, oldest first.
    consuming func forEachSorted(_ body: (IndexEntry) throws -> Void) throws {
        if runs.isEmpty {
            for position in sortedOrder(entries) { try body(entries[Int(position)]) }
            return
        }
        if !entries.isEmpty { try writeRun() }
        entries = []
        try mergeRuns(body)
    }

    private mutating func mergeRuns(_ body: (IndexEntry) throws -> Void) throws {
        guard let spill else { preconditionFailure("runs without a file") }
        for index in runs.indices { try runs[index].fill(from: spill) }
        while true {
            var smallest = -1
            for index in runs.indices where !runs[index].isAtEnd {
                if smallest < 0 || isOrdered(runs[index].head, runs[smallest].head) { smallest = index }
            }
            if smallest < 0 { return }
            try body(runs[smallest].head)
            try runs[smallest].advance(from: spill)
        }
    }
}

/// By account, then by age, then by batch and row.
private func isOrdered(_ left: IndexEntry, _ right: IndexEntry) -> Bool {
    if left.account != right.account { return left.account < right.account }
    if left.value.updatedAt != right.value.updatedAt { return left.value.updatedAt < right.value.updatedAt }
    if left.value.sequence != right.value.sequence { return left.value.sequence < right.value.sequence }
    return left.stands(before: right)
}

/// Sorts by the leading bits of the hash first (one counting scatter), then within each small bin.
///
/// Places in the index are keyed hashes behind five bits of country, so the bins are even; a plain sort of
/// these large entries takes four times as long.
/// - Returns: positions in `entries`, in order; the entries stay where they are, so that sorting takes four
///   bytes an entry.
private func sortedOrder(_ entries: [IndexEntry]) -> [Int32] {
    guard entries.count > 64 else {
        return entries.indices.map(Int32.init).sorted { isOrdered(entries[Int($0)], entries[Int($1)]) }
    }
    let bits = min(20, Int.bitWidth - entries.count.leadingZeroBitCount - 2)
    let shift = UInt64(59 - bits)
    let mask = UInt64((1 << bits) - 1)
    var starts = [Int32](repeating: 0, count: (1 << bits) + 1)
    for entry in entries { starts[Int((entry.account.high >> shift) & mask) + 1] += 1 }
    for bin in 1..<starts.count { starts[bin] += starts[bin - 1] }
    var order = [Int32](repeating: 0, count: entries.count)
    for index in entries.indices {
        let bin = Int((entries[index].account.high >> shift) & mask)
        order[Int(starts[bin])] = Int32(index)
        starts[bin] += 1
    }
    // After the scatter `starts[bin]` is the end of the bin.
    var first = 0
    for bin in 0..<(1 << bits) {
        let end = Int(starts[bin])
        if end - first > 1 { sortBin(&order, first..<end, entries) }
        first = end
    }
    return order
}

private func sortBin(_ order: inout [Int32], _ bin: Range<Int>, _ entries: [IndexEntry]) {
    if bin.count > 32 {
        order[bin].sort { isOrdered(entries[Int($0)], entries[Int($1)]) }
        return
    }
    for index in bin.dropFirst() {
        let moving = order[index]
        var place = index
        while place > bin.lowerBound, isOrdered(entries[Int(moving)], entries[Int(order[place - 1])]) {
            order[place] = order[place - 1]
            place -= 1
        }
        order[place] = moving
    }
}
