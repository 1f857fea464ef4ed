internal import AccountModel
internal import RecordLinkage

/// Addresses that may belong together: what was only noticed, and what is held for it.
func hintSection(_ report: RunReport, samplesMax: Int) -> ReportSection {
    var blocks: [ReportBlock] = [.table(hintTable(report))]
    if let hints = report.hints {
        blocks.insert(
            .facts(
                key: "summary",
                [
                    ReportFact(
                        key: "common", label: "Phones and names that too many share to say anything",
                        value: .count(hints.commonBlocks)),
                    ReportFact(
                        key: "is_cut", label: "There are more pairs than were counted", value: .yes(hints.isCut)),
                ]), at: 0)
        blocks.append(.table(hintSamples(report, hints, samplesMax)))
    }
    return ReportSection(
        key: "hints", title: "Addresses that may belong together",
        intro: report.hints == nil
            ? "Pairs over the whole state were not looked for in this run: run --hints, or koble hints."
            : "Pairs over the whole state, as this run leaves it. A hint decides nothing and links nobody; "
                + "koble hints lists all of them. What could harm somebody is held.",
        blocks: blocks)
}

private func hintTable(_ report: RunReport) -> ReportTable {
    let held: [RoleReason] = [.lookAlike, .recycledMailbox, .suspiciousGuest]
    let noticed = HintKind.allCases.map { kind in
        ReportRow(
            cells: [
                .code(kind.code, kind.label), .text("noticed"),
                report.hints.map { .count($0.pairs[Int(kind.rawValue)]) } ?? .absent, .text("pairs"),
                .note(kind.meaning),
            ])
    }
    return ReportTable(
        key: "by_kind", caption: "What was noticed, and what is held",
        columns: [
            .text("kind", "Kind"), .text("consequence", "What follows"), ReportColumn("count", "Count"),
            .text("unit", "Of"), .text("meaning", "What it means"),
        ],
        rows: noticed
            + held.map { reason in
                ReportRow(
                    cells: [
                        .code(code(reason.code), heldLabel(reason)), .text("held"),
                        .count(report.decisions.accountsByReason[Int(reason.rawValue)]), .text("accounts"),
                        .note(reason.meaning),
                    ])
            })
}

private func heldLabel(_ reason: RoleReason) -> String {
    switch reason {
    case .recycledMailbox: "Recycled mailbox"
    case .suspiciousGuest: "Suspicious guest"
    default: "Look-alike, one not ASCII"
    }
}

private func hintSamples(_ report: RunReport, _ hints: HintReport, _ samplesMax: Int) -> ReportTable {
    let rows = hints.samples.prefix(samplesMax).map { sample in
        let marks = differences(sample.address, sample.otherAddress)
        let left = report.isMasked ? maskMarked(sample.address, differences: marks.left) : (sample.address, marks.left)
        let right =
            report.isMasked
            ? maskMarked(sample.otherAddress, differences: marks.right) : (sample.otherAddress, marks.right)
        return ReportRow(
            cells: [
                .code(sample.kind.code, sample.kind.label), .country(sample.country),
                .marked(left.0, differences: left.1),
                .country(sample.otherCountry), .marked(right.0, differences: right.1),
                .text(sample.evidence.split(separator: "_").joined(separator: " ")),
            ],
            countries: [sample.country, sample.otherCountry])
    }
    return ReportTable(
        key: "samples", caption: "Some pairs, with what differs marked",
        columns: [
            .text("kind", "Kind"), .text("country", "From"), .text("address", "Address"),
            .text("other_country", "From, other"), .text("other_address", "Other address"),
            .text("evidence", "Seen by"),
        ],
        rows: rows, whenEmpty: "No pairs.", isFolded: true)
}

/// What people decided, and what became of it.
func peopleSection(_ report: RunReport) -> ReportSection {
    let people = report.people
    let verbs = ["keep_apart", "link", "choose", "release", "withdraw"]
    return ReportSection(
        key: "people", title: "Decisions of people",
        intro: "Lines of the files in decisions/, and orders of the command line. They outlive every run.",
        blocks: [
            .facts(
                key: "summary",
                [
                    ReportFact(key: "applied", label: "Applied", value: .count(people.applied.values.reduce(0, +))),
                    ReportFact(key: "repeated", label: "Stood already", value: .count(people.repeated)),
                    ReportFact(key: "refused", label: "Refused", value: .count(people.refused.values.reduce(0, +))),
                ]),
            .table(
                ReportTable(
                    key: "by_decision", caption: "Decisions applied, by kind",
                    columns: [.text("decision", "Decision"), ReportColumn("lines", "Lines")],
                    rows: verbs.filter { people.applied[$0] != nil }.map {
                        ReportRow(cells: [.verbatim($0), .count(people.applied[$0] ?? 0)])
                    }, whenEmpty: "No decision was applied.")),
            .table(
                ReportTable(
                    key: "refused_by_reason", caption: "Decisions refused, by reason",
                    columns: [.text("reason", "Reason"), ReportColumn("lines", "Lines")],
                    rows: people.refused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                        ReportRow(cells: [.verbatim($0.key), .count($0.value)])
                    }, whenEmpty: "No decision was refused.", isFolded: true)),
            .table(
                ReportTable(
                    key: "files", caption: "Files of decisions",
                    columns: [.text("file", "File"), .text("outcome", "Outcome"), .text("message", "Why")],
                    rows: people.files.map {
                        ReportRow(cells: [
                            .verbatim($0.name), .text($0.outcome), $0.message.map { .text($0) } ?? .absent,
                        ])
                    }, whenEmpty: "No file of decisions lay there.", isFolded: true, rowsMax: 100)),
        ])
}
