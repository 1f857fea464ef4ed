internal import AccountModel
internal import ByteScanning

/// What the accounts index keeps of one account: its link key, and what orders its versions.
struct IndexValue: Equatable {
    var linkKey: Hash128
    var updatedAt: Int64
    var contentHash: UInt64
    /// Manifest sequence + 1; zero without one.
    var sequence: UInt32

    /// Bytes of the stored form.
    static let byteCount = 36

    /// Whether this version is newer than another of the same account (`AccountFacts.isNewer`).
    func isNewer(than other: IndexValue) -> Bool {
        updatedAt != other.updatedAt ? updatedAt > other.updatedAt : sequence > other.sequence
    }

    func isSameAge(as other: IndexValue) -> Bool { updatedAt == other.updatedAt && sequence == other.sequence }
}

extension IndexValue {
    /// Reads the stored form.
    init(_ bytes: RawSpan) {
        linkKey = Hash128(high: loadWord(bytes, at: 0), low: loadWord(bytes, at: 8))
        updatedAt = Int64(bitPattern: loadWord(bytes, at: 16))
        contentHash = loadWord(bytes, at: 24)
        sequence = loadHalfWord(bytes, at: 32)
    }

    /// Writes the stored form.
    func store(_ output: inout MutableRawSpan, at offset: Int) {
        output.storeBytes(of: linkKey.high, toByteOffset: offset, as: UInt64.self)
        output.storeBytes(of: linkKey.low, toByteOffset: offset + 8, as: UInt64.self)
        output.storeBytes(of: updatedAt, toByteOffset: offset + 16, as: Int64.self)
        output.storeBytes(of: contentHash, toByteOffset: offset + 24, as: UInt64.self)
        output.storeBytes(of: sequence, toByteOffset: offset + 32, as: UInt32.self)
    }
}

/// One imported row on its way into the accounts index.
struct IndexEntry {
    /// Place in the index: country and keyed hash of the account id.
    var account: Hash128
    var value: IndexValue
    /// Position of its batch among the batches of this run.
    var batchPosition: UInt32
    /// Ordinal of the row in its file.
    var row: UInt32
    /// Line of the row in its file, for a reject.
    var line: UInt32

    /// Whether this row goes before another of the same account when both are of one age: the order of
    /// batches and rows, which is the same in every run.
    func stands(before other: IndexEntry) -> Bool {
        batchPosition != other.batchPosition ? batchPosition < other.batchPosition : row < other.row
    }
}
