internal import AccountModel
internal import BatchIntake
internal import MergeReports

/// What a batch says that replaces others.
///
/// A correction replaces all batches of its country that have the id it names, whenever they come, but for those
/// with a higher sequence than its own: an id that is used again is another delivery. Whether it is superseded
/// itself changes nothing: a correction of a correction stands in the place of both. So which batches count is
/// a function of their set.
struct Correction {
    /// Place among the batches that the shard has read.
    let index: Int
    let number: UInt32
    let batchID: String
    /// Up to which sequence batches of the id are replaced.
    let sequenceMax: UInt64

    init?(_ read: ReadBatch, at index: Int) {
        guard read.statistics.outcome == .applied, let manifest = read.batch.manifest, let named = manifest.supersedes
        else { return nil }
        self.index = index
        number = read.batch.number
        batchID = named
        sequenceMax = manifest.sequence ?? .max
    }

    /// One that an earlier run knew.
    init?(_ batch: LedgerBatch) {
        guard let named = batch.supersedes else { return nil }
        index = -1
        number = batch.number
        batchID = named
        sequenceMax = batch.sequence ?? .max
    }

    func replaces(_ batchID: String?, _ sequence: UInt64?) -> Bool {
        batchID == self.batchID && (sequence ?? 0) <= sequenceMax
    }

    /// The sound corrections among the batches of a run.
    static func all(_ read: [ReadBatch]) -> [Correction] {
        read.indices.compactMap { Correction(read[$0], at: $0) }
    }
}

extension ReadBatch {
    /// Leaves the batch out: a correction has taken its place.
    /// - Parameter correction: its number.
    mutating func supersede(by correction: UInt32) {
        supersededBy = correction
        let former = statistics
        statistics = BatchStatistics(
            country: former.country, fileName: former.fileName, digest: former.digest, bytes: former.bytes,
            outcome: .superseded)
        statistics.erasures = former.erasures
        namelessRejects = 0
    }

    /// Whether the ledger must know it: its rows were applied, or a correction stands in its place.
    var isOfLedger: Bool { statistics.outcome == .applied || statistics.outcome == .superseded }

    /// Refuses the batch after it was read.
    mutating func refuse(as fault: BatchFault) {
        statistics.outcome = .refused
        statistics.refusal = (fault.reason.rawValue, fault.description)
        refusal = fault
    }
}
