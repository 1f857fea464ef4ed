internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import Normalization
internal import WorkspaceConfiguration

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
            for byte in 0..<8 { bytes[word * 8 + byte] = UInt8(truncatingIfNeeded: value >> UInt64(56 - byte * 8)) }
        }
        return sipHash128(bytes.span.raw, key: key)
    }
}

/// What suppression entries say of one record.
enum SuppressionVerdict: Equatable {
    /// Nobody was erased there.
    case free
    /// The mailbox belongs to a new person; this is the generation of its link key.
    case generation(Int)
    /// An earlier record of an erased mailbox.
    case suppressedByAddress(erasedAt: Int64)
    /// An earlier record of an erased account, that has another address now.
    case suppressedByAccount

    var isSuppressed: Bool {
        switch self {
        case .free, .generation: false
        case .suppressedByAddress, .suppressedByAccount: true
        }
    }
}

/// What a record is about, in clear: asked for only where there are entries that were made with a key of before.
struct SuppressionSubject {
    /// The normalised address; `nil` for a record without a usable one.
    var address: [UInt8]?
    var country: Country
    var account: [UInt8]
}

/// All suppression entries of a workspace, ready to be asked about every row.
final class SuppressionList: Sendable {
    /// How often a mailbox or account was erased, and when last.
    private struct Erased {
        var count: Int
        var last: Int64
    }

    let keys: SuppressionKeys
    let files: [SuppressionFile]
    /// Keys of before that entries were made with.
    let formerKeys: [SuppressionKeys]
    private let addresses: [Hash128: Erased]
    private let accounts: [Hash128: Erased]

    init(_ files: [SuppressionFile], _ keys: SuppressionKeys, formerKeys: [SuppressionKeys] = []) {
        self.keys = keys
        self.files = files
        self.formerKeys = formerKeys
        var addresses: [Hash128: Erased] = [:]
        var accounts: [Hash128: Erased] = [:]
        for entry in Set(files.flatMap(\.entries).map(SuppressionList.Identity.init)).map(\.entry) {
            let former = entry.kind == .address ? addresses[entry.hash] : accounts[entry.hash]
            let now = Erased(
                count: (former?.count ?? 0) + 1, last: max(former?.last ?? Int64.min, entry.erasedAt.rawValue))
            if entry.kind == .address { addresses[entry.hash] = now } else { accounts[entry.hash] = now }
        }
        self.addresses = addresses
        self.accounts = accounts
    }

    /// Whether `verdict` needs to know the record in clear.
    var needsSubject: Bool { !formerKeys.isEmpty }

    /// One entry counts once, in however many files it stands: copies of the folder may have been merged.
    private struct Identity: Hashable {
        var entry: SuppressionEntry
        func hash(into hasher: inout Hasher) {
            hasher.combine(entry.kind)
            hasher.combine(entry.hash)
            hasher.combine(entry.erasedAt.rawValue)
        }
        static func == (left: Identity, right: Identity) -> Bool { left.entry == right.entry }
    }

    /// The list of a workspace; `nil` when nobody was erased, so that nothing needs to be asked.
    /// - Parameter formerKey: the key of before, while it is being changed.
    /// - Throws: `RunFault.workspace` when an entry cannot be read, or was made with a key that is not here.
    static func load(
        _ layout: WorkspaceLayout, _ key: StoreKey, formerKey: StoreKey? = nil
    ) throws -> SuppressionList? {
        let files = try SuppressionFile.readAll(layout)
        if files.allSatisfy(\.entries.isEmpty) { return nil }
        let names = Set(files.flatMap(\.entries).map(\.keyName)).subtracting([key.name])
        let formerKeys = try names.sorted().map { name in
            if let formerKey, formerKey.name == name { return SuppressionKeys(formerKey) }
            guard try FileStatus.of(layout.formerKeyFile(name)) != nil else {
                throw RunFault.workspace(
                    "Entries of suppressions/ were made with a key that is not here (koble.key.\(name)), so nobody "
                        + "can tell whom they keep out. Nothing was done; put that key back.")
            }
            return SuppressionKeys(try StoreKey(readingFrom: layout.formerKeyFile(name)))
        }
        return SuppressionList(files, SuppressionKeys(key), formerKeys: formerKeys)
    }

