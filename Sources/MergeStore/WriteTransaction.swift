/// One open write transaction, lent to a synchronous closure.
///
/// LMDB ties a write transaction to the thread that began it (`lmdb.h`, "Caveats"), so this type
/// cannot be copied or stored, and an `await` inside the closure does not compile.
package struct WriteTransaction: ~Copyable {
    private let transaction: LMDBTransaction
    private let tables: StoreTables
    private(set) var hasChanged = false
    /// A change was left half-done: this transaction can only be thrown away.
    private var isSpoiled = false

    init(_ transaction: consuming LMDBTransaction, _ tables: StoreTables) {
        self.transaction = transaction
        self.tables = tables
    }

    /// The number of the snapshot that a commit makes.
    package var number: UInt64 { transaction.number }

    /// The value of a key in a small table, or `nil`.
    package borrowing func value(
        of key: [UInt8], in table: SmallTable
    ) throws(StoreError) -> [UInt8]? {
        try readValue(transaction, tables, table, key)
    }

    /// Calls `body` with key and value of each entry of a small table whose key is not less than
    /// `start`, in the order of the keys' bytes, until it returns `false`.
    package borrowing func walk(
        _ table: SmallTable, from start: [UInt8] = [],
        _ body: ([UInt8], [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError) {
        try walkValues(transaction, tables, table, from: start, body)
    }

    /// How many entries a block table has.
    package borrowing func entryCount(of table: BlockTable) throws(StoreError) -> Int {
        try readEntryCount(transaction, tables, table)
    }

    /// Lends a cursor over a block table, as this transaction has changed it so far.
    package borrowing func withCursor<R: ~Copyable>(
        _ table: BlockTable, _ body: (inout BlockCursor) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        var cursor = try BlockCursor(transaction.cursor(opened(table)), table)
        return try body(&cursor)
    }

    /// Stores a value of a small table.
    package mutating func put(
        _ value: [UInt8], under key: [UInt8], in table: SmallTable
    ) throws(StoreError) {
        precondition(table != .meta || key.first != 0, "the key is the store's own")
        try putFact(value, under: key, in: table)
    }

    /// Removes a key of a small table; says whether it was there.
    @discardableResult
    package mutating func remove(
        _ key: [UInt8], from table: SmallTable
    ) throws(StoreError) -> Bool {
        precondition(table != .meta || key.first != 0, "the key is the store's own")
        let opened = opened(table)
        let existed = try unsafe key.span.withUnsafeBytes { (bytes) throws(StoreError) in
            try unsafe transaction.remove(bytes, from: opened)
        }
        hasChanged = hasChanged || existed
        return existed
    }

    /// Lends an editor for a block table; keys must come in ascending order.
    ///
    /// Memory grows by about 4 KiB for each touched block until the commit: for a change of more
    /// than some ten thousand blocks, build a new store with `StoreBuilder`.
    package mutating func edit<R: ~Copyable>(
        _ table: BlockTable, _ body: (inout BlockEditor) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        hasChanged = true
        isSpoiled = true
        var editor = try BlockEditor(transaction.cursor(opened(table)), table)
        let result = try body(&editor)
        try editor.finish()
        let growth = editor.growth
        isSpoiled = false
        if growth != 0 {
            let count = try entryCount(of: table) + growth
            precondition(count >= 0, "a table of \(count) entries")
            try putFact(
                littleEndianBytes(UInt64(count)), under: OwnFact.entries(of: table), in: .meta)
        }
        return result
    }

    mutating func putFact(
        _ value: [UInt8], under key: [UInt8], in table: SmallTable
    ) throws(StoreError) {
        try writeValue(transaction, opened(table), table, key, value)
        hasChanged = true
    }

    /// Makes every change of this transaction durable, or none of them. Nothing is written if
    /// nothing has changed.
    consuming func commit() throws(StoreError) {
        precondition(!isSpoiled, "a transaction is committed after an editor failed in it")
        guard hasChanged else { return }
        try putFact(littleEndianBytes(number), under: OwnFact.stamp, in: .meta)
        try transaction.commit()
    }

    private borrowing func opened(_ table: BlockTable) -> LMDBTable {
        guard let opened = tables[table] else { preconditionFailure("a table is not open") }
        return opened
    }

    private borrowing func opened(_ table: SmallTable) -> LMDBTable {
        guard let opened = tables[table] else { preconditionFailure("a table is not open") }
        return opened
    }
}
