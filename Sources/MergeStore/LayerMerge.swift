internal import ByteScanning

/// A place in one layer. A class, so that there can be any number of them.
final class LayerCursor {
    var cursor: BlockCursor
    /// Whether its blocks may move in memory with every change of the transaction.
    private let isUnsteady: Bool
    let filter: LayerFilter?

    init(_ cursor: consuming BlockCursor, _ filter: LayerFilter?, isUnsteady: Bool) {
        self.cursor = cursor
        self.filter = filter
        self.isUnsteady = isUnsteady
    }

    /// Finds the change of exactly this key; `nil` if there is none.
    func unsafeChange(of key: Hash128) throws(StoreError) -> UnsafeRawBufferPointer? {
        try unsafe seek(key) ? cursor.unsafePayload : nil
    }

    /// Moves to the first entry whose key is not less than `key`; says whether it is equal.
    func seek(_ key: Hash128) throws(StoreError) -> Bool {
        if isUnsteady { cursor.forget() }
        return try cursor.seek(key)
    }
}

/// Layers that lie over each other, as one sorted list of changes: of each key the newest.
struct LayerMerge {
    /// The newest first.
    private let cursors: [LayerCursor]
    /// Of each of them, what says that it does not hold a key.
    private let filters: [LayerFilterBits?]
    /// The least key on which a cursor stands; `nil` behind the last.
    private(set) var key: Hash128?
    private var newest = 0

    init(_ cursors: [LayerCursor]) {
        self.cursors = cursors
        filters = cursors.map { $0.filter?.bits }
    }

    var isEmpty: Bool { cursors.isEmpty }

    /// The payload of the newest change of `key`; empty if it says that the key is gone.
    var unsafePayload: UnsafeRawBufferPointer { unsafe cursors[newest].cursor.unsafePayload }

    mutating func first() throws(StoreError) {
        for layer in cursors { _ = try layer.cursor.first() }
        settle()
    }

    /// Moves to the first change whose key is not less than `key`.
    mutating func seek(_ key: Hash128) throws(StoreError) {
        for layer in cursors { _ = try layer.seek(key) }
        settle()
    }

    /// Moves to the next key.
    mutating func advance() throws(StoreError) {
        for layer in cursors where layer.cursor.key == key { _ = try layer.cursor.next() }
        settle()
    }

    /// Finds the newest change of exactly this key, wherever the cursors stand; `nil` if there is none.
    /// Afterwards this is no place to go on from.
    func unsafeChange(of key: Hash128) throws(StoreError) -> UnsafeRawBufferPointer? {
        for place in filters.indices {
            if let filter = filters[place], !filter.mayHold(key) { continue }
            if let change = try unsafe cursors[place].unsafeChange(of: key) { return unsafe change }
        }
        return nil
    }

    private mutating func settle() {
        key = nil
        for (place, layer) in cursors.enumerated() {
            guard let own = layer.cursor.key else { continue }
            if let key, key <= own { continue }
            key = own
            newest = place
        }
    }
}
