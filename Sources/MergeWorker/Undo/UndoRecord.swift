internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// What a run replaced in the store, entry by entry: enough to put everything back.
///
/// Written in the run's own transaction, so it is there exactly if the run is. Costs what the run changed.
struct UndoRecord: Sendable {
    /// A table that a run writes, and that undo puts back.
    enum Place: UInt8, Sendable {
        case profiles = 0, accounts, ledger, constraints, timers
        /// The newest full snapshots; of the facts nothing else goes back.
        case snapshots
        case vetoes
        case presences

        init?(_ table: SmallTable, _ key: [UInt8]) {
            switch table {
            case .meta where key == Array(snapshotsKey.utf8): self = .snapshots
            case .ledger: self = .ledger
            case .constraints: self = .constraints
            case .timers: self = .timers
            case .vetoes: self = .vetoes
            case .presences: self = .presences
            default: return nil
            }
        }

        var small: SmallTable? {
            switch self {
            case .profiles, .accounts: nil
            case .ledger: .ledger
            case .constraints: .constraints
            case .timers: .timers
            case .snapshots: .meta
            case .vetoes: .vetoes
            case .presences: .presences
            }
        }
    }

    /// One entry as it was; `nil`: it was not there.
    struct Entry: Sendable {
        var place: Place
        var key: [UInt8]
        var value: [UInt8]?
    }

    private(set) var entries: [Entry] = []
    private var byteCount = 0

    /// Whether the run replaced more than undo keeps.
    var isTooLarge: Bool { byteCount > UndoRecord.bytesMax }

    /// A run that replaces more than this keeps nothing, and cannot be undone: it is held in memory at the commit.
    static let bytesMax = 64 << 20
    /// Runs that can be undone at most; older ones are forgotten, so that the store stays bounded.
    static let runsMax = 32
    mutating func append(_ place: Place, _ key: [UInt8], _ value: [UInt8]?) {
        byteCount += 16 + key.count + (value?.count ?? 0)
        if !isTooLarge { entries.append(Entry(place: place, key: key, value: value)) }
    }

    // MARK: Stored form

    /// What the parts of a run's record are called: its number, then theirs.
    static func prefix(_ run: Int) -> [UInt8] { bigEndianBytes(UInt64(run)) }

    /// Reads one part of the stored form.
    mutating func read(_ part: [UInt8]) throws(StoreError) {
        var rest = part[...]
        while !rest.isEmpty {
            guard rest.count >= 18, let place = Place(rawValue: rest[rest.startIndex]) else { throw damaged }
            let hasValue = rest[rest.startIndex + 1] == 1
            let head = rest.dropFirst(2)
            let keyBytes = word(bigEndian: head.prefix(8))
            let valueBytes = word(bigEndian: head.dropFirst(8).prefix(8))
            rest = rest.dropFirst(18)
            guard keyBytes <= UInt64(rest.count), valueBytes <= UInt64(rest.count) - keyBytes else { throw damaged }
            let key = Array(rest.prefix(Int(keyBytes)))
            rest = rest.dropFirst(Int(keyBytes))
            append(place, key, hasValue ? Array(rest.prefix(Int(valueBytes))) : nil)
            rest = rest.dropFirst(Int(valueBytes))
        }
    }

    private var damaged: StoreError { StoreError("read what a run replaced", .damaged("its undo record")) }
}

extension UndoRecord {
    /// The key of an entry of a block table.
    static func hash(_ key: [UInt8]) -> Hash128 {
        Hash128(high: word(bigEndian: key[..<8]), low: word(bigEndian: key[8...]))
    }
}

extension StoreEnvironment {
    /// What a run replaced, or `nil` if nothing is kept of it.
    func undoRecord(of run: Int) throws(StoreError) -> UndoRecord? {
        let prefix = UndoRecord.prefix(run)
        return try read { (transaction) throws(StoreError) in
            var record: UndoRecord?
            try transaction.walk(.history, from: prefix) { (key, part) throws(StoreError) in
                guard key.starts(with: prefix) else { return false }
                if record == nil { record = UndoRecord() }
                try record?.read(part)
                return true
            }
            return record
        }
    }
}
