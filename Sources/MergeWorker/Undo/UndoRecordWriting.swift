internal import ByteScanning
internal import MergeStore

/// Puts an undo record together in its stored form: parts of a bounded size, in which no entry is cut.
private struct UndoRecordWriter {
    private(set) var parts: [[UInt8]] = []
    private var part: [UInt8] = []
    private var byteCount = 0

    /// Bytes of one stored part.
    private static let partBytes = 32 << 10

    var isTooLarge: Bool { byteCount > UndoRecord.bytesMax }

    mutating func append(_ place: UndoRecord.Place, _ key: [UInt8], _ value: [UInt8]?) {
        guard begin(place, keyBytes: key.count, valueBytes: value?.count) else { return }
        part += key
        if let value { part += value }
    }

    /// An entry of a table by hash.
    mutating func append(_ place: UndoRecord.Place, _ key: Hash128, _ value: RawSpan?) {
        guard begin(place, keyBytes: 16, valueBytes: value?.byteCount) else { return }
        append(key.high)
        append(key.low)
        if let value { unsafe value.withUnsafeBytes { unsafe part.append(contentsOf: $0) } }
    }

    mutating func finish() {
        if !part.isEmpty { parts.append(part) }
        part = []
    }

    /// - Returns: Whether there is room for the entry; without it the whole record is dropped.
    private mutating func begin(_ place: UndoRecord.Place, keyBytes: Int, valueBytes: Int?) -> Bool {
        byteCount += 16 + keyBytes + (valueBytes ?? 0)
        if isTooLarge {
            (parts, part) = ([], [])
            return false
        }
        if part.count + 18 + keyBytes + (valueBytes ?? 0) > UndoRecordWriter.partBytes {
            finish()
            part.reserveCapacity(UndoRecordWriter.partBytes)
        }
        part.append(place.rawValue)
        part.append(valueBytes == nil ? 0 : 1)
        append(UInt64(keyBytes))
        append(UInt64(valueBytes ?? 0))
        return true
    }

    private mutating func append(_ word: UInt64) {
        let bytes = word.bigEndian
        unsafe withUnsafeBytes(of: bytes) { unsafe part.append(contentsOf: $0) }
    }
}

/// What a run is about to replace in the large tables, as its changes come.
struct ReplacedEntries: Sendable {
    /// Which of the entries were there, in the order of the run's edits.
    private(set) var profiles: [Bool] = []
    private(set) var accounts: [Bool] = []
    /// The undo record so far.
    fileprivate var record = UndoRecordWriter()

    /// Notes what the state has under the key of a profile; `nil`: nothing.
    mutating func noteProfile(_ key: Hash128, _ former: RawSpan?) {
        profiles.append(former != nil)
        record.append(.profiles, key, former)
    }

    /// Reads what changes of the accounts index and of the vetoes replace.
    mutating func read(in store: StoreEnvironment, accounts: [EditRun], vetoes: [EditRun]) throws(StoreError) {
        try store.read { (transaction) throws(StoreError) in
            try transaction.note(accounts, &self.accounts, &record)
            for part in vetoes {
                try part.forEach(
                    { (account, _) throws(StoreError) in
                        let key = bigEndianBytes(account)
                        record.append(.vetoes, key, try transaction.value(of: key, in: .vetoes))
                    }, fault: { StoreError("read the changes of the run", .file($0)) })
            }
        }
    }
}

extension ReadTransaction {
    /// - Parameter isThere: receives which of the accounts are there.
    fileprivate borrowing func note(
        _ accounts: [EditRun], _ isThere: inout [Bool], _ record: inout UndoRecordWriter
    ) throws(StoreError) {
        _ = try withCursor(.accounts) { (cursor) throws(StoreError) in
            for part in accounts {
                try part.forEach(
                    { (key, _) throws(StoreError) in
                        let found: Void? = try cursor.find(key) { (payload) throws(StoreError) in
                            record.append(.accounts, key, payload)
                        }
                        if found == nil { record.append(.accounts, key, nil) }
                        isThere.append(found != nil)
                    }, fault: { StoreError("read the changes of the run", .file($0)) })
            }
        }
    }
}

extension WriteTransaction {
    /// Writes down what a run is about to replace, and forgets the oldest such record.
    mutating func keepUndoRecord(
        of run: Int, _ replaced: inout ReplacedEntries, small: [(table: SmallTable, key: [UInt8])]
    ) throws(StoreError) {
        for (table, key) in small {
            if let place = UndoRecord.Place(table, key) {
                replaced.record.append(place, key, try value(of: key, in: table))
            }
        }
        try forgetUndoRecords(through: run - UndoRecord.runsMax)
        replaced.record.finish()
        if replaced.record.isTooLarge { return }
        for (number, part) in replaced.record.parts.enumerated() {
            try put(part, under: UndoRecord.prefix(run) + bigEndianBytes(UInt64(number)), in: .history)
        }
    }

    private mutating func forgetUndoRecords(through run: Int) throws(StoreError) {
        var old: [[UInt8]] = []
        let forgotten = UndoRecord.prefix(max(0, run))
        try walk(.history) { (key, _) throws(StoreError) in
            guard key.prefix(8).lexicographicallyPrecedes(forgotten) || key.starts(with: forgotten) else {
                return false
            }
            old.append(key)
            return true
        }
        for key in old { try remove(key, from: .history) }
    }

    /// Forgets what earlier runs replaced; none of them can be undone any more.
    mutating func forgetUndoRecords() throws(StoreError) {
        var old: [[UInt8]] = []
        try walk(.history) { (key, _) throws(StoreError) in
            old.append(key)
            return true
        }
        for key in old { try remove(key, from: .history) }
    }
}
