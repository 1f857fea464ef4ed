import AccountModel
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// Deciding the whole state again, under rules that moved.
@Suite("Redecide", .serialized)
struct RedecideTests {
    /// Rules that change many decisions: who joins, who is held, whose value wins.
    static let others = [
        OracleTests.launched + "}", OracleTests.launched + OracleTests.partners,
        OracleTests.launched + OracleTests.hub,
        #"{ "unusable_addresses": { "add": ["ada@", "@post.example"], "remove": ["noreply@"] } }"#,
        #"{ "policy": { "hold": ["guests", "without_phone"], "recent_email_change_days": 300 } }"#,
    ]

    private func configuration(_ json: String) throws -> KobleConfiguration {
        try KobleConfiguration(json: Array(json.utf8))
    }

    @Test("A redecided state is the one that a first load under the new rules makes", arguments: 0..<5, [UInt64(1)])
    func equalsFirstLoad(other: Int, seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &* 31 &+ UInt64(other))
        let rows = made.accounts(80)
        let rules = RedecideTests.others[other]
        let fresh = try TestWorkspace(rules)
        try fresh.drop(rows)
        try await fresh.run()
        let grown = try TestWorkspace()
        try grown.drop(Array(rows[..<50]))
        try await grown.run()
        try grown.drop(Array(rows[50...]), "b")
        try await grown.run()
        let summary = try #require(
            try await grown.run { options in
                options.task = .redecide
                options.configuration = try! configuration(rules)
            }.first)
        #expect(summary.isCommitted && summary.facts.run == 3)
        #expect(try grown.facts().digest == fresh.facts().digest)
        #expect(try await grown.exported(rules) == fresh.exported(rules))
        var followed = PublishedState()
        for run in 1...3 { try followed.take(try grown.published(run: run)) }
        var direct = PublishedState()
        try direct.take(try fresh.published(run: 1))
        #expect(followed.lines == direct.lines && followed.links == direct.links && followed.holds == direct.holds)
        #expect(try await grown.verified(rules).findings == [])
    }

    @Test("Only what changed is published, and nothing when nothing moved")
    func publishesChanges() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([
            MadeUpRow("NO", "1", ["email": "a@mail.example", "email_verified": "true", "account_type": "guest"]),
            MadeUpRow("SE", "2", ["email": "b@mail.example", "email_verified": "true"]),
        ])
        try await workspace.run()
        #expect(try await workspace.run { $0.task = .redecide }.isEmpty)
        let rules = #"{ "policy": { "hold": ["guests"] } }"#
        try await workspace.run { options in
            options.task = .redecide
            options.configuration = try! configuration(rules)
        }
        let lines = try profiles(try workspace.published(run: 2)["profiles.ndjson"])
        #expect(lines.map { $0.accounts.map(\.name) } == [["NO/1"]])
        await #expect(throws: RunFault.rulesMoved(["policy.hold"])) { try await workspace.run() }
        try workspace.drop([MadeUpRow("NO", "3", ["email": "c@mail.example"])], "later")
        try await workspace.run { $0.configuration = try! configuration(rules) }
        #expect(try await workspace.verified(rules).findings == [])
    }

    @Test("A dry run under other rules changes nothing and tells what redecide and run do", arguments: [true, false])
    func rehearsal(withBatches: Bool) async throws {
        var made = MadeUpAccounts(seed: 77)
        let rows = made.accounts(90)
        let rules = RedecideTests.others[1]
        let workspace = try TestWorkspace()
        try workspace.drop(Array(rows[..<60]))
        try await workspace.run()
        if withBatches { try workspace.drop(Array(rows[60...]), "b") }
        let folder = try workspace.reportFolder()
        let planned = try await workspace.run { options in
            options.configuration = try! configuration(rules)
            (options.isDryRun, options.isFull, options.reportFolder) = (true, true, folder)
            options.task = withBatches ? .merge : .redecide
        }
        #expect(try workspace.facts().run == 1)
        #expect(planned.first?.rehearsedRules.isEmpty == !withBatches)
        try await workspace.run { options in
            options.task = .redecide
            options.configuration = try! configuration(rules)
        }
        if withBatches { try await workspace.run { $0.configuration = try! configuration(rules) } }
        #expect(try planned.first?.facts.digest == workspace.facts().digest)
        if !withBatches {
            let (dry, real) = (try filesOf(folder), try workspace.published(run: 2))
            for name in ["profiles.ndjson", "links.csv", "holds.csv", "changes.ndjson", "conflicts.ndjson"] {
                #expect(dry[name] == real[name], "\(name)")
            }
        }
    }

    @Test("A record made anew under the tables that it was made with is the same to the byte", arguments: lawSeeds(4))
    func rederivesSame(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed)
        let workspace = try TestWorkspace()
        try workspace.drop(made.accounts(120))
        try await workspace.run()
        let options = try workspace.options()
        let keys = IntakeKeys(options.key)
        let store = try StoreEnvironment(path: workspace.layout.storeFile, access: .readOnly, mapBytes: 1 << 30)
        var rederiver = RecordRederiver(
            Rederivation(.byTables, keys: keys, unusable: unusableAddresses(options.configuration.merge)))
        var seen = 0
        try StoredRanges(store, rangeCount: 1).forEachGroup(0) { (key, payload) throws(StoreError) in
            var starts: [UInt32] = []
            try listRecords(payload, offset: 0, into: &starts)
            for start in starts {
                rederiver.rederive(payload, at: Int(start))
                let length = AccountFacts(payload, at: Int(start)).byteCount
                let old = (0..<length).map { payload.bytes(Int(start) + $0..<Int(start) + $0 + 1)[0] }
                #expect(rederiver.linkKey == key && rederiver.record.array() == old, "seed \(seed)")
                seen += 1
            }
        }
        #expect(seen == 120)
    }

    @Test("A state that does not say under what it was decided is published whole")
    func unknownRules() async throws {
        var made = MadeUpAccounts(seed: 5)
        let workspace = try TestWorkspace()
        try workspace.drop(made.accounts(40))
        try await workspace.run()
        do {
            let store = try StoreEnvironment(path: workspace.layout.storeFile, access: .readWrite, mapBytes: 1 << 30)
            _ = try store.write { (transaction) throws(StoreError) in
                try transaction.remove(Array(RulesStamp.place.utf8), from: .meta)
            }
        }
        let rules = RedecideTests.others[3]
        try await workspace.run { options in
            options.task = .redecide
            options.configuration = try! configuration(rules)
        }
        let published = try profiles(try workspace.published(run: 2)["profiles.ndjson"]).map(\.profile_id)
        let exported = try await workspace.exported(rules)["profiles.ndjson"]
        #expect(published == (try profiles(exported).map(\.profile_id)))
    }

    @Test("Another key is no other rule: run and redecide stop")
    func otherKey() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([MadeUpRow("NO", "1", ["email": "a@mail.example"])])
        try await workspace.run()
        try workspace.replaceKey()
        await #expect(throws: RunFault.keyMoved) { try await workspace.run() }
        await #expect(throws: RunFault.keyMoved) { try await workspace.run { $0.task = .redecide } }
    }
}
