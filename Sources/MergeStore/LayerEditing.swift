internal import ByteScanning

/// Writes and folds the layers of one block table, inside a write transaction.
///
/// Folding writes changes into the table below and takes them out of the layers, a part of the key space at a
/// time, so that the layers stay small beside the table and no transaction pays for all of them.
struct LayerEditing: ~Copyable {
    let table: BlockTable
    let limits: LayerLimits
    var list: LayerList
    /// Slots written in this transaction: their blocks may move in memory, so nothing is read from them that
    /// must stay.
    var fresh: Set<Int>
    /// How many entries the table below has more than before.
    private(set) var baseGrowth = 0
    /// Bytes of the changes that were made, without those of layers that were taken in.
    private(set) var changedBytes = 0

    init(_ table: BlockTable, _ list: LayerList, fresh: Set<Int>, _ limits: LayerLimits) {
        self.table = table
        self.list = list
        self.fresh = fresh
        self.limits = limits
    }

    /// Lends an editor, and puts the layer that it writes over the others.
    mutating func edit<R: ~Copyable>(
        _ transaction: borrowing LMDBTransaction, _ tables: StoreTables, expected: Int,
        _ body: (inout TableEditor) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        let taken = list.layers.suffix(list.joined(expected: expected, fixed: fresh, limits))
        guard let slot = list.freeSlot else { preconditionFailure("a transaction with too many layers") }
        let joined = LayerMerge(try cursors(taken, transaction, tables))
        let known = try tableCursor(transaction, tables, table, list, fresh: fresh)
        let writer = LayerWriter(try transaction.cursor(opened(tables, slot)), table)
        var editor = try TableEditor(known: known, joined: joined, layer: writer)
        let result = try body(&editor)
        let (entries, bytes, filter) = try editor.finish()
        list.growth += editor.growth
        changedBytes = editor.changedBytes
        _ = consume editor
        list.layers.removeLast(taken.count)
        if entries > 0 {
            list.layers.append(
                Layer(
                    slot: slot, entries: entries, bytes: bytes, stamp: transaction.number, hasFilter: filter != nil))
            fresh.insert(slot)
            if let filter {
                let fact = OwnFact.filter(of: table, slot)
                try writeValue(transaction, meta(tables), .meta, fact, filter.stored)
            }
        }
        for layer in taken { try drop(layer, transaction, tables) }
        return result
    }

    /// Lends an editor of the table itself, which takes what it changes out of the layers.
    mutating func editPlainly<R: ~Copyable>(
        _ transaction: borrowing LMDBTransaction, _ tables: StoreTables,
        _ body: (inout PlainEditor) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        guard let base = tables[table] else { preconditionFailure("a table is not open") }
        // Whatever it reads may move in memory while it writes.
        let all = Set(list.layers.map(\.slot)).union([LayerList.slots])
        let known = try tableCursor(transaction, tables, table, list, fresh: all)
        var layers: [LayerEditor] = []
        for layer in list.layers {
            let cursor = try transaction.cursor(opened(tables, layer.slot))
            layers.append(LayerEditor(layer.slot, BlockEditor(cursor, table)))
        }
        var editor = PlainEditor(base: BlockEditor(try transaction.cursor(base), table), layers: layers, known: known)
        let result = try body(&editor)
        try editor.finish()
        baseGrowth += editor.baseGrowth
        list.growth += editor.growth - editor.baseGrowth
        let added = editor.added
        _ = consume editor
        try noteInFilter(added, of: table, transaction, tables, keysMax: limits.filterKeysMax)
        for layer in layers {
            guard let place = list.layers.firstIndex(where: { $0.slot == layer.slot }) else { continue }
            list.layers[place].entries += layer.editor.growth
            list.layers[place].bytes -= layer.editor.droppedBytes
            fresh.insert(layer.slot)
        }
        for layer in list.layers where layer.entries == 0 { try drop(layer, transaction, tables) }
        list.layers.removeAll { $0.entries == 0 }
        return result
    }

    /// Folds as many bytes of the layers into the table below.
    mutating func fold(
        _ transaction: borrowing LMDBTransaction, _ tables: StoreTables, bytes: Int
    ) throws(StoreError) {
        guard let base = tables[table] else { preconditionFailure("a table is not open") }
        var due = bytes
        while due > 0, list.layers.contains(where: { !fresh.contains($0.slot) }) {
            let former = list.bytes
            try foldPart(transaction, tables, base, &due)
            precondition(list.bytes < former || list.position == .zero, "folding gets nowhere")
        }
    }

