internal import AccountModel

/// From rows read to linked accounts: every step takes some out, and the sums are shown.
func funnelSection(_ report: RunReport) -> ReportSection {
    let rows = RowTotals(report.batches)
    return ReportSection(
        key: "funnel", title: "From rows to profiles",
        intro: "Follow the rows down: each step says how many leave, and where to. "
            + "The sums below prove that none is lost.",
        blocks: [
            .table(funnelTable(rows, report.decisions)),
            .equation(rowEquation(rows)),
            .equation(accountEquation(report.decisions)),
            .equation(profileEquation(report.decisions)),
        ])
}

private func rowEquation(_ rows: RowTotals) -> ReportEquation {
    ReportEquation(
        key: "rows", title: "Rows", total: ReportTerm(key: "read", label: "read", value: rows.read),
        parts: [
            ReportTerm(key: "applied", label: "applied", value: rows.applied),
            ReportTerm(key: "superseded", label: "superseded", value: rows.superseded),
            ReportTerm(key: "duplicate", label: "duplicate", value: rows.duplicate),
            ReportTerm(key: "rejected", label: "rejected", value: rows.rejected),
            ReportTerm(key: "suppressed", label: "suppressed", value: rows.suppressed),
        ])
}

/// Every account is in exactly one place.
func accountEquation(_ decisions: DecisionStatistics) -> ReportEquation {
    ReportEquation(
        key: "accounts", title: "Accounts",
        total: ReportTerm(key: "decided", label: "decided about", value: decisions.accounts),
        parts: [
            ReportTerm(key: "linked", label: "linked", value: decisions.linkedAccounts),
            ReportTerm(key: "single", label: "single", value: decisions.singleAccounts),
        ]
            + [Role.held, .pending, .declined, .excluded, .reference].map {
                ReportTerm(key: code($0.name), label: $0.label.lowercased(), value: decisions.accounts($0))
            })
}

private func profileEquation(_ decisions: DecisionStatistics) -> ReportEquation {
    let total = decisions.linkedProfiles + decisions.singleProfiles + decisions.localProfiles
    return ReportEquation(
        key: "profiles", title: "Profiles",
        total: ReportTerm(key: "all", label: "in all", value: total),
        parts: [
            ReportTerm(key: "linked", label: "linked", value: decisions.linkedProfiles),
            ReportTerm(key: "single", label: "single", value: decisions.singleProfiles),
            ReportTerm(key: "local", label: "local", value: decisions.localProfiles),
        ])
}

/// A step of the funnel: a level that is reached, or what is taken off it.
private struct Step {
    var key: String
    var label: String
    var count: Int
    var isLevel = false
    var why: String
}

private func funnelTable(_ rows: RowTotals, _ decisions: DecisionStatistics) -> ReportTable {
    let earlier = decisions.accounts - rows.applied
    let steps = [
        Step(key: "read", label: "Rows read", count: rows.read, isLevel: true, why: "All rows of the applied files"),
        Step(key: "rejected", label: "Rejected", count: -rows.rejected, why: "Broken rows, listed with their lines"),
        Step(key: "duplicate", label: "Duplicate", count: -rows.duplicate, why: "The same version once more"),
        Step(key: "superseded", label: "Superseded", count: -rows.superseded, why: "A newer version exists"),
        Step(key: "suppressed", label: "Suppressed", count: -rows.suppressed, why: "Of erased people"),
        Step(
            key: "applied", label: "Rows applied", count: rows.applied, isLevel: true, why: "The newest of each account"
        ),
        Step(
            key: "earlier", label: "From earlier runs", count: earlier,
            why: "Other accounts on the same addresses, less deleted ones"),
        Step(
            key: "decided", label: "Accounts decided about", count: decisions.accounts, isLevel: true,
            why: "All accounts of the addresses that this run touched"),
        Step(key: "excluded", label: "Excluded", count: -decisions.accounts(.excluded), why: "Blocked, closed, erased"),
        Step(key: "declined", label: "Declined", count: -decisions.accounts(.declined), why: "The person said no"),
        Step(key: "pending", label: "Pending", count: -decisions.accounts(.pending), why: "The consent is still open"),
        Step(key: "held", label: "Held", count: -decisions.accounts(.held), why: "For review, each with its reason"),
        Step(
            key: "references", label: "References", count: -decisions.accounts(.reference),
            why: "Forms of organisers, attached but not linked"),
        Step(
            key: "single", label: "Single", count: -decisions.singleAccounts,
            why: "Alone on their address: a profile of one account"),
        Step(
            key: "linked", label: "Linked accounts", count: decisions.linkedAccounts, isLevel: true,
            why: "Two or more on one address: joint profiles"),
    ]
    return ReportTable(
        key: "steps", caption: "From rows read to linked accounts",
        columns: [
            .text("step", "Step"), ReportColumn("count", "Count"), ReportColumn("share", "Share of the largest"),
            .text("why", "What it is"),
        ],
        rows: funnelRows(steps, whole: max(rows.read, decisions.accounts, rows.applied)), isSortable: false)
}

/// Draws levels from zero, and what leaves where it leaves.
private func funnelRows(_ steps: [Step], whole: Int) -> [ReportRow] {
    var level = 0
    return steps.map { step in
        let start: Int
        if step.isLevel {
            level = step.count
            start = 0
        } else {
            start = min(level, level + step.count)
            level += step.count
        }
        let tone: ReportTone = step.isLevel ? .accent : .plain
        return ReportRow(
            cells: [
                .code(step.key, step.label), step.isLevel ? .count(step.count) : .change(step.count),
                .bar(abs(step.count), of: whole, start: max(0, start), tone), .note(step.why),
            ],
            isTotal: step.isLevel)
    }
}

/// A static name as text.
func code(_ name: StaticString) -> String { "\(name)" }
