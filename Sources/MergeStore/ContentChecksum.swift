/// A checksum of bytes at rest: finds bit rot and misplaced pages, and is no defence against an
/// attacker.
///
/// Three lanes of multiply-and-fold, as in wyhash; a block of 4 KiB costs well under a microsecond.
/// The result is part of the file format and must never change.
///
/// - Parameter seed: Tells apart equal bytes that stand in different places.
func contentChecksum(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    var first = seed ^ 0xa076_1d64_78bd_642f
    var second = seed ^ 0xe703_7ed1_a0b4_28db
    var third = seed ^ 0x8ebc_6af0_9c88_c6e3
    var offset = 0
    while bytes.count - offset >= 48 {
        unsafe first = fold(word(bytes, offset) ^ first, word(bytes, offset + 8) ^ salt)
        unsafe second = fold(word(bytes, offset + 16) ^ second, word(bytes, offset + 24) ^ salt)
        unsafe third = fold(word(bytes, offset + 32) ^ third, word(bytes, offset + 40) ^ salt)
        offset += 48
    }
    while bytes.count - offset >= 8 {
        unsafe first = fold(word(bytes, offset) ^ first, salt)
        offset += 8
    }
    var tail: UInt64 = 0
    while offset < bytes.count {
        unsafe tail = tail << 8 | UInt64(bytes[offset])
        offset += 1
    }
    second = fold(tail ^ second, UInt64(bytes.count) ^ salt)
    return fold(first ^ 0x5899_65cc_7537_4cc3, second ^ third.byteSwapped) ^ third
}

private let salt: UInt64 = 0x1d8e_4e27_c47d_124f

@inline(__always)
private func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}

@inline(__always)
private func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
}
