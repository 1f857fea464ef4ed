internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// Compares the accounts index with the records, both ways.
///
/// Digests of both sides first, in one pass and no look-ups; only if they differ, every account is looked
/// up to name those that do not fit.
struct IndexVerification {
    let store: StoreEnvironment
    let keys: IntakeKeys
    let findings: FindingList

    private static let place = "table accounts"
    /// Accounts looked up in one walk of the cursor.
    private static let lookUpAccounts = 1 << 16

    func verify(_ totals: StoredTotals, _ ranges: StoredRanges) throws {
        let index = try digestIndex()
        if index == totals.byRecords { return }
        findings.note(
            IndexVerification.place,
            "\(index.count) entries do not stand for the \(totals.byRecords.count) records")
        for range in 0..<ranges.rangeCount where !findings.isFull { try lookUpRecords(range, ranges) }
        try lookUpEntries()
    }

    private func digestIndex() throws(StoreError) -> IndexDigest {
        var digest = IndexDigest()
        try forEachEntry { (account, value) throws(StoreError) in
            digest.insert(account, value)
            return true
        }
        return digest
    }

    /// Lends the entries in order until `body` returns `false`; what is none is a finding.
    private func forEachEntry(
        _ body: (Hash128, IndexValue) throws(StoreError) -> Bool
    ) throws(StoreError) {
        _ = try store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.accounts) { (cursor) throws(StoreError) in
                var isThere = try cursor.first()
                while isThere, let account = cursor.key {
                    let value = try cursor.withPayload { (payload) throws(StoreError) in
                        IndexValue.isLength(payload.byteCount) ? IndexValue(payload) : nil
                    }
                    if Country(rawValue: UInt8(account.high >> 59)) == nil {
                        note(account, "a country that does not exist")
                    }
                    if let value {
                        guard try body(account, value) else { return }
                    } else {
                        note(account, "the length of an entry")
                    }
                    isThere = try cursor.next()
                }
            }
        }
    }

    /// Names the records that have no entry, or one that says something else.
    private func lookUpRecords(_ range: Int, _ ranges: StoredRanges) throws {
        var records: [(account: Hash128, key: Hash128, contentHash: UInt64)] = []
        try ranges.forEachGroup(range) { (key, payload) throws(StoreError) in
            forEachSound(payload) { facts in
                let account = accountIndexKey(
                    facts.country, payload.extracting(facts.range(of: .accountID)), key: keys.account)
                records.append((account, key, facts.indexedHash(payload)))
            }
        }
        records.sort { $0.account < $1.account }
        let values = try IndexReader(store: store).values(of: records.map(\.account))
        for (record, value) in zip(records, values) {
            guard let value else {
                findings.note(
                    "table profiles, key \(record.key.hexadecimal)", "an account that is not in the index")
                continue
            }
            if value.linkKey != record.key || value.contentHash != record.contentHash {
                note(record.account, "it tells another link key or version than the account's record")
            }
        }
    }

    /// Names the entries without a record.
    private func lookUpEntries() throws {
        var entries: [(account: Hash128, key: Hash128)] = []
        try forEachEntry { (account, value) throws(StoreError) in
            entries.append((account, value.linkKey))
            if entries.count == IndexVerification.lookUpAccounts {
                try lookUp(entries)
                entries.removeAll(keepingCapacity: true)
            }
            return !findings.isFull
        }
        try lookUp(entries)
    }

    private func lookUp(_ entries: [(account: Hash128, key: Hash128)]) throws(StoreError) {
        let sorted = entries.sorted { $0.key < $1.key }
        _ = try store.read { (transaction) throws(StoreError) in
            try transaction.withCursor(.profiles) { (cursor) throws(StoreError) in
                for entry in sorted {
                    let isThere = try cursor.find(entry.key) { (payload) throws(StoreError) in
                        var isFound = false
                        forEachSound(payload) { facts in
                            let account = accountIndexKey(
                                facts.country, payload.extracting(facts.range(of: .accountID)),
                                key: keys.account)
                            if account == entry.account { isFound = true }
                        }
                        return isFound
                    }
                    if isThere != true { note(entry.account, "an entry without a record") }
                }
            }
        }
    }

    private func note(_ account: Hash128, _ problem: String) {
        findings.note("\(IndexVerification.place), key \(account.hexadecimal)", problem)
    }
}

/// Lends the records of a stored group up to the first damaged one.
private func forEachSound(_ payload: RawSpan, _ body: (AccountFacts) -> Void) {
    var cursor = 0
    while cursor < payload.byteCount {
        guard case .sound(let facts) = checkRecord(payload, at: cursor) else { return }
        body(facts)
        cursor += facts.byteCount
    }
}
