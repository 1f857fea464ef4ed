internal import DurableFiles
import Glibc
import Synchronization

/// The store of a workspace: one LMDB file with block tables and small tables.
///
/// One process may have it open once; any number of processes may read it while one writes.
package final class StoreEnvironment: Sendable {
    /// What the store is opened for.
    package enum Access: Equatable, Sendable { case readOnly, readWrite }

    /// The file.
    package let path: String
    private let access: Access
    /// Whether nothing can be written through it.
    var isReadOnly: Bool { access == .readOnly }
    private let environment: LMDBEnvironment
    private let tables: StoreTables
    private let registration: PathRegistration
    private let layerLimits: LayerLimits
    /// Bytes of changes in layers since layers were folded last.
    private let changedBytes = Mutex<[BlockTable: Int]>([:])
    private let commitHasFailed = Atomic<Bool>(false)

    /// Opens the store at `path`; makes an empty one if there is none and it is to be written.
    ///
    /// - Parameter mapBytes: The size up to which the file may grow. Costs address space only.
    /// - Precondition: This process has not got the same path open.
    package init(
        path: String, access: Access, mapBytes: Int, layerLimits: LayerLimits = LayerLimits()
    ) throws(StoreError) {
        self.layerLimits = layerLimits
        registration = PathRegistration(path)
        // The folder stays locked while LMDB opens its two files, so that `replaceStore` cannot
        // change one of them in between.
        let folder = try lockedFolder(of: path, exclusive: false)
        let isNew = try StoreFile.check(path, mayBeMissing: access == .readWrite)
        try checkRoomForLockFile(path)
        let environment = try LMDBEnvironment.open(
            path, mode: access == .readOnly ? .readOnly : .live, mapBytes: mapBytes,
            tablesMax: BlockTable.treesMax)
        _ = try environment.clearDeadReaders()
        tables = try StoreEnvironment.openTables(environment, access: access, isNew: isNew)
        self.environment = environment
        self.path = path
        self.access = access
        _ = consume folder
    }

    /// Runs `body` on one snapshot.
    package func read<R: ~Copyable>(
        _ body: (borrowing ReadTransaction) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        let transaction = try environment.beginReading()
        return try body(ReadTransaction(transaction: transaction, tables: tables))
    }

    /// Runs `body` in a write transaction and commits it, or aborts if `body` throws.
    ///
    /// The closure is synchronous on purpose: an `await` between begin and commit could resume on
    /// another thread, which LMDB forbids. A fault of the commit itself is fatal: what is on disk
    /// is known again only to a new process.
    package func write<R: ~Copyable>(
        _ body: (inout WriteTransaction) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        precondition(access == .readWrite, "a store opened for reading is written")
        guard !commitHasFailed.load(ordering: .acquiring) else {
            throw StoreError("write to the store", .earlierCommitFailed, isFatal: true)
        }
        var transaction = WriteTransaction(try environment.beginWriting(), tables, layerLimits)
        let result: R
        do { result = try body(&transaction) } catch { throw explained(error, path) }
        let changed = transaction.changedBytes
        do {
            try transaction.commit()
        } catch {
            commitHasFailed.store(true, ordering: .releasing)
            let known = explained(error, path)
            throw StoreError(known.operation, known.cause, isFatal: true)
        }
        changedBytes.withLock { $0.merge(changed) { $0 + $1 } }
        return result
    }

    /// Folds layers that have become large into the tables below them, in a transaction of its own: up to twice as
    /// much as was changed since the last time. Nothing of the content changes, and what is not done now is done after
    /// the next change.
    package func foldLayers() throws(StoreError) {
        let changed = changedBytes.withLock { changed in
            defer { changed = [:] }
            return changed
        }
        var due: [BlockTable: Int] = [:]
        try read { (transaction) throws(StoreError) in
            for (table, newest) in changed {
                due[table] = try transaction.bytesDue(of: table, newest: newest, layerLimits)
            }
        }
        if due.values.allSatisfy({ $0 == 0 }) { return }
        try write { (transaction) throws(StoreError) in
            for table in BlockTable.allCases {
                if let bytes = due[table], bytes > 0 { try transaction.fold(table, bytes: bytes) }
            }
        }
    }

    private static func openTables(
        _ environment: LMDBEnvironment, access: Access, isNew: Bool
    ) throws(StoreError) -> StoreTables {
        if !isNew {
            let transaction = try environment.beginReading()
            let tables = try StoreTables(transaction, create: false)
            try checkFacts(transaction, tables)
            try transaction.endReading()
            if access == .readOnly || !tables.hasMissing { return tables }
        }
        let transaction = try environment.beginWriting()
        let tables = try StoreTables(transaction, create: true)
        var writing = WriteTransaction(transaction, tables, LayerLimits())
        try writing.putFact(littleEndianBytes(formatVersion), under: OwnFact.format, in: .meta)
        if isNew {
            for table in BlockTable.allCases {
                let (name, page) = FilterPageMaker(table).last
                try writing.putFact(page, under: name, in: .filter)
            }
        }
        try writing.commit()
        return tables
    }

    /// Refuses other formats, and a store whose newest state has lost its place to an older one.
    private static func checkFacts(
        _ transaction: borrowing LMDBTransaction, _ tables: StoreTables
    ) throws(StoreError) {
        let format = try readValue(transaction, tables, .meta, OwnFact.format)
        guard let found = format.flatMap(littleEndianNumber) else {
            throw StoreError("open the store", .notAStore)
        }
        guard formatsRead.contains(found) else {
            throw StoreError("open the store", .otherFormat(found: found))
        }
        let stamp = try readValue(transaction, tables, .meta, OwnFact.stamp)
        guard stamp.flatMap(littleEndianNumber) == transaction.number else {
            throw StoreError("open the store", .damaged("the number of the last commit"))
        }
    }
}

