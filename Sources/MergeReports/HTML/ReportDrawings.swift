internal import AccountModel

/// A share as a bar beside its number. The number says it all, so the drawing is hidden from screen readers.
func writeBar(_ part: Int, _ whole: Int, _ start: Int, _ tone: ReportTone, to html: inout HTMLWriter) {
    html.markup("<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">")
    if part > 0, whole > 0 {
        writeRect(
            x: permille(min(start, whole), of: whole) ?? 0, width: max(2, permille(min(part, whole), of: whole) ?? 0),
            height: 10, fill: "f-\(tone.rawValue)", to: &html)
    }
    html.markup("</svg><span>")
    html.label(percentText(part, of: whole))
    html.markup("</span>")
}

private func writeRect(x: Int, width: Int, height: Int, fill: String, to html: inout HTMLWriter) {
    html.markup("<rect")
    html.attribute("x", String(x))
    html.attribute("width", String(width))
    html.attribute("height", String(height))
    html.attribute("class", fill)
    html.markup("/>")
}

/// The colours of the parts of the overview, in their order; the legend names each.
private let overviewFills = [
    "f-accent", "f-soft", "f-privacy", "f-quality", "f-good", "f-takeover", "f-plain",
]

/// All accounts as one bar, with a legend that holds the numbers.
func writeOverview(_ equation: ReportEquation, to html: inout HTMLWriter) {
    let whole = equation.total.value
    guard whole > 0 else { return }
    html.markup("<div class=\"overview\">\n<svg viewBox=\"0 0 1000 26\" preserveAspectRatio=\"none\" role=\"img\" ")
    html.markup("aria-labelledby=\"overview-title\"><title id=\"overview-title\">")
    html.label("Where all accounts end up; the list below has the numbers")
    html.markup("</title>")
    var start = 0
    for (part, fill) in zip(equation.parts, overviewFills) where part.value > 0 {
        let x = permille(start, of: whole) ?? 0
        start += part.value
        let end = permille(start, of: whole) ?? 0
        writeRect(x: min(x, 998), width: max(2, end - x - (end < 1_000 ? 2 : 0)), height: 26, fill: fill, to: &html)
    }
    html.markup("</svg>\n<ul>\n")
    for (part, fill) in zip(equation.parts, overviewFills) where part.value > 0 {
        html.markup("<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\" focusable=\"false\">")
        writeRect(x: 0, width: 12, height: 12, fill: fill, to: &html)
        html.markup("</svg><span><b>")
        html.label(grouped(part.value))
        html.markup("</b> ")
        html.label(part.label)
        html.markup("</span></li>\n")
    }
    html.markup("</ul>\n</div>\n")
}

/// The table of all pairs of countries, shaded; the numbers stand in the cells.
func writeMatrix(_ matrix: ReportMatrix, to html: inout HTMLWriter) {
    openCard(matrix.caption, isFolded: matrix.isFolded, to: &html)
    if !matrix.isFolded { html.markup("<div class=\"tools\" id=\"country-tools\" hidden></div>\n") }
    writeScrollFrame(matrix.caption, isTall: false, to: &html)
    html.markup("<table class=\"matrix\"><caption>")
    html.label(matrix.caption)
    html.markup("</caption>\n<thead><tr><td></td>")
    for country in Country.allCases {
        html.markup("<th scope=\"col\"")
        html.attribute("title", country.englishName)
        html.markup(">")
        html.label(country.code)
        html.markup("</th>")
    }
    html.markup("</tr></thead>\n<tbody>\n")
    let most = matrix.pairs.max() ?? 0
    for row in Country.allCases {
        html.markup("<tr><th scope=\"row\"")
        html.attribute("title", row.englishName)
        html.markup(">")
        html.label(row.code)
        html.markup("</th>")
        for column in Country.allCases { writeMatrixCell(matrix, row, column, most, to: &html) }
        html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n<p class=\"key\">")
    html.label("Darker is more, by orders of magnitude. k: thousands, M: millions, rounded down. Framed: inside a country.")
    html.markup("</p>\n")
    closeCard(isFolded: matrix.isFolded, to: &html)
}

private func writeMatrixCell(
    _ matrix: ReportMatrix, _ row: Country, _ column: Country, _ most: Int, to html: inout HTMLWriter
) {
    let count = matrix.count(row, column)
    let isInside = row == column
    html.markup("<td")
    let shade = count == 0 ? "z" : "h\(heatStep(count, most: most))"
    html.attribute("class", isInside ? "\(shade) d" : shade)
    let pair = isInside ? "Inside \(row.englishName)" : "\(row.englishName) and \(column.englishName)"
    html.attribute("title", "\(pair): \(grouped(count)) \(matrix.unit)")
    html.markup(">")
    html.label(compact(count))
    html.markup("</td>")
}

/// The shade of a count on a scale that doubles: the largest count has the darkest, one the lightest.
func heatStep(_ count: Int, most: Int) -> Int {
    guard count > 0, most > 0 else { return 0 }
    let bits = Int.bitWidth - count.leadingZeroBitCount
    let mostBits = Int.bitWidth - most.leadingZeroBitCount
    return max(1, (bits * ReportPalette.heatSteps + mostBits - 1) / mostBits)
}
