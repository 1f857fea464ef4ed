/// Copies one snapshot of a store into a new file in key order: no free pages, no deleted bytes, and
/// every checksum verified on the way.
///
/// - Parameter path: The new file; made live by `replaceStore`, or kept as a backup.
package func copyCompactly(
    _ store: StoreEnvironment, to path: String, mapBytes: Int
) throws(StoreError) {
    var builder = try StoreBuilder(path: path, mapBytes: mapBytes)
    try store.read { (transaction) throws(StoreError) in
        for table in BlockTable.allCases {
            _ = try transaction.withCursor(table) { (cursor) throws(StoreError) in
                while try cursor.next() {
                    guard let key = cursor.key else { preconditionFailure("no key at an entry") }
                    try unsafe builder.append(key, cursor.unsafePayload, to: table)
                }
            }
        }
        for table in SmallTable.allCases {
            try transaction.walk(table) { (key, value) throws(StoreError) in
                if table != .meta || key.first != 0 {
                    try builder.put(value, under: key, in: table)
                }
                return true
            }
        }
    }
    try builder.finish()
}
