internal import AccountModel
internal import ByteScanning
internal import DurableFiles

/// One line of a file in `suppressions/`: keeps the earlier records of an erased person out.
///
/// Written as text, so that it can be read and copied without this program:
/// `address KEY HASH INSTANT CHECKSUM`. HASH is keyed, so that nobody without the workspace's key can test an
/// address against it, and it is no link key: who has the store cannot find the person by it either.
struct SuppressionEntry: Equatable, Sendable {
    /// What is suppressed.
    enum Kind: String, CaseIterable, Sendable {
        /// The records of a mailbox.
        case address
        /// The records of one account of a country, whatever address they have.
        case account
    }

    var kind: Kind
    /// The name of the key that `hash` was made with (`SuppressionKeys.name`).
    var keyName: String
    var hash: Hash128
    /// Records created at this instant or before, or at no known one, are kept out.
    var erasedAt: Timestamp

    /// The line, without its end.
    var line: String {
        let body = "\(kind.rawValue) \(keyName) \(hash.hexadecimal) \(erasedAt.description)"
        return "\(body) \(SuppressionEntry.checksum(body))"
    }

    /// Reads a line; `nil` for one that is damaged or cut.
    init?(line: Substring) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 5, let kind = Kind(rawValue: String(words[0])), words[1].utf8.count == 16,
            let hash = Hash128(hexadecimal: words[2]), let erasedAt = Timestamp(String(words[3])),
            SuppressionEntry.checksum(words[0..<4].joined(separator: " ")) == words[4]
        else { return nil }
        self.init(kind: kind, keyName: String(words[1]), hash: hash, erasedAt: erasedAt)
    }

    init(kind: Kind, keyName: String, hash: Hash128, erasedAt: Timestamp) {
        self.kind = kind
        self.keyName = keyName
        self.hash = hash
        self.erasedAt = erasedAt
    }

    /// The first sixteen hexadecimal digits of the SHA-256 of a text.
    static func checksum(_ text: String) -> String {
        String(SHA256Digest.of(Array(text.utf8)).hex.prefix(16))
    }
}

extension Hash128 {
    /// Reads 32 hexadecimal digits.
    init?(hexadecimal text: some StringProtocol) {
        guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.suffix(16), radix: 16), !text.hasPrefix("+"), !text.hasPrefix("-")
        else { return nil }
        self.init(high: high, low: low)
    }
}