    /// What is to be done with a record.
    /// - Parameters:
    ///   - linkKey: the hash of its address; `nil` when it has none that can be used.
    ///   - account: its place in the accounts index.
    ///   - createdAt: in milliseconds, or `noInstant`: then it counts as earlier than any erasure.
    ///   - subject: the record in clear, where `needsSubject` says so.
    func verdict(
        linkKey: Hash128?, account: Hash128, createdAt: Int64, _ subject: SuppressionSubject?
    ) -> SuppressionVerdict {
        let mailbox = linkKey.flatMap { erasures(ofMailbox: $0, subject) }
        if let mailbox, createdAt <= mailbox.last { return .suppressedByAddress(erasedAt: mailbox.last) }
        if !accounts.isEmpty, let erased = erasures(ofAccount: account, subject), createdAt <= erased.last {
            return .suppressedByAccount
        }
        return mailbox.map { .generation($0.count) } ?? .free
    }

    /// The link key that live records of an address have now.
    func currentKey(_ linkKey: Hash128, _ subject: SuppressionSubject?) -> Hash128 {
        keys.linkKey(linkKey, generation: erasures(ofMailbox: linkKey, subject)?.count ?? 0)
    }

    private func erasures(ofMailbox linkKey: Hash128, _ subject: SuppressionSubject?) -> Erased? {
        var found = addresses[keys.hash(linkKey, .address)]
        guard let address = subject?.address else { return found }
        for former in formerKeys {
            let hash = former.hash(sipHash128(address.raw, key: former.link), .address)
            found = SuppressionList.together(found, addresses[hash])
        }
        return found
    }

    private func erasures(ofAccount account: Hash128, _ subject: SuppressionSubject?) -> Erased? {
        var found = accounts[keys.hash(account, .account)]
        guard let subject else { return found }
        for former in formerKeys {
            let place = accountIndexKey(subject.country, subject.account.raw, key: former.account)
            found = SuppressionList.together(found, accounts[former.hash(place, .account)])
        }
        return found
    }

    private static func together(_ one: Erased?, _ other: Erased?) -> Erased? {
        guard let one, let other else { return one ?? other }
        return Erased(count: one.count + other.count, last: max(one.last, other.last))
    }

    /// Whether something that was said of an account at `instant`, or nobody knows when, is of an erased person.
    func isErased(_ country: Country, _ id: [UInt8], at instant: Timestamp?, accountKey: SipKey) -> Bool {
        if accounts.isEmpty { return false }
        let subject = needsSubject ? SuppressionSubject(address: nil, country: country, account: id) : nil
        let account = accountIndexKey(country, id.raw, key: accountKey)
        guard let erased = erasures(ofAccount: account, subject) else { return false }
        return instant.map { $0.rawValue <= erased.last } ?? true
    }

    /// Whether there is an entry that keeps the earlier records of this account out.
    func isErased(account: Hash128) -> Bool { accounts[keys.hash(account, .account)] != nil }
}

/// The link key of records that are kept out; in the accounts index it never stands.
enum SuppressedKey {
    static let byAddress = Hash128(high: .max, low: .max)
    static let byAccount = Hash128(high: .max, low: .max - 1)

    @inline(__always)
    static func has(_ key: Hash128) -> Bool { key.high == .max && key.low >= .max - 1 }
}

extension SuppressionList {
    /// Keeps accounts out, durably, whose newest version turned out to be an erased person's.
    ///
    /// Repeated by a run that begins anew after a crash, it changes nothing.
    func note(_ found: [SuppressedAccount], run: Int, _ layout: WorkspaceLayout) throws {
        let entries = found.filter { !isErased(account: $0.account) }.map {
            SuppressionEntry(
                kind: .account, keyName: keys.name, hash: keys.hash($0.account, .account), erasedAt: $0.erasedAt)
        }
        if entries.isEmpty { return }
        let sorted = entries.sorted { $0.hash < $1.hash }
        // Another run of this number, after a restore, finds others: a file never takes another's place.
        let content = SuppressionEntry.checksum(sorted.map(\.line).joined(separator: "\n")).prefix(8)
        let file = SuppressionFile(
            name: "run-\(layout.runName(run))-\(content)\(SuppressionFile.suffix)", entries: sorted)
        try file.write(layout)
    }
}

extension SuppressionList {
    /// The link key that live records of an address have now, from the address as it was exported.
    func currentKey(_ linkKey: Hash128, ofAddress field: Span<UInt8>) -> Hash128 {
        var address: [UInt8] = []
        guard needsSubject, makeLinkKey(field, into: &address) == nil else { return currentKey(linkKey, nil) }
        return currentKey(linkKey, SuppressionSubject(address: address, country: .SE, account: []))
    }
}
