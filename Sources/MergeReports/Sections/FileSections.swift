internal import AccountModel
internal import RecordLinkage

/// What was read differently from how it was written.
func normalisationSection(_ report: RunReport) -> ReportSection {
    let findings = IntakeFinding.allCases.filter { $0.change != nil }.map { finding in
        (finding, report.batches.reduce(0) { $0 + $1.findings.count(finding) })
    }
    let applied = RowTotals(report.batches).read
    return ReportSection(
        key: "normalisation", title: "What normalisation changed",
        intro: "Values that could not be taken as written. The export itself is kept as it came.",
        blocks: [
            .table(
                ReportTable(
                    key: "changes", caption: "Values by what was done with them",
                    columns: [
                        .text("finding", "Found"), ReportColumn("values", "Values"),
                        ReportColumn("share_of_rows", "Share of rows read"), .text("change", "What was done"),
                    ],
                    rows: findings.filter { $0.1 > 0 }.map { finding, count in
                        ReportRow(
                            cells: [
                                .code(code(finding.code), finding.label), .count(count),
                                .bar(count, of: applied, start: 0, .accent), .note(finding.change ?? ""),
                            ])
                    },
                    whenEmpty: "Everything was taken as written."))
        ])
}

/// The quality of each country's export, and where in its files the weaknesses are.
func scorecardSection(_ report: RunReport, filesMax: Int, findingsMax: Int) -> ReportSection {
    ReportSection(
        key: "scorecards", title: "Country scorecards",
        intro: "How complete and how clean each export is; below, each file with the first lines to look at.",
        blocks: [
            .table(scorecardTable(report)),
            .table(findingTable(report, rowsMax: findingsMax)),
            .table(fileTable(report.batches, rowsMax: filesMax)),
        ])
}

private let scorecardFindings: [(IntakeFinding, String)] = [
    (.nameMissing, "No name"), (.namePlaceholder, "Placeholder names"), (.nameMojibake, "Mojibake"),
    (.phoneMissing, "No phone"), (.phoneUnparsable, "Unreadable phones"),
    (.phoneRegionAssumed, "Phones without code"), (.phoneSpreadsheetDamage, "Spreadsheet damage"),
    (.phoneNotAssigned, "Unassigned phones"), (.addressInvalid, "Invalid addresses"),
    (.addressUnusable, "Unusable addresses"),
]

private func scorecardTable(_ report: RunReport) -> ReportTable {
    let (batches, decisions) = (report.batches, report.decisions)
    let rows = Country.allCases.compactMap { country -> ReportRow? in
        let own = batches.filter { $0.country == country && $0.outcome == .applied }
        let read = own.reduce(0) { $0 + $1.rowsRead }
        guard read > 0 else { return nil }
        func sum(_ finding: IntakeFinding) -> Int { own.reduce(0) { $0 + $1.findings.count(finding) } }
        let named = max(0, read - sum(.nameMissing))
        let reachable = max(0, read - sum(.phoneMissing))
        return ReportRow(
            cells: [.country(country), .count(read), .percent(named, of: read), .percent(reachable, of: read)]
                + scorecardFindings.map { .count(sum($0.0)) }
                + [
                    .count(decisions.conflicts(.nameSwapped, of: country)),
                    .count(
                        decisions.conflicts(.otherPerson, of: country) + decisions.conflicts(.household, of: country)),
                ],
            countries: [country])
    }
    return ReportTable(
        key: "by_country", caption: "Quality of the exports by country",
        columns: [
            .text("country", "Country"), ReportColumn("rows_read", "Rows"),
            ReportColumn("name_completeness", "With a name"), ReportColumn("phone_completeness", "With a phone"),
        ] + scorecardFindings.map { ReportColumn(code($0.0.code), $0.1) } + [
            ReportColumn("swapped_names", "Swapped names"), ReportColumn("shared_mailboxes", "Shared mailboxes"),
        ],
        rows: rows, whenEmpty: "No file was applied.")
}

private func findingTable(_ report: RunReport, rowsMax: Int) -> ReportTable {
    let batches = report.batches
    var found: [(batch: BatchStatistics, finding: IntakeFinding, count: Int)] = []
    for batch in batches {
        for finding in IntakeFinding.allCases where batch.findings.count(finding) > 0 {
            found.append((batch, finding, batch.findings.count(finding)))
        }
    }
    found.sort {
        ($1.count, $0.batch.country.rawValue, $0.batch.fileName, $0.finding.rawValue)
            < ($0.count, $1.batch.country.rawValue, $1.batch.fileName, $1.finding.rawValue)
    }
    return ReportTable(
        key: "findings", caption: "Findings by file, the most frequent first",
        columns: [
            .text("file", "File"), .text("country", "Country"), .text("finding", "Found"),
            ReportColumn("values", "Values"), .text("first_lines", "First lines"),
            .text("samples", report.isMasked ? "First values, masked" : "First values"),
        ],
        rows: found.map { entry in
            ReportRow(
                cells: [
                    .verbatim(entry.batch.fileName), .country(entry.batch.country),
                    .code(code(entry.finding.code), entry.finding.label), .count(entry.count),
                    .lines(entry.batch.findings.lines(entry.finding)),
                    .text(samples(entry.batch.findings.samples(entry.finding), isMasked: report.isMasked)),
                ],
                countries: [entry.batch.country])
        },
        whenEmpty: "No finding in any file.", isFolded: true, rowsMax: rowsMax)
}

