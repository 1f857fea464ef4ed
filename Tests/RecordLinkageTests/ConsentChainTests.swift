import AccountModel
import Testing

@testable import RecordLinkage

/// Accounts made after the launch whose consent others prove: who joins is a function of the set, whatever the
/// accounts are called and wherever they stand.
@Suite("Consent that others prove")
struct ConsentChainTests {
    /// Roles by account id. Account `id` of country NO names the account `proofs[id]`; "m" is a member of before.
    private func roles(_ proofs: [String: String], verified: Set<String> = []) -> [String: Role] {
        var records = [MadeUpRecord()]
        records[0].id = "m"
        records[0].flags = [.emailVerified]
        records[0].createdAt = Timestamp("2020-01-01")!.rawValue
        for (id, proof) in proofs {
            var record = MadeUpRecord()
            record.id = id
            record.consent = .granted
            record.consentProvenBy = "NO/" + proof
            if verified.contains(id) { record.flags = [.emailVerified] }
            records.append(record)
        }
        records.sort { $0.id < $1.id }
        var policy = MergePolicy.standard
        policy.launch = Timestamp("2026-03-01")
        let (bytes, starts) = MadeUpRecord.buffer(records)
        let rules = DecisionRules(policy)
        var decision = GroupDecision()
        for start in starts {
            let facts = AccountFacts(bytes.span.bytes, at: start)
            let own = StanceRules(country: policy[facts.country], launchInstant: policy.launch?.rawValue, asOf: 0)
            decision.members.append(GroupMember(facts, ownStance(facts, bytes.span.bytes, own)))
        }
        decide(&decision, bytes.span.bytes, rules)
        return Dictionary(uniqueKeysWithValues: zip(records.map(\.id), decision.members.map(\.role)))
    }

    @Test(
        "A chain of proofs is followed, in whatever order its accounts stand",
        arguments: [["a", "b", "c"], ["c", "b", "a"], ["b", "z", "a"]])
    func chain(ids: [String]) {
        let found = roles([ids[0]: ids[1], ids[1]: ids[2], ids[2]: "m"], verified: Set(ids))
        #expect(ids.map { found[$0] } == [.member, .member, .member])
    }

    @Test("An unverified account joins by a proof, and proves nothing itself", arguments: [("a", "b"), ("b", "a")])
    func unverified(first: String, second: String) {
        let found = roles([first: second, second: "m"], verified: [first])
        #expect(found[second] == .unverified && found[first] == .pending)
    }

    @Test("A circle proves nothing, nor does who names itself or nobody")
    func circle() {
        let ids: Set = ["a", "b", "c", "d", "e"]
        let found = roles(["a": "b", "b": "c", "c": "a", "d": "d", "e": "nobody"], verified: ids)
        #expect(ids.allSatisfy { found[$0] == .pending })
        #expect(found["m"] == .member)
    }

    @Test("Any set is decided as by going over it until nothing changes", arguments: UInt64(0)..<60)
    func fixedPoint(seed: UInt64) {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let ids = (0..<8).map { String(UnicodeScalar(UInt8(97 + $0))) } + ["m"]
        let proofs = Dictionary(uniqueKeysWithValues: ids.dropLast().map { ($0, ids[draw(ids.count)]) })
        let verified = Set(ids.filter { _ in draw(4) > 0 })
        var members: Set = ["m"]
        var joined: Set = ["m"]
        while let next = proofs.keys.first(where: { !joined.contains($0) && members.contains(proofs[$0]!) }) {
            joined.insert(next)
            if verified.contains(next) { members.insert(next) }
        }
        let found = roles(proofs, verified: verified)
        for id in ids where id != "m" {
            let wanted: Role = !joined.contains(id) ? .pending : members.contains(id) ? .member : .unverified
            #expect(found[id] == wanted, "seed \(seed), \(id) of \(proofs)")
        }
    }
}
