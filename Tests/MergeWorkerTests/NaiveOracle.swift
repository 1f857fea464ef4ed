import AccountModel

/// What the rules say of a set of accounts, worked out the slow and obvious way.
///
/// Written from the rules and the contract alone, not from the program: that the two agree is the test. It
/// knows only what made-up accounts have: exact names, valid phones, the few look-alikes that `skeleton` folds.
struct NaiveOracle {
    struct Verdict: Equatable {
        var role: String
        var reason = ""
        var basis = ""
    }

    struct Profile: Equatable {
        var accounts: Set<String> = []
        /// Linked: two or more members or unverified ones.
        var state = "single"
        var email = "", firstName = "", lastName = "", postalCode = "", phone = "", language = ""
        var country = ""
        var password = "", phoneStep = "", channel = ""
        var mailboxProof = false, revokesSessions = false
        /// Account and field of what its country keeps out of the profile.
        var withheld: Set<String> = []
        /// Account and answer about marketing by e-mail.
        var marketing: Set<String> = []
        /// Kinds of conflicts.
        var conflicts: Set<String> = []
        /// Of a linked profile, by field: the winning account, the rule that left nobody else, the losers.
        var provenance: [String: String] = [:]
    }

    private(set) var verdicts: [String: Verdict] = [:]
    /// Joint profiles, by link key.
    private(set) var profiles: [String: Profile] = [:]

    let policy: MergePolicy
    private let asOf: String
    let decisions: NaiveDecisions
    /// The holds that people ended, by account.
    private var lifted: [String: Set<String>] = [:]
    /// Accounts that join only because people ended what held them.
    private(set) var joinedByDecision: Set<String> = []
    /// Accounts that join although consent is missing, because people ended what held them.
    private(set) var spared: Set<String> = []
    /// Keys that look like another one, whichever side they are.
    private var alerted: Set<String> = []

    init(_ rows: [MadeUpRow], policy: MergePolicy, asOf: Timestamp, decisions: [MadeUpDecision] = []) {
        self.policy = policy
        self.asOf = asOf.description
        self.decisions = NaiveDecisions(decisions)
        let givingWay = keysThatGiveWay(rows)
        for (key, group) in Dictionary(grouping: rows, by: { linkKey($0) ?? "none:" + $0.account }) {
            decide(key, group, givesWay: givingWay.contains(key))
        }
    }

    // MARK: Addresses that look alike

    /// Where one of the addresses with one skeleton is not ASCII, the first stays, and what looks like it gives
    /// way: verified before unverified, older before newer, ASCII before other.
    private mutating func keysThatGiveWay(_ rows: [MadeUpRow]) -> Set<String> {
        let inUse = rows.filter { $0["status"].isEmpty && !isReference($0) && linkKey($0) != nil }
        let addresses = Dictionary(grouping: inUse, by: { linkKey($0)! })
        var giving: Set<String> = []
        for (_, keys) in Dictionary(grouping: addresses.keys, by: skeleton)
        where keys.count > 1 && !keys.allSatisfy(isASCII) {
            alerted.formUnion(keys)
            guard let first = keys.min(by: { standing(addresses[$0]!, $0) < standing(addresses[$1]!, $1) }) else {
                continue
            }
            giving.formUnion(keys.filter { $0 != first && !(isASCII(first) && isASCII($0)) })
        }
        return giving
    }

    /// Verified ones first, then the older; the hash of the key breaks ties, and no test asks for it.
    private func standing(_ rows: [MadeUpRow], _ key: String) -> (Int, Int64, Int) {
        let verified = rows.filter { $0.isTrue("email_verified") }
        let since = (verified.isEmpty ? rows : verified).map { instant($0["created_at"]) ?? .max }.min() ?? .max
        return (verified.isEmpty ? 1 : 0, since, isASCII(key) ? 0 : 1)
    }

    private func isASCII(_ key: String) -> Bool { key.utf8.allSatisfy { $0 < 0x80 } }

    private func skeleton(_ key: String) -> String {
        let folded: [Character: Character] = [
            "ü": "u", "\u{430}": "a", "\u{410}": "a", "\u{43E}": "o", "\u{41E}": "o", "0": "o", "1": "l",
        ]
        return String(key.map { folded[$0] ?? $0 })
    }

    // MARK: One address

