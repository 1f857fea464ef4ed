/// One open write transaction, lent to a synchronous closure.
///
/// LMDB ties a write transaction to the thread that began it (`lmdb.h`, "Caveats"), so this type
/// cannot be copied or stored, and an `await` inside the closure does not compile.
package struct WriteTransaction: ~Copyable {
    private let transaction: LMDBTransaction
    private let tables: StoreTables
    private let layerLimits: LayerLimits
    /// Slots of the layers that this transaction has written.
    private var freshLayers: [BlockTable: Set<Int>] = [:]
    /// Bytes of its changes in layers.
    private(set) var changedBytes: [BlockTable: Int] = [:]
    private(set) var hasChanged = false
    /// A change was left half-done: this transaction can only be thrown away.
    private var isSpoiled = false

    init(_ transaction: consuming LMDBTransaction, _ tables: StoreTables, _ layerLimits: LayerLimits) {
        self.transaction = transaction
        self.tables = tables
        self.layerLimits = layerLimits
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
        _ table: BlockTable, _ body: (inout TableCursor) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        let layers = try readLayers(transaction, tables, table)
        var cursor = try tableCursor(transaction, tables, table, layers, fresh: freshLayers[table] ?? [])
        return try body(&cursor)
    }

    /// Stores a value of a small table.
    package mutating func put(
        _ value: [UInt8], under key: [UInt8], in table: SmallTable
    ) throws(StoreError) {
        precondition(!table.isOwn(key), "the entry is the store's own")
        try putFact(value, under: key, in: table)
    }

    /// Removes a key of a small table; says whether it was there.
    @discardableResult
    package mutating func remove(
        _ key: [UInt8], from table: SmallTable
    ) throws(StoreError) -> Bool {
        precondition(!table.isOwn(key), "the entry is the store's own")
        let opened = opened(table)
        let existed = try unsafe key.span.withUnsafeBytes { (bytes) throws(StoreError) in
            try unsafe transaction.remove(bytes, from: opened)
        }
        hasChanged = hasChanged || existed
        return existed
    }

    /// Lends an editor for a block table; keys must come in ascending order.
    ///
    /// The changes become a layer over the table.
    ///
    /// - Parameter expectedBytes: of the changes, as far as they are known.
    package mutating func edit<R: ~Copyable>(
        _ table: BlockTable, expectedBytes: Int = 0, _ body: (inout TableEditor) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        isSpoiled = true
        var editing = try beginEditing(table)
        let result = try editing.edit(transaction, tables, expected: expectedBytes, body)
        changedBytes[table, default: 0] += editing.changedBytes
        try end(editing)
        return result
    }

    /// Folds layers into a table, as many bytes of them as are due.
    mutating func fold(_ table: BlockTable, bytes: Int) throws(StoreError) {
        isSpoiled = true
        var editing = try beginEditing(table)
        try editing.fold(transaction, tables, bytes: bytes)
        try end(editing)
    }

    /// Lends an editor for a block table that changes the table itself: nothing is left of what was there, but
    /// in free pages. Keys must come in ascending order.
    ///
    /// Memory grows by about 4 KiB for each touched block until the commit.
    package mutating func editPlainly<R: ~Copyable>(
        _ table: BlockTable, _ body: (inout PlainEditor) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        isSpoiled = true
        var editing = try beginEditing(table)
        let result = try editing.editPlainly(transaction, tables, body)
        try end(editing)
        return result
    }

    private borrowing func beginEditing(_ table: BlockTable) throws(StoreError) -> LayerEditing {
        let list = try readLayers(transaction, tables, table)
        return LayerEditing(table, list, fresh: freshLayers[table] ?? [], layerLimits)
    }

    /// Writes down what became of a table and its layers.
    private mutating func end(_ editing: consuming LayerEditing) throws(StoreError) {
        let table = editing.table
        freshLayers[table] = editing.fresh
        hasChanged = true
        isSpoiled = false
        if editing.baseGrowth != 0 {
            let count = try readBaseCount(transaction, tables, table) + editing.baseGrowth
            precondition(count >= 0, "a table of \(count) entries")
            try putFact(littleEndianBytes(UInt64(count)), under: OwnFact.entries(of: table), in: .meta)
        }
        if try editing.list != readLayers(transaction, tables, table) {
            try putFact(editing.list.stored, under: OwnFact.layers(of: table), in: .meta)
        }
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

    private borrowing func opened(_ table: SmallTable) -> LMDBTable {
        guard let opened = tables[table] else { preconditionFailure("a table is not open") }
        return opened
    }
}
