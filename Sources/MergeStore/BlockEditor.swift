internal import ByteScanning

/// Changes one tree of blocks in ascending key order, rewriting each touched block once.
///
/// Lent by a write transaction. A payload that is put must not stand in the store's own map: copy
/// it first.
@safe struct BlockEditor: ~Copyable {
    private var cursor: LMDBCursor
    private let table: BlockTable
    /// The entries of the open block that are not yet copied or dropped start at `offset`.
    private var source = BlockBuffer()
    private var offset = 0
    /// What the open block becomes.
    private var output = BlockBuffer()
    private var piece = BlockBuffer()
    /// The key under which the open block stands in LMDB, until it is overwritten.
    private var storedKey: Hash128?
    /// The first key of the block after the open one.
    private var upperBound: Hash128?
    private var isOpen = false
    private var hasChanged = false
    private var lastKey: Hash128?
    /// How many entries the table has more than before.
    private(set) var growth = 0
    /// Bytes of entries that were removed or replaced.
    private(set) var droppedBytes = 0

    /// Entries beyond this are written out while a block is still open.
    private static let outputBytesMax = 64 << 10

    init(_ cursor: consuming LMDBCursor, _ table: BlockTable) {
        self.cursor = cursor
        self.table = table
    }

    /// Inserts an entry or replaces its payload; says whether the key was there.
    ///
    /// - Precondition: Greater than every key edited before.
    @discardableResult
    mutating func put(
        _ key: Hash128, _ payload: UnsafeRawBufferPointer
    ) throws(StoreError) -> Bool {
        try advance(to: key)
        let existed = try drop(key)
        unsafe output.append(key, payload)
        hasChanged = true
        if !existed { growth += 1 }
        if output.entriesBytes > BlockEditor.outputBytesMax { try writeOutput(all: false) }
        return existed
    }

    /// Removes an entry; says whether it was there.
    ///
    /// - Precondition: Greater than every key edited before.
    @discardableResult
    mutating func remove(_ key: Hash128) throws(StoreError) -> Bool {
        try advance(to: key)
        guard try drop(key) else { return false }
        hasChanged = true
        growth -= 1
        return true
    }

    /// Writes the block that is still open.
    mutating func finish() throws(StoreError) { try closeBlock() }

    /// Opens the block in which `key` is or belongs, and copies what comes before the key.
    private mutating func advance(to key: Hash128) throws(StoreError) {
        if let lastKey { precondition(lastKey < key, "edits do not come in ascending order") }
        lastKey = key
        let isInside = isOpen && (upperBound.map { key < $0 } ?? true)
        if !isInside {
            try closeBlock()
            try openBlock(for: key)
        }
        let start = offset
        var count = 0
        while let entry = try sourceEntry(), entry.key < key {
            offset = entry.end
            count += 1
        }
        unsafe output.append(
            entries: UnsafeRawBufferPointer(rebasing: source.entries[start..<offset]), count: count)
    }

    /// Skips the entry of this key in the open block, if it is there.
    private mutating func drop(_ key: Hash128) throws(StoreError) -> Bool {
        guard let entry = try sourceEntry(), entry.key == key else { return false }
        droppedBytes += entry.end - offset
        offset = entry.end
        return true
    }

    private func sourceEntry() throws(StoreError) -> BlockEntry? {
        guard offset < source.entriesBytes else { return nil }
        guard let entry = unsafe blockEntry(source.entries, at: offset) else {
            throw StoreError("read the table \(table.rawValue)", .damaged("an entry of a block"))
        }
        return entry
    }

    private mutating func openBlock(for key: Hash128) throws(StoreError) {
        isOpen = true
        let isThere = try seek(key)
        if isThere, unsafe hash(cursor.key) == key { return try loadBlockAndBound() }
        let bound = isThere ? unsafe hash(cursor.key) : nil
        if try isThere ? cursor.previous() : cursor.last() {
            try loadBlock()
            upperBound = bound
        } else if isThere, try cursor.first() {
            try loadBlockAndBound()  // the key comes before all others: it joins the first block
        } else {
            storedKey = nil
            upperBound = nil
        }
    }

