package import AccountModel

/// Why a run did not commit. Each says what was tried, what happened, and what the operator can do.
package enum RunFault: Error, Sendable, Equatable {
    /// Another process works in this workspace.
    case locked(processID: Int?)
    /// Rules, tables, policies or keys are not those under which the state was made; names what moved.
    case rulesMoved([String])
    /// There is no such run.
    case unknownRun(Int)
    /// The key file holds another key than that of the state.
    case keyMoved
    /// A dry run or a gate found that the state is not the one expected.
    case gate(String)
    /// A shard did not answer for every account.
    case missingStance(Country)
    /// The counts do not add up: a bug, and the reason why nothing was committed.
    case unbalanced([String])
    /// `as_of` lies before that of the last run.
    case asOfGoesBack(String)
    /// The workspace is not as it must be.
    case workspace(String)
}

/// A run is committed, and a step after the commit failed: the next run repeats it from the ledger.
package struct PublicationFault: Error, CustomStringConvertible, Sendable {
    /// Which one: it is committed.
    package let run: Int
    /// Why it is not published, or not done with.
    package let cause: String
    /// Only the store's own upkeep is missing.
    package let isPublished: Bool

    init(run: Int, cause: String, isPublished: Bool = false) {
        (self.run, self.cause, self.isPublished) = (run, cause, isPublished)
    }

    /// What happened, and the way out.
    package var description: String {
        isPublished
            ? "Run \(run) is committed and published, and then the store could not fold older changes into its tables: "
                + "\(cause). Nothing is lost; mend that, and the next run does it."
            : "Run \(run) is committed but not yet published: \(cause). Nothing is lost; mend that and run koble run again."
    }
}

extension RunFault {
    /// Whether a gate said no: nothing is wrong with the batches, and they may come again.
    var isGate: Bool {
        if case .gate = self { return true }
        return false
    }
}

extension RunFault: CustomStringConvertible {
    /// What happened, and the way out.
    package var description: String {
        switch self {
        case .locked(let processID):
            let holder = processID.map { " (process \($0))" } ?? ""
            return "The workspace is in use by another koble\(holder). Wait until it has ended, then run again."
        case .rulesMoved(let names):
            return "The rules, tables or policies are not those under which this state was made: "
                + names.joined(separator: ", ") + ". Restore them, or decide the whole state again: "
                + "koble redecide --dry-run --report DIR shows what would change, koble redecide does it."
        case .unknownRun(let number): return "There is no run \(number) in this workspace."
        case .keyMoved:
            return "The key is not the one that this state was made with. Put the right koble.key back; "
                + "a new key comes with koble rekey."
        case .gate(let reason): return reason
        case .missingStance(let country):
            return "The shard of \(country.code) did not answer for every account, so nothing was decided. "
                + "Nothing was committed; run again, and report this if it happens twice."
        case .unbalanced(let reasons):
            return "The run does not balance and was not committed: \(reasons.joined(separator: "; ")). "
                + "This is a fault of the program: keep the files in claimed/ and report it."
        case .asOfGoesBack(let last):
            return "The last run was decided as of \(last); an earlier date would undo holds that have ended. "
                + "Leave out --as-of, or name a later date."
        case .workspace(let reason): return reason
        }
    }
}
