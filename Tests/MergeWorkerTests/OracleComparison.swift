/// What an export says, beside what the naive oracle says of the same rows.
struct OracleComparison {
    private let oracle: NaiveOracle
    private let rows: [MadeUpRow]

    init(_ oracle: NaiveOracle, _ rows: [MadeUpRow]) {
        self.oracle = oracle
        self.rows = rows
    }

    /// A line for each difference, sorted.
    func differences(_ files: [String: [UInt8]]) throws -> [String] {
        let byAccount = Dictionary(uniqueKeysWithValues: rows.map { ($0.account, $0) })
        let published = try profiles(files["profiles.ndjson"])
        var found = verdictDifferences(byAccount, published, files)
        found += localDifferences(byAccount, published) + linkDifferences(published, files)
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
                found.append(
                    "\(key): \(name) is \(value), the oracle says \(mine[name] ?? "") of \(show(profile, byAccount))")
            }
        }
        for key in oracle.profiles.keys where joint[key] == nil { found.append("\(key): no joint profile") }
        return found.sorted()
    }

    /// An account outside of joint profiles works in its own country as before, with its own values.
    private func localDifferences(_ rows: [String: MadeUpRow], _ published: [PublishedProfile]) -> [String] {
        published.filter { $0.state == "local" }.compactMap { profile in
            let login = PublishedProfile.Login(
                password: "keep", phone: nil, channel: nil, mailbox_proof: false, revoke_sessions: false,
                local_only: true)
            let name = profile.accounts.first?.name ?? ""
            guard profile.accounts.count == 1, let row = rows[name] else {
                return "a local profile of \(profile.accounts)"
            }
            let isAsExported =
                profile.first_name ?? "" == row["first_name"] && profile.last_name ?? "" == row["last_name"]
                && profile.country == row.country && profile.language ?? "" == row["language"]
                && profile.postal_code ?? "" == row["postal_code"] && profile.phone ?? "" == oracle.phone(row)
            let isApart = profile.login == login && profile.conflicts.isEmpty && profile.provenance == nil
            return isAsExported && isApart ? nil : "\(name): its local profile is \(profile)"
        }
    }

    /// A row of links.csv for each account of a linked profile.
    private func linkDifferences(_ published: [PublishedProfile], _ files: [String: [UInt8]]) -> [String] {
        let wanted = published.filter { $0.state == "linked" }.flatMap { profile in
            profile.accounts.map { account in
                "\(profile.profile_id),\(account.country),\(account.account_id),\(account.role),\(account.basis ?? ""),added"
            }
        }
        let found = lines(files["links.csv"]).dropFirst().map(String.init)
        return Set(wanted).symmetricDifference(found).map { "links.csv: \($0)" }
    }

    private func show(_ profile: PublishedProfile, _ rows: [String: MadeUpRow]) -> String {
        profile.accounts.map { account in
            let columns = rows[account.name]?.columns.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } ?? []
            return "\n    \(account.name) \(account.role): " + columns.joined(separator: " ")
        }.joined()
    }

    /// Role, reason and basis of each account, from the profiles and the table of holds.
    private func verdictDifferences(
        _ rows: [String: MadeUpRow], _ published: [PublishedProfile],
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
            "accounts": profile.accounts.sorted().joined(separator: " "), "state": profile.state,
            "email": profile.email,
            "local_only": "false",
            "first_name": profile.firstName, "last_name": profile.lastName, "country": profile.country,
            "postal_code": profile.postalCode, "phone": profile.phone, "language": profile.language,
            "password": profile.password, "phone step": profile.phoneStep, "channel": profile.channel,
            "mailbox_proof": "\(profile.mailboxProof)", "revoke_sessions": "\(profile.revokesSessions)",
            "withheld": profile.withheld.sorted().joined(separator: ", "),
            "marketing": profile.marketing.sorted().joined(separator: ", "),
            "conflicts": profile.conflicts.sorted().joined(separator: ", "),
            "provenance": profile.provenance.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(
                separator: ", "),
        ]
    }

    private func describe(_ profile: PublishedProfile) -> [String: String] {
        [
            "accounts": profile.accounts.map(\.name).sorted().joined(separator: " "), "state": profile.state,
            "email": profile.email ?? "", "local_only": "\(profile.login.local_only)",
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
            "conflicts": profile.conflicts.map(\.kind).sorted().joined(separator: ", "),
            "provenance": (profile.provenance ?? [:]).sorted { $0.key < $1.key }.map { field, source in
                "\(field): \(source.name) \(source.rule ?? "") \((source.losers ?? []).map(\.name).sorted())"
            }.joined(separator: ", "),
        ]
    }
}
