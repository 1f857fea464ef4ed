internal import ByteScanning

/// Notes keys that were put into a block table in its filter, if it has one.
///
/// - Parameters:
///   - keys: in ascending order; the table holds them already.
///   - keysMax: a page with twice as many is made anew, in two.
func noteInFilter(
    _ keys: [Hash128], of table: BlockTable, _ transaction: borrowing LMDBTransaction, _ tables: StoreTables,
    keysMax: Int
) throws(StoreError) {
    guard let filter = tables[.filter] else { return }
    var rest = keys[...]
    while let key = rest.first {
        var cursor = FilterCursor(try transaction.cursor(filter), table)
        guard let (known, first, next) = try cursor.page(of: key) else { return }
        _ = consume cursor
        let own = rest.prefix { key in next.map { key < $0 } ?? true }
        rest = rest.dropFirst(own.count)
        var page = known
        for key in own { page.note(key) }
        let pages: [StoredFilterPage] =
            page.keys <= 2 * keysMax
            ? [(FilterName.of(first, in: table), page.stored)]
            : try remadePages(of: table, from: first, to: next, transaction, tables, keysMax: keysMax)
        for page in pages { try writeValue(transaction, filter, .filter, page.name, page.page) }
    }
}

/// The pages of a range, made anew from the entries of the table.
private func remadePages(
    of table: BlockTable, from first: Hash128, to next: Hash128?, _ transaction: borrowing LMDBTransaction,
    _ tables: StoreTables, keysMax: Int
) throws(StoreError) -> [StoredFilterPage] {
    guard let base = tables[table] else { preconditionFailure("a table is not open") }
    var cursor = BlockCursor(try transaction.cursor(base), table)
    var pages: [StoredFilterPage] = []
    var maker = FilterPageMaker(table, from: first, keysMax: keysMax)
    _ = try cursor.seek(first)
    while let key = cursor.key, next.map({ key < $0 }) ?? true {
        if let full = maker.note(key) { pages.append(full) }
        _ = try cursor.next()
    }
    return pages + [maker.last]
}
