internal import AccountModel
internal import MergeStore

/// A run that can be taken back, and what taking it back puts where it was.
struct UndoPlan: Sendable {
    var run: LedgerRun
    /// What the run replaced; `nil` for the first load, before which there was nothing.
    var record: UndoRecord?
    /// Entries that later runs have written too: they stay.
    var kept: Set<[UInt8]> = []
    /// The date of the newest run that stands.
    var asOf: String
}

extension StoreEnvironment {
    /// Looks whether a run can be taken back.
    /// - Throws: `RunFault.gate` that names what stands on it.
    func planUndo(_ number: Int, _ facts: StateFacts) throws -> UndoPlan {
        guard let run = try ledgerRun(number) else { throw RunFault.unknownRun(number) }
        if let by = run.undoneBy { throw RunFault.gate("Run \(number) was taken back already, by run \(by).") }
        if run.isUndo {
            throw RunFault.gate("Run \(number) took a run back. Deliver that run's batches again to apply them.")
        }
        if let kind = run.kind {
            throw RunFault.gate("Run \(number) is a \(kind) of the whole state, and nothing is kept of before.")
        }
        let record = try undoRecord(of: number)
        if record == nil, number != 1 {
            throw RunFault.gate(
                "What run \(number) replaced is not kept any more: it was too large, too long ago, or the whole state "
                    + "was redecided since. koble rebuild makes a state from the kept inputs.")
        }
        var plan = UndoPlan(run: run, record: record, asOf: run.asOf)
        var dependents: [Int] = []
        let own = record.map { Set($0.entries.filter(\.isOfAccounts).map(\.name)) }
        for other in stride(from: 1, through: facts.run, by: 1) where other != number {
            guard let later = try ledgerRun(other), later.undoneBy == nil, !later.isUndo, !later.isReplacement else {
                continue
            }
            plan.asOf = later.asOf
            guard other > number else { continue }
            let touched = try undoRecord(of: other)
            let names = touched.map { $0.entries.map(\.name) }
            let isApart = own.map { own in names.map { own.isDisjoint(with: $0) } ?? false } ?? false
            if isApart { plan.kept.formUnion(names ?? []) } else { dependents.append(other) }
        }
        if !dependents.isEmpty {
            throw RunFault.gate(
                "Run \(number) cannot be taken back: run \(dependents.map(String.init).joined(separator: ", ")) touched the "
                    + "same accounts, or all of them, later. Take the later runs back first.")
        }
        return plan
    }
}

extension UndoRecord.Entry {
    /// Whether a later run that touched it stands on what the run made of it.
    var isOfAccounts: Bool {
        switch place {
        case .profiles, .accounts, .constraints, .vetoes, .presences: true
        case .ledger, .timers, .snapshots: false
        }
    }

    /// Tells entries of all tables apart.
    var name: [UInt8] { [place.rawValue] + key }
}

extension LedgerRun {
    /// Whether the run took another one back.
    var isUndo: Bool { kind?.hasPrefix("undo") ?? false }
}
