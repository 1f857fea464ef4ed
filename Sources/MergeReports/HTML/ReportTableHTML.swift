internal import AccountModel

/// A table with real headings, in a frame that scrolls by itself on a narrow screen.
func writeTable(_ table: ReportTable, to html: inout HTMLWriter) {
    let rows = table.rows.prefix(table.rowsMax)
    openCard(table.caption, isFolded: table.isFolded, isLong: rows.count > 30, to: &html)
    if rows.isEmpty {
        html.markup("<p class=\"none\">")
        html.label(table.whenEmpty)
        html.markup("</p>\n")
    } else {
        if table.hasSamples { html.markup("<div class=\"tools\" id=\"sample-tools\" hidden></div>\n") }
        writeScrollFrame(table.caption, isTall: rows.count > 30, to: &html)
        html.markup("<table")
        html.attribute("class", tableClasses(table))
        html.markup("><caption>")
        html.label(table.caption)
        html.markup("</caption>\n")
        writeHeadings(table.columns, to: &html)
        html.markup("<tbody>\n")
        for row in rows { writeRow(row, table.columns, to: &html) }
        html.markup("</tbody></table></div>\n")
    }
    if table.rows.count > rows.count {
        html.markup("<p class=\"key\">The other rows are in report.json.</p>\n")
    }
    closeCard(isFolded: table.isFolded, to: &html)
}

private func tableClasses(_ table: ReportTable) -> String {
    "rows" + (table.isSortable ? " sortable" : "") + (table.hasSamples ? " samples" : "")
}

func openCard(_ caption: String, isFolded: Bool, isLong: Bool = false, to html: inout HTMLWriter) {
    if isFolded { html.markup("<details") } else { html.markup("<div") }
    html.attribute("class", isLong ? "card long" : "card")
    if isFolded {
        html.markup("><summary class=\"cap\"><h3>")
    } else {
        html.markup("><div class=\"cap\"><h3>")
    }
    html.label(caption)
    if isFolded { html.markup("</h3></summary>\n") } else { html.markup("</h3></div>\n") }
}

func closeCard(isFolded: Bool, to html: inout HTMLWriter) {
    if isFolded { html.markup("</details>\n") } else { html.markup("</div>\n") }
}

/// The keyboard can scroll what it can reach, so the frame takes the focus.
func writeScrollFrame(_ caption: String, isTall: Bool, to html: inout HTMLWriter) {
    html.markup("<div")
    html.attribute("class", isTall ? "scroll tall" : "scroll")
    html.markup(" tabindex=\"0\" role=\"group\"")
    html.attribute("aria-label", caption)
    html.markup(">\n")
}

private func writeHeadings(_ columns: [ReportColumn], to html: inout HTMLWriter) {
    html.markup("<thead><tr>")
    for column in columns {
        if column.isNumber { html.markup("<th scope=\"col\" class=\"n\">") } else { html.markup("<th scope=\"col\">") }
        html.label(column.label)
        html.markup("</th>")
    }
    html.markup("</tr></thead>\n")
}

private func writeRow(_ row: ReportRow, _ columns: [ReportColumn], to html: inout HTMLWriter) {
    html.markup("<tr")
    if row.isTotal { html.markup(" class=\"total\"") }
    if !row.countries.isEmpty { html.attribute("data-c", row.countries.map(\.code).joined(separator: " ")) }
    if !row.tags.isEmpty { html.attribute("data-t", row.tags.joined(separator: " ")) }
    html.markup(">")
    for (index, cell) in row.cells.enumerated() {
        if index == 0 {
            html.markup("<th scope=\"row\"")
        } else {
            html.markup("<td")
        }
        if let name = cellClass(cell) { html.attribute("class", name) }
        html.markup(">")
        writeValue(cell, to: &html)
        if index == 0 { html.markup("</th>") } else { html.markup("</td>") }
    }
    html.markup("</tr>\n")
}

private func cellClass(_ cell: ReportCell) -> String? {
    switch cell {
    case .count, .change, .percent: "n"
    case .bar: "b"
    case .marked: "value"
    case .note: "soft w"
    case .absent, .text, .verbatim, .digest, .code, .harm, .country, .lines, .yes: nil
    }
}

/// The content of one cell.
func writeValue(_ cell: ReportCell, to html: inout HTMLWriter) {
    switch cell {
    case .absent: html.label("–")
    case .text(let text): html.text(text, limit: 300)
    case .note(let sentence): html.label(sentence)
    case .verbatim(let text): writeCode(text, limit: 200, to: &html)
    case .digest(let text):
        html.markup("<code class=\"id\">")
        html.text(text, limit: 64)
        html.markup("</code>")
    case .code(_, let label): html.label(label)
    case .harm(let name, let tone):
        html.markup("<span")
        html.attribute("class", "pill c-\(tone.rawValue)")
        html.markup(">")
        html.label(name)
        html.markup("</span>")
    case .country(let country):
        html.markup("<abbr")
        html.attribute("title", country.englishName)
        html.markup(">")
        html.label(country.code)
        html.markup("</abbr>")
    case .count(let count): html.label(grouped(count))
    case .change(let change): html.label(signed(change))
    case .percent(let part, let whole): html.label(percentText(part, of: whole))
    case .bar(let part, let whole, let start, let tone): writeBar(part, whole, start, tone, to: &html)
    case .lines(let lines): html.label(lines.map { grouped(Int($0)) }.joined(separator: " · "))
    case .marked(let text, let differences): writeMarked(text, differences, to: &html)
    case .yes(let isSo): html.label(isSo ? "yes" : "no")
    }
}

private func writeCode(_ text: String, limit: Int, to html: inout HTMLWriter) {
    html.markup("<code>")
    html.text(text, limit: limit)
    html.markup("</code>")
}

/// `14.2%`; what is more than nothing is never shown as nothing.
func percentText(_ part: Int, of whole: Int) -> String {
    guard let tenths = permille(part, of: whole) else { return "–" }
    return tenths == 0 && part > 0 ? "<0.1%" : decimal(tenths: tenths) + "%"
}

/// Both values of a pair with the characters that the other lacks underlined, as HTML marks.
private func writeMarked(_ text: String, _ differences: [Range<Int>], to html: inout HTMLWriter) {
    let characters = Array(text.prefix(valueMax))
    var position = 0
    if startsFormula(text) { html.label("'") }
    for range in differences where range.lowerBound < characters.count {
        writeVisible(characters[position..<range.lowerBound], to: &html)
        html.markup("<mark>")
        position = min(range.upperBound, characters.count)
        writeVisible(characters[range.lowerBound..<position], to: &html)
        html.markup("</mark>")
    }
    writeVisible(characters[position...], to: &html)
    if text.count > valueMax { html.label("…") }
}

/// How many characters of a sample value are shown.
private let valueMax = 60
/// How many scalars of one character are shown; more is a pile of marks.
private let marksMax = 4

private func writeVisible(_ characters: ArraySlice<Character>, to html: inout HTMLWriter) {
    var shown = ""
    for character in characters {
        for scalar in character.unicodeScalars.prefix(marksMax) { appendVisible(scalar, to: &shown) }
    }
    html.label(shown)
}
