internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// A hold that ends at an instant: from then on the decision about its key is another one, although nothing
/// about its accounts has changed.
///
/// Kept in the store by instant, so that a later run decides again about exactly these keys, and an
/// incremental batch still costs what the batch costs.
struct DueHold: Sendable, Equatable {
    var key: Hash128
    var at: Timestamp

    /// The stored form: the instant and the key, big-endian, so that the earliest come first.
    var storeKey: [UInt8] {
        var bytes: [UInt8] = []
        let instant = UInt64(bitPattern: at.rawValue) ^ (1 << 63)
        for word in [instant, key.high, key.low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    init(key: Hash128, at: Timestamp) {
        self.key = key
        self.at = at
    }

    /// Reads the stored form; `nil` for bytes that are none.
    init?(storeKey bytes: [UInt8]) {
        guard bytes.count == 24 else { return nil }
        func word(_ offset: Int) -> UInt64 { bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        at = Timestamp(rawValue: Int64(bitPattern: word(0) ^ (1 << 63)))
        key = Hash128(high: word(8), low: word(16))
    }
}

extension StoreEnvironment {
    /// The holds that have ended by `asOf`, earliest first.
    func dueHolds(until asOf: Timestamp) throws(StoreError) -> [DueHold] {
        try read { (transaction) throws(StoreError) in
            var due: [DueHold] = []
            try transaction.walk(.timers) { (key, _) throws(StoreError) in
                guard let hold = DueHold(storeKey: key) else {
                    throw StoreError("read the holds that end", .damaged("an entry of \(key.count) bytes"))
                }
                // The hold stands while `changed + days > as_of` (OwnStance): it ends at that very instant.
                guard hold.at <= asOf else { return false }
                due.append(hold)
                return true
            }
            return due
        }
    }
}
