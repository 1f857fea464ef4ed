/// The open tables of an environment. In a store that is only read, newer tables may be missing;
/// they read as empty.
struct StoreTables: Sendable {
    private var blocks: [LMDBTable?] = []
    private var small: [LMDBTable?] = []

    /// Opens all tables.
    init(_ transaction: borrowing LMDBTransaction, create: Bool) throws(StoreError) {
        for table in BlockTable.allCases {
            blocks.append(try transaction.table(table.rawValue, create: create))
        }
        for table in SmallTable.allCases {
            small.append(try transaction.table(table.rawValue, create: create))
        }
    }

    subscript(_ table: BlockTable) -> LMDBTable? { blocks[table.index] }
    subscript(_ table: SmallTable) -> LMDBTable? { small[table.index] }

    var hasMissing: Bool { blocks.contains { $0 == nil } || small.contains { $0 == nil } }
}
