internal import ByteScanning
internal import DurableFiles
internal import Synchronization

/// All candidates of a run, by key range: chunks in memory up to the budget, the others in a temporary
/// file that has no name and so never outlives the process.
///
/// A candidate is sixteen bytes of link key (high and low word) and an account record. Within a key range
/// candidates lie in any order; what reads them sorts.
final class CandidateSpill: Sendable {
    /// A full or final chunk.
    private enum Chunk: Sendable {
        case memory([UInt8], count: Int)
        case file(offset: Int, count: Int)

        var count: Int {
            switch self {
            case .memory(_, let count), .file(_, let count): count
            }
        }
    }

    let rangeCount: Int
    let chunkBytes: Int
    /// How far a key's leading half is shifted to give its key range; 64 gives zero.
    let shift: UInt64
    private let budget: ChunkBudget
    private let spill: TemporarySpill
    private let chunks: Mutex<[[Chunk]]>
    private let idleWriters = Mutex<[CandidateWriter]>([])

    /// - Parameter rangeCount: a power of two.
    init(rangeCount: Int, chunkBytes: Int, budget: ChunkBudget, folder: String) throws(FileFault) {
        precondition(rangeCount.nonzeroBitCount == 1, "the number of key ranges is a power of two")
        self.rangeCount = rangeCount
        self.chunkBytes = chunkBytes
        self.budget = budget
        shift = UInt64(64 - rangeCount.trailingZeroBitCount)
        spill = try TemporarySpill(in: folder)
        chunks = Mutex(Array(repeating: [], count: rangeCount))
    }

    /// Lends a writer; give it back with `giveBack`. There are never more writers than borrowers at once.
    func borrowWriter() -> CandidateWriter {
        idleWriters.withLock { $0.popLast() } ?? CandidateWriter(self)
    }

    func giveBack(_ writer: CandidateWriter) {
        idleWriters.withLock { $0.append(writer) }
    }

    /// Hands over what the writers still hold. Call once, when nobody writes any more.
    func flush() throws(FileFault) {
        for writer in idleWriters.withLock({ writers in
            defer { writers = [] }
            return writers
        }) {
            try writer.flush()
        }
    }

    /// Takes a chunk over: keeps it if the budget allows, else writes it out and returns the memory.
    func take(_ bytes: consuming [UInt8], count: Int, range: Int) throws(FileFault) -> [UInt8] {
        if budget.tryReserve(bytes.count) {
            let kept = bytes
            chunks.withLock { $0[range].append(.memory(kept, count: count)) }
            return []
        }
        let offset = try write(bytes, count)
        chunks.withLock { $0[range].append(.file(offset: offset, count: count)) }
        return bytes
    }

