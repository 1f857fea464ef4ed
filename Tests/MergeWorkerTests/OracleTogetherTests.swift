import AccountModel
import TestSupport
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// Everything that decides, drawn into one state: versions in any order, deletes, rows that erase, full snapshots,
/// vetoes, consent after the launch, policies, people's decisions between the batches, and at the end an erasure.
@Suite("A naive oracle decides alike when everything is drawn together", .serialized)
struct OracleTogetherTests {
    static let configurations = [
        OracleTests.launched + "}", OracleTests.launched + OracleTests.partners,
        OracleTests.launched + #", "hub_limit": 2}"#,
        OracleTests.launched + String(OracleTests.partners.dropLast()) + OracleTests.orders + "}",
    ]

    @Test("Precedence over all rules, with every one of them drawn")
    func together() async throws {
        var coverage = OracleCoverage()
        for seed in lawSeeds(16) { try await compare(seed, &coverage) }
        let missing = coverage.missing
        #expect(missing == [], "never drawn")
    }

    private func compare(_ seed: UInt64, _ coverage: inout OracleCoverage) async throws {
        let configuration = OracleTogetherTests.configurations[Int(seed % 4)]
        var made = MadeUpAccounts(seed: seed &+ 5_000)
        made.isThorough = true
        let batches = made.batches(of: 70)
        let arrived = SnapshotOracle(batches)
        let live = arrived.standing.filter { $0["op"].isEmpty }.sorted { $0.account < $1.account }
        let decisions = made.decisions(about: live, 70)
        let workspace = try TestWorkspace(configuration)
        try await deliver(batches, decisions, to: workspace, &made.random)

        let policy = try KobleConfiguration(json: Array(configuration.utf8)).merge
        let oracle = NaiveOracle(live, policy: policy, asOf: TestWorkspace.asOf, decisions: decisions)
        coverage.note(oracle, live)
        coverage.note(arrived, batches)
        try await expect(oracle, live, workspace, "seed \(seed)")

        let wanted = seed % 2 == 0 ? live.filter { $0.isTrue("legal_hold") } : []
        let left = try erase(made.random.pick(wanted.isEmpty ? live : wanted), of: live, workspace, &coverage)
        let rest = NaiveOracle(left, policy: policy, asOf: TestWorkspace.asOf, decisions: decisions)
        try await expect(rest, left, workspace, "seed \(seed), after the erasure")
    }

    private func expect(
        _ oracle: NaiveOracle, _ rows: [MadeUpRow], _ workspace: TestWorkspace, _ place: String
    ) async throws {
        let found = try OracleComparison(oracle, rows).differences(try await workspace.exported(nil))
        let count = found.count
        #expect(count == 0, "\(place):\n\(found.prefix(12).joined(separator: "\n"))")
    }

    /// Batches and decisions in any order, in a few runs. What is about two accounts comes last: whether their keys
    /// are equal is asked when it comes.
    private func deliver(
        _ batches: [MadeUpBatch], _ decisions: [MadeUpDecision], to workspace: TestWorkspace, _ random: inout SplitMix64
    ) async throws {
        let single = decisions.filter(\.other.isEmpty)
        var steps = (0..<batches.count + single.count).shuffled(using: &random)
        while !steps.isEmpty {
            let part = steps.prefix(Int.random(in: 40...80, using: &random))
            steps.removeFirst(part.count)
            for step in part where step < batches.count { try workspace.drop(batches[step]) }
            try decide(
                part.filter { $0 >= batches.count }.map { single[$0 - batches.count] }, workspace, "d\(steps.count)")
            try await workspace.run { $0.allowsShrink = true }
        }
        try decide(decisions.filter { !$0.other.isEmpty }, workspace, "pairs")
        try await workspace.run()
    }

    /// Files of a few lines: a line that contradicts an older one stands behind it or before it.
    private func decide(_ decisions: [MadeUpDecision], _ workspace: TestWorkspace, _ name: String) throws {
        for (number, start) in stride(from: 0, to: decisions.count, by: 5).enumerated() {
            let part = decisions[start..<min(start + 5, decisions.count)]
            try workspace.decide(part.map(\.line), name: "\(name)-\(number).csv")
        }
    }

    /// Erases the person of a row, unless the law wants an account of the address unchanged.
    /// - Returns: The rows that are left.
    private func erase(
        _ row: MadeUpRow, of live: [MadeUpRow], _ workspace: TestWorkspace, _ coverage: inout OracleCoverage
    ) throws -> [MadeUpRow] {
        let key = linkKey(row)
        let person = live.filter { key == nil ? $0.account == row.account : linkKey($0) == key }
        let mayNot = person.contains { $0.isTrue("legal_hold") }
        do {
            _ = try ErasureTests.erase([row.account], workspace)
            #expect(!mayNot, "erased in spite of a legal hold")
        } catch is RunFault {
            #expect(mayNot, "not erased")
        }
        coverage.note(mayNot ? "erasure stopped by a legal hold" : "person erased")
        return mayNot ? live : live.filter { !person.contains($0) }
    }
}

