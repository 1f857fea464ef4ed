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
    /// The order names the mailbox, and no account or profile of it.
    var isNamedByAddress = false

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
    /// Accounts that people decided about, that are out, and that the state never had.
    var unseen: [Hash128] = []
    /// Countries of which an account goes that was in no profile, so that no event names it.
    var excludedOf: Set<Country> = []
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

    /// - Parameter list: what keeps accounts out; `nil` while the order is only looked at.
    init(_ groups: [ErasedGroup], _ state: OpenedState, keptOutBy list: SuppressionList? = nil) throws {
        self.groups = groups
        names = ErasedNames(state.keys)
        for group in groups {
            var orders: [String] = []
            for start in group.going {
                let facts = AccountFacts(group.records.raw, at: Int(start))
                accounts.append(accountPlace(facts, group.records.raw, key: state.keys.account))
                if facts.kind == .account, facts.flags.status != .active { excludedOf.insert(facts.country) }
                if facts.flags.contains(.legalHold) { legalHolds[facts.country, default: 0] += 1 }
                orders += ErasurePlan.orderReferences(facts, group.records)
            }
            if !orders.isEmpty { self.orders.append(orders) }
        }
        accounts.sort()
        let standing = try state.store.constraints()
        if let list { unseen = try ErasurePlan.unseen(standing, list, state.store) }
        names.accounts = ErasedIDs((accounts + unseen).sorted())
        let deciding = try ErasureDeciding(groups, Set(accounts + unseen), standing, state)
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

    private static func unseen(
        _ standing: ConstraintSet, _ list: SuppressionList, _ store: StoreEnvironment
    ) throws -> [Hash128] {
        let named = standing.rulings.flatMap { subject, ruling in
            subject.accounts.filter { list.isErased(account: $0, at: ruling.decidedAt) }
        }
        let sorted = Set(named).sorted()
        if sorted.isEmpty { return [] }
        return zip(sorted, try IndexReader(store: store).values(of: sorted)).filter { $0.1 == nil }.map(\.0)
    }

    /// Ids of the profiles that go.
    var profiles: [Hash128] { outcome.output.erased }

    var orderCount: Int { orders.reduce(0) { $0 + $1.count } }

    private static func orderReferences(_ facts: AccountFacts, _ records: [UInt8]) -> [String] {
        guard facts.kind == .account, let range = facts.extra(.orders, records.raw) else { return [] }
        return String(decoding: records[range], as: UTF8.self).split(separator: ";").map(String.init)
    }
}
