internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// The keys that suppression entries are made and looked up with.
struct SuppressionKeys: Sendable {
    private let suppression: SipKey
    /// Of link keys, and of places in the accounts index.
    let link: SipKey
    let account: SipKey
    /// Tells entries of this key from those of another, and nothing about the key.
    let name: String

    init(_ key: StoreKey) {
        suppression = key.sipKey(.suppression)
        link = key.sipKey(.linkKey)
        account = key.sipKey(.account)
        name = key.name
    }

    /// What stands in an entry for a link key, or for an account's place in the index.
    func hash(_ hashed: Hash128, _ kind: SuppressionEntry.Kind) -> Hash128 {
        hashOf(hashed, kind == .address ? 1 : 2, suppression)
    }

    /// What the state calls an account that only rejected rows tell of, or that is out: by country, then a hash.
    func presence(_ account: Hash128) -> Hash128 {
        let name = hashOf(account, 3, suppression)
        return Hash128(high: account.high & (31 << 59) | name.high >> 5, low: name.low)
    }

    /// The link key of a mailbox whose earlier holder was erased `generation` times.
    ///
    /// Generation zero is the hash of the address itself. A later one is another key, and so another profile
    /// with another id: whoever comes back is a new person.
    func linkKey(_ key: Hash128, generation: Int) -> Hash128 {
        generation == 0 ? key : hashOf(key, UInt64(generation), link)
    }

    /// The keyed hash of a hash and a number. No allocation: it is asked for every row once there are entries.
    private func hashOf(_ hashed: Hash128, _ number: UInt64, _ key: SipKey) -> Hash128 {
        var bytes = InlineArray<24, UInt8>(repeating: 0)
        for (word, value) in [hashed.high, hashed.low, number].enumerated() {
            for byte in 0..<8 {
                bytes[word * 8 + byte] = UInt8(truncatingIfNeeded: value >> UInt64(56 - byte * 8))
            }
        }
        return sipHash128(bytes.span.raw, key: key)
    }

    /// Seals what is known of an account, so that an entry can carry it: without this key and the account's id
    /// nobody can read it, nor tell one account from another by it.
    func seal(_ version: SuppressedVersion, of account: Hash128) -> SealedVersion {
        let plain = (UInt64(bitPattern: version.updatedAt), version.packed)
        let tag = pad(account, 4, [plain.0, plain.1]).high
        let mask = pad(account, 5, [tag])
        return SealedVersion(tag: tag, first: plain.0 ^ mask.high, second: plain.1 ^ mask.low)
    }

    /// `nil` for what was sealed for another account, or with another key.
    func open(_ sealed: SealedVersion, of account: Hash128) -> SuppressedVersion? {
        let mask = pad(account, 5, [sealed.tag])
        let plain = (sealed.first ^ mask.high, sealed.second ^ mask.low)
        guard pad(account, 4, [plain.0, plain.1]).high == sealed.tag else { return nil }
        return SuppressedVersion(updatedAt: Int64(bitPattern: plain.0), packed: plain.1)
    }

    private func pad(_ account: Hash128, _ purpose: UInt64, _ words: [UInt64]) -> Hash128 {
        let bytes = ([account.high, account.low, purpose] + words).flatMap { bigEndianBytes($0) }
        return sipHash128(bytes.raw, key: suppression)
    }
}
