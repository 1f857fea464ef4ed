internal import DurableFiles

/// Sorts small records of one size within bounded memory: sorted runs go to a temporary file without a name and are
/// merged when all is in (Knuth, TAOCP vol. 3, §5.4).
struct RecordSorter<Record: BitwiseCopyable & Comparable & Sendable>: ~Copyable {
    private var records: [Record] = []
    private var runs: [RecordRun<Record>] = []
    private var spill: TemporarySpill?
    private let recordsMax: Int
    private let folder: String
    private(set) var count = 0

    /// - Parameters:
    ///   - bytesMax: records kept in memory before they are sorted and written.
    ///   - folder: where the temporary file is made, if one is needed.
    init(bytesMax: Int, folder: String) {
        recordsMax = max(1024, bytesMax / MemoryLayout<Record>.stride)
        self.folder = folder
    }

    mutating func append(_ record: Record) throws(FileFault) {
        if records.count == recordsMax { try writeRun() }
        records.append(record)
        count += 1
    }

    private mutating func writeRun() throws(FileFault) {
        records.sort()
        let file: TemporarySpill
        if let spill { file = spill } else { file = try TemporarySpill(in: folder) }
        spill = file
        let outcome: Result<Int, FileFault> = unsafe records.withUnsafeBytes { bytes in
            do throws(FileFault) { return .success(try unsafe file.append(bytes)) } catch {
                return .failure(error)
            }
        }
        runs.append(RecordRun(offset: try outcome.get(), count: records.count))
        records.removeAll(keepingCapacity: true)
    }

    /// Ends the collecting: the records in order, one after the other.
    consuming func sorted() throws(FileFault) -> SortedRecords<Record> {
        if runs.isEmpty {
            records.sort()
            return SortedRecords(records: records)
        }
        if !records.isEmpty { try writeRun() }
        guard let spill else { preconditionFailure("runs without a file") }
        return try SortedRecords(runs: runs, spill: spill)
    }
}

/// Records in order, with a look at the next one.
struct SortedRecords<Record: BitwiseCopyable & Comparable & Sendable>: ~Copyable {
    private var runs: [RecordRun<Record>]
    private let spill: TemporarySpill?
    private var smallest = -1

    init(records: [Record]) {
        runs = [RecordRun(records: records)]
        spill = nil
        smallest = records.isEmpty ? -1 : 0
    }

    init(runs: [RecordRun<Record>], spill: TemporarySpill) throws(FileFault) {
        self.runs = runs
        self.spill = spill
        for index in self.runs.indices { try self.runs[index].fill(from: spill) }
        choose()
    }

    /// The next record; `nil` at the end.
    var next: Record? { smallest < 0 ? nil : runs[smallest].head }

    /// Goes on behind the next record.
    mutating func advance() throws(FileFault) {
        try runs[smallest].advance(from: spill)
        choose()
    }

    private mutating func choose() {
        smallest = -1
        for index in runs.indices where !runs[index].isAtEnd {
            if smallest < 0 || runs[index].head < runs[smallest].head { smallest = index }
        }
    }
}

/// A sorted run, read a buffer at a time.
struct RecordRun<Record: BitwiseCopyable & Sendable>: Sendable {
    private var offset: Int
    private var remaining: Int
    private var buffer: [Record]
    private var position = 0

    /// Records of one read: what all runs together hold stays far below the sorter's bound.
    private static var bufferRecords: Int { 4096 }

    init(offset: Int, count: Int) {
        self.offset = offset
        remaining = count
        buffer = []
    }

    init(records: [Record]) {
        offset = 0
        remaining = 0
        buffer = records
    }

    var isAtEnd: Bool { position == buffer.count && remaining == 0 }
    var head: Record { buffer[position] }

    mutating func advance(from spill: TemporarySpill?) throws(FileFault) {
        position += 1
        if position == buffer.count, remaining > 0, let spill { try fill(from: spill) }
    }

    mutating func fill(from spill: TemporarySpill) throws(FileFault) {
        let count = min(remaining, Self.bufferRecords)
        var fault: FileFault?
        let start = offset
        buffer = unsafe [Record](unsafeUninitializedCapacity: count) { memory, initialized in
            do throws(FileFault) {
                try unsafe spill.read(at: start, into: UnsafeMutableRawBufferPointer(memory))
                initialized = count
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        position = 0
        offset += count * MemoryLayout<Record>.stride
        remaining -= count
    }
}
