internal import ByteScanning
internal import Synchronization

/// Says of most keys that a layer does not hold them, without a look at its blocks (a Bloom filter).
///
/// Two bits for each key, among sixteen for each: of a hundred keys that are not there, one or two are looked
/// up in vain. Keys are hashes, so their own bits do.
///
/// A class with memory of its own: a look-up asks the filters of all layers, and must not count references for it.
@safe final class LayerFilter: @unchecked Sendable {
    // Unchecked: the bits are only read after `init`.

    /// A layer with more has none: it would be large, and such a layer is folded soon.
    static let keysMax = 1 << 22
    private static let bytesMin = 64

    private let bytes: UnsafeMutableBufferPointer<UInt8>
    /// Valid as long as this filter.
    let bits: LayerFilterBits

    private init(bytes count: Int) {
        unsafe bytes = UnsafeMutableBufferPointer.allocate(capacity: count)
        unsafe bytes.initialize(repeating: 0)
        bits = unsafe LayerFilterBits(UnsafeBufferPointer(bytes))
    }

    deinit { unsafe bytes.deallocate() }

    /// Makes one of these keys.
    convenience init(_ keys: [Hash128]) {
        var count = LayerFilter.bytesMin
        while count < 2 * keys.count { count *= 2 }
        self.init(bytes: count)
        for key in keys {
            let (first, second) = bits.places(key)
            unsafe bytes[first >> 3] |= 1 << UInt8(first & 7)
            unsafe bytes[second >> 3] |= 1 << UInt8(second & 7)
        }
    }

    /// Reads the stored form; `nil` if it is none.
    convenience init?(stored: [UInt8]) {
        guard stored.count >= LayerFilter.bytesMin, stored.count & (stored.count - 1) == 0 else { return nil }
        self.init(bytes: stored.count)
        _ = unsafe bytes.update(from: stored)
    }

    /// The form in which it is stored.
    var stored: [UInt8] { unsafe Array(bytes) }
}

/// The bits of a filter, on loan.
@safe struct LayerFilterBits: @unchecked Sendable {
    private let bits: UnsafeBufferPointer<UInt8>
    private let mask: UInt64

    fileprivate init(_ bits: UnsafeBufferPointer<UInt8>) {
        unsafe self.bits = bits
        mask = UInt64(bits.count * 8 - 1)
    }

    @inline(__always)
    func mayHold(_ key: Hash128) -> Bool {
        let (first, second) = places(key)
        return unsafe bits[first >> 3] >> UInt8(first & 7) & bits[second >> 3] >> UInt8(second & 7) & 1 == 1
    }

    @inline(__always)
    fileprivate func places(_ key: Hash128) -> (Int, Int) {
        (
            Int(truncatingIfNeeded: key.low >> 8 & mask),
            Int(truncatingIfNeeded: (key.high ^ key.low >> 40) &* 0x9e37_79b9_7f4a_7c15 >> 24 & mask)
        )
    }
}

/// The filters that this process has read, so that each is read once.
final class LayerFilters: Sendable {
    private struct Name: Hashable {
        let table: BlockTable
        let slot: Int
        let stamp: UInt64
    }

    private let known = Mutex<[Name: LayerFilter]>([:])

    /// The filter of a layer; `nil` if it has none.
    func filter(
        of layer: Layer, _ table: BlockTable, _ transaction: borrowing LMDBTransaction, _ tables: StoreTables
    ) throws(StoreError) -> LayerFilter? {
        guard layer.hasFilter else { return nil }
        let name = Name(table: table, slot: layer.slot, stamp: layer.stamp)
        if let filter = known.withLock({ $0[name] }) { return filter }
        let bytes = try readValue(transaction, tables, .meta, OwnFact.filter(of: table, layer.slot))
        guard let filter = bytes.flatMap(LayerFilter.init(stored:)) else {
            throw StoreError("read the table meta", .damaged("the filter of a layer"))
        }
        known.withLock { known in
            // A process that writes for long makes layer after layer.
            if known.count >= 4 * LayerList.slots { known.removeAll() }
            known[name] = filter
        }
        return filter
    }
}
