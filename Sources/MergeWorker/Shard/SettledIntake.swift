internal import AccountModel
internal import ByteScanning
internal import MergeReports
internal import MergeStore

/// What a shard hands to the coordinator when its batches are read and its versions settled.
struct SettledIntake: Sendable {
    var country: Country
    var batches: [ReadBatch]
    /// Rows not to be applied, by position of the batch among this shard's batches.
    var dropped: [DroppedRows]
    /// New and changed entries of the accounts index, in key order, in the temporary file.
    var index: EditRun
    /// Accounts that the state has more than before, deleted ones included.
    var newAccounts: Int
    /// Manifest sequence + 1 of the country's newest full snapshot after this run; zero: none.
    var newestSnapshot: UInt32
    /// Accounts that a full snapshot has left out, of those that lived and were asked about.
    var vanished: Int
    var liveBefore: Int
    var counts: RowCounts
    /// Link keys of the accounts that people's decisions name, where this run's rows gave them one.
    var linkKeys: [Hash128: Hash128] = [:]
    /// Accounts whose newest version has the address of an erased person: their other versions are kept out
    /// from now on, too.
    var suppressedAccounts: [SuppressedAccount]
    var vetoes = VetoChanges()
    var presences: PresenceChanges
    /// Batches that corrections replace, as the ledger has them from now on.
    var replaced: [LedgerBatch] = []
    /// Rows not to be applied of batches that were read again, by the batch's number.
    var replayedDropped: [UInt32: DroppedRows] = [:]
}