    private mutating func loadBlockAndBound() throws(StoreError) {
        try loadBlock()
        upperBound = try cursor.next() ? unsafe hash(cursor.key) : nil
    }

    private mutating func loadBlock() throws(StoreError) {
        let entries = try unsafe checkedEntries(of: cursor.value, under: cursor.key, in: table)
        unsafe source.load(entries: entries)
        offset = 0
        storedKey = unsafe hash(cursor.key)
    }

    private mutating func closeBlock() throws(StoreError) {
        guard isOpen else { return }
        if hasChanged {
            try appendRest()
            if output.entriesBytes < BlockLayout.sparseBytes { try joinSuccessor() }
            try writeOutput(all: true)
        }
        isOpen = false
        hasChanged = false
        output.clear()
        source.clear()
        offset = 0
    }

    /// Copies the entries after the last edit.
    private mutating func appendRest() throws(StoreError) {
        let start = offset
        var count = 0
        while let entry = try sourceEntry() {
            offset = entry.end
            count += 1
        }
        unsafe output.append(
            entries: UnsafeRawBufferPointer(rebasing: source.entries[start..<offset]), count: count)
    }

    /// Takes the next block's entries into the output if both are small enough for one block.
    private mutating func joinSuccessor() throws(StoreError) {
        guard let bound = upperBound, !output.isEmpty, try seek(bound) else { return }
        let size = unsafe cursor.value.count - BlockLayout.headerBytes
        guard size + output.entriesBytes <= BlockLayout.joinedBytesMax else { return }
        let entries = try unsafe checkedEntries(of: cursor.value, under: cursor.key, in: table)
        var place = 0
        var count = 0
        while let entry = unsafe blockEntry(entries, at: place) {
            place = entry.end
            count += 1
        }
        unsafe output.append(entries: entries, count: count)
        try cursor.remove()
    }

    /// Writes the output as blocks. Unless `all`, what does not fill a block stays for later.
    private mutating func writeOutput(all: Bool) throws(StoreError) {
        let total = output.entriesBytes
        // At the end of the table more will come; inside it, equal parts leave room in each.
        let isLast = upperBound == nil || !all
        let parts = (total + BlockLayout.entriesBytesMax - 1) / BlockLayout.entriesBytesMax
        let target = isLast ? BlockLayout.entriesBytesMax : total / max(parts, 1)
        try removeStoredKey(unless: unsafe blockEntry(output.entries, at: 0)?.key)
        var place = 0
        piece.clear()
        while let entry = unsafe blockEntry(output.entries, at: place) {
            let size = entry.end - place
            let isFull = piece.entriesBytes + size > BlockLayout.entriesBytesMax
            if !piece.isEmpty, isFull || piece.entriesBytes >= target { try writePiece() }
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: output.entries[place..<entry.end])
            unsafe piece.append(entries: bytes, count: 1)
            place = entry.end
        }
        if all, !piece.isEmpty { try writePiece() }
        output.clear()
        unsafe output.append(entries: piece.entries, count: piece.count)
        piece.clear()
    }

    private mutating func writePiece() throws(StoreError) {
        let key = unsafe hash(piece.entries)
        let block = unsafe piece.sealed(for: table)
        try unsafe withKeyBytes(key) { (bytes) throws(StoreError) in
            try unsafe cursor.put(block, under: bytes)
        }
        piece.clear()
    }

    /// Removes the open block's old place unless the first new block overwrites it.
    private mutating func removeStoredKey(unless key: Hash128?) throws(StoreError) {
        guard let stored = storedKey else { return }
        storedKey = nil
        guard stored != key else { return }
        guard try seek(stored) else { preconditionFailure("an open block has vanished") }
        try cursor.remove()
    }

    private mutating func seek(_ key: Hash128) throws(StoreError) -> Bool {
        try unsafe withKeyBytes(key) { (bytes) throws(StoreError) in
            guard try unsafe cursor.seek(atOrAfter: bytes) else { return false }
            guard unsafe cursor.key.count == 16 else {
                throw StoreError("read the table \(table.rawValue)", .damaged("a key of a block"))
            }
            return true
        }
    }
}
