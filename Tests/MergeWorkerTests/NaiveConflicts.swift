import AccountModel

/// What disagrees in a profile, and where its values come from, by the sentences of the rules.
extension NaiveOracle {
    /// At most one conflict a field, the worst; what looks alike besides.
    func conflicts(_ group: [MadeUpRow], _ joined: [MadeUpRow], isAlerted: Bool) -> Set<String> {
        var found: Set<String> = isAlerted ? ["look_alike"] : []
        if group.count == 1 { return found }
        let reasons = Set(group.compactMap { verdicts[$0.account]?.reason })
        let kinds = [
            ("blocked", "blocked_twin"), ("recycled_mailbox", "recycled_mailbox"),
            ("suspicious_guest", "suspicious_guest"),
        ]
        if let worst = kinds.first(where: { reasons.contains($0.0) }) { found.insert(worst.1) }
        if let name = nameConflict(joined) { found.insert(name) }
        if let phone = phoneConflict(joined) { found.insert(phone) }
        return found
    }

    /// Two persons before a household, each beside the name that stands.
    private func nameConflict(_ joined: [MadeUpRow]) -> String? {
        guard let kept = winner(joined, .name, fullName) else { return nil }
        let others = rivals(joined, .name, fullName).filter { fullName($0) != fullName(kept) }
        if others.contains(where: { $0["last_name"].lowercased() != kept["last_name"].lowercased() }) {
            return "other_person"
        }
        return others.isEmpty ? nil : "household"
    }

    private func fullName(_ row: MadeUpRow) -> String { (row["first_name"] + row["last_name"]).lowercased() }

    /// A number that may be planted comes first, then numbers that differ from the one that stands, then none at all.
    private func phoneConflict(_ joined: [MadeUpRow]) -> String? {
        let members = joined.filter { has($0, "member") }
        if isNewerPhone(joined, members) { return "phone_of_newer_unverified" }
        if disagreesWithItsCountry(joined) { return "phones_of_one_country" }
        let giving = joined.filter { country($0).releasedFields.contains(.phone) }
        let kept = winner(members, .phone, phone)
        let others = giving.filter { row in kept.map { !phone(row).isEmpty && phone(row) != phone($0) } ?? false }
        let kinds = Set(others.map { difference($0, kept!) })
        if let worst = ["phone_different", "own_country_lines", "phone_line_type"].first(where: kinds.contains) {
            return worst
        }
        return giving.contains { phone($0).isEmpty && !$0["phone"].isEmpty } ? "phone_unparsable" : nil
    }

    private func difference(_ row: MadeUpRow, _ kept: MadeUpRow) -> String {
        // A Danish number does not tell whether it is a mobile one.
        let areFixed = [row, kept].map { MadeUpAccounts.fixedLines.contains(phone($0)) }
        if row.country != "DK", kept.country != "DK", areFixed[0] != areFixed[1] { return "phone_line_type" }
        return row.country == kept.country ? "phone_different" : "own_country_lines"
    }

    /// The winner of each field of a linked profile, the rule that left nobody else standing, and the losers.
    func provenance(_ joined: [MadeUpRow]) -> [String: String] {
        let members = joined.filter { has($0, "member") }
        let units: [(SurvivorshipUnit, [MadeUpRow], (MadeUpRow) -> String)] = [
            (.email, joined, { $0["email"] }), (.name, joined, fullName), (.place, joined, { $0.country }),
            (.phone, members, phone), (.language, joined, { $0["language"] }),
        ]
        var found: [String: String] = [:]
        for (unit, offering, value) in units {
            guard let kept = winner(offering, unit, value) else { continue }
            let losers = rivals(offering, unit, value).filter { $0 != kept }
            found["\(unit.name)"] = "\(kept.account) \(rule(unit, kept, losers)) \(losers.map(\.account).sorted())"
        }
        return found
    }

    private func rule(_ unit: SurvivorshipUnit, _ kept: MadeUpRow, _ losers: [MadeUpRow]) -> String {
        if losers.isEmpty { return "only_value" }
        if decisions.chosen("\(unit.name)", [kept] + losers) != nil { return "human_decision" }
        let order = policy[unit].rules
        let places = losers.map { loser in
            order.firstIndex { worth(kept, $0, unit) != worth(loser, $0, unit) } ?? order.count - 1
        }
        return "\(order[places.max()!].code)"
    }
}
