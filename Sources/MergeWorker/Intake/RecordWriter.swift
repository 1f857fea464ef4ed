internal import AccountModel
internal import ByteScanning

/// Writes account records (`RecordLayout`), one after the other at the same place: the common fields in their order,
/// then the extras, the header last.
///
/// Made once for a file, so that no row allocates. A record stays until the next one is begun.
struct RecordWriter: ~Copyable {
    private var bytes: ByteBuffer
    private var lengths = FieldLengths()

    /// - Parameter rowBytesMax: of the file; a record has each field once, twice its address, and names of families.
    init(rowBytesMax: Int) {
        bytes = ByteBuffer(capacity: RecordLayout.headerBytes + 2 * rowBytesMax + 64 * 1024)
        for _ in 0..<RecordLayout.headerBytes { bytes.append(0) }
    }

    /// The record as far as it is written.
    var record: RawSpan {
        @_lifetime(borrow self)
        borrowing get { bytes.bytes }
    }

    /// How many bytes are written, header included.
    var count: Int { bytes.count }

    /// Forgets the last record.
    @inline(__always)
    mutating func begin() {
        bytes.truncate(to: RecordLayout.headerBytes)
        lengths = FieldLengths()
    }

    /// Appends a common field; they come in the order of `CommonField`.
    /// - Returns: `false` for one that is too long for a record.
    @inline(__always)
    mutating func append(_ field: CommonField, _ source: RawSpan, _ range: Range<Int>) -> Bool {
        guard range.count <= RecordLayout.fieldBytesMax else { return false }
        lengths.set(field, to: range.count)
        bytes.append(source, range)
        return true
    }

    /// Appends an extra with a text; they come in the order of `AccountExtra`, then of their names.
    /// - Returns: `false` for one that is too long for a record.
    @inline(__always)
    mutating func append(
        _ tag: AccountExtra, _ names: RawSpan, _ name: Range<Int>, _ source: RawSpan, _ range: Range<Int>
    ) -> Bool {
        guard range.count <= RecordLayout.fieldBytesMax, name.count <= 255 else { return false }
        start(tag, nameBytes: name.count, valueBytes: range.count)
        bytes.append(names, name)
        bytes.append(source, range)
        return true
    }

    /// Appends an answer to a channel of marketing.
    /// - Returns: `false` for a name that is too long for a record.
    @inline(__always)
    mutating func append(_ tag: AccountExtra, _ names: RawSpan, _ name: Range<Int>, isAllowed: Bool) -> Bool {
        guard name.count <= 255 else { return false }
        start(tag, nameBytes: name.count, valueBytes: 1)
        bytes.append(names, name)
        bytes.append(isAllowed ? 1 : 0)
        return true
    }

    /// Appends an instant without a name, in milliseconds.
    mutating func append(_ tag: AccountExtra, instant: Int64) {
        start(tag, nameBytes: 0, valueBytes: 8)
        bytes.append(littleEndian: instant)
    }

    /// Starts an extra: tag, length of its name, length of its value.
    @inline(__always)
    private mutating func start(_ tag: AccountExtra, nameBytes: Int, valueBytes: Int) {
        bytes.append(littleEndian: UInt32(tag.rawValue) | UInt32(nameBytes) << 8 | UInt32(valueBytes) << 16)
    }

    /// Whether some byte between the header and `end` must be escaped in JSON.
    func needsEscape(upTo end: Int) -> Bool {
        needsJSONEscape(bytes.bytes.extracting(RecordLayout.headerBytes..<end))
    }

    /// Writes the header of the finished record.
    /// - Returns: the keyed hash of what the row says.
    mutating func finish(_ header: RecordHeader, seed: UInt64) -> UInt64 {
        let head =
            UInt32(header.country.rawValue) | UInt32(header.kind.rawValue) << 8 | UInt32(header.addressFault) << 16
        bytes.overwrite(littleEndian: UInt32(bytes.count), at: RecordLayout.byteCount)
        bytes.overwrite(littleEndian: head, at: RecordLayout.country)
        bytes.overwrite(littleEndian: header.flags.rawValue, at: RecordLayout.flags)
        bytes.overwrite(littleEndian: header.sequence, at: RecordLayout.sequence)
        bytes.overwrite(littleEndian: header.updatedAt, at: RecordLayout.updatedAt)
        bytes.overwrite(littleEndian: header.createdAt, at: RecordLayout.createdAt)
        bytes.overwrite(littleEndian: header.phone.rawValue, at: RecordLayout.phone)
        bytes.overwrite(littleEndian: lengths.words.0, at: RecordLayout.lengths)
        bytes.overwrite(littleEndian: lengths.words.1, at: RecordLayout.lengths + 8)
        bytes.overwrite(littleEndian: header.batch, at: RecordLayout.batch)
        bytes.overwrite(littleEndian: header.line, at: RecordLayout.line)
        bytes.overwrite(littleEndian: header.row, at: RecordLayout.row)
        bytes.overwrite(littleEndian: UInt32(0), at: RecordLayout.reserved)
        let hash = hashRecordContent(bytes.bytes, seed: seed)
        bytes.overwrite(littleEndian: hash, at: RecordLayout.contentHash)
        return hash
    }
}

/// What stands in the header of a record besides lengths and hash.
struct RecordHeader {
    var country: Country
    var kind: RecordKind
    /// Zero for a sound address; else `AddressFault.rawValue` + 1.
    var addressFault: UInt8
    var flags: AccountFlags
    /// Manifest sequence + 1; zero without a sequence.
    var sequence: UInt32
    var updatedAt: Int64
    var createdAt: Int64
    var phone: PhoneNumber
    /// Number of the batch in the ledger.
    var batch: UInt32
    /// Where the row starts in its file; clipped to 32 bits.
    var line: UInt32
    /// Number of the row in its file, from 0.
    var row: UInt32
}

/// The lengths of the common fields, packed as the header stores them.
private struct FieldLengths {
    private(set) var words: (UInt64, UInt64) = (0, 0)

    /// Each field at most once.
    @inline(__always)
    mutating func set(_ field: CommonField, to length: Int) {
        let shifted = UInt64(length) << UInt64((field.rawValue & 3) * 16)
        if field.rawValue < 4 { words.0 |= shifted } else { words.1 |= shifted }
    }
}
