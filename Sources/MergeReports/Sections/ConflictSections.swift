internal import AccountModel
internal import RecordLinkage

/// Conflicts by harm, by kind with the rule that decided, by country, and the rungs of the name ladder.
func conflictSection(_ report: RunReport) -> ReportSection {
    ReportSection(
        key: "conflicts", title: "Conflicts",
        intro: "Accounts of one profile that disagree on a name or a phone, sorted by the harm of overlooking them. "
            + "Each has a kept value, the values of the others, and advice.",
        blocks: [
            .table(harmTable(report.decisions)), .table(kindTable(report.decisions)),
            .table(conflictCountryTable(report.decisions)), .table(ladderTable(report.decisions)),
        ])
}

private func harmTable(_ decisions: DecisionStatistics) -> ReportTable {
    let all = decisions.conflicts.reduce(0, +)
    return ReportTable(
        key: "by_harm", caption: "Conflicts by harm",
        columns: [
            .text("harm", "Harm"), ReportColumn("conflicts", "Conflicts"), ReportColumn("share", "Share"),
            .text("meaning", "What it means"),
        ],
        rows: Harm.allCases.map { harm in
            ReportRow(
                cells: [
                    .harm(code(harm.name), harm.tone), .count(decisions.conflicts(harm)),
                    .bar(decisions.conflicts(harm), of: all, start: 0, harm.tone), .note(harm.meaning),
                ])
        })
}

private func kindTable(_ decisions: DecisionStatistics) -> ReportTable {
    let all = decisions.conflicts.reduce(0, +)
    return ReportTable(
        key: "by_kind", caption: "Conflicts by kind, with the rule that decides and what to do",
        columns: [
            .text("kind", "Kind"), .text("harm", "Harm"), ReportColumn("conflicts", "Conflicts"),
            ReportColumn("share", "Share"), .text("rule", "Rule that decides"),
            .text("advice", "Advice"),
        ],
        rows: ConflictKind.allCases.filter { decisions.conflicts[Int($0.rawValue)] > 0 }.map { kind in
            let count = decisions.conflicts[Int(kind.rawValue)]
            return ReportRow(
                cells: [
                    .code(code(kind.code), kind.label), .harm(code(kind.harm.name), kind.harm.tone), .count(count),
                    .bar(count, of: all, start: 0, kind.harm.tone), .note(kind.decidingRule),
                    .note(code(kind.advice)),
                ])
        },
        whenEmpty: "No conflicts.")
}

private func conflictCountryTable(_ decisions: DecisionStatistics) -> ReportTable {
    ReportTable(
        key: "by_country", caption: "Conflicts by country of the account that disagrees",
        columns: [.text("country", "Country")] + Harm.allCases.map { ReportColumn(code($0.name), capitalized($0)) }
            + [ReportColumn("all", "All")],
        rows: Country.allCases.compactMap { country in
            let counts = Harm.allCases.map { decisions.conflicts($0, of: country) }
            guard counts.contains(where: { $0 > 0 }) else { return nil }
            return ReportRow(
                cells: [.country(country)] + counts.map { .count($0) } + [.count(counts.reduce(0, +))],
                countries: [country])
        },
        whenEmpty: "No conflicts.", isFolded: true)
}

private func capitalized(_ harm: Harm) -> String {
    switch harm {
    case .takeover: "Takeover"
    case .privacy: "Privacy"
    case .quality: "Quality"
    }
}

private func ladderTable(_ decisions: DecisionStatistics) -> ReportTable {
    let all = decisions.nameLevels.dropFirst().reduce(0, +)
    return ReportTable(
        key: "name_ladder", caption: "Name comparisons by rung of the ladder; the first that fits counts",
        columns: [
            .text("level", "Rung"), ReportColumn("number", "No."), ReportColumn("comparisons", "Comparisons"),
            ReportColumn("share", "Share"), .text("outcome", "Outcome"), .text("meaning", "Such as"),
        ],
        rows: NameLevel.allCases.map { level in
            let count = decisions.nameLevels[Int(level.rawValue)]
            let tone: ReportTone = level.outcome == "agree" ? .accent : level.outcome == "note" ? .quality : .privacy
            return ReportRow(
                cells: [
                    .code(level.reportCode, level.label), .count(Int(level.rawValue)), .count(count),
                    .bar(count, of: all, start: 0, tone), .text(level.outcome), .note(level.meaning),
                ])
        })
}

/// How large the linked profiles are.
func sizeSection(_ report: RunReport) -> ReportSection {
    let decisions = report.decisions
    let last = decisions.profilesBySize.count - 1
    let rows = decisions.profilesBySize.indices.filter { $0 >= 2 && decisions.profilesBySize[$0] > 0 }.map { size in
        ReportRow(
            cells: [
                .code(size == last ? "\(size)_or_more" : "\(size)", size == last ? "\(size) or more" : "\(size)"),
                .count(decisions.profilesBySize[size]),
                .bar(decisions.profilesBySize[size], of: decisions.linkedProfiles, start: 0, .accent),
            ])
    }
    return ReportSection(
        key: "sizes", title: "Sizes of profiles",
        intro: "How many accounts a linked profile joins. A very large one is usually a shared mailbox.",
        blocks: [
            .facts(
                key: "summary",
                [
                    ReportFact(
                        key: "linked_profiles", label: "Linked profiles", value: .count(decisions.linkedProfiles)),
                    ReportFact(
                        key: "largest_profile", label: "Accounts of the largest profile",
                        value: .count(decisions.largestProfile)),
                ]),
            .table(
                ReportTable(
                    key: "by_size", caption: "Linked profiles by number of accounts",
                    columns: [
                        .text("size", "Accounts"), ReportColumn("profiles", "Profiles"),
                        ReportColumn("share", "Share"),
                    ],
                    rows: rows, whenEmpty: "No linked profiles.")),
        ])
}

/// Why accounts are not linked.
func holdSection(_ report: RunReport) -> ReportSection {
    let counts = report.decisions.accountsByReason
    let reasons = RoleReason.allCases.filter { $0 != .none && counts[Int($0.rawValue)] > 0 }
    let all = reasons.reduce(0) { $0 + counts[Int($1.rawValue)] }
    return ReportSection(
        key: "holds", title: "Why accounts are not linked",
        intro: "Nobody is locked out: a held or pending account keeps working in its own country. "
            + "All are listed in holds.csv.",
        blocks: [
            .table(
                ReportTable(
                    key: "by_reason", caption: "Accounts that are not linked, by reason",
                    columns: [
                        .text("reason", "Reason"), .text("role", "Role"), ReportColumn("accounts", "Accounts"),
                        ReportColumn("share", "Share"), .text("meaning", "What it means"),
                    ],
                    rows: reasons.map { reason in
                        let count = counts[Int(reason.rawValue)]
                        return ReportRow(
                            cells: [
                                .verbatim(code(reason.code)), .text(reason.role.map { code($0.name) } ?? ""),
                                .count(count), .bar(count, of: all, start: 0, .accent), .note(reason.meaning),
                            ])
                    },
                    whenEmpty: "All accounts are linked or alone."))
        ])
}
