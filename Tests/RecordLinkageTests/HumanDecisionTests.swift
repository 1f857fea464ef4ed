import AccountModel
import Testing

@testable import RecordLinkage

/// What people decide goes before the rules, and after erasure, legal hold, blocking and the person's veto.
@Suite("Human decisions")
struct HumanDecisionTests {
    private let rules = DecisionRules(.standard)

    /// Accounts of one key, each with what its export says, and what is decided about them.
    private func decided(
        _ accounts: [TestAccount], _ constraints: [HumanConstraint], policy: MergePolicy = .standard,
        lookAlike: LookAlikeMark? = nil
    ) -> GroupDecision {
        var decision = GroupDecision()
        decision.lookAlike = lookAlike
        let bytes = accounts.flatMap(\.bytes)
        var start = 0
        for account in accounts {
            let facts = AccountFacts(bytes.span.bytes, at: start)
            let rules = StanceRules(country: policy[facts.country], launchInstant: policy.launch?.rawValue, asOf: 0)
            decision.members.append(GroupMember(facts, ownStance(facts, bytes.span.bytes, rules)))
            start += account.bytes.count
        }
        decision.constraints = constraints
        decide(&decision, bytes.span.bytes, DecisionRules(policy))
        return decision
    }

    private func roles(_ decision: GroupDecision) -> [String] {
        decision.members.map { $0.reason == .none ? "\($0.role.name)" : "\($0.role.name) \($0.reason.code)" }
    }

    @Test("An account kept apart is alone, whatever its key says; the others stay together")
    func keptApart() {
        let accounts = [TestAccount(.SE), TestAccount(.NO), TestAccount(.DK)]
        let decision = decided(accounts, [HumanConstraint(member: 1, .keepApart, decidedAt: 1)])
        #expect(roles(decision) == ["member", "held kept_apart", "member"])
        let alone = decided([TestAccount(.SE)], [HumanConstraint(member: 0, .keepApart, decidedAt: 1)])
        #expect(roles(alone) == ["held kept_apart"] && alone.joinedCount == 0)
    }

    @Test("What stands above a person's decision keeps its reason, kept apart or linked")
    func precedence() {
        let above: [(TestAccount, String)] = [
            (
                TestAccount(.NO, flags: AccountFlags(type: .registered, status: .blocked, consent: .unanswered)),
                "excluded blocked"
            ),
            (
                TestAccount(.NO, flags: AccountFlags(type: .registered, status: .closed, consent: .unanswered)),
                "excluded closed"
            ),
            (TestAccount(.NO, flags: [.legalHold]), "held legal_hold"),
            (
                TestAccount(.NO, flags: AccountFlags(type: .registered, status: .active, consent: .declined)),
                "declined consent_declined"
            ),
        ]
        for (account, wanted) in above {
            for effect in [HumanConstraint.Effect.keepApart, .link(0)] {
                let constraint = HumanConstraint(member: 1, effect, decidedAt: 5)
                #expect(roles(decided([TestAccount(.SE), account], [constraint])) == ["member", wanted])
            }
        }
        let unreadable = TestAccount(.NO, flags: [.hasUnreadableProtection])
        let link = HumanConstraint(member: 0, .link(1), decidedAt: 5)
        #expect(roles(decided([TestAccount(.SE), unreadable], [link])) == ["member", "held unreadable_value"])
    }

    @Test("A link ends what a person may override, of both its accounts")
    func link() {
        let privileged = TestAccount(.NO, flags: [.privileged, .openDataRequest, .emailVerified])
        let decision = decided([TestAccount(.SE), privileged], [HumanConstraint(member: 0, .link(1), decidedAt: 5)])
        #expect(roles(decision) == ["member", "member"])
        #expect(decision.members.map { "\($0.basis.name)" } == ["migration", "decision"])
    }

    @Test("A link counts while both sides may join")
    func linkOfOneSide() {
        let blocked = TestAccount(
            .SE, flags: AccountFlags(type: .registered, status: .blocked, consent: .unanswered))
        let privileged = TestAccount(.NO, flags: [.privileged])
        let decision = decided([blocked, privileged], [HumanConstraint(member: 0, .link(1), decidedAt: 5)])
        #expect(roles(decision) == ["excluded blocked", "held privileged"])
    }

    @Test(
        "Of keeping apart and linking the later decision stands; at one instant, apart",
        arguments: [
            (Int64(1), Int64(2), "member"), (2, 1, "held kept_apart"), (2, 2, "held kept_apart"),
        ])
    func laterStands(apart: Int64, link: Int64, wanted: String) {
        let decision = decided(
            [TestAccount(.SE), TestAccount(.NO)],
            [
                HumanConstraint(member: 1, .keepApart, decidedAt: apart),
                HumanConstraint(member: 0, .link(1), decidedAt: link),
            ])
        #expect(roles(decision) == ["member", wanted])
    }

