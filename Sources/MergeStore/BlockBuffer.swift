internal import ByteScanning

/// Memory in which entries are put together to blocks. It grows and is used again.
@safe struct BlockBuffer: ~Copyable {
    private var memory: UnsafeMutableRawBufferPointer
    /// Bytes in use, the header's place included.
    private(set) var used = BlockLayout.headerBytes
    private(set) var count = 0

    init(capacity: Int = BlockLayout.blockBytesMax) {
        unsafe memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { unsafe memory.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// The entries without the header.
    var entries: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: memory[BlockLayout.headerBytes..<used])
    }

    var entriesBytes: Int { used - BlockLayout.headerBytes }

    mutating func clear() {
        used = BlockLayout.headerBytes
        count = 0
    }

    /// Adds an entry; the caller keeps the order.
    @inline(__always)
    mutating func append(_ key: Hash128, _ payload: UnsafeRawBufferPointer) {
        reserve(BlockLayout.entryHeaderBytes + payload.count)
        precondition(payload.count <= Int(UInt32.max), "a payload is larger than its length field")
        let start = unsafe memory.baseAddress! + used
        unsafe start.storeBytes(of: key.high.bigEndian, as: UInt64.self)
        unsafe start.storeBytes(of: key.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        let length = UInt32(truncatingIfNeeded: payload.count).littleEndian
        unsafe start.storeBytes(of: length, toByteOffset: 16, as: UInt32.self)
        if let source = payload.baseAddress {
            unsafe (start + BlockLayout.entryHeaderBytes)
                .copyMemory(from: source, byteCount: payload.count)
        }
        used += BlockLayout.entryHeaderBytes + payload.count
        count += 1
    }

    /// Adds entries as they stand in another block.
    mutating func append(entries: UnsafeRawBufferPointer, count added: Int) {
        guard let source = entries.baseAddress, added > 0 else { return }
        reserve(entries.count)
        unsafe (memory.baseAddress! + used).copyMemory(from: source, byteCount: entries.count)
        used += entries.count
        count += added
    }

    /// Writes the header and returns the block's bytes, valid until the next change.
    mutating func sealed(for table: BlockTable) -> UnsafeRawBufferPointer {
        precondition(count > 0 && count <= Int(UInt16.max), "a block of \(count) entries")
        let base = unsafe memory.baseAddress!
        let bytes = UInt32(used - BlockLayout.headerBytes).littleEndian
        unsafe base.storeBytes(of: bytes, toByteOffset: 8, as: UInt32.self)
        unsafe base.storeBytes(of: UInt16(count).littleEndian, toByteOffset: 12, as: UInt16.self)
        unsafe base.storeBytes(
            of: BlockLayout.version.littleEndian, toByteOffset: 14, as: UInt16.self)
        let rest = unsafe UnsafeRawBufferPointer(rebasing: memory[8..<used])
        let checksum = unsafe contentChecksum(rest, seed: table.checksumSeed).littleEndian
        unsafe base.storeBytes(of: checksum, as: UInt64.self)
        return unsafe UnsafeRawBufferPointer(rebasing: memory[..<used])
    }

    /// Replaces what is in the buffer by the entries of a block.
    mutating func load(entries: UnsafeRawBufferPointer) {
        clear()
        reserve(entries.count)
        if let source = entries.baseAddress {
            unsafe (memory.baseAddress! + used).copyMemory(from: source, byteCount: entries.count)
        }
        used += entries.count
    }

    @inline(__always)
    private mutating func reserve(_ bytes: Int) {
        if unsafe memory.count - used < bytes { grow(used + bytes) }
    }

    private mutating func grow(_ needed: Int) {
        let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(needed, 2 * memory.count), alignment: 16)
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<used]))
        unsafe memory.deallocate()
        unsafe memory = larger
    }
}
