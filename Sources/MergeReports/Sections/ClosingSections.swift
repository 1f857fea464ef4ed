internal import AccountModel
internal import RecordLinkage

/// That no consent was widened, and no order was lost.
func consentSection(_ report: RunReport) -> ReportSection {
    let decisions = report.decisions
    let isKept = decisions.consentBreaches == 0
    return ReportSection(
        key: "consent", title: "Consent certificate",
        intro: "Marketing consent stays with each account and its country; it is compared with its source "
            + "in every run.",
        blocks: [
            .statement(
                isKept ? .good : .takeover,
                isKept
                    ? "No channel of any account is more permissive than its source."
                    : "Channels are more permissive than their source. Publish nothing."),
            .facts(
                key: "summary",
                [
                    ReportFact(
                        key: "consent_breaches", label: "Channels wider than their source",
                        value: .count(decisions.consentBreaches)),
                    ReportFact(
                        key: "consent_tightened",
                        label: "Channels shown stricter, since two accounts of one country differ",
                        value: .count(decisions.consentTightened)),
                ]),
            .equation(
                ReportEquation(
                    key: "orders", title: "Order references",
                    total: ReportTerm(key: "in", label: "read", value: decisions.ordersIn),
                    parts: [ReportTerm(key: "out", label: "kept", value: decisions.ordersOut)])),
        ])
}

/// What changed since the last run, figure by figure.
func comparisonSection(_ report: RunReport, _ previous: PreviousRun) -> ReportSection {
    let now = RunFigures(report)
    let rows = RunFigures.Figure.allCases.compactMap { figure -> ReportRow? in
        guard let before = previous.figures.values[figure] else { return nil }
        let difference = now[figure] - before
        let size = max(now[figure], before)
        return ReportRow(
            cells: [
                .code(figure.rawValue, figure.label), .count(before), .count(now[figure]), .change(difference),
                .bar(abs(difference), of: size, start: 0, .accent),
            ])
    }
    return ReportSection(
        key: "comparison", title: "Compared with the last run",
        intro: "The same figures of the run before. A sudden jump is worth a look.",
        blocks: [
            .facts(
                key: "previous",
                [
                    ReportFact(
                        key: "run", label: "Run before",
                        value: previous.run.map { .verbatim(String($0)) } ?? .text("dry run")),
                    ReportFact(key: "as_of", label: "As of", value: .verbatim(previous.asOf)),
                ]),
            .table(
                ReportTable(
                    key: "figures", caption: "Figures of the two runs",
                    columns: [
                        .text("figure", "Figure"), ReportColumn("before", "Before"), ReportColumn("now", "Now"),
                        ReportColumn("change", "Change"), ReportColumn("change_share", "Change, of the larger"),
                    ],
                    rows: rows)),
        ])
}

/// Pairs of values that disagree, side by side.
func sampleSection(_ report: RunReport, samplesMax: Int) -> ReportSection {
    let samples = chooseSamples(report.samples, limit: samplesMax)
    return ReportSection(
        key: "samples", title: "Samples",
        intro: report.isMasked
            ? "Real conflicts, chosen by harm and from each pair of countries in turn. Values are masked; "
                + "what one side lacks is marked all the same."
            : "Real conflicts with personal data, unmasked. What one side lacks is marked.",
        blocks: [
            .facts(
                key: "summary",
                [
                    ReportFact(key: "shown", label: "Samples", value: .count(samples.count)),
                    ReportFact(key: "is_masked", label: "Masked", value: .yes(report.isMasked)),
                ]),
            .table(
                ReportTable(
                    key: "pairs", caption: "Values that disagree, side by side",
                    columns: [
                        .text("kind", "Conflict"), .text("harm", "Harm"), .text("kept_country", "Kept from"),
                        .text("kept_value", "Kept value"), .text("other_country", "Other from"),
                        .text("other_value", "Other value"), .text("rule", "Why"), .text("profile_id", "Profile"),
                    ],
                    rows: samples.map { sampleRow($0, isMasked: report.isMasked) },
                    whenEmpty: "No samples.", hasSamples: true)),
        ])
}

/// Why the two disagree: the rung of the name ladder, or the rule of the kind in words.
private func reason(_ sample: ConflictSample) -> ReportCell {
    let kind = code(sample.kind.code)
    return sample.rule == kind ? .code(kind, sample.kind.decidingRule) : .text(sample.rule)
}

/// A value of a sample, masked or not, with what the other side lacks marked.
private func shown(
    _ value: String, _ differences: [Range<Int>], _ isMasked: Bool
) -> (text: String, differences: [Range<Int>]) {
    isMasked ? maskMarked(value, differences: differences) : (value, differences)
}

private func sampleRow(_ sample: ConflictSample, isMasked: Bool) -> ReportRow {
    // Compared before they are masked: where two names differ is seen, though not in what.
    let marks = differences(sample.winnerValue, sample.otherValue)
    let kept = shown(sample.winnerValue, marks.left, isMasked)
    let other = shown(sample.otherValue, marks.right, isMasked)
    let isAlone = sample.winnerValue.isEmpty
    return ReportRow(
        cells: [
            .code(code(sample.kind.code), sample.kind.label),
            .harm(code(sample.kind.harm.name), sample.kind.harm.tone),
            sample.winnerCountry.map { .country($0) } ?? .absent,
            isAlone ? .absent : .marked(kept.text, differences: kept.differences), .country(sample.otherCountry),
            .marked(other.text, differences: isAlone ? [] : other.differences), reason(sample),
            .digest(sample.profileID),
        ],
        countries: sample.winnerCountry.map { [$0, sample.otherCountry] } ?? [sample.otherCountry],
        tags: [code(sample.kind.harm.name), code(sample.kind.code)])
}

/// What lies beside the report, and how to get it again.
func filesSection(_ report: RunReport) -> ReportSection {
    ReportSection(
        key: "repeat", title: "Files, and how to repeat",
        intro: "The same inputs, rules and date give the same bytes.",
        blocks: [
            .facts(
                key: "command",
                [
                    ReportFact(key: "command", label: "Command", value: .verbatim(report.command)),
                    ReportFact(key: "state_digest", label: "State digest", value: .verbatim(report.stateDigest)),
                    ReportFact(
                        key: "state_accounts", label: "Accounts in the whole state", value: .count(report.stateAccounts)
                    ),
                ]),
            .table(
                ReportTable(
                    key: "files", caption: "Files beside this report",
                    columns: [.text("name", "File"), ReportColumn("bytes", "Bytes"), .text("sha256", "SHA-256")],
                    rows: report.files.map { file in
                        ReportRow(
                            cells: [
                                .verbatim(file.name), .count(file.bytes),
                                file.digest.isEmpty ? .absent : .digest(file.digest),
                            ])
                    },
                    whenEmpty: "No other file was written.", rowsMax: 100)),
            .table(
                ReportTable(
                    key: "versions", caption: "Versions of rules and tables",
                    columns: [.text("name", "Of"), .text("version", "Version")],
                    rows: report.versions.map { ReportRow(cells: [.text($0.name), .verbatim($0.value)]) },
                    isFolded: true, rowsMax: 100)),
        ])
}
