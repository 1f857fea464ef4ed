internal import DurableFiles

/// The batches that the ledger says were applied: by content, and by length, which costs nothing to ask.
struct KnownBatches: Sendable {
    private var digests: Set<SHA256Value> = []
    private var lengths: Set<Int> = []

    mutating func insert(_ digest: SHA256Value, bytes: Int) {
        digests.insert(digest)
        lengths.insert(bytes)
    }

    /// Whether a batch of this length was applied, so that its content must be asked.
    func mayKnow(bytes: Int) -> Bool { lengths.contains(bytes) }

    func contains(_ digest: SHA256Value) -> Bool { digests.contains(digest) }
}
