internal import ByteScanning

/// Asks the filter of a block table; best in ascending order of keys.
///
/// Lent by a transaction, and only valid as long as that changes nothing. The checksum of a page is verified when
/// the cursor first touches it.
@safe struct FilterCursor: ~Copyable {
    private var cursor: LMDBCursor
    private let table: BlockTable
    private var page = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    /// The range of the page.
    private var first = Hash128.zero
    private var next: Hash128?

    init(_ cursor: consuming LMDBCursor, _ table: BlockTable) {
        self.cursor = cursor
        self.table = table
    }

    /// Whether the table may hold a key. A store that was last built by an older program has no filter.
    mutating func mayHold(_ key: Hash128) throws(StoreError) -> Bool {
        if unsafe page.isEmpty || key < first || next.map({ $0 <= key }) ?? false {
            guard try enterPage(of: key) else { return true }
        }
        return unsafe FilterPage.mayHold(key, stored: page)
    }

    /// The page in whose range a key is; `nil` if there is none.
    mutating func page(of key: Hash128) throws(StoreError) -> (page: FilterPage, first: Hash128, next: Hash128?)? {
        guard try enterPage(of: key) else { return nil }
        guard let page = FilterPage(stored: unsafe Array(page)) else { throw damaged }
        return (page, first, next)
    }

    private mutating func enterPage(of key: Hash128) throws(StoreError) -> Bool {
        unsafe page = UnsafeRawBufferPointer(start: nil, count: 0)
        var isThere = try unsafe FilterName.with(key, in: table) { (name) throws(StoreError) in
            try unsafe cursor.seek(atOrAfter: name)
        }
        // The range of the page before, if none begins here.
        if !isThere {
            isThere = try cursor.last()
        } else if unsafe FilterName.first(cursor.key, in: table) != key {
            isThere = try cursor.previous()
        }
        guard isThere, let first = unsafe FilterName.first(cursor.key, in: table) else { return false }
        let stored = unsafe smallBytes(cursor.value, under: cursor.key, in: .filter)
        guard let stored = unsafe stored, stored.count == FilterPage.bytes else { throw damaged }
        unsafe page = stored
        self.first = first
        next = try cursor.next() ? unsafe FilterName.first(cursor.key, in: table) : nil
        return true
    }

    private var damaged: StoreError { StoreError("read the table filter", .damaged("a page of the filter")) }
}