    /// Folds from the position on until `due` is done or the keys have ended.
    private mutating func foldPart(
        _ transaction: borrowing LMDBTransaction, _ tables: StoreTables, _ base: LMDBTable, _ due: inout Int
    ) throws(StoreError) {
        let open = list.layers.filter { !fresh.contains($0.slot) }
        var last: Hash128?
        var added: [Hash128] = []
        do {
            var changes = LayerMerge(try cursors(open[...], transaction, tables))
            try changes.seek(list.position)
            var editor = BlockEditor(try transaction.cursor(base), table)
            while due > 0, let key = changes.key {
                let payload = unsafe changes.unsafePayload
                if unsafe payload.isEmpty {
                    try editor.remove(key)
                } else if try unsafe !editor.put(key, payload) {
                    added.append(key)
                }
                due -= BlockLayout.entryHeaderBytes + payload.count
                last = key
                try changes.advance()
            }
            try editor.finish()
            baseGrowth += editor.growth
            list.growth -= editor.growth
        }
        try noteInFilter(added, of: table, transaction, tables, keysMax: limits.filterKeysMax)
        let start = list.position
        if let last {
            for layer in open { try cut(layer, from: start, through: last, transaction, tables) }
        }
        // Behind the last key it begins anew.
        list.position = due > 0 ? .zero : last?.successor ?? .zero
    }

    /// Takes the changes of a part of the keys out of a layer.
    private mutating func cut(
        _ layer: Layer, from start: Hash128, through last: Hash128, _ transaction: borrowing LMDBTransaction,
        _ tables: StoreTables
    ) throws(StoreError) {
        guard let place = list.layers.firstIndex(of: layer) else { preconditionFailure("a layer is not listed") }
        var keys: [Hash128] = []
        do {
            var cursor = BlockCursor(try transaction.cursor(opened(tables, layer.slot)), table)
            _ = try cursor.seek(start)
            while let key = cursor.key, key <= last {
                keys.append(key)
                unsafe list.layers[place].bytes -= BlockLayout.entryHeaderBytes + cursor.unsafePayload.count
                _ = try cursor.next()
            }
        }
        list.layers[place].entries -= keys.count
        if list.layers[place].entries == 0 {
            list.layers.remove(at: place)
            return try drop(layer, transaction, tables)
        }
        var editor = BlockEditor(try transaction.cursor(opened(tables, layer.slot)), table)
        for key in keys { try editor.remove(key) }
        try editor.finish()
    }

    private func cursors(
        _ layers: ArraySlice<Layer>, _ transaction: borrowing LMDBTransaction, _ tables: StoreTables
    ) throws(StoreError) -> [LayerCursor] {
        var cursors: [LayerCursor] = []
        for layer in layers.reversed() {
            let cursor = BlockCursor(try transaction.cursor(opened(tables, layer.slot)), table)
            cursors.append(LayerCursor(cursor, nil, isUnsteady: false))
        }
        return cursors
    }

    /// Empties the table of a layer that is listed no more.
    private func drop(
        _ layer: Layer, _ transaction: borrowing LMDBTransaction, _ tables: StoreTables
    ) throws(StoreError) {
        try transaction.empty(opened(tables, layer.slot))
        let fact = OwnFact.filter(of: table, layer.slot)
        _ = try unsafe fact.span.withUnsafeBytes { (bytes) throws(StoreError) in
            try unsafe transaction.remove(bytes, from: meta(tables))
        }
    }

    private func meta(_ tables: StoreTables) -> LMDBTable {
        guard let opened = tables[.meta] else { preconditionFailure("a table is not open") }
        return opened
    }

    private func opened(_ tables: StoreTables, _ slot: Int) -> LMDBTable {
        guard let opened = tables[table, layer: slot] else { preconditionFailure("a table is not open") }
        return opened
    }
}

/// A cursor over a block table and its layers.
func tableCursor(
    _ transaction: borrowing LMDBTransaction, _ tables: StoreTables, _ table: BlockTable, _ list: LayerList,
    fresh: Set<Int> = []
) throws(StoreError) -> TableCursor {
    guard let base = tables[table] else { preconditionFailure("a table is not open") }
    var layers: [LayerCursor] = []
    for layer in list.layers.reversed() {
        guard let opened = tables[table, layer: layer.slot] else { preconditionFailure("a table is not open") }
        let cursor = BlockCursor(try transaction.cursor(opened), table)
        let isFresh = fresh.contains(layer.slot)
        // A transaction that is thrown away leaves no stamp: its filters are not remembered.
        let filter = isFresh ? nil : try tables.filters.filter(of: layer, table, transaction, tables)
        layers.append(LayerCursor(cursor, filter, isUnsteady: isFresh))
    }
    var filter: FilterCursor?
    if fresh.isEmpty, let pages = tables[.filter] { filter = FilterCursor(try transaction.cursor(pages), table) }
    return TableCursor(
        BlockCursor(try transaction.cursor(base), table), LayerMerge(layers), filter: filter, isUnsteady: !fresh.isEmpty
    )
}

extension Hash128 {
    /// The next key; the greatest is its own.
    fileprivate var successor: Hash128 {
        if low < UInt64.max { return Hash128(high: high, low: low + 1) }
        return high < UInt64.max ? Hash128(high: high + 1, low: 0) : self
    }
}
