/// The bytes as a gzip file of stored blocks (RFC 1951 §3.2.4, RFC 1952).
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
        let end = min(bytes.count, start + 65535)
        let count = UInt16(end - start)
        file += [end == bytes.count ? 1 : 0] + littleEndian(count) + littleEndian(~count) + bytes[start..<end]
        start = end
    } while start < bytes.count
    return file + littleEndian(crc32(bytes)) + littleEndian(UInt32(bytes.count))
}

/// The bytes as a zstd frame of raw blocks (RFC 8878 §3.1.1).
func zstandard(_ bytes: [UInt8]) -> [UInt8] {
    // Magic; a frame without size, checksum and dictionary; a window of 128 KiB.
    var file: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 7 << 3]
    var start = 0
    repeat {
        let end = min(bytes.count, start + 65536)
        let header = UInt32(end - start) << 3 | (end == bytes.count ? 1 : 0)
        file += littleEndian(header).prefix(3) + bytes[start..<end]
        start = end
    } while start < bytes.count
    return file
}

private func littleEndian<T: FixedWidthInteger>(_ number: T) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var remainder = ~UInt32(0)
    for byte in bytes {
        remainder ^= UInt32(byte)
        for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~remainder
}
