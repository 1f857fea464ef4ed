internal import RecordLinkage

/// Whether the records of the whole state are those that the state says it has.
func recordImbalances(_ totals: StoredTotals, _ facts: StateFacts) -> [String] {
    var found = [
        difference("accounts", facts.accounts, totals.accounts),
        difference("deleted and erased accounts", facts.markers, totals.markers),
    ].compactMap { $0 }
    let stated = SetDigest(first: facts.digestFirst, second: facts.digestSecond)
    if stated != totals.digest || stated.hexadecimal != facts.digest {
        found.append(
            "state digest: \(facts.digest) by the facts, \(totals.digest.hexadecimal) by the records")
    }
    return found
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
