package import ByteScanning

/// Changes a block table in ascending key order: writes a new layer over it.
///
/// What is written costs the size of the change and not of the blocks that it touches. Lent by a write
/// transaction. A payload that is put must not stand in the store's own map: copy it first.
@safe package struct TableEditor: ~Copyable {
    /// The table as it is without these changes.
    private var known: TableCursor
    /// Layers that become one with the new one.
    private var joined: LayerMerge
    private var layer: LayerWriter
    private var lastKey: Hash128?
    /// How many entries the table has more than before.
    private(set) var growth = 0
    /// Bytes of the changes alone.
    private(set) var changedBytes = 0

    init(
        known: consuming TableCursor, joined: LayerMerge, layer: consuming LayerWriter
    ) throws(StoreError) {
        self.known = known
        self.joined = joined
        self.layer = layer
        try self.joined.first()
    }

    /// Inserts an entry or replaces its payload; says whether the key was there.
    ///
    /// - Parameter existed: whether the key was there, if the caller has looked in this transaction.
    /// - Precondition: Greater than every key edited before; the payload is not empty.
    @discardableResult
    package mutating func put(
        _ key: Hash128, _ payload: UnsafeRawBufferPointer, existed: Bool? = nil
    ) throws(StoreError) -> Bool {
        precondition(unsafe !payload.isEmpty, "an entry without a payload")
        try advance(to: key)
        let existed = if let existed { existed } else { try known.contains(key) }
        if joined.key == key { try joined.advance() }
        try unsafe add(key, payload)
        if !existed { growth += 1 }
        return existed
    }

    /// Inserts an entry or replaces its payload; says whether the key was there.
    ///
    /// - Parameter existed: whether the key was there, if the caller has looked in this transaction.
    /// - Precondition: Greater than every key edited before; the payload is not empty.
    @discardableResult
    package mutating func put(
        _ key: Hash128, _ payload: RawSpan, existed: Bool? = nil
    ) throws(StoreError) -> Bool {
        try unsafe payload.withUnsafeBytes { (bytes) throws(StoreError) in
            try unsafe put(key, bytes, existed: existed)
        }
    }

    /// Removes an entry; says whether it was there.
    ///
    /// - Parameter existed: whether the key was there, if the caller has looked in this transaction.
    /// - Precondition: Greater than every key edited before.
    @discardableResult
    package mutating func remove(_ key: Hash128, existed: Bool? = nil) throws(StoreError) -> Bool {
        try advance(to: key)
        // Of a key that is not there an older layer may say that it is gone: that stays.
        let existed = if let existed { existed } else { try known.contains(key) }
        guard existed else { return false }
        if joined.key == key { try joined.advance() }
        try unsafe add(key, UnsafeRawBufferPointer(start: nil, count: 0))
        growth -= 1
        return true
    }

    /// Writes what is left; returns what the layer holds.
    mutating func finish() throws(StoreError) -> (entries: Int, bytes: Int, filter: LayerFilter?) {
        while let key = joined.key { try copyJoined(key) }
        return try layer.finish()
    }

    private mutating func add(_ key: Hash128, _ payload: UnsafeRawBufferPointer) throws(StoreError) {
        changedBytes += BlockLayout.entryHeaderBytes + payload.count
        try unsafe layer.append(key, payload)
    }

    private mutating func advance(to key: Hash128) throws(StoreError) {
        if let lastKey { precondition(lastKey < key, "edits do not come in ascending order") }
        lastKey = key
        while let own = joined.key, own < key { try copyJoined(own) }
    }

    private mutating func copyJoined(_ key: Hash128) throws(StoreError) {
        try unsafe layer.append(key, joined.unsafePayload)
        try joined.advance()
    }
}

/// Fills an empty table with a layer, in key order.
struct LayerWriter: ~Copyable {
    private var cursor: LMDBCursor
    private var builder: BlockTableBuilder
    private var bytes = 0
    private var keys: [Hash128] = []

    init(_ cursor: consuming LMDBCursor, _ table: BlockTable) {
        self.cursor = cursor
        builder = BlockTableBuilder(table)
    }

    mutating func append(_ key: Hash128, _ payload: UnsafeRawBufferPointer) throws(StoreError) {
        bytes += BlockLayout.entryHeaderBytes + payload.count
        if keys.count <= LayerFilter.keysMax { keys.append(key) }
        if unsafe builder.add(key, payload) { return }
        try writeBlock()
        _ = unsafe builder.add(key, payload)
    }

    /// Writes what is left; returns what the layer holds, and its filter if it has one.
    mutating func finish() throws(StoreError) -> (entries: Int, bytes: Int, filter: LayerFilter?) {
        if !builder.isEmpty { try writeBlock() }
        return (builder.entries, bytes, keys.count > LayerFilter.keysMax ? nil : LayerFilter(keys))
    }

    private mutating func writeBlock() throws(StoreError) {
        let key = builder.blockKey
        let block = unsafe builder.takeBlock()
        try unsafe withKeyBytes(key) { (bytes) throws(StoreError) in
            try unsafe cursor.append(block, under: bytes)
        }
    }
}
