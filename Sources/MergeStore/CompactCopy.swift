package import ByteScanning

/// Copies one snapshot of a store into a new file in key order: no free pages, no deleted bytes,
/// and every checksum verified on the way.
///
/// May run beside a writer in another process: what is committed meanwhile is not in the copy.
/// - Parameter path: The new file; made live by `replaceStore`, or kept as a backup.
package func copyCompactly(
    _ store: StoreEnvironment, to path: String, mapBytes: Int
) throws(StoreError) {
    var builder: StoreBuilder? = try StoreBuilder(path: path, mapBytes: mapBytes)
    try store.read { (transaction) throws(StoreError) in
        for table in BlockTable.allCases {
            try copyTable(table, in: transaction, into: &builder!) { (_) throws(StoreError) in }
        }
        try copySmallTables(in: transaction, into: &builder!) { _, _, _ in true }
    }
    try builder.take()!.finish()
}

/// One change of a copied table; a payload of `nil` removes.
package typealias ChangeEntry = (_ key: Hash128, _ payload: RawSpan?) throws(StoreError) -> Void

/// Copies a block table into a store that is being built, with changes on the way.
///
/// For a run that changes a large part of the state: from some ten thousand changed blocks on, this
/// is faster than an editor, and its memory does not grow.
///
/// - Parameter changes: Calls its argument for each change, in ascending order of keys.
package func copyTable(
    _ table: BlockTable, of store: StoreEnvironment, into builder: inout StoreBuilder,
    changes: (ChangeEntry) throws(StoreError) -> Void
) throws(StoreError) {
    try store.read { (transaction) throws(StoreError) in
        try copyTable(table, in: transaction, into: &builder, changes: changes)
    }
}

private func copyTable(
    _ table: BlockTable, in transaction: borrowing ReadTransaction, into builder: inout StoreBuilder,
    changes: (ChangeEntry) throws(StoreError) -> Void
) throws(StoreError) {
    _ = try transaction.withCursor(table) { (cursor) throws(StoreError) in
        var hasEntry = try cursor.next()
        try changes { (key, payload) throws(StoreError) in
            while hasEntry, let old = cursor.key, old < key {
                try unsafe builder.append(old, cursor.unsafePayload, to: table)
                hasEntry = try cursor.next()
            }
            if hasEntry, cursor.key == key { hasEntry = try cursor.next() }
            if let payload { try builder.append(key, payload, to: table) }
        }
        while hasEntry, let old = cursor.key {
            try unsafe builder.append(old, cursor.unsafePayload, to: table)
            hasEntry = try cursor.next()
        }
    }
}

/// Copies all entries of the small tables but those `left` out into a store that is being built. What is
/// put there afterwards replaces them.
/// - Parameter isKept: asked about table, key and value of each entry.
package func copySmallTables(
    of store: StoreEnvironment, into builder: inout StoreBuilder, leaving left: Set<SmallTable> = [],
    keeping isKept: (SmallTable, [UInt8], [UInt8]) -> Bool = { _, _, _ in true }
) throws(StoreError) {
    try store.read { (transaction) throws(StoreError) in
        try copySmallTables(in: transaction, into: &builder) { table, key, value in
            !left.contains(table) && isKept(table, key, value)
        }
    }
}

private func copySmallTables(
    in transaction: borrowing ReadTransaction, into builder: inout StoreBuilder,
    keeping isKept: (SmallTable, [UInt8], [UInt8]) -> Bool
) throws(StoreError) {
    for table in SmallTable.allCases {
        try transaction.walk(table) { (key, value) throws(StoreError) in
            if !table.isOwn(key), isKept(table, key, value) {
                try builder.put(value, under: key, in: table)
            }
            return true
        }
    }
}
