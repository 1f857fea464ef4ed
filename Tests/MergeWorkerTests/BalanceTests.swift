import AccountModel
import ByteScanning
import Foundation
import MergeReports
import MergeStore
import RecordLinkage
import Testing

@testable import MergeWorker

/// Whatever would make a run unsound stops it before its commit.
@Suite("What no run may commit", .serialized)
struct BalanceTests {
    /// What was written, what the record says, and how many channels say more than it.
    static let channels: [(written: String, record: [(String, UInt8)], breaches: Int)] = [
        (#""email":true,"sms":false}"#, [("email", 1), ("sms", 1)], 0),
        (#""email":false}"#, [("email", 0)], 0), ("}", [("email", 1)], 0), ("}", [], 0),
        (#""email":true}"#, [("email", 0)], 1), (#""email":true}"#, [], 1),
        (#""sms":true}"#, [("email", 1), ("sms", 0)], 1), (#""push":true}"#, [("email", 1), ("sms", 1)], 1),
        (#""email":true,"sms":true}"#, [("email", 1), ("sms", 0)], 1),
        (#""email":true,"sms":true}"#, [("email", 0), ("sms", 0)], 2),
        (#""email":false,"sms":true}"#, [("email", 0), ("sms", 0)], 1),
        (#""e\"mail":true}"#, [("e\"mail", 1)], 0), (#""e\"mail":true}"#, [("e\"mail", 0)], 1),
        (#""e\"mail":true}"#, [("e\\\"mail", 0), ("email", 1)], 1),
        // Anything but a plain yes is no yes.
        (#""email":true}"#, [("email", 2)], 1),
    ]

    @Test("A channel that says more than its account's own record is a breach", arguments: 0..<channels.count)
    func breaches(place: Int) {
        let one = BalanceTests.channels[place]
        let text = Array(#""marketing":{"#.utf8)
        let record = BalanceTests.record(one.record)
        let found = consentBreaches(
            in: (text + Array(one.written.utf8)).raw, from: text.count, of: AccountFacts(record.raw, at: 0), record.raw)
        #expect(found == one.breaches)
    }

    @Test("A breach in what is written is counted, of an account in a group and of one alone")
    func countsBreaches() {
        // Neither yes nor no: it is written as a yes, which the record does not say.
        let record = BalanceTests.record([("email", 2)])
        let facts = AccountFacts(record.raw, at: 0)
        var output = ByteBuffer()
        var counts = RenderCounts()
        ProfileRenderer(records: record.raw).appendCarried(facts, MarketingPeers(), &output, &counts)
        #expect(counts.consentBreaches == 1)
        var statistics = DecisionStatistics()
        MergeWorker.count(GroupDecision(), counts, record.raw, &statistics)
        #expect(statistics.consentBreaches == 1)
        countAlone(facts, Stance(.member, released: .all), .local, counts, record.raw, &statistics)
        #expect(statistics.consentBreaches == 2)
    }

    /// A record that has nothing but channels of marketing.
    private static func record(_ channels: [(String, UInt8)]) -> [UInt8] {
        var extras: [UInt8] = []
        for (name, value) in channels {
            extras += [AccountExtra.marketing.rawValue, UInt8(name.utf8.count), 1, 0] + Array(name.utf8) + [value]
        }
        var record = [UInt8](repeating: 0, count: RecordLayout.headerBytes) + extras
        func store(_ number: UInt32, at place: Int) {
            for byte in 0..<4 { record[place + byte] = UInt8(truncatingIfNeeded: number >> UInt32(8 * byte)) }
        }
        store(UInt32(record.count), at: 0)
        store(AccountFlags.hasExtras.rawValue, at: 8)
        record[RecordLayout.country + 1] = RecordKind.account.rawValue
        return record
    }

    @Test("Every count that does not come out is named")
    func imbalances() {
        #expect(placementImbalances(WalkResult()) == [])
        #expect(MergeWorker.imbalances([], WalkResult()) == [])
        #expect(MergeWorker.imbalances([], WalkResult(), others: 1).count == 1)
        let changes: [(inout WalkResult) -> Void] = [
            { $0.renderedAccounts = 1 }, { $0.statistics.accountsByRole[0] = 1 }, { $0.statistics.linkedAccounts = 1 },
            { $0.statistics.singleAccounts = 1 }, { $0.statistics.ordersIn = 1 }, { $0.statistics.ordersOut = 1 },
            { $0.statistics.consentBreaches = 1 },
        ]
        for (place, change) in changes.enumerated() {
            var walk = WalkResult()
            change(&walk)
            #expect(!placementImbalances(walk).isEmpty, "change \(place)")
        }
    }

    @Test("A run that does not balance commits and publishes nothing")
    func unbalancedRun() async throws {
        let workspace = try TestWorkspace()
        let row = MadeUpRow("NO", "1", ["email": "ada@mail.example", "updated_at": "2024-01-01", "first_name": "Ada"])
        try workspace.drop([row])
        try await workspace.run()
        let facts = try workspace.facts()
        // The accounts index loses an account that its key still has: counted here and there, it is new and is not.
        let place = accountIndexKey(
            .NO, Array("1".utf8).raw, key: IntakeKeys(try workspace.layout.fittingKey()).account)
        do {
            let store = try StoreEnvironment(path: workspace.layout.storeFile, access: .readWrite, mapBytes: 1 << 30)
            try store.write { (transaction) throws(StoreError) in
                _ = try transaction.edit(.accounts) { (editor) throws(StoreError) in try editor.remove(place) }
            }
        }
        var newer = row
        newer["updated_at"] = "2024-02-01"
        newer["first_name"] = "Eva"
        try workspace.drop([newer], "b")
        await #expect {
            try await workspace.run()
        } throws: { error in
            guard case .unbalanced(let reasons)? = error as? RunFault else { return false }
            return reasons.count == 1 && reasons[0].contains("new accounts")
        }
        #expect(try workspace.facts() == facts)
        #expect(
            try filesOf(workspace.layout.outFolder).keys.filter { !$0.hasPrefix(".") }.sorted() == ["000001", "latest"])
        #expect(FileManager.default.fileExists(atPath: workspace.layout.spoolFolder + "/NO/claimed/b.csv"))
    }

    @Test("A missing stance stops the run")
    func missingStance() throws {
        let stance = Stance(.member, released: .all)
        #expect(try complete([stance, stance], on: 2, of: .NO) == [stance, stance])
        #expect(throws: RunFault.missingStance(.NO)) { try complete([stance], on: 2, of: .NO) }
        #expect(throws: RunFault.missingStance(.SE)) { try complete([], on: 1, of: .SE) }
    }
}
