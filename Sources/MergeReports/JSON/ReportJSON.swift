internal import AccountModel

/// Renders `report.json`: every number of the HTML, under stable names, in a fixed order.
///
/// - Parameter previous: The run to compare with; without it the section is left out.
package func renderReportJSON(_ report: RunReport, previous: PreviousRun? = nil) -> [UInt8] {
    let page = reportPage(report, previous: previous, limits: ReportLimits())
    let figures = RunFigures(report)
    let document = JSONValue.object([
        ("format", .string("koble.report/1")),
        ("run", report.run.map { .number($0) } ?? .null),
        ("dry_run", .bool(report.isDryRun)),
        ("as_of", .string(report.asOf)),
        ("launch", report.launchInstant.map { .string($0) } ?? .null),
        ("program", .string(report.programVersion)),
        ("masked", .bool(report.isMasked)),
        ("verdict", .string(page.verdict)),
        ("balanced", .bool(page.isBalanced)),
        ("warnings", .array(page.warnings.map { .string($0.text) })),
        ("figures", .object(RunFigures.Figure.allCases.map { ($0.rawValue, .number(figures[$0])) })),
        ("sections", .object(page.sections.map { ($0.key, sectionJSON($0)) })),
    ])
    var output: [UInt8] = []
    document.write(to: &output)
    output.append(UInt8(ascii: "\n"))
    return output
}

private func sectionJSON(_ section: ReportSection) -> JSONValue {
    .object(section.blocks.compactMap(blockJSON))
}

private func blockJSON(_ block: ReportBlock) -> (key: String, value: JSONValue)? {
    switch block {
    case .facts(let key, let facts):
        (key, .object(facts.map { ($0.key, $0.value.json) }))
    case .equation(let equation):
        (
            equation.key,
            .object(
                [(equation.total.key, .number(equation.total.value))]
                    + equation.parts.map { ($0.key, .number($0.value)) }
                    + [("difference", .number(equation.difference))])
        )
    case .table(let table): (table.key, tableJSON(table))
    case .matrix(let matrix): (matrix.key, matrixJSON(matrix))
    case .statement: nil
    }
}

private func tableJSON(_ table: ReportTable) -> JSONValue {
    .array(
        table.rows.map { row in
            .object(zip(table.columns, row.cells).map { ($0.key, $1.json) })
        })
}

/// One object for each pair that has a count, the smaller country first.
private func matrixJSON(_ matrix: ReportMatrix) -> JSONValue {
    var pairs: [JSONValue] = []
    for first in Country.allCases {
        for second in Country.allCases where first <= second && matrix.count(first, second) > 0 {
            pairs.append(
                .object([
                    ("countries", .array([.string(first.code), .string(second.code)])),
                    ("count", .number(matrix.count(first, second))),
                ]))
        }
    }
    return .array(pairs)
}

extension ReportCell {
    /// The value for programs: codes instead of words, numbers as numbers.
    var json: JSONValue {
        switch self {
        case .absent: .null
        case .text(let text), .note(let text), .verbatim(let text), .digest(let text), .marked(let text, _):
            .string(text)
        case .code(let code, _), .harm(let code, _): .string(code)
        case .country(let country): .string(country.code)
        case .count(let count), .change(let count): .number(count)
        case .percent(let part, let whole), .bar(let part, let whole, _, _):
            permille(part, of: whole).map { .tenths($0) } ?? .null
        case .lines(let lines): .array(lines.map { .number(Int($0)) })
        case .yes(let isSo): .bool(isSo)
        }
    }
}
