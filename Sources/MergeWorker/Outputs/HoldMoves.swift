internal import AccountModel
internal import ByteScanning
internal import MergeReports
internal import RecordLinkage

/// One side of a hold whose account changes its link key.
///
/// holds.csv names accounts, not profiles. Were each key range to write its side by itself, an account that is
/// held on both might be added first and then removed.
struct HoldMove: Sendable {
    /// The account's place in the index.
    var account: Hash128
    var isArrival: Bool
    /// Whether it is a hold that a person can review, and no other row of the table.
    var isHeld: Bool
    /// The row but for what became of it.
    var text: [UInt8]
}

/// Writes what became of the holds of accounts on the move: nothing where the same one stands on both sides;
/// else what is removed before what is added.
func settleHoldMoves(_ moves: [HoldMove], into outcome: KeyRangeOutcome) {
    let sorted = moves.sorted { left, right in
        left.account != right.account ? left.account < right.account : !left.isArrival && right.isArrival
    }
    var index = 0
    while index < sorted.count {
        let move = sorted[index]
        index += 1
        if index < sorted.count, sorted[index].account == move.account, sorted[index].text == move.text {
            index += 1
            continue
        }
        if move.isArrival, move.isHeld { outcome.statistics.newlyHeld += 1 }
        outcome.output.holds.append(move.text.raw)
        outcome.output.holds.append(move.isArrival ? ",added\n" : ",removed\n")
    }
}
