internal import BatchIntake
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
    /// Place in `own` by position of the batch in the run.
    private var places: [UInt32: Int] = [:]

    init(watermark: UInt32, _ read: [ReadBatch]) {
        self.watermark = watermark
        let batches = read.filter(\.isSnapshotPart)
        let unsound = Set(batches.filter { $0.namelessRejects > 0 }.map(\.batch.sequenceMark))
        own = Set(batches.map(\.batch.sequenceMark)).subtracting(unsound).sorted()
        for batch in batches {
            places[UInt32(batch.batch.position)] = own.firstIndex(of: batch.batch.sequenceMark)
        }
    }

    /// Whether nothing can be absent, which is so for nearly every country in nearly every run.
    var isEmpty: Bool { watermark == 0 && own.isEmpty }

    /// The newest after this run.
    var newest: UInt32 { max(watermark, own.last ?? 0) }

    /// The newest snapshot without the account: of earlier runs as the index says, of this one by its rows.
    func absentAt(_ rows: [IndexEntry], previous: IndexValue?) -> UInt32 {
        max(previous?.absentAt ?? watermark, absentFromOwn(rows))
    }

    private func absentFromOwn(_ rows: [IndexEntry]) -> UInt32 {
        own.indices.last { snapshot in !rows.contains { places[$0.batchPosition] == snapshot } }
            .map { own[$0] } ?? 0
    }
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

extension ReadBatch {
    fileprivate mutating func refuse(as fault: BatchFault) {
        statistics.outcome = .refused
        statistics.refusal = (fault.reason.rawValue, fault.description)
        refusal = fault
    }
}

extension BatchManifest {
    /// Whether both are parts of one batch.
    func isOfBatch(_ other: BatchManifest) -> Bool {
        kind == other.kind && batchID == other.batchID && sequence == other.sequence && parts == other.parts
    }
}
