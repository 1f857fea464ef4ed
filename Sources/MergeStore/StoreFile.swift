internal import DurableFiles

/// One of the two records at the start of an LMDB file that say where the newest state is.
struct StoreHeader: Equatable, Sendable {
    static let magic: UInt32 = 0xBEEF_C0DE
    /// The two pages' least size; LMDB uses the machine's page size when it makes a file.
    static let pageBytesMin = 512
    static let recordBytes = 152

    let pageBytes: Int
    let free: RawTableRecord
    let main: RawTableRecord
    let lastPage: UInt64
    let number: UInt64

    /// Nothing was ever committed: the process that made the file died before.
    var isUnused: Bool { number == 0 && main.root == RawTableRecord.noPage }

    /// Reads the record of page `index` (0 or 1), or `nil` if it is none.
    init?(_ page: UnsafeRawBufferPointer, index: UInt64) {
        guard page.count >= StoreHeader.recordBytes else { return nil }
        let flags = unsafe UInt16(
            littleEndian: page.loadUnaligned(fromByteOffset: 10, as: UInt16.self))
        let isMeta = unsafe field64(page, 0) == index && flags == 8
        let isLMDB = unsafe field32(page, 16) == StoreHeader.magic && field32(page, 20) == 1
        guard isMeta, isLMDB else { return nil }
        unsafe pageBytes = Int(field32(page, 40))
        guard pageBytes >= 4096, pageBytes <= 65536, pageBytes & (pageBytes - 1) == 0 else {
            return nil
        }
        unsafe free = RawTableRecord(page, at: 40)
        unsafe main = RawTableRecord(page, at: 88)
        unsafe lastPage = field64(page, 136)
        unsafe number = field64(page, 144)
        guard lastPage < 1 << 44 else { return nil }
    }
}

/// LMDB's record of a table (`MDB_db`).
struct RawTableRecord: Equatable, Sendable {
    static let bytes = 48
    /// The root of an empty table.
    static let noPage = UInt64.max

    let flags: UInt16
    let depth: Int
    let branchPages: UInt64
    let leafPages: UInt64
    let overflowPages: UInt64
    let entries: UInt64
    let root: UInt64

    /// - Precondition: 48 bytes from `offset` on.
    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        unsafe flags = UInt16(
            littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt16.self))
        unsafe depth = Int(
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 6, as: UInt16.self)))
        unsafe branchPages = field64(bytes, offset + 8)
        unsafe leafPages = field64(bytes, offset + 16)
        unsafe overflowPages = field64(bytes, offset + 24)
        unsafe entries = field64(bytes, offset + 32)
        unsafe root = field64(bytes, offset + 40)
    }
}

@inline(__always)
func field64(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
}

@inline(__always)
func field32(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
}

@inline(__always)
func field16(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    unsafe Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
}

/// The file of a store as bytes, read without LMDB.
enum StoreFile {
    /// Refuses a file that LMDB would map and then die on. Returns whether there is none yet.
    ///
    /// LMDB maps the file; touching a page behind its end kills the process (SIGBUS). A file may be
    /// shorter than its header says if its last pages are free and were never written, so only
    /// pages that are in use count.
    static func check(_ path: String, mayBeMissing: Bool) throws(StoreError) -> Bool {
        do {
            guard let status = try FileStatus.of(path) else {
                guard mayBeMissing else { throw StoreError("open the store", .missing) }
                return true
            }
            guard status.kind == .file else { throw StoreError("open the store", .notAStore) }
            if status.bytes == 0 && mayBeMissing { return true }  // died while making it
            let pages = try RawPages(path)
            let header = try newestHeader(pages)
            if header.isUnused {
                guard mayBeMissing else { throw StoreError("open the store", .missing) }
                return true
            }
            let needed = (Int(header.lastPage) + 1) * header.pageBytes
            guard pages.fileBytes < needed else { return false }
            var walk = StoreWalk(pages, header, readsBlocks: false)
            walk.walkAll()
            let isShort = walk.findings.contains { $0.kind == .beyondEnd }
            if isShort { throw truncated(pages.fileBytes, needed) }
            return false
        } catch let error as StoreError {
            throw error
        } catch let error as FileFault {
            throw StoreError("open the store", .file(error))
        } catch {
            preconditionFailure("an error of another kind")
        }
    }

    /// The header with the greater number: the one that LMDB reads.
    static func newestHeader(_ pages: RawPages) throws(StoreError) -> StoreHeader {
        guard pages.fileBytes >= 2 * RawPages.firstPageBytes else {
            throw truncated(pages.fileBytes, 2 * RawPages.firstPageBytes)
        }
        guard let first = try pages.header(0), let second = try pages.header(1) else {
            throw StoreError("open the store", .notAStore)
        }
        return first.number > second.number ? first : second
    }

    private static func truncated(_ bytes: Int, _ needed: Int) -> StoreError {
        StoreError("open the store", .truncated(bytes: bytes, neededBytes: needed))
    }
}
