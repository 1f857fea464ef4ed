internal import ByteScanning

/// A place in one tree of blocks, for look-ups in ascending order and for walks from entry to entry.
///
/// Lent by a transaction, and only valid as long as that lasts. The checksum of a block is verified
/// when the cursor first touches it.
@safe struct BlockCursor: ~Copyable {
    private var cursor: LMDBCursor
    private let table: BlockTable
    private var entries = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    private var entry: BlockEntry?

    init(_ cursor: consuming LMDBCursor, _ table: BlockTable) {
        self.cursor = cursor
        self.table = table
    }

    /// The key of the entry under the cursor; `nil` before the first move and after the last entry.
    var key: Hash128? { entry?.key }

    /// The payload under the cursor, inside the map: valid until the transaction ends or changes
    /// something.
    var unsafePayload: UnsafeRawBufferPointer {
        guard let entry else { preconditionFailure("the cursor stands on no entry") }
        return unsafe UnsafeRawBufferPointer(rebasing: entries[entry.payloadStart..<entry.end])
    }

    /// Lends the payload under the cursor.
    func withPayload<R>(
        _ body: (RawSpan) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        try body(unsafe RawSpan(_unsafeBytes: unsafePayload))
    }

    /// Forgets where it stands: the next look-up reads the tree anew.
    mutating func forget() { entry = nil }

    /// Moves to the first entry of the table; says whether there is one.
    mutating func first() throws(StoreError) -> Bool {
        guard try cursor.first() else { return leave() }
        return try enterBlock()
    }

    /// Moves to the next entry; to the first one if the cursor was not moved before.
    mutating func next() throws(StoreError) -> Bool {
        guard let entry else { return try first() }
        if unsafe entry.end < entries.count { return try stand(at: entry.end) }
        guard try cursor.next() else { return leave() }
        return try enterBlock()
    }

    /// Moves to the first entry whose key is not less than `key`; says whether it is equal.
    ///
    /// Keys that ascend are found without a new descent as long as they stay in the block or go on
    /// to the next one.
    mutating func seek(_ key: Hash128) throws(StoreError) -> Bool {
        if let entry, entry.key <= key {
            if try scan(to: key) { return self.entry?.key == key }
            guard try cursor.next() else { return leave() }
            guard try blockKey() < key else {
                _ = try enterBlock()
                return self.entry?.key == key
            }
        }
        return try descend(to: key)
    }

    /// Lends the payload of exactly this key; `nil` if there is none.
    mutating func find<R>(
        _ key: Hash128, _ body: (RawSpan) throws(StoreError) -> R
    ) throws(StoreError) -> R? {
        guard try seek(key) else { return nil }
        return try withPayload(body)
    }

    private mutating func descend(to key: Hash128) throws(StoreError) -> Bool {
        entry = nil
        let isThere = try unsafe withKeyBytes(key) { (bytes) throws(StoreError) in
            try unsafe cursor.seek(atOrAfter: bytes)
        }
        if isThere, try blockKey() == key { return try enterBlock() }
        // The block before may hold the key: blocks are named for their first entry.
        guard try isThere ? cursor.previous() : cursor.last() else {
            _ = try first()
            return false
        }
        _ = try enterBlock()
        if try scan(to: key) { return entry?.key == key }
        guard try cursor.next() else { return leave() }
        _ = try enterBlock()
        return entry?.key == key
    }

    /// Moves inside the block to the first entry not less than `key`; `false` if it has none.
    private mutating func scan(to key: Hash128) throws(StoreError) -> Bool {
        guard var place = entry else { return false }
        while place.key < key {
            guard unsafe place.end < entries.count else { return false }
            guard let next = unsafe blockEntry(entries, at: place.end) else {
                throw damaged(place.key)
            }
            place = next
        }
        entry = place
        return true
    }

    private mutating func enterBlock() throws(StoreError) -> Bool {
        entry = nil
        unsafe entries = try checkedEntries(of: cursor.value, under: cursor.key, in: table)
        return try stand(at: 0)
    }

    private mutating func stand(at offset: Int) throws(StoreError) -> Bool {
        guard let place = unsafe blockEntry(entries, at: offset) else {
            throw damaged(entry?.key ?? .zero)
        }
        entry = place
        return true
    }

    private mutating func leave() -> Bool {
        entry = nil
        return false
    }

    private func blockKey() throws(StoreError) -> Hash128 {
        let bytes = unsafe cursor.key
        guard bytes.count == 16 else { throw damaged(.zero) }
        return unsafe hash(bytes)
    }

    private func damaged(_ key: Hash128) -> StoreError {
        StoreError(
            "read the table \(table.rawValue)",
            .damaged("an entry after key \(key.hexadecimal)"))
    }
}
