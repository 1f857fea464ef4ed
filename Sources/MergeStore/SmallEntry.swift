// An entry of a small table: LMDB's key is the key; LMDB's value is the value followed by eight
// bytes of checksum over key and value, because LMDB has none of its own.

/// The value as it stands in the file.
func smallEntry(_ value: [UInt8], under key: [UInt8], in table: SmallTable) -> [UInt8] {
    var stored = value
    stored.reserveCapacity(value.count + 8)
    let checksum = unsafe key.withUnsafeBytes { key in
        unsafe value.withUnsafeBytes { unsafe smallChecksum($0, key, table) }
    }
    for shift in stride(from: 0, to: 64, by: 8) {
        stored.append(UInt8(truncatingIfNeeded: checksum >> UInt64(shift)))
    }
    return stored
}

/// The value inside a stored entry, or `nil` if its checksum does not fit.
func smallValue(
    _ stored: UnsafeRawBufferPointer, under key: [UInt8], in table: SmallTable
) -> [UInt8]? {
    unsafe key.withUnsafeBytes { unsafe smallBytes(stored, under: $0, in: table).map { unsafe [UInt8]($0) } }
}

/// The value inside a stored entry, where it stands; `nil` if its checksum does not fit.
func smallBytes(
    _ stored: UnsafeRawBufferPointer, under key: UnsafeRawBufferPointer, in table: SmallTable
) -> UnsafeRawBufferPointer? {
    guard stored.count >= 8 else { return nil }
    let length = stored.count - 8
    let checksum = unsafe UInt64(
        littleEndian: stored.loadUnaligned(fromByteOffset: length, as: UInt64.self))
    let value = unsafe UnsafeRawBufferPointer(rebasing: stored[..<length])
    return unsafe smallChecksum(value, key, table) == checksum ? value : nil
}

private func smallChecksum(
    _ value: UnsafeRawBufferPointer, _ key: UnsafeRawBufferPointer, _ table: SmallTable
) -> UInt64 {
    unsafe contentChecksum(value, seed: contentChecksum(key, seed: table.checksumSeed))
}

/// Eight little-endian bytes.
func littleEndianBytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
}

/// The number in exactly eight little-endian bytes.
func littleEndianNumber(_ bytes: [UInt8]) -> UInt64? {
    guard bytes.count == 8 else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
