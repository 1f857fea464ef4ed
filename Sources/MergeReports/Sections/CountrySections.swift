internal import AccountModel
internal import RecordLinkage

/// Which countries share people, and where their data disagree.
func matrixSection(_ report: RunReport) -> ReportSection {
    ReportSection(
        key: "country_pairs", title: "Which countries share people",
        intro: "Linked profiles that join two countries; the diagonal is inside one country. "
            + "Choose a cell or a country to see only its rows in all tables below.",
        blocks: [
            .matrix(
                ReportMatrix(
                    key: "linked_profiles", caption: "Linked profiles by pair of countries",
                    unit: "linked profiles", pairs: report.decisions.countryPairs)),
            .matrix(
                ReportMatrix(
                    key: "conflicts", caption: "Conflicts by pair of countries", unit: "conflicts",
                    pairs: report.decisions.conflictPairs, isFolded: true)),
        ])
}

/// Members and unverified accounts of each country, and the roles of the others.
func trustSection(_ report: RunReport) -> ReportSection {
    let decisions = report.decisions
    let rows = Country.allCases.compactMap { country -> ReportRow? in
        let accounts = Role.allCases.reduce(0) { $0 + decisions.accounts($1, of: country) }
        guard accounts > 0 else { return nil }
        return ReportRow(
            cells: [.country(country), .count(accounts)]
                + Role.allCases.map { .count(decisions.accounts($0, of: country)) }
                + [.bar(decisions.accounts(.member, of: country), of: accounts, start: 0, .accent)],
            countries: [country])
    }
    let total = ReportRow(
        cells: [.text("All countries"), .count(decisions.accounts)]
            + Role.allCases.map { .count(decisions.accounts($0)) }
            + [.bar(decisions.accounts(.member), of: decisions.accounts, start: 0, .accent)],
        isTotal: true)
    return ReportSection(
        key: "trust", title: "Trust by country",
        intro: "A member has proven the address in its country, and its values can win. "
            + "Values of unverified accounts never win over a member's.",
        blocks: [
            .table(
                ReportTable(
                    key: "by_country", caption: "Accounts by country and role",
                    columns: [.text("country", "Country"), ReportColumn("accounts", "Accounts")]
                        + Role.allCases.map { ReportColumn(code($0.name), $0.label) }
                        + [ReportColumn("member_share", "Share of members")],
                    rows: rows.isEmpty ? [] : rows + [total]))
        ])
}

/// Which expected countries have sent nothing.
func missingSection(_ report: RunReport) -> ReportSection {
    let rows = report.missingCountries.sorted().map {
        ReportRow(cells: [.country($0), .text($0.englishName)], countries: [$0])
    }
    return ReportSection(
        key: "missing", title: "Still missing",
        intro: "Accounts of these countries cannot be linked before their exports arrive.",
        blocks: [
            .facts(
                key: "summary",
                [ReportFact(key: "missing_countries", label: "Countries missing", value: .count(rows.count))]),
            .table(
                ReportTable(
                    key: "countries", caption: "Expected countries that sent too little or nothing",
                    columns: [.text("country", "Country"), .text("name", "Name")], rows: rows,
                    whenEmpty: "No expected country is missing.")),
        ])
}

/// What the launch will ask of people, by country.
func launchSection(_ report: RunReport) -> ReportSection {
    let decisions = report.decisions
    let rows = Country.allCases.compactMap { country -> ReportRow? in
        let steps = LoginStatistic.allCases.map { decisions.loginSteps($0, of: country) }
        let cases = supportCases(decisions, country)
        guard cases > 0 || steps.contains(where: { $0 > 0 }) else { return nil }
        return ReportRow(
            cells: [.country(country), .count(steps[0] + steps[1])] + steps.map { .count($0) } + [.count(cases)],
            countries: [country])
    }
    let all = LoginStatistic.allCases.map { decisions.loginSteps($0) }
    let total = ReportRow(
        cells: [.text("All countries"), .count(all[0] + all[1])] + all.map { .count($0) }
            + [.count(Country.allCases.reduce(0) { $0 + supportCases(decisions, $1) })],
        isTotal: true)
    return ReportSection(
        key: "launch", title: "Launch forecast",
        intro: "What the next login will ask of people, by the country of a profile's first account. "
            + "Support cases are held accounts and conflicts of takeover and privacy: what needs a person, "
            + "not a guess at how many will call.",
        blocks: [
            .table(
                ReportTable(
                    key: "by_country", caption: "Steps at the next login by country",
                    columns: [.text("country", "Country"), ReportColumn("password_mails", "Password mails")]
                        + LoginStatistic.allCases.map { ReportColumn($0.key, $0.label) }
                        + [ReportColumn("support_cases", "Support cases")],
                    rows: rows.isEmpty ? [] : rows + [total]))
        ])
}

private func supportCases(_ decisions: DecisionStatistics, _ country: Country) -> Int {
    decisions.accounts(.held, of: country) + decisions.conflicts(.takeover, of: country)
        + decisions.conflicts(.privacy, of: country)
}
