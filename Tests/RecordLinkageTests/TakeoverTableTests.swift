import AccountModel
import Testing

@testable import RecordLinkage

/// Two accounts of one address: the one that was there, a verified member with a phone and a name, and another
/// one of which everything that matters varies ("Pre-hijacked accounts", USENIX Security 2022).
private struct Pair {
    var verified: Bool, newer: Bool, phone: Phone, phoneVerified: Bool, name: Name, sameCountry: Bool
    var guest: Bool, blocked: Bool, quiet: Bool

    enum Phone: CaseIterable { case none, same, other }
    enum Name: CaseIterable { case same, other, household }

    static let all: [Pair] = {
        var pairs: [Pair] = []
        for bits in 0..<128 {
            for phone in Phone.allCases {
                for name in Name.allCases {
                    func bit(_ place: Int) -> Bool { bits >> place & 1 == 1 }
                    pairs.append(
                        Pair(
                            verified: bit(0), newer: bit(1), phone: phone, phoneVerified: bit(2), name: name,
                            sameCountry: bit(3), guest: bit(4), blocked: bit(5), quiet: bit(6)))
                }
            }
        }
        return pairs
    }()
}

/// What must come of a pair.
private struct Outcome: Equatable {
    var mine = RoleReason.none
    var other = RoleReason.none
    /// The worst conflict about an account, a phone and a name.
    var account: ConflictKind?
    var phone: ConflictKind?
    var name: ConflictKind?
    var mailboxProof = false
    /// Whose number is verified at the next login, and whose name stands: the member's, or the other's.
    var isOtherPhoneUsed = false
    var isOtherNameUsed = false
}

/// The expectation, from the sentences of RULES §3, §4 and §7, one after the other.
private func expected(_ pair: Pair) -> Outcome {
    var outcome = Outcome()
    if pair.blocked {
        // "A blocked account on a key: a `takeover` conflict on the others."
        outcome.other = .blocked
        outcome.account = .blockedTwin
        return outcome
    }
    let isStranger = pair.phone == .other && pair.name != .same
    if pair.guest, isStranger {
        // B: "a guest whose name and phone both differ from the members' is held".
        outcome.other = .suspiciousGuest
        outcome.account = .suspiciousGuest
        return outcome
    }
    if pair.verified, pair.newer, pair.quiet, pair.name == .other, pair.phone == .other {
        // "Recycled mailbox": the older is held; only for a member, who has proven that the mailbox is its own.
        outcome.mine = .recycledMailbox
        outcome.account = .recycledMailbox
        outcome.isOtherPhoneUsed = true
        outcome.isOtherNameUsed = true
        return outcome
    }
    if pair.name == .other { outcome.name = .otherPerson }
    if pair.name == .household { outcome.name = .household }
    // Members first; of two members the verified number, then the newer account.
    outcome.isOtherNameUsed = pair.verified && pair.newer
    if pair.verified, pair.phone != .none { outcome.isOtherPhoneUsed = pair.phoneVerified && pair.newer }
    if pair.phone == .other {
        if !pair.verified, pair.newer {
            // "A newer unverified account whose phone differs from a member's: mailbox proof before any phone step."
            outcome.phone = .phoneOfNewerUnverified
            outcome.mailboxProof = true
        } else if pair.sameCountry, pair.phoneVerified {
            // "or two verified ones that disagree inside one country"
            outcome.phone = .phonesOfOneCountry
            outcome.mailboxProof = true
        } else {
            outcome.phone = pair.sameCountry ? .phoneDifferent : .ownCountryLines
        }
    }
    return outcome
}

private func records(_ pair: Pair) -> [MadeUpRecord] {
    func instant(_ year: Int) -> Int64 { Timestamp("\(year)-01-01")!.rawValue }
    var mine = MadeUpRecord()
    mine.flags = [.emailVerified, .phoneVerified]
    mine.createdAt = instant(2015)
    mine.updatedAt = instant(pair.quiet ? 2016 : 2019)
    mine.phone = PhoneNumber(e164: 4_791_234_567, lineType: .mobile, findings: .none)
    var other = MadeUpRecord()
    other.id = "2"
    other.country = pair.sameCountry ? .NO : .SE
    other.createdAt = instant(pair.newer ? 2020 : 2014)
    other.updatedAt = instant(pair.newer ? 2021 : 2015)
    if pair.verified { other.flags.insert(.emailVerified) }
    if pair.phoneVerified { other.flags.insert(.phoneVerified) }
    if pair.guest { other.type = .guest }
    if pair.blocked { other.status = .blocked }
    switch pair.phone {
    case .none: break
    case .same: other.phone = mine.phone
    case .other:
        let number: UInt64 = pair.sameCountry ? 4_741_234_568 : 46_701_234_567
        other.phone = PhoneNumber(e164: number, lineType: .mobile, findings: .none)
    }
    switch pair.name {
    case .same: break
    case .other: (other.firstName, other.lastName) = ("Olav", "Haugen")
    case .household: other.firstName = "Ingeborg"
    }
    return [mine, other]
}

@Suite("The table of takeovers")
struct TakeoverTableTests {
    @Test("Two accounts of one address come to what the rules say, in all combinations")
    func pairs() {
        let rules = DecisionRules(.standard)
        var found: [String] = []
        for pair in Pair.all {
            let (bytes, starts) = MadeUpRecord.buffer(records(pair))
            let stances = StanceRules(country: .standard, launchInstant: nil, asOf: Timestamp("2026-01-01")!.rawValue)
            var decision = GroupDecision()
            for start in starts {
                let facts = AccountFacts(bytes.span.bytes, at: start)
                decision.members.append(GroupMember(facts, ownStance(facts, bytes.span.bytes, stances)))
            }
            decide(&decision, bytes.span.bytes, rules)
            let real = outcome(decision)
            if real != expected(pair) { found.append("\(pair): \(real), the table says \(expected(pair))") }
        }
        let count = found.count
        #expect(count == 0, "\(count) of \(Pair.all.count) differ:\n\(found.prefix(6).joined(separator: "\n"))")
    }

    private func outcome(_ decision: GroupDecision) -> Outcome {
        var outcome = Outcome(mine: decision.members[0].reason, other: decision.members[1].reason)
        for conflict in decision.conflicts {
            switch conflict.kind.field {
            case .account: outcome.account = conflict.kind
            case .phone: outcome.phone = conflict.kind
            case .name: outcome.name = conflict.kind
            }
        }
        outcome.mailboxProof = decision.login.needsMailboxProof
        outcome.isOtherPhoneUsed = decision.phone?.winner == 1
        outcome.isOtherNameUsed = decision.name?.winner == 1
        return outcome
    }
}
