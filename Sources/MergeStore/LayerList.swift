internal import ByteScanning

/// One layer: the sorted changes of one or more write transactions to a block table, in a table of their own
/// that lies over it. An entry hides those of its key below it; one without a payload says that the key is gone.
struct Layer: Equatable, Sendable {
    /// Which of the tables for layers it stands in.
    var slot: Int
    var entries: Int
    /// Bytes of its entries.
    var bytes: Int
    /// The number of the transaction that wrote it: tells it from others that stood in the same table.
    var stamp: UInt64
    /// Whether it has a filter.
    var hasFilter: Bool
}

/// How many layers there are at most, and how large they become.
package struct LayerLimits: Sendable {
    /// Layers of about one size that become one with the next of that size, less one.
    var similarMax = 3
    /// Smaller ones count as this: they are joined whatever their sizes are.
    var smallBytes = 256 << 10
    /// What joining may write in one transaction: some 0.05 s.
    var joinedBytesMax = 32 << 20
    /// All layers together, as a share of the table below them. Where changes lie close, folding writes a
    /// block for several of them, so more is better; but each look-up asks every layer.
    var shareMax = 16
    /// Less than this is never folded: a small store has layers too.
    var bytesMin = 16 << 10
    /// What is folded at least where something is due, so that folding ends.
    var foldedBytesMin = 1 << 20
    /// A page of the filter that has twice as many keys is made anew, in two.
    var filterKeysMax = FilterPage.keysMax

    /// The limits of a workspace.
    package init() {}
}

/// The layers of a block table, the oldest first, as they stand in the store's own facts.
struct LayerList: Equatable, Sendable {
    /// How many tables there are for the layers of each block table.
    static let slots = 24

    var layers: [Layer] = []
    /// How many entries there are with the layers more than without them.
    var growth = 0
    /// Where folding goes on: what is before this key was folded last.
    var position = Hash128.zero

    var bytes: Int { layers.reduce(0) { $0 + $1.bytes } }

    /// A table for a layer that holds none.
    var freeSlot: Int? { (0..<LayerList.slots).first { slot in !layers.contains { $0.slot == slot } } }

    /// How many of the newest layers a new one takes in, so that their number grows with the logarithm of
    /// their size only.
    /// - Parameters:
    ///   - expected: bytes of the new one, if known.
    ///   - fixed: slots of layers that cannot be taken in.
    func joined(expected: Int, fixed: Set<Int>, _ limits: LayerLimits) -> Int {
        let open = layers.reversed().prefix { !fixed.contains($0.slot) }
        if layers.count + 2 > LayerList.slots { return open.count }
        var size = max(expected, limits.smallBytes)
        var taken = 0
        while true {
            let similar = open.dropFirst(taken).prefix { $0.bytes <= 2 * size }
            let more = similar.reduce(0) { $0 + $1.bytes }
            guard similar.count >= limits.similarMax, size + more <= limits.joinedBytesMax else { return taken }
            taken += similar.count
            size += more
        }
    }

    /// How many bytes of the layers are to be folded into the table below now that a new one is there.
    func due(newest: Int, tableBytes: Int, _ limits: LayerLimits) -> Int {
        let excess = bytes - max(limits.bytesMin, tableBytes / limits.shareMax)
        return min(max(0, excess), max(limits.foldedBytesMin, 2 * newest))
    }
}

extension LayerList {
    private static let headBytes = 32
    private static let layerBytes = 40

    /// The form in which it is stored.
    var stored: [UInt8] {
        var bytes = littleEndianBytes(UInt64(bitPattern: Int64(growth)))
        bytes += littleEndianBytes(position.high) + littleEndianBytes(position.low)
        bytes += littleEndianBytes(UInt64(layers.count))
        for layer in layers {
            let numbers = [layer.slot, layer.entries, layer.bytes, layer.hasFilter ? 1 : 0]
            bytes += numbers.flatMap { littleEndianBytes(UInt64($0)) } + littleEndianBytes(layer.stamp)
        }
        return bytes
    }

    /// Reads the stored form; `nil` if it is none.
    init?(stored bytes: [UInt8]) {
        // Read for every cursor, so without an array for each number.
        let words = (0..<bytes.count / 8).map { loadWord(bytes.raw, at: 8 * $0) }
        guard bytes.count >= LayerList.headBytes, bytes.count == 8 * words.count,
            words[3] <= LayerList.slots,
            bytes.count == LayerList.headBytes + Int(words[3]) * LayerList.layerBytes
        else { return nil }
        growth = Int(Int64(bitPattern: words[0]))
        position = Hash128(high: words[1], low: words[2])
        for place in 0..<Int(words[3]) {
            let fields = words[(4 + 5 * place)..<(9 + 5 * place)]
            let numbers = fields.prefix(4).compactMap { Int(exactly: $0) }
            guard numbers.count == 4, numbers[0] < LayerList.slots, numbers[3] <= 1,
                !layers.contains(where: { $0.slot == numbers[0] })
            else { return nil }
            layers.append(
                Layer(
                    slot: numbers[0], entries: numbers[1], bytes: numbers[2], stamp: fields.last!,
                    hasFilter: numbers[3] == 1))
        }
    }
}

/// The layers of a table in this snapshot.
func readLayers(
    _ transaction: borrowing LMDBTransaction, _ tables: StoreTables, _ table: BlockTable
) throws(StoreError) -> LayerList {
    guard let bytes = try readValue(transaction, tables, .meta, OwnFact.layers(of: table)) else { return LayerList() }
    guard let list = LayerList(stored: bytes), list.layers.allSatisfy({ tables[table, layer: $0.slot] != nil }) else {
        throw StoreError("read the table meta", .damaged("the list of layers"))
    }
    return list
}
