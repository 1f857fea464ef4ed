internal import ByteScanning
internal import CLMDB
internal import DurableFiles
import Glibc

// The door to LMDB: no other file imports it.

/// Throws unless `code` is success. The only place an LMDB result becomes a Swift error.
@inline(__always)
private func check(_ code: CInt, _ operation: StaticString) throws(StoreError) {
    guard code == MDB_SUCCESS else { throw storeError(code, operation) }
}

private func storeError(_ code: CInt, _ operation: StaticString) -> StoreError {
    // These say that the program, not the world, did something wrong.
    precondition(
        ![MDB_BAD_DBI, MDB_BAD_TXN, MDB_BAD_VALSIZE, MDB_DBS_FULL, MDB_CURSOR_FULL, EINVAL]
            .contains(code), "\(operation): LMDB code \(code) is a bug in this program")
    let cause: StoreError.Cause =
        switch code {
        case MDB_MAP_FULL: .mapFull
        case ENOSPC, EDQUOT: .diskFull
        case ENOENT: .missing
        case MDB_INVALID, MDB_VERSION_MISMATCH: .notAStore
        case MDB_CORRUPTED: .damaged("the pages of the store")
        case MDB_PAGE_NOTFOUND: .damaged("a page number of the store")
        default:
            .library(
                LMDBCode(rawValue: code), unsafe String(cString: mdb_strerror(code)).lowercased())
        }
    return StoreError("\(operation)", cause)
}

/// An open LMDB environment; closed when its owner goes away.
@safe final class LMDBEnvironment: @unchecked Sendable {
    // Unchecked: LMDB's environments may be used from all threads.

    /// How a file is opened.
    enum Mode { case live, readOnly, bulk }

    private let handle: OpaquePointer

    /// - Parameter mode: `.bulk` neither locks nor flushes: for a new file that no other process
    ///   knows, made durable by `flush` before it gets its name.
    static func open(
        _ path: String, mode: Mode, mapBytes: Int, tablesMax: Int
    ) throws(StoreError) -> LMDBEnvironment {
        var created: OpaquePointer?
        try unsafe check(mdb_env_create(&created), "prepare the store")
        guard let handle = unsafe created else {
            preconditionFailure("mdb_env_create succeeded without a handle")
        }
        let environment = unsafe LMDBEnvironment(handle)  // closes it if the rest throws
        try unsafe check(mdb_env_set_mapsize(handle, mapBytes), "set the store's size")
        try unsafe check(mdb_env_set_maxdbs(handle, UInt32(tablesMax)), "set the number of tables")
        let common = UInt32(MDB_NOSUBDIR) | UInt32(MDB_NOTLS)
        let flags: UInt32 =
            switch mode {
            case .live: common
            case .readOnly: common | UInt32(MDB_RDONLY)
            case .bulk: common | UInt32(MDB_NOSYNC) | UInt32(MDB_NOLOCK)
            }
        try unsafe check(mdb_env_open(handle, path, flags, 0o600), "open the store")
        return environment
    }

    private init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe mdb_env_close(handle) }

    /// Frees the places of readers whose process died, so that they no longer hold old pages.
    func clearDeadReaders() throws(StoreError) -> Int {
        var dead: CInt = 0
        try unsafe check(mdb_reader_check(handle, &dead), "look for dead readers")
        return Int(dead)
    }

    /// Makes everything committed so far durable.
    func flush() throws(StoreError) {
        if let code = plannedFault(at: .storeSync) { throw storeError(code, "flush the store") }
        try unsafe check(mdb_env_sync(handle, 1), "flush the store")
    }

    /// The descriptor of the data file.
    func descriptor() throws(StoreError) -> CInt {
        var descriptor: CInt = -1
        try unsafe check(mdb_env_get_fd(handle, &descriptor), "find the store's file")
        return descriptor
    }

    /// How many bytes the pages in use so far span.
    func fileBytes() throws(StoreError) -> Int {
        var info = unsafe MDB_envinfo()
        var state = MDB_stat()
        try unsafe check(mdb_env_info(handle, &info), "examine the store")
        try unsafe check(mdb_env_stat(handle, &state), "examine the store")
        return (unsafe info.me_last_pgno + 1) * Int(state.ms_psize)
    }

    func beginReading() throws(StoreError) -> LMDBTransaction {
        try unsafe LMDBTransaction(self, handle, flags: UInt32(MDB_RDONLY))
    }

    func beginWriting() throws(StoreError) -> LMDBTransaction {
        try unsafe LMDBTransaction(self, handle, flags: 0)
    }
}

