internal import AccountModel
internal import RecordLinkage

/// What a person should look at first, the worst first; empty when there is nothing.
func reportWarnings(_ report: RunReport) -> [ReportWarning] {
    let decisions = report.decisions
    var warnings: [ReportWarning] = []
    func warn(_ tone: ReportTone, _ text: String) { warnings.append(ReportWarning(tone: tone, text: text)) }
    if !isBalanced(report) {
        warn(.takeover, "The counts do not add up. Publish nothing before the cause is known.")
    }
    if decisions.consentBreaches > 0 {
        warn(.takeover, "\(counted(decisions.consentBreaches, "marketing channel")) would be wider than the source.")
    }
    if !report.isMasked {
        warn(.takeover, "The samples show personal data unmasked. Keep this file where such data belong.")
    }
    let refused = report.batches.count { $0.outcome == .refused }
    if refused > 0 { warn(.privacy, "\(counted(refused, "file")) refused as a whole: see Rejects.") }
    if !report.missingCountries.isEmpty {
        let names = report.missingCountries.map(\.englishName).joined(separator: ", ")
        warn(.privacy, "Expected and still missing: \(names).")
    }
    let takeover = decisions.conflicts(.takeover)
    if takeover > 0 {
        warn(.takeover, "\(counted(takeover, "conflict")) in which someone could get into another's account.")
    }
    return warnings
}

/// Whether rows, accounts, profiles, orders and consents all come out.
func isBalanced(_ report: RunReport) -> Bool {
    RowTotals(report.batches).isBalanced && report.decisions.isBalanced
}

/// The large numbers at the head of the report.
func reportTiles(_ report: RunReport) -> [ReportTile] {
    let figures = RunFigures(report)
    let isDone = !report.isDryRun
    func tile(_ figure: RunFigures.Figure, _ label: String, _ note: String, _ tone: ReportTone) -> ReportTile {
        ReportTile(key: figure.rawValue, label: label, value: figures[figure], note: note, tone: tone)
    }
    return [
        tile(.rowsRead, "Rows read", "in the files of this run", .plain),
        tile(.profilesCreated, "Profiles", isDone ? "created" : "to create", .accent),
        tile(.linkedProfiles, "Linked profiles", "of two or more accounts", .accent),
        tile(.linkedAccounts, "Linked accounts", "in those profiles", .accent),
        tile(.takeoverConflicts, "Takeover conflicts", "danger for an account", .takeover),
        tile(.privacyConflicts, "Privacy conflicts", "several people, one mailbox", .privacy),
        tile(.qualityConflicts, "Quality conflicts", "poor data, no danger", .quality),
        tile(.held, "Accounts held", "not linked, to review", .plain),
        tile(.rowsRejected, "Rows rejected", "with line and reason", .plain),
        tile(.passwordMails, "Password mails", "at launch", .plain),
    ]
}

/// When, with what and from which state: the small print in the head.
func reportOrigin(_ report: RunReport) -> [ReportFact] {
    var facts = [
        ReportFact(
            key: "run", label: "Run",
            value: report.run.map { .verbatim(String($0)) } ?? .text(report.isDryRun ? "dry run" : "none")),
        ReportFact(key: "as_of", label: "As of", value: .verbatim(report.asOf)),
        ReportFact(
            key: "launch", label: "Launch", value: report.launchInstant.map { .verbatim($0) } ?? .text("not launched")),
        ReportFact(key: "program", label: "Koble", value: .verbatim(report.programVersion)),
    ]
    if !report.isMasked { facts.append(ReportFact(key: "samples", label: "Samples", value: .text("UNMASKED"))) }
    return facts
}
