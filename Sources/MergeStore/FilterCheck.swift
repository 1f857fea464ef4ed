internal import ByteScanning

/// Holds the entries of block tables against their filters: an entry that its filter rules out is lost to all who look
/// it up.
struct FilterCheck {
    /// All pages, by table, in ascending order.
    private var pages: [BlockTable: [(first: Hash128, page: FilterPage)]] = [:]
    /// Those of the table that is walked, and the one in whose range the walk is.
    private var own: [(first: Hash128, page: FilterPage)] = []
    private var place = 0

    /// Takes an entry of `SmallTable.filter`; `false` if it is no page.
    mutating func take(_ name: [UInt8], _ stored: [UInt8]) -> Bool {
        guard let page = FilterPage(stored: stored) else { return false }
        for table in BlockTable.allCases {
            let first = unsafe name.withUnsafeBytes { unsafe FilterName.first($0, in: table) }
            guard let first else { continue }
            pages[table, default: []].append((first, page))
            return true
        }
        return false
    }

    /// Turns to the entries of a table; returns what is wrong with its filter, if anything is.
    mutating func begin(_ table: BlockTable) -> String? {
        (own, place) = (pages[table] ?? [], 0)
        guard let first = own.first, first.first != .zero else { return nil }
        return "a filter that does not begin at the first key"
    }

    /// Whether a look-up of the next entry of the table gets past its filter. A table may have none.
    mutating func mayHold(_ key: Hash128) -> Bool {
        guard !own.isEmpty else { return true }
        while place + 1 < own.count, own[place + 1].first <= key { place += 1 }
        return own[place].page.mayHold(key)
    }
}
