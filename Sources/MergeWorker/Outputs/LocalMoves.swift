internal import ByteScanning
internal import MergeReports

/// One side of a local profile whose account changes its link key.
///
/// Its id does not depend on the key, so it may leave one key range and come to another as the same profile.
/// Neither key range knows of the other: what happened is only known when both sides are there.
struct LocalMove: Sendable {
    var id: Hash128
    var isArrival: Bool
    /// Of the key range on this side.
    var causes: [ChangeCause]
}

/// Tells what became of local profiles on the move: there on both sides, one is updated; only on the old side,
/// it is retired; only on the new one, it is created.
func settleLocalMoves(_ moves: [LocalMove], into outcome: KeyRangeOutcome) {
    let sorted = moves.sorted { left, right in
        left.id != right.id ? (left.id.high, left.id.low) < (right.id.high, right.id.low) : right.isArrival
    }
    var index = 0
    while index < sorted.count {
        let isPair = index + 1 < sorted.count && sorted[index + 1].id == sorted[index].id
        let change: ChangeKind = isPair ? .updated : sorted[index].isArrival ? .created : .retired
        outcome.statistics.changes[Int(change.rawValue)] += 1
        let causes = sorted[index].causes + (isPair ? sorted[index + 1].causes : [])
        outcome.output.appendEvent(change, sorted[index].id, because: causes)
        index += isPair ? 2 : 1
    }
}
