/// One snapshot of the store, lent to a synchronous closure.
///
/// Keep it short beside a writer: pages that it sees cannot be used again while it lasts.
package struct ReadTransaction: ~Copyable {
    let transaction: LMDBTransaction
    let tables: StoreTables

    /// The number of the snapshot: greater after each commit.
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

    /// Lends a cursor over a block table; `nil` if this store is older than the table.
    package borrowing func withCursor<R: ~Copyable>(
        _ table: BlockTable, _ body: (inout TableCursor) throws(StoreError) -> R
    ) throws(StoreError) -> R? {
        guard tables[table] != nil else { return nil }
        let layers = try readLayers(transaction, tables, table)
        var cursor = try tableCursor(transaction, tables, table, layers)
        return try body(&cursor)
    }

    /// How many bytes of a table's layers are to be folded into it.
    borrowing func bytesDue(of table: BlockTable, newest: Int, _ limits: LayerLimits) throws(StoreError) -> Int {
        guard let base = tables[table] else { return 0 }
        return try readLayers(transaction, tables, table)
            .due(newest: newest, tableBytes: transaction.bytes(of: base), limits)
    }
}
