/// The open tables of an environment. In a store that is only read, newer tables may be missing;
/// they read as empty.
struct StoreTables: Sendable {
    private var blocks: [LMDBTable?] = []
    private var layers: [[LMDBTable?]] = []
    private var small: [LMDBTable?] = []
    /// Filters of layers, by whoever opened the tables.
    let filters = LayerFilters()

    /// Opens all tables.
    init(_ transaction: borrowing LMDBTransaction, create: Bool) throws(StoreError) {
        for table in BlockTable.allCases {
            blocks.append(try transaction.table(table.rawValue, create: create))
            var slots: [LMDBTable?] = []
            for slot in 0..<LayerList.slots {
                slots.append(try transaction.table(table.layerName(slot), create: create))
            }
            layers.append(slots)
        }
        for table in SmallTable.allCases {
            small.append(try transaction.table(table.rawValue, create: create))
        }
    }

    subscript(_ table: BlockTable) -> LMDBTable? { blocks[table.index] }
    subscript(_ table: BlockTable, layer slot: Int) -> LMDBTable? { layers[table.index][slot] }
    subscript(_ table: SmallTable) -> LMDBTable? { small[table.index] }

    var hasMissing: Bool { (blocks + layers.joined()).contains { $0 == nil } || small.contains { $0 == nil } }
}
