internal import BatchIntake
internal import ByteScanning
internal import MergeReports

/// The full snapshots of one country that its accounts are judged by.
///
/// An account that a full snapshot leaves out is gone, unless its standing version is newer by manifest
/// sequence. That depends on the set of batches alone: for each account the newest snapshot without it is
/// remembered, and for accounts that nobody has seen yet that is the country's newest snapshot.
struct CountrySnapshots: Sendable {
    /// Manifest sequence + 1 of the newest one of earlier runs; zero: none.
    let watermark: UInt32
    /// Manifest sequences + 1 of those of this run, ascending.
    let own: [UInt32]
    /// Place in `own` by number of the batch.
    private var places: [UInt32: Int] = [:]
    /// Whom rows were about that are not kept any more, by place in `own`; empty but in a rebuild.
    private var takenOut: [Int: Set<Hash128>] = [:]
    private let keys: SuppressionKeys?

    /// - Parameter keys: of the names of rows that are not kept; `nil` when nobody was erased.
    init(watermark: UInt32, _ read: [ReadBatch], _ keys: SuppressionKeys?) {
        self.watermark = watermark
        self.keys = keys
        let batches = read.filter(\.isSnapshotPart)
        let unsound = Set(
            batches.filter { $0.namelessRejects > 0 || $0.batch.takenOut.isNameless }.map(\.batch.sequenceMark))
        own = Set(batches.map(\.batch.sequenceMark)).subtracting(unsound).sorted()
        for batch in batches {
            places[batch.batch.number] = own.firstIndex(of: batch.batch.sequenceMark)
            guard let place = own.firstIndex(of: batch.batch.sequenceMark), !batch.batch.takenOut.accounts.isEmpty
            else { continue }
            takenOut[place, default: []].formUnion(batch.batch.takenOut.accounts)
        }
    }

    /// Whether nothing can be absent, which is so for nearly every country in nearly every run.
    var isEmpty: Bool { watermark == 0 && own.isEmpty }

    /// The newest after this run.
    var newest: UInt32 { max(watermark, own.last ?? 0) }

    /// The newest snapshot without the account, of this run by its rows.
    /// - Parameter known: the newest one of earlier runs.
    func absentAt(_ rows: [IndexEntry], of account: Hash128, before known: UInt32) -> UInt32 {
        max(known, absentFromOwn(rows, account))
    }

    private func absentFromOwn(_ rows: [IndexEntry], _ account: Hash128) -> UInt32 {
        let name = takenOut.isEmpty ? nil : keys?.hash(account, .account)
        return own.indices.last { snapshot in
            !rows.contains { places[$0.batch] == snapshot }
                && name.map { takenOut[snapshot]?.contains($0) != true } ?? true
        }.map { own[$0] } ?? 0
    }
}

/// What a full snapshot said by rows that are not kept any more: that their accounts were there.
struct TakenOutRows: Sendable {
    /// `SuppressionKeys.hash` of accounts: as in an entry of `suppressions/`, they lead to nobody.
    var accounts: Set<Hash128> = []
    /// A row did not tell its account, so nobody is left out.
    var isNameless = false
}

extension ReadBatch {
    /// Whether it is a sound part of a full snapshot.
    var isSnapshotPart: Bool { statistics.outcome == .applied && batch.manifest?.kind == .full }
}

extension ClaimedBatch {
    /// Manifest sequence + 1; zero without one.
    var sequenceMark: UInt32 { manifest?.sequence.map { UInt32(clamping: $0) &+ 1 } ?? 0 }
}

/// Refuses the parts of full snapshots that are not whole: one part was refused, or is not there.
func refuseIncompleteSnapshots(_ read: inout [ReadBatch]) {
    let parts = read.indices.filter { read[$0].batch.manifest?.kind == .full }
    for index in parts where read[index].statistics.outcome == .applied {
        guard let manifest = read[index].batch.manifest else { continue }
        let present = parts.filter { other in
            read[other].statistics.outcome != .refused
                && read[other].batch.manifest?.isOfBatch(manifest) == true
        }
        let numbers = Set(present.compactMap { read[$0].batch.manifest?.part })
        if UInt64(numbers.count) == manifest.parts { continue }
        for other in present { read[other].refuse(as: missingParts(manifest, numbers)) }
    }
}

private func missingParts(_ manifest: BatchManifest, _ present: Set<UInt64>) -> BatchFault {
    BatchFault(
        .snapshotIncomplete,
        "\(manifest.parts - UInt64(present.count)) of the \(manifest.parts) parts of this full snapshot are "
            + "missing or were refused",
        wayOut: "Correct what was refused, and put all parts into incoming/ again.")
}

extension BatchManifest {
    /// Whether both are parts of one batch.
    func isOfBatch(_ other: BatchManifest) -> Bool {
        kind == other.kind && batchID == other.batchID && sequence == other.sequence && parts == other.parts
    }
}
