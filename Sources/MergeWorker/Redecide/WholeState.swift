internal import AccountModel
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// How the whole state is decided again: what it was decided under, and what of its records moves.
struct WholeState: Sendable {
    /// The policy of the last run.
    var former: MergePolicy
    /// The program's rules or tables moved, and what they said before cannot be asked any more: every profile
    /// is published, changed or not.
    var publishesAll: Bool
    /// Makes the derived parts of records anew; `nil` when nothing they derive from has moved.
    var rederivation: Rederivation?
    /// The ids of before, where the key changes: every account comes to a new link key.
    var rekeying: FormerIDs?

    /// The same decisions under another key.
    init(
        _ policy: MergePolicy, from former: FormerIDs, to keys: IntakeKeys, _ suppressions: SuppressionList?
    ) {
        self.former = policy
        publishesAll = true
        rederivation = Rederivation([.address, .hashes], keys: keys, unusable: unusableAddresses(policy))
        rederivation?.suppressions = suppressions
        rekeying = former
    }

    /// - Parameters:
    ///   - stamp: under what the state was decided; `nil` if it does not say.
    ///   - policy: under which it is decided now.
    init(
        _ stamp: RulesStamp?, _ movement: RulesMovement, policy: MergePolicy, keys: IntakeKeys,
        _ suppressions: SuppressionList?
    ) {
        let known = stamp?.configuration?.merge
        former = known ?? policy
        publishesAll = known == nil || !movement.versions.isEmpty
        var parts = DerivedParts()
        if known == nil || !movement.versions.isEmpty { parts = .byTables }
        if known.map({ unusableSettings($0) != unusableSettings(policy) }) ?? true { parts.insert(.address) }
        rederivation =
            parts.isEmpty ? nil : Rederivation(parts, keys: keys, unusable: unusableAddresses(policy))
        rederivation?.suppressions = suppressions
    }
}

private func unusableSettings(_ policy: MergePolicy) -> [[String]] {
    [policy.unusableAddressesAdded.sorted(), policy.unusableAddressesRemoved.sorted()]
}
