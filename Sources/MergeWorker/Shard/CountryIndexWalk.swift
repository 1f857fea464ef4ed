internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// The entries of one country in the accounts index, in key order, some thousands at a time.
///
/// Each part is read in a snapshot of its own; the store does not change under a run, which holds the
/// workspace's lock.
struct CountryIndexWalk {
    private let store: StoreEnvironment
    private let country: Country
    private var entries: [(account: Hash128, value: IndexValue)] = []
    private var position = 0
    /// Where the next part begins; `nil` behind the country's last entry.
    private var next: Hash128?

    /// Entries of one part: a few hundred KiB.
    private static let partEntries = 4096

    init(_ store: StoreEnvironment, _ country: Country) {
        self.store = store
        self.country = country
        next = Hash128(high: UInt64(country.rawValue) << 59, low: 0)
    }

    /// The entry at hand, or `nil` when all were seen.
    mutating func head() throws(StoreError) -> (account: Hash128, value: IndexValue)? {
        if position == entries.count, next != nil { try readPart() }
        return position < entries.count ? entries[position] : nil
    }

    mutating func advance() { position += 1 }

    private mutating func readPart() throws(StoreError) {
        guard let start = next else { return }
        let country = UInt64(country.rawValue)
        var part: [(account: Hash128, value: IndexValue)] = []
        var isLast = true
        _ = try store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.accounts) { (cursor) throws(StoreError) in
                _ = try cursor.seek(start)
                var isThere = true
                while isThere, let account = cursor.key, account.high >> 59 == country {
                    if part.count == CountryIndexWalk.partEntries {
                        isLast = false
                        return
                    }
                    try cursor.withPayload { (payload) throws(StoreError) in
                        guard IndexValue.isLength(payload.byteCount) else {
                            throw StoreError(
                                "read the accounts index", .damaged("an entry of \(payload.byteCount) bytes"))
                        }
                        part.append((account, IndexValue(payload)))
                    }
                    isThere = try cursor.next()
                }
            }
        }
        entries = part
        position = 0
        next = isLast ? nil : part.last.map { CountryIndexWalk.successor(of: $0.account) }
    }

    private static func successor(of key: Hash128) -> Hash128 {
        key.low == UInt64.max
            ? Hash128(high: key.high + 1, low: 0) : Hash128(high: key.high, low: key.low + 1)
    }
}
