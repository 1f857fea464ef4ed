internal import ByteScanning

/// Packs entries that come in key order into full blocks.
struct BlockTableBuilder: ~Copyable {
    let table: BlockTable
    private var buffer = BlockBuffer()
    private var firstKey = Hash128.zero
    private var lastKey = Hash128.zero
    private(set) var entries = 0

    init(_ table: BlockTable) { self.table = table }

    /// The first entry's key: the name of the block that `takeBlock` gives.
    var blockKey: Hash128 { firstKey }

    var isEmpty: Bool { buffer.isEmpty }

    /// Adds an entry if the block has room for it. An empty block has room for any.
    @inline(__always)
    mutating func add(_ key: Hash128, _ payload: UnsafeRawBufferPointer) -> Bool {
        if buffer.isEmpty {
            firstKey = key
        } else {
            let size = BlockLayout.entryHeaderBytes + payload.count
            guard buffer.used + size <= BlockLayout.blockBytesMax else { return false }
        }
        precondition(entries == 0 || lastKey < key, "entries are not appended in key order")
        unsafe buffer.append(key, payload)
        lastKey = key
        entries += 1
        return true
    }

    /// The finished block, valid until the next entry is added; the next one starts empty.
    mutating func takeBlock() -> UnsafeRawBufferPointer {
        let block = unsafe buffer.sealed(for: table)
        buffer.clear()
        return unsafe block
    }
}
