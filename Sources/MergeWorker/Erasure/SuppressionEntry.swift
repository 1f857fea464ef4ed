internal import AccountModel
internal import ByteScanning
internal import DurableFiles

/// One line of a file in `suppressions/`: keeps the earlier records of an erased person out.
///
/// Written as text, so that it can be read and copied without this program:
/// `address KEY HASH INSTANT CHECKSUM`. HASH is keyed, so that nobody without the workspace's key can test an
/// address against it, and it is no link key: who has the store cannot find the person by it either. Of an
/// account that was erased by its address, VERSION stands before CHECKSUM, sealed: up to which version it is out.
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
    /// Up to which version an account is out; `nil`: for good.
    var version: SealedVersion?

    /// The line, without its end.
    var line: String {
        let body =
            "\(kind.rawValue) \(keyName) \(hash.hexadecimal) \(erasedAt.description)"
            + (version.map { " \($0.hexadecimal)" } ?? "")
        return "\(body) \(SuppressionEntry.checksum(body))"
    }

    /// Reads a line; `nil` for one that is damaged or cut. Every run reads all lines, so this goes by bytes.
    init?(line: ArraySlice<UInt8>) {
        let spaces = line.indices.filter { line[$0] == UInt8(ascii: " ") }
        guard spaces.count == 4 || spaces.count == 5, let last = spaces.last else { return nil }
        let keyName = line[(spaces[0] + 1)..<spaces[1]]
        let instant = Array(line[(spaces[2] + 1)..<spaces[3]])
        guard let kind = Kind.allCases.first(where: { line[..<spaces[0]].elementsEqual($0.rawValue.utf8) }),
            keyName.count == 16, let hash = Hash128(hexadecimal: line[(spaces[1] + 1)..<spaces[2]]),
            let erasedAt = parseTimestamp(instant.span),
            SuppressionEntry.isChecksum(line[(last + 1)...], of: line[..<last])
        else { return nil }
        var version: SealedVersion?
        if spaces.count == 5 {
            version = SealedVersion(hexadecimal: line[(spaces[3] + 1)..<last])
            if version == nil || kind != .account { return nil }
        }
        self.init(
            kind: kind, keyName: String(decoding: keyName, as: UTF8.self), hash: hash, erasedAt: erasedAt,
            version: version)
    }

    init(kind: Kind, keyName: String, hash: Hash128, erasedAt: Timestamp, version: SealedVersion? = nil) {
        self.kind = kind
        self.keyName = keyName
        self.hash = hash
        self.erasedAt = erasedAt
        self.version = version
    }

    /// The first sixteen hexadecimal digits of the SHA-256 of a text.
    static func checksum(_ text: String) -> String {
        String(SHA256Digest.of(Array(text.utf8)).hex.prefix(16))
    }

    /// Whether these are the digits that `checksum` gives for a text.
    static func isChecksum(_ digits: ArraySlice<UInt8>, of text: ArraySlice<UInt8>) -> Bool {
        guard digits.count == 16, let stated = hexadecimalNumber(digits) else { return false }
        return stated == SHA256Digest.of(Array(text)).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension Hash128 {
    /// Reads 32 hexadecimal digits.
    init?(hexadecimal digits: some Collection<UInt8>) {
        guard digits.count == 32, let high = hexadecimalNumber(digits.prefix(16)),
            let low = hexadecimalNumber(digits.suffix(16))
        else { return nil }
        self.init(high: high, low: low)
    }
}

/// The number of at most sixteen hexadecimal digits of either case.
private func hexadecimalNumber(_ digits: some Collection<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for digit in digits {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): number = number << 4 | UInt64(digit - UInt8(ascii: "A") + 10)
        default: return nil
        }
    }
    return number
}
