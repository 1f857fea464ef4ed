internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// The records of one link key, and which of them go.
struct ErasedGroup: Sendable {
    var key: Hash128
    var records: [UInt8]
    /// Starts of all records, and of those that stay.
    var starts: [UInt32]
    var staying: [UInt32]

    var going: [UInt32] { starts.filter { !staying.contains($0) } }

    /// The records that stay, one after the other; `nil` when none does.
    var remainder: [UInt8]? {
        if staying.isEmpty { return nil }
        return staying.flatMap { start in
            records[Int(start)..<Int(start) + AccountFacts(records.raw, at: Int(start)).byteCount]
        }
    }
}

/// What an erasure takes out of the state, and what others become by it.
struct ErasurePlan: Sendable {
    /// By link key, ascending.
    var groups: [ErasedGroup]
    /// What published files are searched for.
    var names: ErasedNames
    /// Places in the accounts index that go, ascending.
    var accounts: [Hash128] = []
    /// Order references of each person.
    var orders: [[String]] = []
    /// How the counts of the state change.
    var change = StateChange()
    /// Accounts under a legal hold, by country.
    var legalHolds: [Country: Int] = [:]
    /// What goes from the list of skeletons that look-alikes share.
    let unlisted: Set<LookAlikeEntry>
    /// What is told about the profiles that go, and about those that are others' and change.
    let outcome: KeyRangeOutcome

    init(_ groups: [ErasedGroup], _ state: OpenedState) throws {
        self.groups = groups
        names = ErasedNames(state.keys)
        for group in groups {
            var orders: [String] = []
            for start in group.going {
                let facts = AccountFacts(group.records.raw, at: Int(start))
                accounts.append(accountPlace(facts, group.records.raw, key: state.keys.account))
                if facts.flags.contains(.legalHold) { legalHolds[facts.country, default: 0] += 1 }
                orders += ErasurePlan.orderReferences(facts, group.records)
            }
            if !orders.isEmpty { self.orders.append(orders) }
        }
        accounts.sort()
        names.accounts = ErasedIDs(accounts)
        let standing = try state.store.constraints()
        let deciding = try ErasureDeciding(groups, Set(accounts), standing, state)
        outcome = deciding.decide()
        unlisted = deciding.unlisted
        change = outcome.change
        let vetoes = try StoredVetoes(state.store)
        for account in accounts where try vetoes?.contains(account) == true { change.digest.remove(vetoWord(account)) }
        // What people decided about the accounts goes with them, and is a part of the state's digest.
        change.digest += deciding.constraints.digest
        change.digest.take(standing.digest)
        names.profiles = ErasedIDs(profiles)
    }

    /// Ids of the profiles that go.
    var profiles: [Hash128] { outcome.output.erased }

    var orderCount: Int { orders.reduce(0) { $0 + $1.count } }

    private static func orderReferences(_ facts: AccountFacts, _ records: [UInt8]) -> [String] {
        guard facts.kind == .account, let range = facts.extra(.orders, records.raw) else { return [] }
        return String(decoding: records[range], as: UTF8.self).split(separator: ";").map(String.init)
    }
}