    /// The steps in the order of the table of roles; each looks at those who still join.
    private mutating func decide(_ key: String, _ group: [MadeUpRow], givesWay: Bool) {
        for row in group { verdicts[row.account] = ownVerdict(row) }
        applyDecisions(group)
        askForConsent(group)
        holdHub(group)
        holdBesideBlocked(group)
        holdSuspiciousGuests(group)
        holdRecycled(group)
        holdBetweenCountries(group)
        holdBesideSameCountry(group)
        keepPairsApart(group)
        if givesWay {
            for row in group where joins(row) { hold(row, "look_alike") }
        }
        let joined = group.filter(joins)
        guard !joined.isEmpty else {
            for row in group where has(row, "reference") { verdicts[row.account]?.reason = "no_account" }
            return
        }
        if joined.count > 1 { nameBases(joined) }
        var made = profile(of: joined, references: group.filter { has($0, "reference") })
        made.conflicts = conflicts(group, joined, isAlerted: alerted.contains(key))
        if joined.count > 1 { (made.state, made.provenance) = ("linked", provenance(joined)) }
        profiles[key] = made
    }

    /// What is decided of an account without a look at others: legal hold and blocked first, then the
    /// person's veto, then the rules in the order of the table of roles.
    private func ownVerdict(_ row: MadeUpRow, lifting lifted: Set<String> = []) -> Verdict {
        let isUnreadable = isUnreadable(row)
        var row = row
        let own = country(row)
        let isAddress = linkKey(row) != nil
        // What people ended is as if the account had never had it.
        if lifted.contains("privileged") { row["privileged"] = "" }
        if lifted.contains("pending_email_change") { row["pending_email_change"] = "" }
        if lifted.contains("open_data_request") { row["open_data_request"] = "" }
        if lifted.contains("recent_email_change") { row["email_changed_at"] = "" }
        if row["status"] == "blocked" { return Verdict(role: "excluded", reason: "blocked") }
        if row["status"] == "closed" { return Verdict(role: "excluded", reason: "closed") }
        if row.isTrue("legal_hold") { return Verdict(role: "held", reason: "legal_hold") }
        if row["link_consent"] == "declined" { return Verdict(role: "declined", reason: "consent_declined") }
        guard isAddress else { return Verdict(role: "held", reason: "address_invalid") }
        if isUnusable(row), !lifted.contains("unusable_address") {
            return Verdict(role: "held", reason: "unusable_address")
        }
        if isUnreadable { return Verdict(role: "held", reason: "unreadable_value") }
        if row.isTrue("privileged") { return Verdict(role: "held", reason: "privileged") }
        if row.isTrue("pending_email_change") { return Verdict(role: "held", reason: "pending_email_change") }
        if row.isTrue("open_data_request") { return Verdict(role: "held", reason: "open_data_request") }
        if changedRecently(row, days: own.recentEmailChangeDays) {
            return Verdict(role: "held", reason: "recent_email_change")
        }
        if isReference(row) { return Verdict(role: "reference") }
        func holds(_ kind: HeldKinds, _ reason: String) -> Bool {
            own.heldKinds.contains(kind) && !lifted.contains(reason)
        }
        if holds(.unverified, "verification_missing"), !row.isTrue("email_verified") {
            return Verdict(role: "held", reason: "verification_missing")
        }
        if holds(.guests, "guest_policy"), row["account_type"] == "guest" {
            return Verdict(role: "held", reason: "guest_policy")
        }
        if holds(.withoutPhone, "phone_missing"), phone(row).isEmpty {
            return Verdict(role: "held", reason: "phone_missing")
        }
        if let reason = missingConsent(row), !lifted.contains(reason) {
            return Verdict(role: "pending", reason: reason)
        }
        return Verdict(role: isVerified(row) ? "member" : "unverified")
    }

    /// After the launch an account needs consent, given from a proven mailbox (A3).
    func missingConsent(_ row: MadeUpRow) -> String? {
        guard isNewcomer(row) else { return nil }
        if row["created_at"].isEmpty { return "created_at_missing" }
        guard row["link_consent"] == "granted" else { return "consent_unanswered" }
        return row.isTrue("email_verified") ? nil : "consent_unproven"
    }

    private func isVerified(_ row: MadeUpRow) -> Bool {
        switch country(row).requiredVerification {
        case .none: true
        case .email: row.isTrue("email_verified")
        case .emailAndPhone: row.isTrue("email_verified") && row.isTrue("phone_verified")
        }
    }

