internal import AccountModel
internal import ByteScanning
internal import WorkspaceConfiguration

/// What an erasure by address remembers of an account, beside its keyed name.
///
/// Who names a mailbox names whoever has it. An account has left it if a newer version says so, whenever that
/// version comes: this is what it has to be newer than.
struct SuppressedVersion: Equatable, Sendable {
    /// As `AccountFacts.updatedAt`.
    var updatedAt: Int64
    /// Manifest sequence + 1; zero without one.
    var sequence: UInt32
    /// Some version up to this one said `link_consent=declined`.
    var isDeclined: Bool

    init(updatedAt: Int64, sequence: UInt32, isDeclined: Bool) {
        self.updatedAt = updatedAt
        self.sequence = sequence
        self.isDeclined = isDeclined
    }

    /// Reads what `packed` gave.
    init(updatedAt: Int64, packed: UInt64) {
        self.init(
            updatedAt: updatedAt, sequence: UInt32(truncatingIfNeeded: packed),
            isDeclined: packed >> 32 & 1 == 1)
    }

    /// All but the instant, in one word.
    var packed: UInt64 { UInt64(sequence) | (isDeclined ? 1 << 32 : 0) }

    /// Whether a version of the account is newer than this one.
    func isOlder(than version: IndexValue) -> Bool {
        isOlder(thanUpdatedAt: version.updatedAt, version.sequence)
    }

    func isOlder(thanUpdatedAt updated: Int64, _ sequence: UInt32) -> Bool {
        updated != updatedAt ? updated > updatedAt : sequence > self.sequence
    }

    func isSameAge(as version: IndexValue) -> Bool {
        updatedAt == version.updatedAt && sequence == version.sequence
    }
}

/// A `SuppressedVersion` as it stands in an entry.
struct SealedVersion: Hashable, Sendable {
    var tag: UInt64
    var first: UInt64
    var second: UInt64

    /// 48 hexadecimal digits.
    var hexadecimal: String {
        Hash128(high: tag, low: first).hexadecimal + Hash128(high: second, low: 0).hexadecimal.prefix(16)
    }

    init(tag: UInt64, first: UInt64, second: UInt64) {
        self.tag = tag
        self.first = first
        self.second = second
    }

    /// Reads 48 hexadecimal digits.
    init?(hexadecimal digits: ArraySlice<UInt8>) {
        guard digits.count == 48, let head = Hash128(hexadecimal: digits.prefix(32)),
            let rest = Hash128(
                hexadecimal: digits.suffix(16) + [UInt8](repeating: UInt8(ascii: "0"), count: 16))
        else { return nil }
        self.init(tag: head.high, first: head.low, second: rest.high)
    }
}

/// An account is out up to a version: what one erasure by address says of it.
struct OutUpTo: Equatable, Sendable {
    var erasedAt: Int64
    var version: SuppressedVersion

    /// Whether a stored or kept version of the account is out by it.
    func keepsOut(updatedAt: Int64, sequence: UInt32) -> Bool {
        !version.isOlder(thanUpdatedAt: updatedAt, sequence)
    }
}

/// An account that is found to be an erased person's.
struct SuppressedAccount: Sendable {
    /// Its place in the accounts index.
    var account: Hash128
    var erasedAt: Timestamp
    /// The newest version of it that is known; `nil`: it is out for good.
    var version: SuppressedVersion?
    /// An earlier run took it in.
    private(set) var isInState = false

    func inState(_ isInState: Bool) -> SuppressedAccount {
        var found = self
        found.isInState = isInState
        return found
    }

    /// The same, and what the state has of it is out as well, however new.
    func inState(_ stored: IndexValue) -> SuppressedAccount {
        guard let version, version.isOlder(thanUpdatedAt: stored.updatedAt, stored.sequence) else {
            return inState(true)
        }
        let covering = SuppressedVersion(
            updatedAt: stored.updatedAt, sequence: stored.sequence, isDeclined: version.isDeclined)
        return SuppressedAccount(account: account, erasedAt: erasedAt.rawValue, version: covering).inState(true)
    }

    /// - Parameter version: the newest that is known, which is out. One of after the erasure says that the account
    ///   was the person's to the end, and nothing from before can change that.
    init(account: Hash128, erasedAt: Int64, version: SuppressedVersion) {
        self.account = account
        self.erasedAt = Timestamp(rawValue: erasedAt)
        let isDated = version.updatedAt != noInstant
        self.version = isDated && version.updatedAt <= erasedAt ? version : nil
    }
}

extension SuppressionEntry {
    /// The entry that keeps an account out.
    init(_ found: SuppressedAccount, _ keys: SuppressionKeys) {
        self.init(
            kind: .account, keyName: keys.name, hash: keys.hash(found.account, .account),
            erasedAt: found.erasedAt,
            version: found.version.map { keys.seal($0, of: found.account) })
    }
}

extension SuppressionList {
    /// Keeps accounts out, durably, whose newest version turned out to be an erased person's.
    ///
    /// Repeated by a run that begins anew after a crash, it changes nothing.
    /// - Returns: The name of the file; `nil` where the entries said it already.
    func note(_ found: [SuppressedAccount], run: Int, _ layout: WorkspaceLayout) throws -> String? {
        let entries = found.filter(isNews).map { SuppressionEntry($0, keys) }
        if entries.isEmpty { return nil }
        let sorted = Set(entries.map(\.line)).sorted()
        // Another run of this number, after a restore, finds others: a file never takes another's place.
        let content = SuppressionEntry.checksum(sorted.joined(separator: "\n")).prefix(8)
        let file = SuppressionFile(
            name: "run-\(layout.runName(run))-\(content)\(SuppressionFile.suffix)",
            entries: sorted.compactMap { SuppressionEntry(line: Array($0.utf8)[...]) })
        try file.write(layout)
        return file.name
    }

    /// Whether the entries do not say it yet. An account that its country goes on to send is no news each time.
    private func isNews(_ found: SuppressedAccount) -> Bool {
        if isOutForGood(found) { return false }
        guard let version = found.version else { return true }
        return !versions(ofAccount: found.account, createdAt: noInstant, nil).contains {
            $0.erasedAt == found.erasedAt.rawValue
                && !$0.version.isOlder(thanUpdatedAt: version.updatedAt, version.sequence)
                && ($0.version.isDeclined || !version.isDeclined)
        }
    }
}
