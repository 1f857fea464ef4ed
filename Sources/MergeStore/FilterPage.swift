internal import ByteScanning

/// One page of the filter of a block table: says of most keys of its range that the table does not hold them
/// (a Bloom filter).
///
/// Three bits for each key, among ten for each: of a hundred keys that are not there, two are looked up in vain.
/// Keys are hashes, so their own bits do. A key that was removed stays noted until the page is made anew.
///
/// A page stands in `SmallTable.filter` under its table and the first key of its range, which ends where that of the
/// next one begins; the first range begins at zero. As it is stored: the number of keys (8 bytes, little-endian), then the
/// bits. With its checksum it fills what LMDB keeps on one page of its own.
struct FilterPage: Equatable {
    /// How many keys a page is made for.
    static let keysMax = 3200
    /// Of the stored form.
    static let bytes = BlockLayout.blockBytesMax - 8
    private static let headBytes = 8
    private static let bitBytes = bytes - headBytes

    private var bits = [UInt8](repeating: 0, count: bitBytes)
    /// How many keys were noted.
    private(set) var keys = 0

    init() {}

    /// Reads the stored form; `nil` if it is none.
    init?(stored: [UInt8]) {
        guard stored.count == FilterPage.bytes,
            let number = littleEndianNumber(Array(stored[..<FilterPage.headBytes])), let keys = Int(exactly: number)
        else { return nil }
        bits = Array(stored[FilterPage.headBytes...])
        self.keys = keys
    }

    /// The form in which it is stored.
    var stored: [UInt8] { littleEndianBytes(UInt64(keys)) + bits }

    mutating func note(_ key: Hash128) {
        let (first, second, third) = FilterPage.places(key)
        bits[first >> 3] |= 1 << UInt8(first & 7)
        bits[second >> 3] |= 1 << UInt8(second & 7)
        bits[third >> 3] |= 1 << UInt8(third & 7)
        keys += 1
    }

    func mayHold(_ key: Hash128) -> Bool {
        unsafe bits.withUnsafeBytes { unsafe FilterPage.areSet(FilterPage.places(key), in: $0) }
    }

    /// Whether a page in its stored form may hold a key.
    static func mayHold(_ key: Hash128, stored: UnsafeRawBufferPointer) -> Bool {
        let bits = unsafe UnsafeRawBufferPointer(rebasing: stored[headBytes..<bytes])
        return unsafe areSet(places(key), in: bits)
    }

    @inline(__always)
    private static func areSet(_ places: (Int, Int, Int), in bits: UnsafeRawBufferPointer) -> Bool {
        unsafe bits[places.0 >> 3] >> UInt8(places.0 & 7) & bits[places.1 >> 3] >> UInt8(places.1 & 7)
            & bits[places.2 >> 3] >> UInt8(places.2 & 7) & 1 == 1
    }

    /// Three numbers of 21 bits as places. The upper half of a key is much the same all over a page.
    @inline(__always)
    private static func places(_ key: Hash128) -> (Int, Int, Int) {
        (place(key.low >> 43), place(key.low >> 22), place(key.low))
    }

    @inline(__always)
    private static func place(_ number: UInt64) -> Int {
        Int(truncatingIfNeeded: ((number & 0x1F_FFFF) * UInt64(8 * bitBytes)) >> 21)
    }
}

/// A page and its name, as they are stored.
typealias StoredFilterPage = (name: [UInt8], page: [UInt8])

/// The names of pages in `SmallTable.filter`: the number of the block table, and a key (big-endian).
enum FilterName {
    static let bytes = 17

    static func of(_ first: Hash128, in table: BlockTable) -> [UInt8] {
        var name: [UInt8] = []
        unsafe with(first, in: table) { unsafe name.append(contentsOf: $0) }
        return name
    }

    /// Lends a name.
    @inline(__always)
    static func with<R, E: Error>(
        _ first: Hash128, in table: BlockTable, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        let words = (UInt64(table.index).bigEndian, first.high.bigEndian, first.low.bigEndian)
        return try unsafe withUnsafeBytes(of: words) { (words) throws(E) in
            try unsafe body(UnsafeRawBufferPointer(rebasing: words.suffix(bytes)))
        }
    }

    /// The first key of the range; `nil` if this is no name, or that of another table's page.
    static func first(_ name: UnsafeRawBufferPointer, in table: BlockTable) -> Hash128? {
        unsafe name.count == bytes && name[0] == UInt8(table.index) ? hash(name, at: 1) : nil
    }
}

/// Makes the pages of a filter from keys in ascending order.
struct FilterPageMaker {
    private let table: BlockTable
    private let keysMax: Int
    private var page = FilterPage()
    /// Where the range of the open page begins.
    private var first: Hash128

    /// - Parameters:
    ///   - first: where the first range begins.
    ///   - keysMax: of one page.
    init(_ table: BlockTable, from first: Hash128 = .zero, keysMax: Int = FilterPage.keysMax) {
        self.table = table
        self.first = first
        self.keysMax = keysMax
    }

    /// Notes a key; returns the page before its own if that is full.
    @inline(__always)
    mutating func note(_ key: Hash128) -> StoredFilterPage? {
        let full = page.keys == keysMax ? turnPage(to: key) : nil
        page.note(key)
        return full
    }

    private mutating func turnPage(to key: Hash128) -> StoredFilterPage {
        let full = last
        page = FilterPage()
        first = key
        return full
    }

    /// The page that is open; there is always one.
    var last: StoredFilterPage { (FilterName.of(first, in: table), page.stored) }
}
