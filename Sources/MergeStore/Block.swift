internal import ByteScanning

// A block, as it stands in the file (integers little-endian, keys big-endian):
//
//     0  checksum of everything after it, and of the place
//     8  bytes of the entries
//    12  number of entries
//    14  layout (1)
//    16  entries: key (16 bytes), payload length (4 bytes), payload
//
// LMDB keeps a value of up to 4080 bytes on one page of its own: 4096 less its page header.

enum BlockLayout {
    static let headerBytes = 16
    static let entryHeaderBytes = 20
    static let blockBytesMax = 4080
    static let entriesBytesMax = blockBytesMax - headerBytes
    static let version: UInt16 = 1
    /// A block with less is joined with its successor if both fit easily.
    static let sparseBytes = 1024
    static let joinedBytesMax = 3072
}

/// One entry inside a block: where its payload stands, and where the next entry starts.
struct BlockEntry {
    let key: Hash128
    let payloadStart: Int
    let end: Int
}

/// Checks a block as read from LMDB and returns its entries' bytes.
///
/// - Parameter key: The LMDB key it stands under, which must be that of its first entry.
func checkedEntries(
    of block: UnsafeRawBufferPointer, under key: UnsafeRawBufferPointer, in table: BlockTable
) throws(StoreError) -> UnsafeRawBufferPointer {
    guard let problem = unsafe blockProblem(block, under: key, in: table) else {
        return unsafe UnsafeRawBufferPointer(rebasing: block[BlockLayout.headerBytes...])
    }
    throw StoreError("read the table \(table.rawValue)", .damaged(problem))
}

/// What is wrong with a block, or `nil`. Never traps, whatever the bytes are.
func blockProblem(
    _ block: UnsafeRawBufferPointer, under key: UnsafeRawBufferPointer, in table: BlockTable
) -> String? {
    guard key.count == 16 else { return "a key of a block (\(key.count) bytes)" }
    guard block.count >= BlockLayout.headerBytes + BlockLayout.entryHeaderBytes else {
        return "the length of a block (\(block.count) bytes)"
    }
    let rest = unsafe UnsafeRawBufferPointer(rebasing: block[8...])
    let stored = unsafe UInt64(littleEndian: block.loadUnaligned(as: UInt64.self))
    guard unsafe stored == contentChecksum(rest, seed: table.checksumSeed) else {
        return unsafe "the block of key \(hash(key).hexadecimal)"
    }
    let bytes = unsafe UInt32(littleEndian: block.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    let layout = unsafe UInt16(
        littleEndian: block.loadUnaligned(fromByteOffset: 14, as: UInt16.self))
    guard Int(bytes) == block.count - BlockLayout.headerBytes, layout == BlockLayout.version else {
        return unsafe "the header of the block of key \(hash(key).hexadecimal)"
    }
    guard unsafe hash(block, at: BlockLayout.headerBytes) == hash(key) else {
        return unsafe "the block of key \(hash(key).hexadecimal), which holds another key"
    }
    return nil
}

/// The entry that starts at `offset`, or `nil` if the bytes there are none.
@inline(__always)
func blockEntry(_ entries: UnsafeRawBufferPointer, at offset: Int) -> BlockEntry? {
    guard entries.count - offset >= BlockLayout.entryHeaderBytes else { return nil }
    let length = unsafe Int(
        UInt32(littleEndian: entries.loadUnaligned(fromByteOffset: offset + 16, as: UInt32.self)))
    let start = offset + BlockLayout.entryHeaderBytes
    guard length <= entries.count - start else { return nil }
    return unsafe BlockEntry(
        key: hash(entries, at: offset), payloadStart: start, end: start + length)
}

/// The key in sixteen bytes at `offset`.
@inline(__always)
func hash(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) -> Hash128 {
    unsafe Hash128(
        high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
        low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)))
}

/// Lends the sixteen big-endian bytes of a key.
@inline(__always)
func withKeyBytes<R>(
    _ key: Hash128, _ body: (UnsafeRawBufferPointer) throws(StoreError) -> R
) throws(StoreError) -> R {
    let words = (key.high.bigEndian, key.low.bigEndian)
    return try unsafe withUnsafeBytes(of: words, body)
}
