/// How large `report.html` may be: it has to go through a company's mail.
package let reportBytesMax = 1_500_000

/// Renders `report.html`: one file that asks no address, reads without its script, and stays under
/// `reportBytesMax` bytes whatever the input; rows that do not fit are in `report.json`.
///
/// - Parameter previous: The run to compare with; without it the section is left out.
package func renderReportHTML(_ report: RunReport, previous: PreviousRun? = nil) -> [UInt8] {
    var limits = ReportLimits()
    while true {
        let bytes = renderPage(reportPage(report, previous: previous, limits: limits))
        if bytes.count < reportBytesMax { return bytes }
        precondition(limits.findings > 0, "a report without rows is larger than \(reportBytesMax) bytes")
        limits = limits.halved
    }
}

/// The whole document.
func renderPage(_ page: ReportPage) -> [UInt8] {
    var html = HTMLWriter()
    html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    html.markup("<meta http-equiv=\"Content-Security-Policy\"")
    html.attribute("content", contentSecurityPolicy(style: reportStyle, script: reportScript))
    html.markup(">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    html.markup("<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n<title>")
    html.text(page.title)
    html.markup("</title>\n<style>")
    html.embedded(reportStyle)
    html.markup("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the sections</a>\n")
    html.markup("<div class=\"frame\">\n")
    writeHead(page, to: &html)
    html.markup("<div class=\"body\">\n")
    writeContents(page.sections, to: &html)
    html.markup("<main id=\"main\" tabindex=\"-1\">\n")
    for section in page.sections { writeSection(section, to: &html) }
    html.markup("</main>\n</div>\n<footer><p>")
    html.label("Every number of this page is in report.json as well.")
    html.markup("</p></footer>\n</div>\n<script>")
    html.embedded(reportScript)
    html.markup("</script>\n</body>\n</html>\n")
    return html.bytes
}

/// Verdict, warnings, tiles and the one bar of all accounts.
private func writeHead(_ page: ReportPage, to html: inout HTMLWriter) {
    html.markup("<header>\n<h1>")
    html.text(page.title)
    html.markup("</h1>\n<p class=\"verdict\">")
    html.text(page.verdict, limit: 400)
    html.markup("</p>\n")
    writeBadge(isGood: page.isBalanced, "Every count adds up", "The counts do not add up", to: &html)
    html.markup("\n<dl class=\"origin\">")
    for fact in page.origin {
        html.markup("<div><dt>")
        html.label(fact.label)
        html.markup("</dt><dd>")
        writeValue(fact.value, to: &html)
        html.markup("</dd></div>")
    }
    html.markup("</dl>\n")
    writeWarnings(page.warnings, to: &html)
    html.markup("</header>\n<dl class=\"tiles\">\n")
    for tile in page.tiles { writeTile(tile, to: &html) }
    html.markup("</dl>\n")
    writeOverview(page.overview, to: &html)
}

func writeBadge(isGood: Bool, _ good: String, _ bad: String, to html: inout HTMLWriter) {
    html.markup("<span")
    html.attribute("class", isGood ? "badge c-good" : "badge c-takeover")
    html.markup(">")
    html.label(isGood ? "✓ \(good)" : "✗ \(bad)")
    html.markup("</span>")
}

private func writeWarnings(_ warnings: [ReportWarning], to html: inout HTMLWriter) {
    if warnings.isEmpty { return }
    html.markup("<ul class=\"warnings\">\n")
    for warning in warnings {
        html.markup("<li")
        html.attribute("class", "c-\(warning.tone.rawValue)")
        html.markup("><span class=\"sign\" aria-hidden=\"true\">!</span><span>")
        html.text(warning.text, limit: 500)
        html.markup("</span></li>\n")
    }
    html.markup("</ul>\n")
}

private func writeTile(_ tile: ReportTile, to html: inout HTMLWriter) {
    html.markup("<div")
    html.attribute("class", "tile c-\(tile.tone.rawValue)")
    html.markup("><dt>")
    html.label(tile.label)
    html.markup("</dt><dd class=\"big\">")
    html.label(grouped(tile.value))
    html.markup("</dd><dd class=\"note\">")
    html.label(tile.note)
    html.markup("</dd></div>\n")
}

private func writeContents(_ sections: [ReportSection], to html: inout HTMLWriter) {
    html.markup("<nav aria-label=\"Sections\">\n<ol>\n")
    for section in sections {
        html.markup("<li><a")
        html.attribute("href", "#\(section.key)")
        html.markup(">")
        html.label(section.title)
        html.markup("</a></li>\n")
    }
    html.markup("</ol>\n</nav>\n")
}

private func writeSection(_ section: ReportSection, to html: inout HTMLWriter) {
    html.markup("<section")
    html.attribute("id", section.key)
    html.attribute("aria-labelledby", "\(section.key)-title")
    html.markup(">\n<h2")
    html.attribute("id", "\(section.key)-title")
    html.markup(">")
    html.label(section.title)
    html.markup("</h2>\n<p class=\"intro\">")
    html.label(section.intro)
    html.markup("</p>\n")
    for block in section.blocks {
        switch block {
        case .facts(_, let facts): writeFacts(facts, to: &html)
        case .equation(let equation): writeEquation(equation, to: &html)
        case .table(let table): writeTable(table, to: &html)
        case .matrix(let matrix): writeMatrix(matrix, to: &html)
        case .statement(let tone, let sentence): writeStatement(tone, sentence, to: &html)
        }
    }
    html.markup("</section>\n")
}

private func writeFacts(_ facts: [ReportFact], to html: inout HTMLWriter) {
    html.markup("<dl class=\"card facts\">")
    for fact in facts {
        html.markup("<div><dt>")
        html.label(fact.label)
        html.markup("</dt><dd>")
        writeValue(fact.value, to: &html)
        html.markup("</dd></div>")
    }
    html.markup("</dl>\n")
}

/// The sum in full: `read 10 = applied 8 + rejected 2`, and whether it comes out.
private func writeEquation(_ equation: ReportEquation, to html: inout HTMLWriter) {
    html.markup("<div class=\"card sum\"><h3>")
    html.label(equation.title)
    html.markup("</h3>")
    writeTerm(equation.total, sign: nil, to: &html)
    for (index, part) in equation.parts.enumerated() {
        writeTerm(part, sign: index == 0 ? "=" : "+", to: &html)
    }
    let off = "Off by \(grouped(equation.difference))"
    writeBadge(isGood: equation.difference == 0, "Adds up", off, to: &html)
    html.markup("</div>\n")
}

private func writeTerm(_ term: ReportTerm, sign: String?, to html: inout HTMLWriter) {
    if let sign {
        html.markup("<span>")
        html.label(sign)
        html.markup("</span> ")
    }
    html.markup("<span><b class=\"term\">")
    html.label(grouped(term.value))
    html.markup("</b> <span class=\"soft\">")
    html.label(term.label)
    html.markup("</span></span> ")
}

private func writeStatement(_ tone: ReportTone, _ sentence: String, to html: inout HTMLWriter) {
    html.markup("<p")
    html.attribute("class", "card statement c-\(tone.rawValue)")
    html.markup("><span>")
    html.label((tone == .good ? "✓ " : "✗ ") + sentence)
    html.markup("</span></p>\n")
}