/// What a draw had in it, so that the comparison cannot become one of nothing.
struct OracleCoverage {
    private var counts: [String: Int] = [:]

    mutating func note(_ name: String) { counts[name, default: 0] += 1 }

    /// What was wanted and never drawn.
    var missing: [String] { OracleCoverage.wanted.filter { counts[$0] == nil } }

    private static let wanted: [String] =
        RoleReason.allCases.filter { ![.none, .erased, .suppressed].contains($0) }.map { "reason \($0.code)" }
        + ["member", "unverified", "reference", "held", "pending", "declined", "excluded"].map { "role \($0)" }
        + ["migration", "same_country", "consent", "decision"].map { "basis \($0)" }
        + [
            "phone_of_newer_unverified", "phones_of_one_country", "blocked_twin", "recycled_mailbox", "look_alike",
            "suspicious_guest", "other_person", "household", "phone_different", "own_country_lines", "phone_line_type",
            "phone_unparsable",
        ].map { "conflict \($0)" }
        + ["only_value"].map { "survivor \($0)" }
        + SurvivorshipRule.allCases.filter { $0 != .notPlaceholder }.map { "survivor \($0.code)" }
        + ["set_new", "set_first", "keep"].map { "password \($0)" }
        + ["verify", "add_and_verify", ""].map { "phone \($0)" } + ["sms", "call"].map { "channel \($0)" }
        + ["mailbox proof", "withheld", "tightened marketing"]
        + ["delete", "erase row", "vanished", "remembered veto", "person erased", "erasure stopped by a legal hold"]
        + ["keep_apart", "link", "choose", "release", "withdraw"].map { "standing \($0)" }
        + [
            "blocked before legal hold", "blocked before veto", "blocked before decision", "legal hold before veto",
            "legal hold before decision", "veto before decision", "veto before hold", "decision before hold",
            "decision before consent", "pair kept apart", "hold before consent",
        ]

    mutating func note(_ arrived: SnapshotOracle, _ batches: [MadeUpBatch]) {
        for _ in arrived.vanished { note("vanished") }
        for _ in arrived.remembered { note("remembered veto") }
        for row in arrived.standing where !row["op"].isEmpty { note(row["op"] == "erase" ? "erase row" : "delete") }
    }

    mutating func note(_ oracle: NaiveOracle, _ live: [MadeUpRow]) {
        for verdict in oracle.verdicts.values {
            note("role \(verdict.role)")
            if !verdict.reason.isEmpty { note("reason \(verdict.reason)") }
            if !verdict.basis.isEmpty { note("basis \(verdict.basis)") }
        }
        for profile in oracle.profiles.values {
            for kind in profile.conflicts { note("conflict \(kind)") }
            for source in profile.provenance.values { note("survivor \(source.split(separator: " ")[1])") }
            note("password \(profile.password)")
            note("phone \(profile.phoneStep)")
            note("channel \(profile.channel)")
            if profile.mailboxProof { note("mailbox proof") }
            if !profile.withheld.isEmpty { note("withheld") }
        }
        for row in live {
            notePrecedence(row, oracle)
            let profile = oracle.profiles[linkKey(row) ?? ""]
            if row["marketing.email"] == "true", profile?.accounts.contains(row.account) == true,
                profile?.marketing.contains("\(row.account) true") == false
            {
                note("tightened marketing")
            }
        }
    }

    /// Where two lines of the precedence meet on one account.
    private mutating func notePrecedence(_ row: MadeUpRow, _ oracle: NaiveOracle) {
        let decided = oracle.decisions.standing.filter { $0.account == row.account || $0.other == row.account }
        for decision in decided { self.note("standing \(decision.kind.rawValue)") }
        if oracle.decisions.hasWithdrawn { self.note("standing withdraw") }
        let isDecided = decided.contains { $0.kind != .choose }
        let isVetoed = row["link_consent"] == "declined"
        let isHeld = row.isTrue("privileged") || row.isTrue("pending_email_change") || row.isTrue("open_data_request")
        let isBlocked = row["status"] == "blocked"
        let isLegal = row.isTrue("legal_hold")
        func note(_ name: String, _ meets: Bool) { if meets { self.note(name) } }
        note("blocked before legal hold", isBlocked && isLegal)
        note("blocked before veto", isBlocked && isVetoed)
        note("blocked before decision", isBlocked && isDecided)
        note("legal hold before veto", !isBlocked && isLegal && isVetoed)
        note("legal hold before decision", !isBlocked && isLegal && isDecided)
        note("veto before decision", oracle.has(row, "declined") && isDecided)
        note("veto before hold", oracle.has(row, "declined") && isHeld)
        note("decision before hold", oracle.joins(row) && isHeld && isDecided)
        note("decision before consent", oracle.joins(row) && oracle.spared.contains(row.account))
        note("hold before consent", oracle.has(row, "held") && isHeld && oracle.missingConsent(row) != nil)
        let isApart = oracle.verdicts[row.account]?.reason == "kept_apart"
        note("pair kept apart", isApart && oracle.decisions.apart(row.account) == nil)
    }
}
