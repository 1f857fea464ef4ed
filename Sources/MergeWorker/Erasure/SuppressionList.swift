internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import Normalization
internal import Synchronization
internal import WorkspaceConfiguration

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
    /// Accounts that are out up to some version, by the hash that stands in their entries.
    private let versions: [Hash128: [(erasedAt: Int64, version: SealedVersion)]]
    /// What was found of accounts by keys of before: at most as many as there are entries.
    private let seen = Mutex<[Hash128: [OutUpTo]]>([:])
    /// The instants of all erasures, ascending.
    private let instants: [Int64]

    init(_ files: [SuppressionFile], _ keys: SuppressionKeys, formerKeys: [SuppressionKeys] = []) {
        self.keys = keys
        self.files = files
        self.formerKeys = formerKeys
        var addresses: [Hash128: Erased] = [:]
        var accounts: [Hash128: Erased] = [:]
        var versions: [Hash128: [(erasedAt: Int64, version: SealedVersion)]] = [:]
        var instants: Set<Int64> = []
        for entry in Set(files.flatMap(\.entries).map(SuppressionList.Identity.init)).map(\.entry) {
            instants.insert(entry.erasedAt.rawValue)
            if let version = entry.version {
                versions[entry.hash, default: []].append((entry.erasedAt.rawValue, version))
                continue
            }
            let former = entry.kind == .address ? addresses[entry.hash] : accounts[entry.hash]
            let now = Erased(
                count: (former?.count ?? 0) + 1, last: max(former?.last ?? Int64.min, entry.erasedAt.rawValue))
            if entry.kind == .address { addresses[entry.hash] = now } else { accounts[entry.hash] = now }
        }
        self.addresses = addresses
        self.accounts = accounts
        self.versions = versions
        self.instants = instants.sorted()
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

    /// What is known of an account that is out up to some version, one for each erasure.
    /// - Parameter createdAt: of the record at hand; erasures before it have nothing to do with it.
    func versions(ofAccount account: Hash128, createdAt: Int64, _ subject: SuppressionSubject?) -> [OutUpTo] {
        if versions.isEmpty { return [] }
        let found = opened(account, keys) + (formerKeys.isEmpty ? [] : formerVersions(ofAccount: account, subject))
        return found.filter { createdAt <= $0.erasedAt }
    }

    /// What entries say that were made with keys of before. They are found by the account's name, and by its place
    /// only after that.
    private func formerVersions(ofAccount account: Hash128, _ subject: SuppressionSubject?) -> [OutUpTo] {
        guard let subject else { return seen.withLock { $0[account] } ?? [] }
        let found = formerKeys.flatMap { former in
            opened(accountIndexKey(subject.country, subject.account.raw, key: former.account), former)
        }
        if !found.isEmpty { seen.withLock { $0[account] = found } }
        return found
    }

    private func opened(_ account: Hash128, _ keys: SuppressionKeys) -> [OutUpTo] {
        (versions[keys.hash(account, .account)] ?? []).compactMap { entry in
            keys.open(entry.version, of: account).map { OutUpTo(erasedAt: entry.erasedAt, version: $0) }
        }
    }

    /// Whether any account is out up to some version, so that rows have to be asked about.
    var hasVersions: Bool { !versions.isEmpty }

    /// How many of the instants of erasures lie before this one: clipped to 16 bits.
    func erasures(before instant: Int64) -> UInt16 {
        guard let first = instants.first, instant > first else { return 0 }
        var (low, high) = (0, instants.count)
        while low < high {
            let middle = (low + high) / 2
            if instants[middle] < instant { low = middle + 1 } else { high = middle }
        }
        return UInt16(clamping: low)
    }

    /// Whether something that was said of an account at `instant`, or nobody knows when, is of an erased person.
    func isErased(_ country: Country, _ id: [UInt8], at instant: Timestamp?, accountKey: SipKey) -> Bool {
        if accounts.isEmpty, versions.isEmpty { return false }
        let subject = needsSubject ? SuppressionSubject(address: nil, country: country, account: id) : nil
        let account = accountIndexKey(country, id.raw, key: accountKey)
        let last =
            (versions(ofAccount: account, createdAt: noInstant, subject).map(\.erasedAt)
            + [erasures(ofAccount: account, subject)?.last].compactMap(\.self)).max()
        return last.map { last in instant.map { $0.rawValue <= last } ?? true } ?? false
    }

    /// The same of an account that is known by its place in the accounts index alone.
    func isErased(account: Hash128, at instant: Int64) -> Bool {
        let last =
            versions(ofAccount: account, createdAt: noInstant, nil).map(\.erasedAt)
            + [accounts[keys.hash(account, .account)]?.last].compactMap(\.self)
        return last.contains { instant <= $0 }
    }

    /// Whether an entry keeps out for good what the erasure at hand keeps out up to a version.
    func isOutForGood(_ found: SuppressedAccount) -> Bool {
        accounts[keys.hash(found.account, .account)].map { found.erasedAt.rawValue <= $0.last } ?? false
    }

    /// Whether no record of this account that is kept out may come in. A new person at the id of one who is out for good
    /// may be out up to a version.
    func isOutForGood(account: Hash128) -> Bool {
        guard let last = accounts[keys.hash(account, .account)]?.last else { return false }
        return !versions(ofAccount: account, createdAt: noInstant, nil).contains { $0.erasedAt > last }
    }
}

/// The link key of records that are kept out; in the accounts index it never stands.
enum SuppressedKey {
    static let byAddress = Hash128(high: .max, low: .max)
    static let byAccount = Hash128(high: .max, low: .max - 1)

    @inline(__always)
    static func has(_ key: Hash128) -> Bool { key.high == .max && key.low >= .max - 1 }
}

extension SuppressionList {
    /// The link key that live records of an address have now, from the address as it was exported.
    func currentKey(_ linkKey: Hash128, ofAddress field: Span<UInt8>) -> Hash128 {
        var address: [UInt8] = []
        guard needsSubject, makeLinkKey(field, into: &address) == nil else { return currentKey(linkKey, nil) }
        return currentKey(linkKey, SuppressionSubject(address: address, country: .SE, account: []))
    }
}
