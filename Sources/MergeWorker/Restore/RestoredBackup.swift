internal import DurableFiles
internal import MergeStore

/// What the state remembers of the backup that it came from.
struct RestoredBackup: Codable, Sendable {
    /// `BackupManifest.identity`
    var backup: String
    var summary: RestoreSummary

    /// Where it stands in `SmallTable.meta`.
    static let place = "restored"
}

extension BackupManifest {
    /// Tells a backup from every other.
    var identity: String { SHA256Digest.of(encodePublished(self)).hex }
}

extension StoreEnvironment {
    /// The backup that the state came from, or `nil`.
    func restored() throws(StoreError) -> RestoredBackup? {
        let bytes = try read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(RestoredBackup.place.utf8), in: .meta)
        }
        return try bytes.map { (found) throws(StoreError) in
            try decodeJSON(RestoredBackup.self, found, "the restored backup")
        }
    }
}
