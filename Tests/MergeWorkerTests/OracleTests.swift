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
            "SE": {"policy": {"hold": ["without_phone", "beside_blocked_twin"]}},
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
        var found = try differences(oracle, rows, try await workspace.exported(configuration))
        found.sort()
        let count = found.count
        #expect(count == 0, "seed \(seed):\n\(found.prefix(12).joined(separator: "\n"))")
    }

    private func differences(
        _ oracle: NaiveOracle, _ rows: [MadeUpRow], _ files: [String: [UInt8]]
    ) throws -> [String] {
        let byAccount = Dictionary(uniqueKeysWithValues: rows.map { ($0.account, $0) })
        let published = try profiles(files["profiles.ndjson"])
        var found = verdictDifferences(oracle, byAccount, published, files)
        var joint: [String: PublishedProfile] = [:]
        for profile in published where profile.state != "local" {
            guard let first = profile.accounts.first.flatMap({ byAccount[$0.name] }), let key = linkKey(first) else {
                found.append("a joint profile without a link key")
                continue
            }
            joint[key] = profile
            guard let wanted = oracle.profiles[key] else {
                found.append("\(key): a joint profile of \(profile.accounts.map(\.name)), and the oracle has none")
                continue
            }
            let (mine, theirs) = (describe(wanted), describe(profile))
            for (name, value) in theirs where mine[name] != value {
                found.append("\(key): \(name) is \(value), the oracle says \(mine[name] ?? "") of \(show(profile, byAccount))")
            }
        }
        for key in oracle.profiles.keys where joint[key] == nil { found.append("\(key): no joint profile") }
        return found
    }

    private func show(_ profile: PublishedProfile, _ rows: [String: MadeUpRow]) -> String {
        profile.accounts.map { account in
            let columns = rows[account.name]?.columns.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } ?? []
            return "\n    \(account.name) \(account.role): " + columns.joined(separator: " ")
        }.joined()
    }

    /// Role, reason and basis of each account, from the profiles and the table of holds.
    private func verdictDifferences(
        _ oracle: NaiveOracle, _ rows: [String: MadeUpRow], _ published: [PublishedProfile],
        _ files: [String: [UInt8]]
    ) -> [String] {
        var verdicts: [String: NaiveOracle.Verdict] = [:]
        for line in lines(files["holds.csv"]).dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            verdicts["\(fields[0])/\(fields[1])"] = NaiveOracle.Verdict(role: fields[2], reason: fields[3])
        }
        for account in published.flatMap(\.accounts) {
            let reason = verdicts[account.name]?.reason ?? ""
            verdicts[account.name] = NaiveOracle.Verdict(
                role: account.role, reason: reason, basis: account.basis ?? "")
        }
        return oracle.verdicts.compactMap { account, wanted in
            let real = verdicts[account]
            return real == wanted
                ? nil
                : "\(account): \(real.map { "\($0)" } ?? "nowhere"), the oracle says \(wanted) of \(rows[account]!.columns.sorted { $0.key < $1.key })"
        }
    }

    private func describe(_ profile: NaiveOracle.Profile) -> [String: String] {
        [
            "accounts": profile.accounts.sorted().joined(separator: " "), "email": profile.email,
            "first_name": profile.firstName, "last_name": profile.lastName, "country": profile.country,
            "postal_code": profile.postalCode, "phone": profile.phone, "language": profile.language,
            "password": profile.password, "phone step": profile.phoneStep, "channel": profile.channel,
            "mailbox_proof": "\(profile.mailboxProof)", "revoke_sessions": "\(profile.revokesSessions)",
            "withheld": profile.withheld.sorted().joined(separator: ", "),
            "marketing": profile.marketing.sorted().joined(separator: ", "),
        ]
    }

    private func describe(_ profile: PublishedProfile) -> [String: String] {
        [
            "accounts": profile.accounts.map(\.name).sorted().joined(separator: " "), "email": profile.email ?? "",
            "first_name": profile.first_name ?? "", "last_name": profile.last_name ?? "",
            "country": profile.country ?? "", "postal_code": profile.postal_code ?? "",
            "phone": profile.phone ?? "", "language": profile.language ?? "", "password": profile.login.password,
            "phone step": profile.login.phone ?? "", "channel": profile.login.channel ?? "",
            "mailbox_proof": "\(profile.login.mailbox_proof)",
            "revoke_sessions": "\(profile.login.revoke_sessions)",
            "withheld": profile.accounts.flatMap { account in
                (account.withheld ?? []).map { "\(account.name) \($0)" }
            }.sorted().joined(separator: ", "),
            "marketing": profile.accounts.flatMap { account in
                account.marketing.map { "\(account.name) \($0.value)" }
            }.sorted().joined(separator: ", "),
        ]
    }
}