/// An LMDB table, valid as long as its environment is open.
struct LMDBTable: Equatable, Sendable { fileprivate let number: UInt32 }

/// One open LMDB transaction, aborted unless committed.
@safe struct LMDBTransaction: ~Copyable {
    /// Keeps it open at least as long as this transaction.
    private let environment: LMDBEnvironment
    private var handle: OpaquePointer
    private(set) var isOpen = true

    fileprivate init(
        _ environment: LMDBEnvironment, _ environmentHandle: OpaquePointer, flags: UInt32
    ) throws(StoreError) {
        var begun: OpaquePointer?
        try unsafe check(
            mdb_txn_begin(environmentHandle, nil, flags, &begun), "begin a transaction")
        guard let handle = unsafe begun else {
            preconditionFailure("mdb_txn_begin succeeded without a handle")
        }
        self.environment = environment
        unsafe self.handle = handle
    }

    deinit {
        if isOpen { unsafe mdb_txn_abort(handle) }
    }

    /// The number of the snapshot that is read, or of the one that a commit makes.
    var number: UInt64 { unsafe UInt64(mdb_txn_id(handle)) }

    /// Makes every change of this transaction part of the store, or none of them.
    consuming func commit() throws(StoreError) { try end() }

    /// Ends a transaction that only read, and keeps the tables open that it has opened.
    consuming func endReading() throws(StoreError) {
        isOpen = false
        try unsafe check(mdb_txn_commit(handle), "end reading the store")
    }

    /// Commits and begins the next write transaction.
    mutating func commitAndBegin() throws(StoreError) {
        try end()
        self = try environment.beginWriting()
    }

    private mutating func end() throws(StoreError) {
        if let code = plannedFault(at: .storeCommit) {
            throw storeError(code, "commit to the store")
        }
        isOpen = false  // mdb_txn_commit frees the handle even when it fails.
        try unsafe check(mdb_txn_commit(handle), "commit to the store")
    }

    /// Opens a table by name; `nil` if there is none and it is not to be created.
    borrowing func table(_ name: String, create: Bool) throws(StoreError) -> LMDBTable? {
        var number: MDB_dbi = 0
        let flags = create ? UInt32(MDB_CREATE) : 0
        let code = unsafe mdb_dbi_open(handle, name, flags, &number)
        if code == MDB_NOTFOUND { return nil }
        try check(code, "open a table")
        return LMDBTable(number: number)
    }

    /// The value of a key, valid until the next change in this transaction.
    borrowing func value(
        of key: UnsafeRawBufferPointer, in table: LMDBTable
    ) throws(StoreError) -> UnsafeRawBufferPointer? {
        var key = unsafe MDB_val(key)
        var value = unsafe MDB_val()
        let code = unsafe mdb_get(handle, table.number, &key, &value)
        if code == MDB_NOTFOUND { return nil }
        try check(code, "read from the store")
        return unsafe value.bytes
    }

    /// Stores a value. With `appending`, the key must be greater than all others of the table.
    borrowing func put(
        _ value: UnsafeRawBufferPointer, under key: UnsafeRawBufferPointer, in table: LMDBTable,
        appending: Bool = false
    ) throws(StoreError) {
        var key = unsafe MDB_val(key)
        var value = unsafe MDB_val(value)
        let flags = appending ? UInt32(MDB_APPEND) : 0
        let code = unsafe mdb_put(handle, table.number, &key, &value, flags)
        precondition(!appending || code != MDB_KEYEXIST, "keys are not appended in order")
        try check(code, "write to the store")
    }

    /// Removes a key; says whether it was there.
    borrowing func remove(
        _ key: UnsafeRawBufferPointer, from table: LMDBTable
    ) throws(StoreError) -> Bool {
        var key = unsafe MDB_val(key)
        let code = unsafe mdb_del(handle, table.number, &key, nil)
        if code == MDB_NOTFOUND { return false }
        try check(code, "remove from the store")
        return true
    }

