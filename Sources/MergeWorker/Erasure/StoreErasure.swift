internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore

/// Copies the store without the erased persons, so that no byte of them stays in free pages.
struct StoreErasure {
    let state: OpenedState
    let plan: ErasurePlan

    /// Builds the new store beside the live one and checks it; `replaceStore` makes it live.
    /// - Parameter entries: facts and ledger after the erasure; they replace what is copied.
    func build(at path: String, _ entries: [(table: SmallTable, key: [UInt8], value: [UInt8])]) throws {
        var builder = try StoreBuilder(path: path, mapBytes: storeMapBytes)
        try copyTable(.profiles, of: state.store, into: &builder) { (change) throws(StoreError) in
            for group in plan.groups {
                if let rest = group.remainder { try change(group.key, rest.raw) } else { try change(group.key, nil) }
            }
        }
        try copyTable(.accounts, of: state.store, into: &builder) { (change) throws(StoreError) in
            for account in plan.accounts { try change(account, nil) }
        }
        try copyOthers(into: &builder)
        for entry in entries { try builder.put(entry.value, under: entry.key, in: entry.table) }
        try builder.finish()
        let found = verifyStore(path).filter { $0.kind != .lostRoom }
        if let first = found.first { throw StoreError("check the new store", .damaged("\(first)")) }
    }

    /// Copies the small tables without what is about erased accounts.
    private func copyOthers(into builder: inout StoreBuilder) throws {
        let accounts = Set(plan.accounts + plan.unseen)
        let gone = accounts.union(plan.groups.filter(\.staying.isEmpty).map(\.key))
        var orders: [(number: [UInt8], entry: JournalEntry)] = []
        try copySmallTables(of: state.store, into: &builder) { table, key, value in
            switch table {
            // Names of files and digests only.
            case .meta, .ledger, .runs, .tombstones: return true
            case .constraints:
                let subject = DecisionSubject(storeKey: key)
                return subject?.accounts.contains(where: accounts.contains) != true
            // Whoever comes back is another person, and answers anew.
            case .vetoes: return !accounts.contains(UndoRecord.hash(key))
            // By names that lead to nobody.
            case .presences: return true
            case .journal:
                guard let entry = erasedOrder(value) else { return true }
                orders.append((key, entry))
                return false
            // What undo keeps of earlier runs may hold the persons, under whatever key.
            case .history: return false
            // The new store has its own.
            case .filter: return false
            case .hints:
                if let entry = LookAlikeEntry(storeKey: key, value: value) { return !plan.unlisted.contains(entry) }
                return !holdsKey(gone, key) && !holdsKey(gone, value)
            case .timers: return !holdsKey(gone, key) && !holdsKey(gone, value)
            }
        }
        for order in orders { try builder.put(encodeJSON(order.entry), under: order.number, in: .journal) }
    }

    private func journalEntry(_ value: [UInt8]) -> JournalEntry? {
        do { return try decodeJSON(JournalEntry.self, value, "an entry of the journal") } catch { return nil }
    }

    /// A journal's entry without the erased account that it names; `nil` when it names none.
    private func erasedOrder(_ value: [UInt8]) -> JournalEntry? {
        guard var entry = journalEntry(value), let decision = entry.decision else { return nil }
        let named = [(decision.country, decision.accountID), (decision.otherCountry, decision.otherAccountID)]
        let isErased = named.contains { country, account in
            guard let country = country.flatMap({ Country(code: $0) }), let account else { return false }
            return plan.names.isErased(country, Array(account.utf8).raw)
        }
        guard isErased else { return nil }
        entry.decision = nil
        entry.reason = "erased"
        return entry
    }

    /// Whether bytes contain one of the link keys, as sixteen bytes or as hexadecimal digits.
    private func holdsKey(_ keys: Set<Hash128>, _ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 16 else { return false }
        for start in 0...bytes.count - 16 {
            var words: (UInt64, UInt64) = (0, 0)
            for offset in 0..<8 {
                words.0 = words.0 << 8 | UInt64(bytes[start + offset])
                words.1 = words.1 << 8 | UInt64(bytes[start + 8 + offset])
            }
            if keys.contains(Hash128(high: words.0, low: words.1)) { return true }
            let swapped = Hash128(high: words.0.byteSwapped, low: words.1.byteSwapped)
            if keys.contains(swapped) { return true }
        }
        guard bytes.count >= 32 else { return false }
        for start in 0...bytes.count - 32 {
            if let key = Hash128(hexadecimal: bytes[start..<start + 32]), keys.contains(key) { return true }
        }
        return false
    }
}
