import Foundation
import MergeReports
import Testing

/// Walks over every number that a reader sees in `report.html`, and looks for it in `report.json`.
@Suite("Every number of the page is in the JSON")
struct ReportNumberTests {
    @Test("Whatever the page shows", arguments: [UInt64(1), 2, 7])
    func showsNoOther(seed: UInt64) throws {
        var report = madeUpReport(seed: seed, isDryRun: seed == 2, samples: 40)
        report.isMasked = seed != 1
        let html = String(decoding: renderReportHTML(report, previous: madeUpPreviousRun), as: UTF8.self)
        let json = renderReportJSON(report, previous: madeUpPreviousRun)
        var known: Set<String> = []
        collect(try JSONSerialization.jsonObject(with: Data(json)), &known)
        let shown = shownNumbers(html)
        #expect(shown.count > 1_000, "the walk sees the page")
        let missing = shown.filter { !known.contains($0.number) }
        #expect(missing.isEmpty, "seed \(seed): \(missing.prefix(12))")
    }

    @Test("A number that stands in the page alone is found")
    func findsStrangers() throws {
        let html = "<main><table><tr><td class=\"n\">1,234</td></tr></table><p class=\"intro\">5</p></main>"
        #expect(shownNumbers(html).map(\.number) == ["1234"])
    }

    /// The numbers of a JSON value, also those inside its texts.
    private func collect(_ value: Any, _ known: inout Set<String>) {
        switch value {
        case let object as [String: Any]:
            for (key, member) in object {
                known.formUnion(numbers(in: key))
                collect(member, &known)
            }
        case let list as [Any]: for member in list { collect(member, &known) }
        case let text as String: known.formUnion(numbers(in: text))
        case let number as NSNumber:
            known.insert("\(number)")
            known.insert(String(format: "%.1f", abs(number.doubleValue)))
            known.insert("\(abs(number.intValue))")
        default: break
        }
    }

    /// The numbers of the page that are values: not those of explanations, headings, style and script.
    private func shownNumbers(_ html: String) -> [(number: String, around: String)] {
        let silent: Set<String> = [
            "style", "script", "caption", "h1", "h2", "h3", "title", "dt", "nav", "summary", "footer",
        ]
        // Marks cut a value in pieces; the number of a cell of the matrix is in its title, rounded in the cell.
        let text = html.replacing("<mark>", with: "").replacing("</mark>", with: "")
        var open: [String] = []
        var found: [(String, String)] = []
        for part in text.split(separator: "<").dropFirst() {
            guard let close = part.firstIndex(of: ">") else { continue }
            let tag = part[..<close]
            let name = String(tag.prefix { $0 != " " && $0 != "/" })
            if tag.hasPrefix("/") {
                let ended = String(tag.dropFirst())
                if let place = open.lastIndex(where: { $0.split(separator: " ")[0] == ended }) {
                    open.removeSubrange(place...)
                }
            } else if !tag.hasSuffix("/"), !["meta", "br", "rect", "!DOCTYPE"].contains(name) {
                open.append(tag.contains("class=\"intro\"") || tag.contains("class=\"key\"") ? "\(name) quiet" : name)
            }
            if let title = tag.range(of: "title=\""), name == "td" {
                found += numbers(in: String(tag[title.upperBound...])).map { ($0, String(tag)) }
            }
            if open.contains(where: { silent.contains($0) || $0.hasSuffix(" quiet") }) { continue }
            let shown = unescaped(part[part.index(after: close)...])
            if name == "td", tag.contains("title="), shown.hasSuffix("k") || shown.hasSuffix("M") { continue }
            // What is more than nothing is never shown as nothing.
            if shown.hasPrefix("<0.1%") { continue }
            found += numbers(in: shown).map { ($0, shown) }
        }
        return found
    }

    private func unescaped(_ text: Substring) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&#39;", with: "'")
            .replacing("&quot;", with: "\"").replacing("&nbsp;", with: " ").replacing("&amp;", with: "&")
    }

    /// Numbers as people write them, without the commas between thousands.
    private func numbers(in text: String) -> [String] {
        text.matches(of: /[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?/).map { String(String($0.output).replacing(",", with: "")) }
    }
}