    /// How many entries LMDB sees in a table.
    borrowing func count(of table: LMDBTable) throws(StoreError) -> Int {
        var state = MDB_stat()
        try unsafe check(mdb_stat(handle, table.number, &state), "examine a table")
        return Int(state.ms_entries)
    }

    /// The bytes of a table's pages.
    borrowing func bytes(of table: LMDBTable) throws(StoreError) -> Int {
        var state = MDB_stat()
        try unsafe check(mdb_stat(handle, table.number, &state), "examine a table")
        return (state.ms_branch_pages + state.ms_leaf_pages + state.ms_overflow_pages) * Int(state.ms_psize)
    }

    /// Removes all entries of a table.
    borrowing func empty(_ table: LMDBTable) throws(StoreError) {
        try unsafe check(mdb_drop(handle, table.number, 0), "remove from the store")
    }

    /// A cursor over a table. It must go away before the transaction does.
    borrowing func cursor(_ table: LMDBTable) throws(StoreError) -> LMDBCursor {
        try unsafe LMDBCursor(handle, table)
    }
}

/// A place in a table, and the bytes that stand there.
@safe struct LMDBCursor: ~Copyable {
    private let handle: OpaquePointer
    private var keyValue = unsafe MDB_val()
    private var dataValue = unsafe MDB_val()

    fileprivate init(_ transaction: OpaquePointer, _ table: LMDBTable) throws(StoreError) {
        var opened: OpaquePointer?
        try unsafe check(
            mdb_cursor_open(transaction, table.number, &opened), "open a cursor")
        guard let handle = unsafe opened else {
            preconditionFailure("mdb_cursor_open succeeded without a handle")
        }
        unsafe self.handle = handle
    }

    deinit { unsafe mdb_cursor_close(handle) }

    /// The key under the cursor, valid until the next change in the transaction.
    var key: UnsafeRawBufferPointer { unsafe keyValue.bytes }

    /// The value under the cursor, valid until the next change in the transaction.
    var value: UnsafeRawBufferPointer { unsafe dataValue.bytes }

    mutating func first() throws(StoreError) -> Bool { try move(MDB_FIRST) }
    mutating func last() throws(StoreError) -> Bool { try move(MDB_LAST) }
    mutating func next() throws(StoreError) -> Bool { try move(MDB_NEXT) }
    mutating func previous() throws(StoreError) -> Bool { try move(MDB_PREV) }

    /// Moves to the first key that is not less than `key`.
    mutating func seek(atOrAfter key: UnsafeRawBufferPointer) throws(StoreError) -> Bool {
        unsafe keyValue = MDB_val(key)
        return try move(MDB_SET_RANGE)
    }

    private mutating func move(_ operation: MDB_cursor_op) throws(StoreError) -> Bool {
        let code = unsafe mdb_cursor_get(handle, &keyValue, &dataValue, operation)
        if code == MDB_NOTFOUND { return false }
        try check(code, "read from the store")
        return true
    }

    /// Stores a value under a key, wherever the cursor stands.
    mutating func put(
        _ value: UnsafeRawBufferPointer, under key: UnsafeRawBufferPointer
    ) throws(StoreError) {
        var key = unsafe MDB_val(key)
        var value = unsafe MDB_val(value)
        try unsafe check(mdb_cursor_put(handle, &key, &value, 0), "write to the store")
    }

    /// Stores a value behind all others; the key must be greater than theirs.
    mutating func append(
        _ value: UnsafeRawBufferPointer, under key: UnsafeRawBufferPointer
    ) throws(StoreError) {
        var key = unsafe MDB_val(key)
        var value = unsafe MDB_val(value)
        let code = unsafe mdb_cursor_put(handle, &key, &value, UInt32(MDB_APPEND))
        precondition(code != MDB_KEYEXIST, "keys are not appended in order")
        try check(code, "write to the store")
    }

    /// Removes the entry under the cursor.
    mutating func remove() throws(StoreError) {
        try unsafe check(mdb_cursor_del(handle, 0), "remove from the store")
    }
}

extension MDB_val {
    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.init(
            mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }

    fileprivate var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: mv_data, count: mv_size)
    }
}
