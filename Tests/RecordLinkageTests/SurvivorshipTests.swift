import AccountModel
import Testing

@testable import RecordLinkage

/// What the naive oracle does not draw: values that are there and say nothing.
@Suite("Values that say nothing")
struct SurvivorshipTests {
    private func record(_ id: String, updated: Int64, _ change: (inout MadeUpRecord) -> Void) -> MadeUpRecord {
        var record = MadeUpRecord()
        record.id = id
        record.flags = [.emailVerified]
        record.updatedAt = updated
        record.phone = PhoneNumber(e164: 4_791_234_567, lineType: .mobile, findings: .none)
        change(&record)
        return record
    }

    private func decided(_ records: [MadeUpRecord]) -> GroupDecision {
        let (bytes, starts) = MadeUpRecord.buffer(records)
        let stances = StanceRules(country: .standard, launchInstant: nil, asOf: 1_000)
        var decision = GroupDecision()
        for start in starts {
            let facts = AccountFacts(bytes.span.bytes, at: start)
            decision.members.append(GroupMember(facts, ownStance(facts, bytes.span.bytes, stances)))
        }
        decide(&decision, bytes.span.bytes, DecisionRules(.standard))
        return decision
    }

    private func empty(_ record: inout MadeUpRecord, _ place: Int) {
        switch place {
        case 0: record.flags.insert(.placeholderName)
        case 1: record.flags.insert(.mojibakeName)
        default: record.phone = PhoneNumber(e164: 4_700_000_001, lineType: .unknown, findings: .notAssigned)
        }
    }

    @Test(
        "A placeholder, damaged text and an unassigned number lose against older values that say something",
        arguments: 0..<3)
    func placeholders(place: Int) {
        let decision = decided([
            record("1", updated: 100) { _ in }, record("2", updated: 200) { empty(&$0, place) },
        ])
        let (lost, kept) = place < 2 ? (decision.name, decision.phone) : (decision.phone, decision.name)
        #expect(lost == Survivor(winner: 0, rule: .notPlaceholder))
        #expect(kept == Survivor(winner: 1, rule: .mostRecent))
    }

    @Test("A member's placeholder still wins over what an unverified account says")
    func verifiedFirst() {
        let decision = decided([
            record("1", updated: 100) { $0.flags.insert(.placeholderName) },
            record("2", updated: 200) { $0.flags = [] },
        ])
        #expect(decision.name == Survivor(winner: 0, rule: .verified))
        #expect(decision.phone == Survivor(winner: 0, rule: nil), "the other phone is never asked")
    }
}
