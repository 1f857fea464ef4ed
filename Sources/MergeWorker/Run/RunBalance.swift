internal import AccountModel
internal import MergeReports

/// Whether what the run counted in different places agrees (RULES §8).
///
/// - Parameter others: accounts that the state gets, or loses, by other ways than batches.
func imbalances(_ settled: [SettledIntake], _ walk: WalkResult, others: Int = 0) -> [String] {
    var found: [String] = []
    func check(_ isSound: Bool, _ what: String) { if !isSound { found.append(what) } }
    for intake in settled {
        let counts = intake.counts
        check(counts.isBalanced, "rows of \(intake.country.code): read \(counts.read) are not all accounted for")
    }
    let newAccounts = settled.reduce(others) { $0 + $1.newAccounts }
    check(
        walk.change.accounts + walk.change.markers == newAccounts,
        "the shards have \(newAccounts) new accounts, the key ranges \(walk.change.accounts + walk.change.markers)")
    return found + placementImbalances(walk)
}

/// Whether every account of a walk is placed once and its orders and consents came through.
func placementImbalances(_ walk: WalkResult) -> [String] {
    var found: [String] = []
    func check(_ isSound: Bool, _ what: String) { if !isSound { found.append(what) } }
    let statistics = walk.statistics
    check(
        walk.renderedAccounts == statistics.accounts - statistics.accounts(.excluded),
        "\(statistics.accounts) accounts, \(walk.renderedAccounts) in profiles")
    let placed =
        statistics.linkedAccounts + statistics.singleAccounts + statistics.accounts(.held)
        + statistics.accounts(.pending) + statistics.accounts(.declined) + statistics.accounts(.excluded)
        + statistics.accounts(.reference)
    check(placed == statistics.accounts, "\(statistics.accounts) accounts, \(placed) by what became of them")
    check(
        statistics.ordersIn == statistics.ordersOut,
        "\(statistics.ordersIn) order references in, \(statistics.ordersOut) out")
    check(statistics.consentBreaches == 0, "\(statistics.consentBreaches) channels more permissive than their source")
    return found
}

extension MergeRun {
    /// The balance of the run, as the manifest says it.
    static func balance(_ read: [ReadBatch], _ walk: DecisionStatistics) -> RunManifest.Balance {
        var balance = RunManifest.Balance()
        for batch in read where batch.statistics.outcome == .applied {
            balance.rowsRead += batch.statistics.rowsRead
            balance.applied += batch.statistics.applied
            balance.superseded += batch.statistics.superseded
            balance.duplicate += batch.statistics.duplicate
            balance.rejected += batch.statistics.rejected
            balance.suppressed += batch.statistics.suppressed
        }
        balance.accounts = walk.accounts
        balance.linked = walk.linkedAccounts
        balance.single = walk.singleAccounts
        balance.held = walk.accounts(.held)
        balance.pending = walk.accounts(.pending)
        balance.declined = walk.accounts(.declined)
        balance.excluded = walk.accounts(.excluded)
        balance.references = walk.accounts(.reference)
        balance.ordersIn = walk.ordersIn
        balance.ordersOut = walk.ordersOut
        balance.consentBreaches = walk.consentBreaches
        return balance
    }
}
