internal import AccountModel
internal import ByteScanning

/// What the accounts index keeps of one account: its link key, and what orders its versions.
struct IndexValue: Equatable {
    var linkKey: Hash128
    var updatedAt: Int64
    var contentHash: UInt64
    /// Manifest sequence + 1; zero without one.
    var sequence: UInt32
    /// `markerBit`, and `absentAt` in the other bits; zero for nearly every account.
    var marks: UInt32 = 0

    /// Bytes of the stored form without marks.
    static let plainBytes = 36
    /// Bytes of the stored form with marks.
    static let markedBytes = 40
    /// The account is deleted or erased: only its version is kept.
    static let markerBit: UInt32 = 1 << 31

    /// Bytes of the stored form of this value.
    var storedBytes: Int { marks == 0 ? IndexValue.plainBytes : IndexValue.markedBytes }

    /// Manifest sequence + 1 of the newest full snapshot that left the account out; zero: none did.
    var absentAt: UInt32 {
        get { marks & ~IndexValue.markerBit }
        set { marks = marks & IndexValue.markerBit | newValue }
    }

    var isMarker: Bool { marks & IndexValue.markerBit != 0 }

    /// Whether a full snapshot that is not older than the standing version left the account out.
    var isGone: Bool { marks != 0 && !isMarker && sequence <= absentAt }

    /// Whether the account lives: neither deleted nor gone.
    var isLive: Bool { marks == 0 || !isMarker && sequence > absentAt }

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
        marks = bytes.byteCount == IndexValue.markedBytes ? loadHalfWord(bytes, at: 36) : 0
    }

    /// Whether bytes of this length are a stored form.
    static func isLength(_ bytes: Int) -> Bool { bytes == plainBytes || bytes == markedBytes }

    /// Writes the stored form.
    func store(_ output: inout MutableRawSpan, at offset: Int) {
        output.storeBytes(of: linkKey.high, toByteOffset: offset, as: UInt64.self)
        output.storeBytes(of: linkKey.low, toByteOffset: offset + 8, as: UInt64.self)
        output.storeBytes(of: updatedAt, toByteOffset: offset + 16, as: Int64.self)
        output.storeBytes(of: contentHash, toByteOffset: offset + 24, as: UInt64.self)
        output.storeBytes(of: sequence, toByteOffset: offset + 32, as: UInt32.self)
        if marks != 0 { output.storeBytes(of: marks, toByteOffset: offset + 36, as: UInt32.self) }
    }
}

/// One imported row on its way into the accounts index.
struct IndexEntry {
    /// Place in the index: country and keyed hash of the account id.
    var account: Hash128
    var value: IndexValue
    /// Number of its batch: those of one run are numbered in the order in which their rows count.
    var batch: UInt32
    /// Ordinal of the row in its file.
    var row: UInt32
    /// Line of the row in its file, for a reject.
    var line: UInt32
    /// The person declined. Fits where the entry has room to spare.
    var isDeclined = false
    /// The row has `op=erase`.
    var isErased = false
    /// An erasure by address has kept versions of its account out: which, is asked when versions are settled.
    var isWatched = false
    /// How many instants of erasures lie before the record was made.
    var erasuresBefore: UInt16 = 0

    /// A rejected row of a full snapshot: it is no version, but it says that the account is there.
    static func presence(_ account: Hash128, batch: UInt32, row: UInt32, line: UInt32) -> IndexEntry {
        let none = IndexValue(linkKey: .zero, updatedAt: Int64.min, contentHash: 0, sequence: 0)
        return IndexEntry(account: account, value: none, batch: batch, row: row, line: line)
    }

    /// In the place of a batch: the row is of one that a correction replaces.
    static let noBatch: UInt32 = 0

    var isPresenceOnly: Bool { value.linkKey == .zero }

    /// Whether this row goes before another of the same account when both are of one age: the order of
    /// batches and rows, which is the same in every run.
    func stands(before other: IndexEntry) -> Bool {
        batch != other.batch ? batch < other.batch : row < other.row
    }
}