    @Test("A release ends the named hold, and the next one stands")
    func release() {
        let account = TestAccount(.NO, flags: [.privileged, .openDataRequest, .emailVerified])
        let privileged = HumanConstraint(member: 1, .release(.privileged), decidedAt: 1)
        let request = HumanConstraint(member: 1, .release(.openDataRequest), decidedAt: 1)
        #expect(roles(decided([TestAccount(.SE), account], [request])) == ["member", "held privileged"])
        #expect(roles(decided([TestAccount(.SE), account], [privileged])) == ["member", "held open_data_request"])
        #expect(roles(decided([TestAccount(.SE), account], [privileged, request])) == ["member", "member"])
        let legal = TestAccount(.NO, flags: [.legalHold])
        let release = HumanConstraint(member: 1, .release(.legalHold), decidedAt: 1)
        #expect(roles(decided([TestAccount(.SE), legal], [release])) == ["member", "held legal_hold"])
    }

    @Test("A release ends a hold that comes from the others of the key")
    func releaseBesideOthers() {
        var policy = MergePolicy.standard
        policy[.NO].partners = []
        let accounts = [TestAccount(.SE), TestAccount(.NO)]
        #expect(roles(decided(accounts, [], policy: policy)) == ["member", "held country_policy"])
        let release = HumanConstraint(member: 1, .release(.countryPolicy), decidedAt: 1)
        #expect(roles(decided(accounts, [release], policy: policy)) == ["member", "member"])
    }

    @Test("Who is released alone of those that a look-alike holds is linked with nobody, and has no basis")
    func releaseOfOneLookAlike() {
        let release = HumanConstraint(member: 0, .release(.lookAlike), decidedAt: 1)
        let mark = LookAlikeMark(isHeld: true, others: [])
        let alone = decided([TestAccount(.SE), TestAccount(.NO)], [release], lookAlike: mark)
        #expect(roles(alone) == ["member", "held look_alike"] && !alone.isLinked)
        #expect(alone.members.allSatisfy { $0.basis == .none })
        let three = [TestAccount(.SE), TestAccount(.NO), TestAccount(.DK)]
        let both = [release, HumanConstraint(member: 1, .release(.lookAlike), decidedAt: 1)]
        let linked = decided(three, both, lookAlike: mark)
        #expect(roles(linked) == ["member", "member", "held look_alike"])
        #expect(linked.members.map(\.basis) == [.decision, .decision, .none])
    }

    @Test("Of a pair kept apart the member stays, then the older one; a third may join")
    func pairs() {
        let accounts = [
            TestAccount(.SE, flags: []), TestAccount(.NO, createdAt: 20), TestAccount(.DK, createdAt: 10),
        ]
        func pair(_ one: Int, _ other: Int) -> HumanConstraint {
            HumanConstraint(member: one, .keepApartFrom(other), decidedAt: 1)
        }
        #expect(roles(decided(accounts, [pair(0, 1)])) == ["held kept_apart", "member", "member"])
        #expect(roles(decided(accounts, [pair(1, 2)])) == ["unverified", "held kept_apart", "member"])
        #expect(roles(decided(accounts, [pair(1, 2), pair(0, 1)])) == ["unverified", "held kept_apart", "member"])
    }

    @Test("The account chosen last gives the value, and the rule says so")
    func choose() {
        let accounts = [TestAccount(.SE, language: "sv"), TestAccount(.NO, language: "nb"), TestAccount(.DK)]
        func choice(_ member: Int, at: Int64) -> HumanConstraint {
            HumanConstraint(member: member, .choose(.language), decidedAt: at)
        }
        #expect(decided(accounts, []).language?.winner == 0)
        let chosen = decided(accounts, [choice(1, at: 1)])
        #expect(chosen.language == Survivor(winner: 1, rule: .humanDecision))
        #expect(decided(accounts, [choice(0, at: 1), choice(1, at: 2), choice(2, at: 3)]).language?.winner == 1)
    }

    @Test("Every reason says whether a person may end it")
    func reviewable() {
        let never: Set<RoleReason> = [
            .none, .blocked, .closed, .erased, .suppressed, .legalHold, .addressInvalid, .unreadableValue,
            .consentDeclined, .noAccount, .keptApart,
        ]
        for reason in RoleReason.allCases {
            #expect(reason.isReviewable == !never.contains(reason), "\(reason)")
            #expect(RoleReasonSet.reviewable.contains(reason) == reason.isReviewable)
        }
    }
}

/// A record of one account, as intake would write it.
private struct TestAccount {
    var bytes: [UInt8]

    init(
        _ country: Country, flags: AccountFlags = [.emailVerified], createdAt: Int64 = noInstant, language: String = ""
    ) {
        let fields: [CommonField: String] = [.accountID: "1", .email: "a@b.example", .language: language]
        bytes = [UInt8](repeating: 0, count: RecordLayout.headerBytes)
        bytes[RecordLayout.country] = country.rawValue
        for field in CommonField.allCases {
            let value = Array((fields[field] ?? "").utf8)
            bytes[RecordLayout.lengths + 2 * field.rawValue] = UInt8(value.count)
            bytes += value
        }
        put(UInt64(flags.rawValue), 4, at: RecordLayout.flags)
        put(UInt64(bytes.count), 4, at: RecordLayout.byteCount)
        put(UInt64(bitPattern: noInstant), 8, at: RecordLayout.updatedAt)
        put(UInt64(bitPattern: createdAt), 8, at: RecordLayout.createdAt)
    }

    private mutating func put(_ word: UInt64, _ count: Int, at offset: Int) {
        for byte in 0..<count { bytes[offset + byte] = UInt8(truncatingIfNeeded: word >> UInt64(8 * byte)) }
    }
}
