package import ByteScanning

/// A place in a block table as its layers change it, for look-ups in ascending order and for walks from entry
/// to entry.
///
/// Lent by a transaction, and only valid as long as that lasts. The checksum of a block is verified when the
/// cursor first touches it.
@safe package struct TableCursor: ~Copyable {
    private var base: BlockCursor
    private var layers: LayerMerge
    /// Of the table without its layers; `nil` where it may not be asked.
    private var filter: FilterCursor?
    private var place = Place.unmoved
    /// Whether blocks of the table may move in memory with every change of the transaction.
    private let isUnsteady: Bool

    private enum Place { case unmoved, base, layer, end, lost }

    init(_ base: consuming BlockCursor, _ layers: LayerMerge, filter: consuming FilterCursor?, isUnsteady: Bool) {
        self.base = base
        self.filter = filter
        self.isUnsteady = isUnsteady
        self.layers = layers
    }

    /// The key of the entry under the cursor; `nil` before the first move and after the last entry.
    package var key: Hash128? {
        switch place {
        case .base: base.key
        case .layer: layers.key
        case .unmoved, .end, .lost: nil
        }
    }

    /// The payload under the cursor, inside the map: valid until the transaction ends or changes
    /// something.
    package var unsafePayload: UnsafeRawBufferPointer {
        switch place {
        case .base: unsafe base.unsafePayload
        case .layer: unsafe layers.unsafePayload
        case .unmoved, .end, .lost: preconditionFailure("the cursor stands on no entry")
        }
    }

    /// Lends the payload under the cursor.
    package func withPayload<R>(
        _ body: (RawSpan) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        try body(unsafe RawSpan(_unsafeBytes: unsafePayload))
    }

    /// Moves to the first entry of the table; says whether there is one.
    package mutating func first() throws(StoreError) -> Bool {
        _ = try base.first()
        try layers.first()
        return try settle()
    }

    /// Moves to the next entry; to the first one if the cursor was not moved before.
    package mutating func next() throws(StoreError) -> Bool {
        switch place {
        case .unmoved, .end: return try first()
        case .base: _ = try base.next()
        case .layer: try leaveChange()
        case .lost: preconditionFailure("a cursor goes on from a look-up")
        }
        return try settle()
    }

    /// Moves to the first entry whose key is not less than `key`; says whether it is equal.
    ///
    /// Keys that ascend are found without a new descent as long as they stay in the block or go on
    /// to the next one.
    package mutating func seek(_ key: Hash128) throws(StoreError) -> Bool {
        _ = try base.seek(key)
        try layers.seek(key)
        return try settle() && self.key == key
    }

    /// Lends the payload of exactly this key; `nil` if there is none. A walk cannot go on from here.
    package mutating func find<R>(
        _ key: Hash128, _ body: (RawSpan) throws(StoreError) -> R
    ) throws(StoreError) -> R? {
        place = .lost
        if let change = try unsafe layers.unsafeChange(of: key) {
            return unsafe change.isEmpty ? nil : try body(RawSpan(_unsafeBytes: change))
        }
        if try !(filter?.mayHold(key) ?? true) { return nil }
        if isUnsteady { base.forget() }
        return try base.find(key, body)
    }

    /// Whether the table has an entry of this key. A walk cannot go on from here.
    package mutating func contains(_ key: Hash128) throws(StoreError) -> Bool {
        try find(key) { (_) throws(StoreError) in true } ?? false
    }

    /// Moves past a change, and past the entry below it that it hides.
    private mutating func leaveChange() throws(StoreError) {
        if base.key == layers.key { _ = try base.next() }
        try layers.advance()
    }

    /// Stands on the lesser of the two; what is gone is passed over.
    private mutating func settle() throws(StoreError) -> Bool {
        while let change = layers.key {
            if let own = base.key, own < change {
                place = .base
                return true
            }
            if unsafe !layers.unsafePayload.isEmpty {
                place = .layer
                return true
            }
            try leaveChange()
        }
        place = base.key == nil ? .end : .base
        return place == .base
    }
}