    private func changedRecently(_ row: MadeUpRow, days: Int) -> Bool {
        guard let changed = instant(row["email_changed_at"]), let now = instant(asOf) else { return false }
        return now - changed < Int64(days) * 86_400_000
    }

    // MARK: What people decided

    private mutating func applyDecisions(_ group: [MadeUpRow]) {
        let linked = decisions.linked(group) {
            ["member", "unverified"].contains(ownVerdict($0, lifting: NaiveDecisions.reviewable).role)
        }
        for row in group {
            lifted[row.account] =
                linked.contains(row.account) ? NaiveDecisions.reviewable : decisions.released(row.account)
            if has(row, "held") || has(row, "pending") {
                let isWaiting = has(row, "pending")
                let verdict = ownVerdict(row, lifting: lifted[row.account]!)
                verdicts[row.account] = verdict
                if joins(row) { joinedByDecision.insert(row.account) }
                if joins(row), isWaiting { spared.insert(row.account) }
            }
            let reason = verdicts[row.account]!.reason
            let standsAbove = ["excluded", "declined"].contains { has(row, $0) } || reason == "legal_hold"
            if decisions.apart(row.account) != nil, !linked.contains(row.account), !standsAbove {
                verdicts[row.account] = Verdict(role: "held", reason: "kept_apart")
            }
        }
    }

    /// Of a pair that people keep apart, one stays: members first, then unverified ones, then the older one.
    private mutating func keepPairsApart(_ group: [MadeUpRow]) {
        func partners(_ account: String) -> [String] {
            decisions.pairs.filter { $0.account == account || $0.other == account }
                .map { $0.account == account ? $0.other : $0.account }
        }
        let involved = group.filter { row in
            (joins(row) || has(row, "reference"))
                && partners(row.account).contains { other in group.contains { $0.account == other } }
        }
        let roles = ["member", "unverified", "reference"]
        var staying: Set<String> = []
        for row in involved.sorted(by: { left, right in
            let ranks = [left, right].map { row in roles.firstIndex { has(row, $0) }! }
            if ranks[0] != ranks[1] { return ranks[0] < ranks[1] }
            let made = [left, right].map { instant($0["created_at"]) ?? .max }
            return made[0] != made[1] ? made[0] < made[1] : inCountryOrder(left, right)
        }) {
            if partners(row.account).contains(where: staying.contains) {
                hold(row, "kept_apart")
            } else {
                staying.insert(row.account)
            }
        }
    }

    /// Holds an account, unless people have ended this hold.
    private mutating func hold(_ row: MadeUpRow, _ reason: String) {
        if lifted[row.account, default: []].contains(reason) {
            joinedByDecision.insert(row.account)
        } else {
            verdicts[row.account] = Verdict(role: "held", reason: reason)
        }
    }

    // MARK: Beside others

    /// After the launch: the first account of a mailbox is asked nothing, each later one needs consent (A3), which
    /// an account that is there may prove. Who is proven proves others, as long as there are any.
    private mutating func askForConsent(_ group: [MadeUpRow]) {
        let waiting = group.filter { has($0, "pending") }
        if let first = waiting.min(by: { age($0) < age($1) }),
            !group.contains(where: { joins($0) && wasThere($0, before: first) })
        {
            verdicts[first.account] = Verdict(role: isVerified(first) ? "member" : "unverified")
        }
        while let next = waiting.first(where: { row in
            has(row, "pending") && row["link_consent"] == "granted"
                && group.contains { $0.account == row["consent_proven_by"] && has($0, "member") }
        }) {
            verdicts[next.account] = Verdict(role: isVerified(next) ? "member" : "unverified")
        }
    }

    /// Who joins without a date was there before those who wait; who waits without one was there before nobody.
    private func wasThere(_ other: MadeUpRow, before first: MadeUpRow) -> Bool {
        other["created_at"].isEmpty || first["created_at"].isEmpty || age(other) < age(first)
    }

    /// The order in which accounts were made; those without a date come last.
    private func age(_ row: MadeUpRow) -> (Int64, UInt8, String) {
        (instant(row["created_at"]) ?? .max, rank(row), row.id)
    }