private func samples(_ values: [String], isMasked: Bool) -> String {
    values.map { isMasked ? conflictSampleMask($0) : $0 }.joined(separator: " · ")
}

private func fileTable(_ batches: [BatchStatistics], rowsMax: Int) -> ReportTable {
    ReportTable(
        key: "files", caption: "Files of this run",
        columns: [
            .text("file", "File"), .text("country", "Country"), .text("outcome", "Outcome"),
            ReportColumn("bytes", "Bytes"), ReportColumn("rows_read", "Rows read"),
            ReportColumn("applied", "Applied"), ReportColumn("superseded", "Superseded"),
            ReportColumn("duplicate", "Duplicate"), ReportColumn("rejected", "Rejected"),
            ReportColumn("suppressed", "Suppressed"), .text("sha256", "SHA-256"),
        ],
        rows: inOrder(batches).map { batch in
            ReportRow(
                cells: [
                    .verbatim(batch.fileName), .country(batch.country),
                    .code(batch.outcome.rawValue, outcomeLabel(batch.outcome)), .count(batch.bytes),
                    .count(batch.rowsRead), .count(batch.applied), .count(batch.superseded),
                    .count(batch.duplicate), .count(batch.rejected), .count(batch.suppressed),
                    .digest(batch.digest),
                ],
                countries: [batch.country])
        },
        whenEmpty: "No file.", isFolded: true, rowsMax: rowsMax)
}

private func outcomeLabel(_ outcome: BatchStatistics.Outcome) -> String {
    switch outcome {
    case .applied: "applied"
    case .alreadyApplied: "applied before"
    case .refused: "refused"
    case .superseded: "replaced by a correction"
    }
}

/// By country and file name, so that the order in which files came does not matter.
private func inOrder(_ batches: [BatchStatistics]) -> [BatchStatistics] {
    batches.sorted {
        ($0.country.rawValue, $0.fileName, $0.digest) < ($1.country.rawValue, $1.fileName, $1.digest)
    }
}

/// Rows that were not applied, and files that were refused whole.
func rejectSection(_ report: RunReport, rowsMax: Int) -> ReportSection {
    ReportSection(
        key: "rejects", title: "Rejects",
        intro: "A bad row never stops a good one. Each is in rejects.ndjson with its file, line and byte offset.",
        blocks: [
            .table(rejectTable(report.batches, rowsMax: rowsMax)),
            .table(refusalTable(report.batches, rowsMax: rowsMax)),
        ])
}

private func rejectTable(_ batches: [BatchStatistics], rowsMax: Int) -> ReportTable {
    var counts: [String: [Int]] = [:]
    for batch in batches where batch.outcome == .applied {
        for (reason, count) in batch.rejects {
            counts[reason, default: [Int](repeating: 0, count: Country.count)][Int(batch.country.rawValue)] += count
        }
    }
    var rows: [ReportRow] = []
    for reason in counts.keys.sorted() {
        for country in Country.allCases {
            guard let count = counts[reason]?[Int(country.rawValue)], count > 0 else { continue }
            rows.append(
                ReportRow(cells: [.verbatim(reason), .country(country), .count(count)], countries: [country]))
        }
    }
    return ReportTable(
        key: "by_reason", caption: "Rejected rows by reason and country",
        columns: [.text("reason", "Reason"), .text("country", "Country"), ReportColumn("rows", "Rows")],
        rows: rows, whenEmpty: "No row was rejected.", rowsMax: rowsMax)
}

private func refusalTable(_ batches: [BatchStatistics], rowsMax: Int) -> ReportTable {
    ReportTable(
        key: "refused_files", caption: "Files refused as a whole",
        columns: [
            .text("file", "File"), .text("country", "Country"), .text("code", "Reason"),
            .text("message", "What happened, and what to do"),
        ],
        rows: inOrder(batches).filter { $0.outcome == .refused }.map { batch in
            ReportRow(
                cells: [
                    .verbatim(batch.fileName), .country(batch.country), .verbatim(batch.refusal?.code ?? ""),
                    .text(batch.refusal?.message ?? ""),
                ],
                countries: [batch.country])
        },
        whenEmpty: "No file was refused.", rowsMax: rowsMax)
}