/// Little enough room to believe that a short write or an I/O error came from a full disk.
private let fullDiskBytes = 16 << 20

/// A full disk shows as an I/O error inside LMDB: looks at the free space before believing it.
func explained(_ error: StoreError, _ path: String) -> StoreError {
    guard case .library(let code, _) = error.cause, code.rawValue == EIO else { return error }
    do {
        guard try FreeSpace.bytes(at: parentFolder(of: path)) < fullDiskBytes else { return error }
        return StoreError(error.operation, .diskFull, isFatal: error.isFatal)
    } catch {
        return StoreError("examine the disk of the store", .file(error), isFatal: true)
    }
}

/// LMDB maps its lock file before the file has blocks of its own: on a full disk the first touch of
/// it would kill the process (SIGBUS).
private func checkRoomForLockFile(_ path: String) throws(StoreError) {
    do throws(FileFault) {
        guard try FileStatus.of(path + "-lock") == nil else { return }
        try FreeSpace.check(parentFolder(of: path), needed: 1 << 20)
    } catch {
        throw StoreError("open the store", error.isDiskFull ? .diskFull : .file(error))
    }
}

/// Opens and locks the folder of the store, against a swap of the store's files.
func lockedFolder(of path: String, exclusive: Bool) throws(StoreError) -> Descriptor {
    do throws(FileFault) {
        let folder = try Descriptor.folder(parentFolder(of: path))
        while flock(folder.number, exclusive ? LOCK_EX : LOCK_SH) == -1 {
            guard errno == EINTR else {
                throw FileFault(operation: "lock the folder", path: folder.path, code: errno)
            }
        }
        return folder
    } catch {
        if error.isMissing { throw StoreError("open the store", .missing) }
        throw StoreError("open the store", .file(error))
    }
}

/// Remembers which stores this process has open: LMDB forbids the same one twice.
final class PathRegistration: Sendable {
    private static let open = Mutex<Set<String>>([])
    private let name: String

    init(_ path: String) {
        let folder = parentFolder(of: path)
        let resolved = unsafe realpath(folder, nil)
        let real = unsafe resolved.map { unsafe String(cString: $0) } ?? folder
        unsafe free(resolved)
        let name = real + "/" + fileName(of: path)
        let deadline = ContinuousClock.now + PathRegistration.closingMax
        while !PathRegistration.open.withLock({ $0.insert(name).inserted }) {
            precondition(ContinuousClock.now < deadline, "this process has the store open already")
            usleep(1000)
        }
        self.name = name
    }

    /// How long a store that was let go may take to close: what a task returns is dropped by its thread a moment
    /// after it is known. So no task returns what holds a store, and this is the net below that.
    private static let closingMax = Duration.seconds(10)

    deinit { PathRegistration.open.withLock { _ = $0.remove(name) } }
}