    /// Past the limit of accounts on an address further unverified ones are held.
    private mutating func holdHub(_ group: [MadeUpRow]) {
        guard group.count > policy.hubLimit else { return }
        var seats = policy.hubLimit - group.count { has($0, "member") }
        for row in group.sorted(by: inStoreOrder) where has(row, "unverified") {
            if seats <= 0 { hold(row, "hub") }
            seats -= 1
        }
    }

    private mutating func holdBesideBlocked(_ group: [MadeUpRow]) {
        guard group.contains(where: { $0["status"] == "blocked" }) else { return }
        for row in group where joins(row) && country(row).heldKinds.contains(.besideBlockedTwin) {
            hold(row, "blocked_twin")
        }
    }

    /// A guest whose name and phone both differ from the members'; of many, the first eight are asked.
    private mutating func holdSuspiciousGuests(_ group: [MadeUpRow]) {
        let members = group.filter { has($0, "member") && $0["account_type"] != "guest" }
        guard !members.isEmpty else { return }
        for guest in group where joins(guest) && guest["account_type"] == "guest" {
            if members.sorted(by: inStoreOrder).prefix(8).allSatisfy({
                haveOtherNames(guest, $0) && haveOtherPhones(guest, $0)
            }) {
                hold(guest, "suspicious_guest")
            }
        }
    }

    /// A mailbox that went to another person: whoever was quiet for long before the newest member was made is
    /// held. Who has not proven the mailbox took it over from nobody.
    private mutating func holdRecycled(_ group: [MadeUpRow]) {
        let live = group.filter(joins)
        let members = live.filter { has($0, "member") && !$0["created_at"].isEmpty }
        guard let newest = members.max(by: { age($0) < age($1) }),
            let made = instant(newest["created_at"])
        else { return }
        for older in live where older != newest {
            guard let last = Timestamp(older["updated_at"]) else { continue }
            if made >= last.advanced(byYears: policy.recycledMailboxYears).rawValue,
                older["last_name"].lowercased() != newest["last_name"].lowercased(),
                haveOtherNames(older, newest), haveOtherPhones(older, newest)
            {
                hold(older, "recycled_mailbox")
            }
        }
    }

    private mutating func holdBetweenCountries(_ group: [MadeUpRow]) {
        var joined: [MadeUpRow] = []
        for row in group.filter(joins).sorted(by: inCountryOrder) {
            if joined.allSatisfy({ mayLink(row, $0) }) {
                joined.append(row)
            } else {
                hold(row, "country_policy")
            }
        }
    }

    /// Where a policy does not link the accounts of one country, the best of them stays.
    private mutating func holdBesideSameCountry(_ group: [MadeUpRow]) {
        let held = group.filter { joins($0) && country($0).heldKinds.contains(.besideSameCountry) }
        for own in Dictionary(grouping: held, by: \.country).values {
            let best = own.min { left, right in
                if has(left, "member") != has(right, "member") { return has(left, "member") }
                if left["updated_at"] != right["updated_at"] { return left["updated_at"] > right["updated_at"] }
                return left.id < right.id
            }
            for row in own where row != best {
                hold(row, "same_country_policy")
            }
        }
    }

    private mutating func nameBases(_ joined: [MadeUpRow]) {
        let spansCountries = Set(joined.map(\.country)).count > 1
        var seen: Set<String> = []
        for row in joined.sorted(by: inStoreOrder) {
            let isFirst = seen.insert(row.country).inserted
            let isConsent = isNewcomer(row) && !row["created_at"].isEmpty
            verdicts[row.account]?.basis =
                joinedByDecision.contains(row.account)
                ? "decision" : isConsent ? "consent" : isFirst && spansCountries ? "migration" : "same_country"
        }
    }

    // MARK: Golden record

