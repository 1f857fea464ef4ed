import AccountModel
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

@Suite("A naive oracle decides alike", .serialized)
struct OracleTests {
    static let launched = #"{"launch": "2026-03-01T00:00:00Z""#
    static let hub = #", "hub_limit": 3}"#
    static let partners = """
        , "country_order": ["GB", "DE", "NO"],
          "countries": {
            "NO": {"policy": {"partners": ["SE", "DK", "FI"]}},
            "GB": {"policy": {"released_fields": ["email", "first_name", "last_name", "country"]}},
            "SE": {"policy": {"hold": ["without_phone", "beside_blocked_twin"], "partners": ["NO", "GB", "DE", "DK"]}},
            "DE": {"policy": {"hold": ["beside_same_country"], "required_verification": "email_and_phone"}},
            "DK": {"policy": {"hold": ["guests"], "undated_accounts_predate_launch": true}},
            "FI": {"policy": {"hold": ["unverified"], "recent_email_change_days": 200}}
          }}
        """

    @Test("Before the launch", arguments: lawSeeds(12))
    func notLaunched(seed: UInt64) async throws {
        try await compare(seed, configuration: "{}", launch: nil)
    }

    @Test("After the launch", arguments: lawSeeds(12))
    func launched(seed: UInt64) async throws {
        try await compare(seed, configuration: OracleTests.launched + "}", launch: MadeUpAccounts.launchInstant)
    }

    @Test("With policies of the countries", arguments: lawSeeds(12))
    func policies(seed: UInt64) async throws {
        try await compare(
            seed, configuration: OracleTests.launched + OracleTests.partners, launch: MadeUpAccounts.launchInstant)
    }

    @Test("With a small hub limit", arguments: lawSeeds(12))
    func hub(seed: UInt64) async throws {
        try await compare(
            seed, configuration: OracleTests.launched + OracleTests.hub, launch: MadeUpAccounts.launchInstant)
    }

    @Test("With so many accounts of one country that their answers are counted", arguments: lawSeeds(2))
    func crowded(seed: UInt64) async throws {
        try await compare(seed, configuration: "{}", launch: nil, accounts: 1_600)
    }

    /// Orders of the rules that differ from the standard one, for each unit.
    static let orders = #"""
        , "survivorship": {
            "email": ["verified", "country_order"],
            "name": ["verified", "most_complete", "country_order", "most_recent"],
            "place": ["verified", "most_complete", "most_recent"],
            "phone": ["verified", "country_order"],
            "language": ["verified", "not_placeholder"]
          }
        """#

    @Test("With other orders of the rules of survivorship, ties included", arguments: lawSeeds(12))
    func orders(seed: UInt64) async throws {
        let countries = String(OracleTests.partners.dropLast())
        try await compare(
            seed, configuration: OracleTests.launched + countries + OracleTests.orders + "}",
            launch: MadeUpAccounts.launchInstant)
    }

    @Test("With people's decisions", arguments: lawSeeds(12))
    func decisions(seed: UInt64) async throws {
        try await compare(seed, configuration: "{}", launch: nil, decisions: 40)
    }

    @Test("With people's decisions and policies of the countries", arguments: lawSeeds(12))
    func decisionsAndPolicies(seed: UInt64) async throws {
        let countries = OracleTests.partners.dropFirst(1)
        try await compare(seed, configuration: "{" + countries, launch: nil, decisions: 40)
    }

    private func compare(
        _ seed: UInt64, configuration: String, launch: String?, accounts: Int = 60, decisions count: Int = 0
    ) async throws {
        var made = MadeUpAccounts(seed: seed, launch: launch)
        let rows = made.accounts(accounts)
        let decisions = made.decisions(about: rows, count)
        let workspace = try TestWorkspace(configuration)
        try workspace.drop(rows)
        // A file for each line: of lines about the same, older ones come after newer ones too.
        for (number, decision) in decisions.enumerated() {
            try workspace.decide([decision.line], name: "\(number + 100).csv")
            if number % 8 == 7 { try await workspace.run() }
        }
        try await workspace.run()
        let policy = try KobleConfiguration(json: Array(configuration.utf8)).merge
        let oracle = NaiveOracle(rows, policy: policy, asOf: TestWorkspace.asOf, decisions: decisions)
        let found = try OracleComparison(oracle, rows).differences(try await workspace.exported(configuration))
        let count = found.count
        #expect(count == 0, "seed \(seed):\n\(found.prefix(12).joined(separator: "\n"))")
    }
}
