internal import AccountModel
internal import BatchIntake
internal import DurableFiles

/// A file that was moved to `claimed/` and is to be applied by this run.
struct ClaimedBatch: Sendable {
    var country: Country
    /// The file name in its spool folder.
    var fileName: String
    var path: String
    var bytes: Int
    var layout: BatchLayout
    var manifest: BatchManifest?
    /// Position among the batches of this run: by country, manifest sequence, then name.
    var position: Int
    /// Number that the batch gets in the ledger if it is applied.
    var number: UInt32
    /// Of a rebuild: what was told by rows that are not kept.
    var takenOut = TakenOutRows()
    /// Of a rebuild: the number of the correction that replaced it; only its erasures count.
    var supersededBy: UInt32?
}
