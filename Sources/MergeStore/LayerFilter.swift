internal import ByteScanning
internal import Synchronization

/// Says of most keys that a layer does not hold them, without a look at its blocks (a Bloom filter).
///
/// Two bits for each key, among sixteen for each: of a hundred keys that are not there, one or two are looked
/// up in vain. Keys are hashes, so their own bits do.
struct LayerFilter: Sendable {
    /// A layer with more has none: it would be large, and such a layer is folded soon.
    static let keysMax = 1 << 22
    private static let bytesMin = 64

    private var bits: [UInt8]

    /// Makes one of these keys.
    init(_ keys: [Hash128]) {
        var bytes = LayerFilter.bytesMin
        while bytes < 2 * keys.count { bytes *= 2 }
        bits = [UInt8](repeating: 0, count: bytes)
        for key in keys {
            let (first, second) = places(key)
            bits[first >> 3] |= 1 << UInt8(first & 7)
            bits[second >> 3] |= 1 << UInt8(second & 7)
        }
    }

    /// Reads the stored form; `nil` if it is none.
    init?(stored bytes: [UInt8]) {
        guard bytes.count >= LayerFilter.bytesMin, bytes.count & (bytes.count - 1) == 0 else { return nil }
        bits = bytes
    }

    /// The form in which it is stored.
    var stored: [UInt8] { bits }

    @inline(__always)
    func mayHold(_ key: Hash128) -> Bool {
        let (first, second) = places(key)
        return bits[first >> 3] & (1 << UInt8(first & 7)) != 0 && bits[second >> 3] & (1 << UInt8(second & 7)) != 0
    }

    @inline(__always)
    private func places(_ key: Hash128) -> (Int, Int) {
        let mask = UInt64(bits.count * 8 - 1)
        return (
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
