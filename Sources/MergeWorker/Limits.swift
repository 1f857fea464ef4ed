internal import AccountModel

/// Every bound of the worker: queues, buffers, budgets. What is reached is said beside each.
package struct WorkerLimits: Sendable {
    /// Working memory in bytes (`--memory`): candidates, index entries, buffers of the deciding. What does
    /// not fit is spilled to disk. Below 256 MiB nothing would be left after the fixed buffers.
    package var memoryBytes = 1 << 30

    /// Threads that read and decide.
    package var workers: Int

    /// Parts of the link keys that are sorted and decided on their own; 0 = by the size of the input.
    package var keyRanges = 0

    /// Candidates and index entries kept in memory, of all that may be used; the rest is for the buffers of
    /// the key ranges in work and for the store's dirty pages.
    var candidateBytesMax: Int { memoryBytes / 5 * 2 }

    /// Index entries of one shard in memory before they are sorted and spilled as a run.
    var indexEntryBytesMax: Int { memoryBytes / 8 }

    /// A chunk of candidates of one key range: large enough that a chunk costs nothing per record, small
    /// enough that a chunk per key range and writer fits.
    var chunkBytes: Int { 64 * 1024 }

    /// Candidates of a key range aimed at: what is sorted, decided and written in one go.
    var keyRangeBytes: Int { 6 << 20 }

    /// More key ranges than this would cost more in chunks than they save in sorting.
    var keyRangesMax: Int { max(1, min(1024, candidateBytesMax / (4 * chunkBytes * workers))) }

    /// Key ranges decided and not yet written; past it the workers wait for the writer.
    var rangesInFlightMax: Int { workers + 2 }

    /// A run with no more bytes of candidates looks each of their skeletons up in the state: some 3 µs for each of
    /// about 30,000 accounts, where reading the whole list of look-alikes takes 0.1 s for ten million.
    package var lookedUpBytesMax = 8 << 20

    /// Standing decisions of people, which a run holds in memory as a whole: some 150 bytes each. What comes
    /// on top is refused by line.
    static let decisionsMax = 1_000_000

    /// Lines of one decisions file; a longer one is refused whole.
    static let decisionLinesMax = 100_000

    /// Bytes of a published file that one thread looks through for erased persons before it takes the next part:
    /// small enough that no thread is left alone at the end.
    static let scannedPartBytes = 32 << 20

    /// Bytes copied at a time where lines are taken out of a published file.
    static let copiedPieceBytes = 1 << 20

    /// A report has a bounded number of samples; a longer one is no report of ours.
    static let reportBytesMax = 64 << 20

    /// Records of one message to a shard: a whole key range, bounded by its size.
    package init(workers: Int) {
        self.workers = max(1, workers)
    }

    /// The least input that is worth a key range of its own: some 700 accounts, which take twenty times as long as
    /// the messages that a range costs.
    var smallKeyRangeBytes: Int { 128 << 10 }

    /// Key ranges for each worker where the input is small: enough that none waits long for the others at the end.
    var smallKeyRangesPerWorker: Int { 4 }

    /// How many key ranges to use for this many bytes of input (a power of two).
    func keyRangeCount(inputBytes: Int) -> Int {
        if keyRanges > 0 { return min(4096, keyRanges.nextPowerOfTwo) }
        let small = min(inputBytes / smallKeyRangeBytes, smallKeyRangesPerWorker * workers)
        let wanted = max(1, small, inputBytes / keyRangeBytes)
        return min(keyRangesMax.previousPowerOfTwo, wanted.nextPowerOfTwo)
    }
}

extension Int {
    /// The smallest power of two that is not below this number.
    var nextPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
    /// The largest power of two that is not above this number.
    var previousPowerOfTwo: Int { 1 << (Int.bitWidth - 1 - Swift.max(1, self).leadingZeroBitCount) }
}

/// A run with no more input keeps the memory that it frees: it needs some ten MiB in all, and getting fresh pages
/// for each buffer would cost it a fifth of its time.
let smallRunBytesMax = 32 << 20
