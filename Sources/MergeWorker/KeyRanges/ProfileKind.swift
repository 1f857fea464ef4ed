internal import AccountModel
internal import ByteScanning
internal import RecordLinkage

/// Where a rendered profile ends in its text, and what it is.
struct RenderedProfile {
    var id: Hash128
    var kind: ProfileKind
    var joined: Int
    var end: Int
}

/// The states of a profile.
enum ProfileKind: Equatable {
    case linked, single, local
}

/// Whether an account outside the joint profile gets one of its own: all but the excluded, and references
/// that are attached to a joint one.
func hasLocalProfile(_ member: GroupMember, _ joinedCount: Int) -> Bool {
    switch member.role {
    case .held, .pending, .declined: true
    case .reference: joinedCount == 0
    case .member, .unverified, .excluded: false
    }
}

/// Whether an account stands in holds.csv.
func isListedInHolds(_ member: GroupMember) -> Bool {
    switch member.role {
    case .held, .pending, .declined, .excluded: true
    case .reference: member.reason == .noAccount
    case .member, .unverified: false
    }
}

/// Profiles of a decided group, to add or to take away.
func stateChange(_ decision: borrowing GroupDecision, sign: Int) -> StateChange {
    var change = StateChange()
    if decision.joinedCount > 1 { change.linkedProfiles = sign }
    if decision.joinedCount == 1 { change.singleProfiles = sign }
    if decision.members.count > 1 || decision.joinedCount == 0 {
        change.localProfiles = sign * decision.members.count { hasLocalProfile($0, decision.joinedCount) }
    }
    return change
}
