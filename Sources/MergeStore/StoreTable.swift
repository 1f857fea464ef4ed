/// The two large tables: sorted maps from a 16-byte key to a payload, packed into blocks.
package enum BlockTable: String, CaseIterable, Sendable {
    /// By link key: what is decided about the accounts of an address.
    case profiles
    /// By the keyed hash of country and account id: where an account is.
    case accounts

    var index: Int { self == .profiles ? 0 : 1 }

    /// What LMDB calls the table of one of its layers.
    func layerName(_ slot: Int) -> String { "\(rawValue).\(slot)" }

    /// What a store with all tables has to open.
    static var treesMax: Int { allCases.count * (1 + LayerList.slots) + SmallTable.allCases.count }

    /// Makes a block of one table fail its check in the other.
    var checksumSeed: UInt64 { UInt64(index) + 1 }
}

/// The small tables: byte keys of 1 to 511 bytes, values of any size, one entry each.
package enum SmallTable: String, CaseIterable, Sendable {
    /// The store's own facts: format, stamps, entry counts.
    case meta
    /// Batches that were applied, with their digests.
    case ledger
    /// Runs and what they published.
    case runs
    /// What becomes due at a date.
    case timers
    /// What people ordered, by number: decisions, unlinks, erasures, undone runs, each with who, when and why.
    case journal
    /// The lasting effect of the journal on accounts; outlives re-runs.
    case constraints
    /// What is left of erased persons.
    case tombstones
    /// Keys that many records share: hubs, skeletons, shared phones.
    case hints
    /// What `undo` needs of each run.
    case history
    /// Accounts whose owner said that they shall not be linked, by their place in the index.
    case vetoes
    /// Accounts that only rejected rows of full snapshots tell of, by a keyed hash.
    case presences
    /// Which keys a block table surely does not hold, layers aside: a `FilterPage` for each range of its keys.
    /// The store's own.
    case filter

    var index: Int { SmallTable.places[self]! }

    /// Whether every store has it; one of the first format gets the others with its next change.
    var isOfFirstFormat: Bool { self != .presences && self != .filter }

    /// Whether entries stand in it that the store keeps for itself.
    func isOwn(_ key: [UInt8]) -> Bool { self == .filter || self == .meta && key.first == 0 }

    /// Makes an entry of one table fail its check in another. Follows from the name alone, so that
    /// tables can be added.
    var checksumSeed: UInt64 { SmallTable.seeds[index] }

    private static let places = Dictionary(
        uniqueKeysWithValues: zip(allCases, 0...))

    private static let seeds = allCases.map { table in
        unsafe Array(table.rawValue.utf8).withUnsafeBytes { unsafe contentChecksum($0, seed: 0) }
    }
}

/// The layout that this program writes: 2 has layers over the block tables, 3 filters of
/// the block tables.
let formatVersion: UInt64 = 3
/// The layouts that it reads: a store without layers gets them with the first change. One without a filter gets
/// it when it is built anew; until then look-ups read the table.
let formatsRead: ClosedRange<UInt64> = 1...formatVersion

/// Keys of the store's own facts in `SmallTable.meta`; all start with a zero byte.
enum OwnFact {
    static let format: [UInt8] = [0] + Array("format".utf8)
    /// The number of the transaction that wrote last: proves that the newest state is the one read.
    static let stamp: [UInt8] = [0] + Array("stamp".utf8)

    /// Entries of the table without its layers.
    static func entries(of table: BlockTable) -> [UInt8] {
        [0] + Array("entries/\(table.rawValue)".utf8)
    }

    static func layers(of table: BlockTable) -> [UInt8] {
        [0] + Array("layers/\(table.rawValue)".utf8)
    }

    static func filter(of table: BlockTable, _ slot: Int) -> [UInt8] {
        [0] + Array("filter/\(table.layerName(slot))".utf8)
    }
}