    private func profile(of joined: [MadeUpRow], references: [MadeUpRow]) -> Profile {
        var result = Profile(accounts: Set((joined + references).map(\.account)))
        result.email = winner(joined, .email) { $0["email"] }?["email"].trimmed ?? ""
        let name = winner(joined, .name) { $0["first_name"] + $0["last_name"] }
        result.firstName = released(name, .firstName)?["first_name"] ?? ""
        result.lastName = released(name, .lastName)?["last_name"] ?? ""
        let place = winner(joined, .place) { $0.country }
        result.country = place?.country ?? ""
        result.postalCode = released(place, .postalCode)?["postal_code"] ?? ""
        result.language = winner(joined, .language) { $0["language"] }?["language"] ?? ""
        let members = joined.filter { has($0, "member") }
        result.phone = winner(members, .phone, phone).map(phone) ?? ""
        for row in joined {
            for (field, column) in NaiveOracle.columns where !country(row).releasedFields.contains(field) {
                if column == "country" || !row[column].isEmpty { result.withheld.insert("\(row.account) \(column)") }
            }
        }
        for row in joined {
            // No beats never asked, which beats yes, among the accounts of one country (A6).
            let answers = Set(joined.filter { $0.country == row.country }.map { $0["marketing.email"] })
            if row["marketing.email"] == "false" || row["marketing.email"] == "true" && answers.contains("false") {
                result.marketing.insert("\(row.account) false")
            } else if answers == ["true"] {
                result.marketing.insert("\(row.account) true")
            }
        }
        for row in references where !row["marketing.email"].isEmpty {
            result.marketing.insert("\(row.account) \(row["marketing.email"])")
        }
        addLogin(&result, joined, members)
        return result
    }

    private static let columns: [(GoldenFieldSet, String)] = [
        (.email, "email"), (.firstName, "first_name"), (.lastName, "last_name"), (.country, "country"),
        (.postalCode, "postal_code"), (.phone, "phone"), (.language, "language"),
    ]

    /// The account that people chose, else the first by the configured order of rules, then by the account id.
    func winner(
        _ joined: [MadeUpRow], _ unit: SurvivorshipUnit, _ value: (MadeUpRow) -> String
    ) -> MadeUpRow? {
        let rivals = rivals(joined, unit, value)
        if let chosen = decisions.chosen("\(unit.name)", rivals) { return chosen }
        return rivals.min { left, right in
            for rule in policy[unit].rules {
                let (mine, theirs) = (worth(left, rule, unit), worth(right, rule, unit))
                if mine != theirs { return mine > theirs }
            }
            return inCountryOrder(left, right)
        }
    }

    /// The accounts that have a value to offer, and a country that gives it.
    func rivals(_ joined: [MadeUpRow], _ unit: SurvivorshipUnit, _ value: (MadeUpRow) -> String) -> [MadeUpRow] {
        joined.filter { !value($0).isEmpty && !country($0).releasedFields.isDisjoint(with: unit.fields) }
    }

    /// What a rule sees in an account; the greater survives.
    func worth(_ row: MadeUpRow, _ rule: SurvivorshipRule, _ unit: SurvivorshipUnit) -> Int64 {
        switch rule {
        case .verified: (has(row, "member") ? 2 : 0) + (unit == .phone && row.isTrue("phone_verified") ? 1 : 0)
        case .mostRecent: instant(row["updated_at"]) ?? 0
        case .mostComplete where unit == .name: row["first_name"] == row["first_name"].uppercased() ? 0 : 1
        case .mostComplete where unit == .place: row["postal_code"].isEmpty ? 0 : 1
        case .countryOrder: -Int64(rank(row))
        case .mostComplete, .humanDecision, .notPlaceholder, .accountID: 0
        }
    }

    private func released(_ row: MadeUpRow?, _ field: GoldenFieldSet) -> MadeUpRow? {
        row.flatMap { country($0).releasedFields.contains(field) ? $0 : nil }
    }

    private func addLogin(_ result: inout Profile, _ joined: [MadeUpRow], _ members: [MadeUpRow]) {
        let steps = joined.map { row in
            if row["account_type"] == "guest" { return "set_first" }
            return isNewcomer(row) && !row["created_at"].isEmpty ? "keep" : "set_new"
        }
        result.password = ["set_new", "set_first"].first(where: steps.contains) ?? "keep"
        if members.contains(where: { !$0["global_password_set_at"].isEmpty }) { result.password = "keep" }
        result.revokesSessions = joined.count > 1
        if !members.contains(where: { !$0["global_phone_verified_at"].isEmpty }) {
            result.phoneStep = result.phone.isEmpty ? "add_and_verify" : "verify"
            let isFixed = MadeUpAccounts.fixedLines.contains(result.phone)
            result.channel = result.phone.isEmpty ? "" : isFixed ? "call" : "sms"
        }
        result.mailboxProof = members.isEmpty || isPhoneTakeover(joined, members)
    }

