// Reading, shared by both kinds of transactions.

/// The value of a key in a small table, or `nil`.
func readValue(
    _ transaction: borrowing LMDBTransaction, _ tables: StoreTables, _ table: SmallTable,
    _ key: [UInt8]
) throws(StoreError) -> [UInt8]? {
    guard let opened = tables[table] else { return nil }
    let stored = try unsafe key.span.withUnsafeBytes { (bytes) throws(StoreError) in
        try unsafe transaction.value(of: bytes, in: opened)
    }
    guard let stored = unsafe stored else { return nil }
    guard let value = unsafe smallValue(stored, under: key, in: table) else {
        throw damagedEntry(table)
    }
    return value
}

/// Calls `body` for each entry of a small table from `start` on, in the order of the keys' bytes,
/// until it returns `false`.
func walkValues(
    _ transaction: borrowing LMDBTransaction, _ tables: StoreTables, _ table: SmallTable,
    from start: [UInt8], _ body: ([UInt8], [UInt8]) throws(StoreError) -> Bool
) throws(StoreError) {
    guard let opened = tables[table] else { return }
    var cursor = try transaction.cursor(opened)
    var isThere =
        try start.isEmpty
        ? cursor.first()
        : unsafe start.span.withUnsafeBytes { (bytes) throws(StoreError) in
            try unsafe cursor.seek(atOrAfter: bytes)
        }
    while isThere {
        let key = unsafe [UInt8](cursor.key)
        guard let value = unsafe smallValue(cursor.value, under: key, in: table) else {
            throw damagedEntry(table)
        }
        guard try body(key, value) else { return }
        isThere = try cursor.next()
    }
}

/// How many entries a block table has without its layers.
func readBaseCount(
    _ transaction: borrowing LMDBTransaction, _ tables: StoreTables, _ table: BlockTable
) throws(StoreError) -> Int {
    let key = OwnFact.entries(of: table)
    guard let bytes = try readValue(transaction, tables, .meta, key) else { return 0 }
    guard let number = littleEndianNumber(bytes), let count = Int(exactly: number) else {
        throw damagedEntry(.meta)
    }
    return count
}

/// How many entries a block table has.
func readEntryCount(
    _ transaction: borrowing LMDBTransaction, _ tables: StoreTables, _ table: BlockTable
) throws(StoreError) -> Int {
    try readBaseCount(transaction, tables, table) + readLayers(transaction, tables, table).growth
}

private func damagedEntry(_ table: SmallTable) -> StoreError {
    StoreError("read the table \(table.rawValue)", .damaged("an entry"))
}

/// Stores a value with its checksum.
func writeValue(
    _ transaction: borrowing LMDBTransaction, _ table: LMDBTable, _ name: SmallTable,
    _ key: [UInt8], _ value: [UInt8], appending: Bool = false
) throws(StoreError) {
    precondition((1...511).contains(key.count), "a key of \(key.count) bytes")
    let stored = smallEntry(value, under: key, in: name)
    try unsafe key.span.withUnsafeBytes { (keyBytes) throws(StoreError) in
        try unsafe stored.span.withUnsafeBytes { (bytes) throws(StoreError) in
            try unsafe transaction.put(bytes, under: keyBytes, in: table, appending: appending)
        }
    }
}
