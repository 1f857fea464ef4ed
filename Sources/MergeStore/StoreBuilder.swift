package import ByteScanning
internal import DurableFiles

/// Builds a new store file from entries that come in key order.
///
/// For a first load, or a run about as large as the state. The file is no store until `finish` has
/// returned and `replaceStore` has given it its name; before that a crash leaves nothing but a file
/// to remove. Memory stays small: what is appended goes to the file every 64 MiB.
///
/// Not tied to a thread: the file is locked by nobody, and this value has one owner.
package struct StoreBuilder: ~Copyable, @unchecked Sendable {
    private static let commitBytes = 64 << 20
    /// A mebibyte.
    private static let filterPagesAtOnce = 256

    private let path: String
    private let environment: LMDBEnvironment
    private let registration: PathRegistration
    private let tables: StoreTables
    private var transaction: LMDBTransaction
    private var profiles: BlockTableBuilder
    private var accounts: BlockTableBuilder
    private var profilesFilter = FilterPageMaker(.profiles)
    private var accountsFilter = FilterPageMaker(.accounts)
    private var filterPages: [StoredFilterPage] = []
    private var pendingBytes = 0
    private var writebackStarted = 0
    private var previousStart = 0
    private var dropped = 0

    /// Starts an empty store at `path`; what an earlier attempt left there is removed.
    package init(path: String, mapBytes: Int) throws(StoreError) {
        let registration = PathRegistration(path)
        try StoreBuilder.discard(path)
        let environment = try LMDBEnvironment.open(
            path, mode: .bulk, mapBytes: mapBytes,
            tablesMax: BlockTable.treesMax)
        let transaction = try environment.beginWriting()
        let tables = try StoreTables(transaction, create: true)
        guard let meta = tables[.meta] else { preconditionFailure("a table is not open") }
        try writeValue(
            transaction, meta, .meta, OwnFact.format, littleEndianBytes(formatVersion))
        self.path = path
        self.registration = registration
        self.tables = tables
        profiles = BlockTableBuilder(.profiles)
        accounts = BlockTableBuilder(.accounts)
        self.environment = environment
        self.transaction = transaction
    }

    /// Removes a file that was not finished; it is no fault if there is none.
    package static func discard(_ path: String) throws(StoreError) {
        do {
            try removeDurably(path)
        } catch {
            throw StoreError("remove an unfinished store", .file(error))
        }
    }

    /// Appends an entry to a block table.
    ///
    /// - Precondition: `key` is greater than all keys appended to this table before.
    /// - Complexity: O(`payload.count`): some ten nanoseconds and a copy, on average.
    package mutating func append(
        _ key: Hash128, _ payload: UnsafeRawBufferPointer, to table: BlockTable
    ) throws(StoreError) {
        switch table {
        case .profiles:
            if let full = profilesFilter.note(key) { try putLater(full) }
            if unsafe profiles.add(key, payload) { return }
            try writeBlock(of: table)
            _ = unsafe profiles.add(key, payload)
        case .accounts:
            if let full = accountsFilter.note(key) { try putLater(full) }
            if unsafe accounts.add(key, payload) { return }
            try writeBlock(of: table)
            _ = unsafe accounts.add(key, payload)
        }
    }

    /// Appends an entry to a block table.
    ///
    /// - Precondition: `key` is greater than all keys appended to this table before.
    package mutating func append(
        _ key: Hash128, _ payload: RawSpan, to table: BlockTable
    ) throws(StoreError) {
        try unsafe payload.withUnsafeBytes { (bytes) throws(StoreError) in
            try unsafe append(key, bytes, to: table)
        }
    }

    /// Stores a value of a small table, in any order.
    package mutating func put(
        _ value: [UInt8], under key: [UInt8], in table: SmallTable
    ) throws(StoreError) {
        precondition(!table.isOwn(key), "the entry is the store's own")
        try put(value, key, table)
        pendingBytes += value.count + 64
        if pendingBytes >= StoreBuilder.commitBytes { try commitPart() }
    }

    /// Writes what is left and makes the whole file durable. It has no live name yet.
    package consuming func finish() throws(StoreError) {
        if !profiles.isEmpty { try writeBlock(of: .profiles) }
        if !accounts.isEmpty { try writeBlock(of: .accounts) }
        filterPages += [profilesFilter.last, accountsFilter.last]
        try putFilterPages()
        try putCount(profiles.entries, .profiles)
        try putCount(accounts.entries, .accounts)
        try commitPart()
        do { try environment.flush() } catch { throw explained(error, path) }
    }

    private mutating func writeBlock(of table: BlockTable) throws(StoreError) {
        precondition(transaction.isOpen, "a build goes on after a fault")
        let key = table == .profiles ? profiles.blockKey : accounts.blockKey
        let block = unsafe table == .profiles ? profiles.takeBlock() : accounts.takeBlock()
        guard let opened = tables[table] else { preconditionFailure("a table is not open") }
        try unsafe withKeyBytes(key) { (bytes) throws(StoreError) in
            try unsafe transaction.put(block, under: bytes, in: opened, appending: true)
        }
        pendingBytes += max(block.count, BlockLayout.blockBytesMax)
        if pendingBytes >= StoreBuilder.commitBytes { try commitPart() }
    }

    /// Hands what was appended to the system, and asks it to start writing.
    private mutating func commitPart() throws(StoreError) {
        try putFact(littleEndianBytes(transaction.number), under: OwnFact.stamp)
        do {
            try transaction.commitAndBegin()
        } catch {
            throw explained(error, path)
        }
        pendingBytes = 0
        let end = try environment.fileBytes()
        startWriteback(
            descriptor: try environment.descriptor(), offset: writebackStarted,
            bytes: end - writebackStarted)
        if dropped < previousStart {
            dropWritten(
                descriptor: try environment.descriptor(), offset: dropped, bytes: previousStart - dropped)
            dropped = previousStart
        }
        previousStart = writebackStarted
        writebackStarted = end
    }

    private func putCount(_ count: Int, _ table: BlockTable) throws(StoreError) {
        try putFact(littleEndianBytes(UInt64(count)), under: OwnFact.entries(of: table))
    }

    /// Pages of the filter come side by side into the file, so that those who read some of them have all at hand.
    private mutating func putLater(_ page: StoredFilterPage) throws(StoreError) {
        filterPages.append(page)
        if filterPages.count == StoreBuilder.filterPagesAtOnce { try putFilterPages() }
    }

    private mutating func putFilterPages() throws(StoreError) {
        for (name, page) in filterPages { try put(page, name, .filter) }
        pendingBytes += filterPages.count * BlockLayout.blockBytesMax
        filterPages.removeAll(keepingCapacity: true)
    }

    private func putFact(_ value: [UInt8], under key: [UInt8]) throws(StoreError) {
        try put(value, key, .meta)
    }

    private func put(
        _ value: [UInt8], _ key: [UInt8], _ table: SmallTable
    ) throws(StoreError) {
        guard let opened = tables[table] else { preconditionFailure("a table is not open") }
        try writeValue(transaction, opened, table, key, value)
    }
}