    /// A newer unverified account with another phone than a member's, or two verified phones that disagree
    /// inside one country.
    private func isPhoneTakeover(_ joined: [MadeUpRow], _ members: [MadeUpRow]) -> Bool {
        isNewerPhone(joined, members) || disagreesWithItsCountry(joined)
    }

    func isNewerPhone(_ joined: [MadeUpRow], _ members: [MadeUpRow]) -> Bool {
        joined.filter { !has($0, "member") }.contains { row in
            members.contains {
                (row["created_at"].isEmpty || row["created_at"] > $0["created_at"]) && haveOtherPhones(row, $0)
            }
        }
    }

    func disagreesWithItsCountry(_ joined: [MadeUpRow]) -> Bool {
        joined.contains { left in
            joined.contains { right in
                left.country == right.country && left.isTrue("phone_verified") && right.isTrue("phone_verified")
                    && haveOtherPhones(left, right)
            }
        }
    }

    // MARK: Comparisons

    func country(_ row: MadeUpRow) -> CountryPolicy { policy[Country(code: row.country)!] }
    func has(_ row: MadeUpRow, _ role: String) -> Bool { verdicts[row.account]?.role == role }
    func joins(_ row: MadeUpRow) -> Bool { has(row, "member") || has(row, "unverified") }

    private func isReference(_ row: MadeUpRow) -> Bool { ["attendee", "passholder"].contains(row["account_type"]) }

    private func mayLink(_ left: MadeUpRow, _ right: MadeUpRow) -> Bool {
        policy.mayLink(Country(code: left.country)!, Country(code: right.country)!)
    }

    private func isNewcomer(_ row: MadeUpRow) -> Bool {
        guard let launch = policy.launch else { return false }
        guard let made = instant(row["created_at"]) else { return !country(row).undatedAccountsPredateLaunch }
        return made >= launch.rawValue
    }

    func inCountryOrder(_ left: MadeUpRow, _ right: MadeUpRow) -> Bool {
        let ranks = (rank(left), rank(right))
        return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : left.id < right.id
    }

    private func rank(_ row: MadeUpRow) -> UInt8 { policy.countryRanks[Int(Country(code: row.country)!.rawValue)] }

    private func inStoreOrder(_ left: MadeUpRow, _ right: MadeUpRow) -> Bool {
        let countries = (Country(code: left.country)!.rawValue, Country(code: right.country)!.rawValue)
        return countries.0 != countries.1 ? countries.0 < countries.1 : left.id < right.id
    }

    private func haveOtherNames(_ left: MadeUpRow, _ right: MadeUpRow) -> Bool {
        func name(_ row: MadeUpRow) -> String { (row["first_name"] + " " + row["last_name"]).lowercased() }
        return !left["last_name"].isEmpty && !right["last_name"].isEmpty && name(left) != name(right)
    }

    private func haveOtherPhones(_ left: MadeUpRow, _ right: MadeUpRow) -> Bool {
        !phone(left).isEmpty && !phone(right).isEmpty && phone(left) != phone(right)
    }

    /// The number of a row, if what stands there is one.
    func phone(_ row: MadeUpRow) -> String { row["phone"].hasPrefix("+") ? row["phone"] : "" }

    /// Values that leave open whether the account may be linked.
    private func isUnreadable(_ row: MadeUpRow) -> Bool {
        ["privileged", "open_data_request", "legal_hold"].contains { !["", "true", "false"].contains(row[$0]) }
            || !["", "granted", "declined"].contains(row["link_consent"])
            || !["", "registered", "guest", "attendee", "passholder"].contains(row["account_type"])
    }

    private func isUnusable(_ row: MadeUpRow) -> Bool {
        linkKey(row).map { $0.hasPrefix("noreply@") || $0.hasSuffix(".invalid") } ?? false
    }
}

/// The link key of an address that made-up accounts may have, or `nil`.
func linkKey(_ row: MadeUpRow) -> String? {
    // Only ASCII letters lose their case: a capital of another script is another key, which looks alike.
    var key = String(row["email"].trimmed.map { $0.isASCII ? Character($0.lowercased()) : $0 })
    if key.hasSuffix(".") { key.removeLast() }
    let parts = key.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !key.contains(" "), !parts[0].isEmpty, !parts[1].isEmpty, !key.hasPrefix(".") else {
        return nil
    }
    return key
}

private func instant(_ text: String) -> Int64? {
    text.isEmpty ? nil : Timestamp(text)?.rawValue
}

extension String {
    var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
