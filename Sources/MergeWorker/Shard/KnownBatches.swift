internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore

/// The batches that the ledger says were applied.
struct KnownBatches: Sendable {
    /// `nil` when there is no state yet: nothing is known.
    let store: StoreEnvironment?

    /// Whether a batch of this length was applied, so that its content must be asked.
    func mayKnow(bytes: Int) throws(StoreError) -> Bool { try has(LedgerKey.length(bytes)) }

    func contains(_ digest: SHA256Value) throws(StoreError) -> Bool { try has(LedgerKey.content(digest.hex)) }

    /// Refuses a batch whose id and sequence were used by another content.
    func checkIdentity(_ batch: ClaimedBatch, _ digest: SHA256Value) throws {
        guard let store, let manifest = batch.manifest else { return }
        let key = LedgerKey.identity(batch.country.code, manifest.batchID, manifest.sequence)
        let known = try store.read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(key.utf8), in: .ledger)
        }
        guard let known else { return }
        let former = String(decoding: known, as: UTF8.self)
        if former != digest.hex {
            throw BatchFault(
                .batchIDReused,
                "A batch with this id and sequence was applied with other content: SHA-256 \(former) then, "
                    + "\(digest.hex) now",
                wayOut: "Give the new export a new batch_id or the next sequence.")
        }
    }

    private func has(_ key: String) throws(StoreError) -> Bool {
        guard let store else { return false }
        return try store.read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(key.utf8), in: .ledger) != nil
        }
    }
}