    private func write(_ bytes: borrowing [UInt8], _ count: Int) throws(FileFault) -> Int {
        let outcome: Result<Int, FileFault> = unsafe bytes.withUnsafeBytes { all in
            do throws(FileFault) {
                return .success(try unsafe spill.append(UnsafeRawBufferPointer(rebasing: all[0..<count])))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Gathers all candidates of a key range into one buffer, and forgets them unless they are kept for another walk.
    func load(range: Int, isKept: Bool = false) throws(FileFault) -> [UInt8] {
        let taken = chunks.withLock { all in
            defer { if !isKept { all[range] = [] } }
            return all[range]
        }
        let total = taken.reduce(0) { $0 + $1.count }
        var fault: FileFault?
        let buffer = unsafe [UInt8](unsafeUninitializedCapacity: total) { uninitialized, initialized in
            let memory = UnsafeMutableRawBufferPointer(uninitialized)
            var cursor = 0
            for chunk in taken {
                let target = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[cursor..<cursor + chunk.count])
                switch chunk {
                case .memory(let bytes, let count):
                    unsafe bytes.withUnsafeBytes { unsafe target.copyMemory(from: .init(rebasing: $0[0..<count])) }
                    if !isKept { budget.release(bytes.count) }
                case .file(let offset, _):
                    do throws(FileFault) {
                        try unsafe spill.read(at: offset, into: target)
                    } catch {
                        fault = error
                        unsafe target.initializeMemory(as: UInt8.self, repeating: 0)
                    }
                }
                cursor += chunk.count
            }
            initialized = cursor
        }
        if let fault { throw fault }
        return buffer
    }

    /// How many chunks a key range has.
    func chunkCount(of range: Int) -> Int { chunks.withLock { $0[range].count } }

    /// Bytes of all candidates that were flushed.
    var candidateBytes: Int { chunks.withLock { $0.reduce(0) { $1.reduce($0) { $0 + $1.count } } } }

    /// A chunk of a key range, which stays where it is: whole candidates in the first `count` of the bytes.
    ///
    /// Only when nobody writes: between two flushes.
    func chunk(_ place: Int, of range: Int) throws(FileFault) -> (bytes: [UInt8], count: Int) {
        switch chunks.withLock({ $0[range][place] }) {
        case .memory(let bytes, let count): return (bytes, count)
        case .file(let offset, let count): return (try readBack(offset, count), count)
        }
    }

    private func readBack(_ offset: Int, _ count: Int) throws(FileFault) -> [UInt8] {
        var fault: FileFault?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { uninitialized, initialized in
            let target = unsafe UnsafeMutableRawBufferPointer(
                rebasing: UnsafeMutableRawBufferPointer(uninitialized)[0..<count])
            do throws(FileFault) {
                try unsafe spill.read(at: offset, into: target)
            } catch {
                fault = error
                unsafe target.initializeMemory(as: UInt8.self, repeating: 0)
            }
            initialized = count
        }
        if let fault { throw fault }
        return bytes
    }

    /// Bytes that went to disk.
    var spilledBytes: Int { spill.bytes }
}

/// Lends the chunks in the making; owned by one borrower at a time.
final class CandidateWriter: @unchecked Sendable {
    // Safe to hand from thread to thread: `CandidateSpill` lends it to one shard at a time, under a lock.
    private var chunks: CandidateChunks

    init(_ spill: CandidateSpill) { chunks = CandidateChunks(spill) }

    /// Appends a candidate to its key range.
    func append(_ key: Hash128, _ record: RawSpan) throws(FileFault) { try chunks.append(key, record) }

    /// Takes the chunks out for a while, and puts them back: as a value they cost no check at each append.
    func swapChunks(_ other: inout CandidateChunks) { swap(&chunks, &other) }

    func flush() throws(FileFault) { try chunks.flush() }
}

/// One chunk in the making for each key range.
struct CandidateChunks: ~Copyable {
    private let spill: CandidateSpill?
    // A copy: both threads counting references to one object, row by row, would wait for each other.
    private let shift: UInt64
    private var chunks: [[UInt8]]
    private var counts: [Int]

    init(_ spill: CandidateSpill) {
        self.spill = spill
        shift = spill.shift
        chunks = Array(repeating: [], count: spill.rangeCount)
        counts = [Int](repeating: 0, count: spill.rangeCount)
    }

    /// A stand-in for chunks that are lent; takes nothing.
    init() {
        spill = nil
        shift = 0
        chunks = []
        counts = []
    }

    /// Appends a candidate to its key range.
    mutating func append(_ key: Hash128, _ record: RawSpan) throws(FileFault) {
        let range = Int(key.high >> shift)
        let bytes = candidateKeyBytes + record.byteCount
        if counts[range] + bytes > chunks[range].count { try makeRoom(range, bytes) }
        var span = chunks[range].mutableSpan
        var output = unsafe span.mutableBytes
        let offset = counts[range]
        output.storeBytes(of: key.high, toByteOffset: offset, as: UInt64.self)
        output.storeBytes(of: key.low, toByteOffset: offset + 8, as: UInt64.self)
        counts[range] = copyBytes(record, 0..<record.byteCount, into: &output, at: offset + candidateKeyBytes)
    }

    private mutating func makeRoom(_ range: Int, _ bytes: Int) throws(FileFault) {
        guard let spill else { preconditionFailure("a candidate for chunks that are lent") }
        var free: [UInt8] = []
        if counts[range] > 0 {
            var full: [UInt8] = []
            swap(&full, &chunks[range])
            free = try spill.take(full, count: counts[range], range: range)
        }
        // A giant record gets a chunk of its own size.
        if free.count < bytes { free = makeChunk(max(bytes, spill.chunkBytes)) }
        chunks[range] = free
        counts[range] = 0
    }

    private func makeChunk(_ bytes: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: bytes) { _, initialized in initialized = bytes }
    }

    mutating func flush() throws(FileFault) {
        guard let spill else { return }
        for range in chunks.indices where counts[range] > 0 {
            var last: [UInt8] = []
            swap(&last, &chunks[range])
            // The tail of a chunk that is not full is dead weight: keep only what is used.
            let used = Array(last[0..<counts[range]])
            _ = try spill.take(used, count: used.count, range: range)
            counts[range] = 0
        }
    }
}
