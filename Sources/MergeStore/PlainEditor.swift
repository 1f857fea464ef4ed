package import ByteScanning

/// Changes a block table itself, in ascending key order, and takes the changed keys out of its layers.
///
/// For changes after which nothing of the former entries shall be left but in free pages. Costs the blocks that
/// it touches. Lent by a write transaction.
@safe package struct PlainEditor: ~Copyable {
    private var base: BlockEditor
    private let layers: [LayerEditor]
    /// The table as it is so far.
    private var known: TableCursor
    /// How many entries the table with its layers has more than before.
    private(set) var growth = 0
    /// Keys that the table without its layers did not hold.
    private(set) var added: [Hash128] = []

    init(base: consuming BlockEditor, layers: [LayerEditor], known: consuming TableCursor) {
        self.base = base
        self.layers = layers
        self.known = known
    }

    /// How many entries the table without its layers has more than before.
    var baseGrowth: Int { base.growth }

    /// Inserts an entry or replaces its payload.
    ///
    /// - Precondition: Greater than every key edited before; the payload is not empty.
    package mutating func put(_ key: Hash128, _ payload: RawSpan) throws(StoreError) {
        precondition(payload.byteCount > 0, "an entry without a payload")
        if try !known.contains(key) { growth += 1 }
        for layer in layers { try layer.editor.remove(key) }
        try unsafe payload.withUnsafeBytes { (bytes) throws(StoreError) in
            if try unsafe !base.put(key, bytes) { added.append(key) }
        }
    }

    /// Removes an entry, if it is there.
    ///
    /// - Precondition: Greater than every key edited before.
    package mutating func remove(_ key: Hash128) throws(StoreError) {
        if try known.contains(key) { growth -= 1 }
        for layer in layers { try layer.editor.remove(key) }
        try base.remove(key)
    }

    /// Writes the blocks that are still open.
    mutating func finish() throws(StoreError) {
        try base.finish()
        for layer in layers { try layer.editor.finish() }
    }
}

/// An editor of one layer. A class, so that there can be any number of them.
final class LayerEditor {
    let slot: Int
    var editor: BlockEditor

    init(_ slot: Int, _ editor: consuming BlockEditor) {
        self.slot = slot
        self.editor = editor
    }
}
