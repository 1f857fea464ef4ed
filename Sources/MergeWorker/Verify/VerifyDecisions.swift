internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// Checks that the standing decisions are what the journal says: nothing stands that nobody ordered, and of all
/// orders about one thing the last one stands.
func verifyDecisions(_ state: OpenedState, _ findings: FindingList) throws(StoreError) {
    let standing = try state.store.constraints()
    let next = try state.store.nextJournalNumber()
    var entries: [(number: UInt64, entry: JournalEntry)] = []
    try state.store.read { (transaction) throws(StoreError) in
        try transaction.walk(.journal) { (key, value) throws(StoreError) in
            let entry = try decodeJSON(JournalEntry.self, value, "an entry of the journal")
            entries.append((word(bigEndian: key[...]), entry))
            return true
        }
    }
    var replayed = ConstraintSet.empty
    for (place, (number, entry)) in entries.enumerated() {
        if number != UInt64(place) + 1 { findings.note("journal \(place + 1)", "the entry is missing") }
        if entry.run < 1 || entry.run > state.facts.run {
            findings.note("journal \(number)", "its run is not in the ledger")
        }
        // What was ordered in a run that was taken back stands no more.
        guard let order = entry.decision, try state.store.ledgerRun(entry.run)?.undoneBy == nil else { continue }
        guard let line = DecisionLine(order, entry, accountKey: state.keys.account) else {
            findings.note("journal \(number)", "its decision cannot be read")
            continue
        }
        let ruling = Ruling(line.verdict, decidedAt: line.decidedAt.rawValue, journalNumber: number)
        if replayed[line.subject].map({ $0.decidedAt < ruling.decidedAt }) ?? true {
            replayed.put(ruling, about: line.subject)
        }
    }
    if UInt64(entries.count) + 1 != next {
        findings.note("journal", "\(entries.count) entries, and \(next) is the next number")
    }
    if replayed.rulings != standing.rulings {
        findings.note("decisions", "\(standing.count) stand, and the journal makes \(replayed.count), or others")
    }
}
