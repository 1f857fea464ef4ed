internal import RecordLinkage

/// Whether a walk over the whole state found the records that the state says it has, and balances in
/// itself.
func recordImbalances(_ walk: WalkResult, _ facts: StateFacts) -> [String] {
    var found = [
        difference("accounts", facts.accounts, walk.change.accounts),
        difference("deleted and erased accounts", facts.markers, walk.change.markers),
    ].compactMap { $0 }
    let digest = SetDigest(first: facts.digestFirst, second: facts.digestSecond)
    if digest != walk.change.digest || digest.hexadecimal != facts.digest {
        found.append(
            "state digest: \(facts.digest) by the facts, \(walk.change.digest.hexadecimal) by the records")
    }
    return found + placementImbalances(walk)
}

/// Whether deciding everything again comes to as many profiles as the runs have counted.
func profileImbalances(_ walk: WalkResult, _ facts: StateFacts) -> [String] {
    [
        difference("linked profiles", facts.linkedProfiles, walk.change.linkedProfiles),
        difference("single profiles", facts.singleProfiles, walk.change.singleProfiles),
        difference("local profiles", facts.localProfiles, walk.change.localProfiles),
    ].compactMap { $0 }
}

private func difference(_ what: String, _ stated: Int, _ counted: Int) -> String? {
    stated == counted ? nil : "\(what): \(stated) by the facts, \(counted) counted"
}
