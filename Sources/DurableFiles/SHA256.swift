internal import CCrypto

/// A SHA-256 of bytes that arrive in pieces.
@safe package struct SHA256Digest: ~Copyable, @unchecked Sendable {
    // Unchecked: the context has one owner and no tie to a thread.
    private let context: OpaquePointer

    /// Starts with no bytes.
    package init() {
        guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        unsafe self.context = context
        let code = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
        precondition(code == 1, "the system's libcrypto has no SHA-256")
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds the next bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        let code = unsafe EVP_DigestUpdate(context, start, bytes.count)
        precondition(code == 1, "SHA-256 refused bytes")
    }

    /// Adds the next bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Ends the digest.
    package consuming func finish() -> SHA256Value {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            var length: UInt32 = 0
            let code = unsafe EVP_DigestFinal_ex(context, output.baseAddress, &length)
            precondition(code == 1 && length == 32, "SHA-256 gave no digest")
            count = 32
        }
        return SHA256Value(bytes)
    }

    /// The digest of bytes in memory.
    package static func of(_ bytes: [UInt8]) -> SHA256Value {
        var digest = SHA256Digest()
        digest.update(bytes.span)
        return digest.finish()
    }
}

/// The 32 bytes of a finished SHA-256.
package struct SHA256Value: Hashable, Sendable {
    /// The bytes in their usual order.
    package let bytes: [UInt8]

    /// Takes 32 bytes.
    package init(_ bytes: [UInt8]) {
        precondition(bytes.count == 32, "a SHA-256 has 32 bytes")
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits of either case.
    package init?(hex: String) {
        let digits = hex.utf8.compactMap(hexValue)
        guard digits.count == 64, hex.utf8.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// 64 lower-case hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
