internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeReports
internal import MergeStore

/// The batches that the ledger says were applied.
struct KnownBatches: Sendable {
    /// `nil` when there is no state yet: nothing is known.
    let store: StoreEnvironment?

    /// Whether a batch of this length was applied, so that its content must be asked.
    func mayKnow(bytes: Int) throws(StoreError) -> Bool { try has(LedgerKey.length(bytes)) }

    /// Whether this very batch was applied: the same content, and under the same id if it has one.
    func contains(_ digest: SHA256Value, _ batch: ClaimedBatch) throws(StoreError) -> Bool {
        guard let manifest = batch.manifest else { return try contains(digest, of: batch.country) }
        return try appliedDigest(batch.country, manifest) == digest.hex
    }

    func contains(_ digest: SHA256Value, of country: Country) throws(StoreError) -> Bool {
        try has(LedgerKey.content(country.code, digest.hex))
    }

    /// Whether a decisions file of this content was applied.
    func contains(decisions sha256: String) throws(StoreError) -> Bool { try has(LedgerKey.decisions(sha256)) }

    /// Whether a batch of this identity was applied, whatever its content.
    func knowsIdentity(_ country: Country, _ manifest: BatchManifest) throws(StoreError) -> Bool {
        try appliedDigest(country, manifest) != nil
    }

    /// Whether a correction was applied that names a batch, and the batch was not applied before it: then it is
    /// known by its own identity.
    func isSuperseded(_ country: Country, _ manifest: BatchManifest) throws(StoreError) -> Bool {
        guard let limit = try supersededSequence(country, manifest.batchID), (manifest.sequence ?? 0) <= limit else {
            return false
        }
        return try !knowsIdentity(country, manifest)
    }

    /// Up to which sequence batches of an id are superseded; `nil`: no correction names the id.
    func supersededSequence(_ country: Country, _ batchID: String) throws(StoreError) -> UInt64? {
        guard let store else { return nil }
        let key = LedgerKey.superseded(country.code, batchID)
        return try store.read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(key.utf8), in: .ledger)
        }.map { word(bigEndian: $0[...]) }
    }

    /// The number of the last correction that an earlier run knew of a batch.
    func correction(of manifest: BatchManifest, _ country: Country) throws(StoreError) -> UInt32? {
        try batches(of: country).compactMap(Correction.init)
            .last { $0.replaces(manifest.batchID, manifest.sequence) }?.number
    }

    /// All batches of a country, superseded ones as well, by number.
    func batches(of country: Country) throws(StoreError) -> [LedgerBatch] {
        guard let store else { return [] }
        return try store.read { (transaction) throws(StoreError) in
            var batches: [LedgerBatch] = []
            let prefix = Array(LedgerKey.batchPrefix.utf8)
            try transaction.walk(.ledger, from: prefix) { (key, value) throws(StoreError) in
                guard key.starts(with: prefix) else { return false }
                let batch = try decodeJSON(LedgerBatch.self, value, "a batch in the ledger")
                if batch.country == country.code { batches.append(batch) }
                return true
            }
            return batches
        }
    }

    /// Refuses a batch whose id and sequence were used by another content, in an earlier run or in this one.
    /// - Parameter read: the batches of the country that this run has read before.
    func checkIdentity(_ batch: ClaimedBatch, _ digest: SHA256Value, after read: [ReadBatch]) throws {
        guard let manifest = batch.manifest else { return }
        let same = read.first { other in
            other.statistics.outcome != .refused && other.batch.manifest.map { $0.hasIdentity(of: manifest) } == true
        }
        let former = try same?.statistics.digest ?? appliedDigest(batch.country, manifest)
        if let former, former != digest.hex {
            throw BatchFault(
                .batchIDReused,
                "A batch with this id and sequence was applied with other content: SHA-256 \(former) then, "
                    + "\(digest.hex) now",
                wayOut: "Give the new export a new batch_id or the next sequence.")
        }
    }

    /// The digest of the content that was applied under the identity of a manifest.
    private func appliedDigest(_ country: Country, _ manifest: BatchManifest) throws(StoreError) -> String? {
        guard let store else { return nil }
        let key = LedgerKey.identity(country.code, manifest)
        let known = try store.read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(key.utf8), in: .ledger)
        }
        return known.map { String(decoding: $0, as: UTF8.self) }
    }

    private func has(_ key: String) throws(StoreError) -> Bool {
        guard let store else { return false }
        return try store.read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(key.utf8), in: .ledger) != nil
        }
    }
}

extension BatchManifest {
    /// Whether both stand for the same part of the same batch.
    func hasIdentity(of other: BatchManifest) -> Bool {
        batchID == other.batchID && sequence == other.sequence && part == other.part
    }
}
