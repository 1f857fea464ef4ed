internal import ByteScanning
internal import MergeStore

/// Reads the accounts index of the state as it was when the run began.
struct IndexReader: Sendable {
    let store: StoreEnvironment

    /// What the index says of each account, in the order of `accounts`.
    ///
    /// One short snapshot: beside a writer in another process nothing is held for long. The store does not
    /// change under a run, which holds the workspace lock (a dry run compares the state's number instead).
    /// - Parameter accounts: ascending.
    func values(of accounts: [Hash128]) throws(StoreError) -> [IndexValue?] {
        try store.read { (transaction) throws(StoreError) in
            let found = try transaction.withCursor(.accounts) { (cursor) throws(StoreError) in
                var values: [IndexValue?] = []
                values.reserveCapacity(accounts.count)
                for account in accounts {
                    let value = try cursor.find(account) { (payload) throws(StoreError) in
                        guard IndexValue.isLength(payload.byteCount) else {
                            throw StoreError(
                                "read the accounts index", .damaged("an entry of \(payload.byteCount) bytes"))
                        }
                        return IndexValue(payload)
                    }
                    values.append(value)
                }
                return values
            }
            return found ?? Array(repeating: nil, count: accounts.count)
        }
    }
}
