import AccountModel
import Foundation
import MergeReports
import RecordLinkage
import Testing

@Suite("What the report says")
struct ReportContentTests {
    @Test("Every number of the HTML is in the JSON", arguments: UInt64(1)...3)
    func numbersAgree(seed: UInt64) throws {
        let report = madeUpReport(seed: seed)
        let html = String(decoding: renderReportHTML(report, previous: madeUpPreviousRun), as: UTF8.self)
        let json = try JSONSerialization.jsonObject(
            with: Data(renderReportJSON(report, previous: madeUpPreviousRun)))
        var known: Set<String> = []
        collectNumbers(json, into: &known)
        let shown = shownNumbers(html)
        #expect(shown.count > 1_000)
        for number in shown { #expect(known.contains(number), "\(number) of seed \(seed)") }
    }

    @Test("The same run gives the same bytes, in whatever order its files were read")
    func isDeterministic() {
        let report = madeUpReport()
        var shuffled = report
        shuffled.batches.reverse()
        shuffled.samples.reverse()
        #expect(renderReportHTML(report) == renderReportHTML(shuffled))
        #expect(renderReportJSON(report) == renderReportJSON(shuffled))
    }

    @Test("A sum that does not come out is told, in words and by how much")
    func tellsImbalance() {
        var report = madeUpReport(samples: 0)
        #expect(text(report).contains("Every count adds up"))
        report.decisions.linkedAccounts += 3
        #expect(text(report).contains("The counts do not add up"))
        #expect(text(report).contains("Off by \u{2212}3"))
        report = madeUpReport(samples: 0)
        report.decisions.ordersOut -= 1
        #expect(text(report).contains("The counts do not add up"))
        report = madeUpReport(samples: 0)
        report.decisions.consentBreaches = 1
        #expect(text(report).contains("1 marketing channel would be wider than the source."))
        #expect(!text(report).contains("No channel of any account is more permissive"))
    }

    @Test("The comparison stands only where there is a run to compare with")
    func comparesOnlyWithARun() {
        let report = madeUpReport(samples: 0)
        let alone = String(decoding: renderReportHTML(report), as: UTF8.self)
        let beside = String(decoding: renderReportHTML(report, previous: madeUpPreviousRun), as: UTF8.self)
        #expect(!alone.contains("Compared with the last run"))
        #expect(beside.contains("Compared with the last run"))
    }

    @Test("The next run reads its figures back from report.json")
    func readsFiguresBack() throws {
        var report = madeUpReport(isDryRun: false)
        report.command = "\n  \"figures\": {\"accounts\": 1},\n  \"as_of\": \"2000\""
        let previous = try #require(PreviousRun(reportJSON: renderReportJSON(report)))
        #expect(previous == PreviousRun(run: 42, asOf: report.asOf, figures: RunFigures(report)))
        #expect(PreviousRun(reportJSON: Array("{}".utf8)) == nil)
        #expect(PreviousRun(reportJSON: []) == nil)
    }

    @Test("An empty run has a report as well")
    func rendersEmptyRun() throws {
        let report = RunReport(
            run: 1, isDryRun: false, asOf: "2026-01-01T00:00:00Z", programVersion: "1", versions: [],
            launchInstant: nil, batches: [], decisions: DecisionStatistics(), missingCountries: [],
            stateAccounts: 0, stateDigest: "", samples: [], isMasked: true, files: [], command: "koble run")
        #expect(text(report).contains("No conflicts."))
        _ = try JSONSerialization.jsonObject(with: Data(renderReportJSON(report)))
    }

    @Test("Characters that one side lacks are marked")
    func marksDifferences() {
        var report = madeUpReport(samples: 1)
        report.isMasked = false
        report.samples[0].winnerCountry = .SE
        report.samples[0].winnerValue = "Søren"
        report.samples[0].otherValue = "Soeren"
        #expect(text(report).contains("S<mark>ø</mark>ren"))
        #expect(text(report).contains("S<mark>oe</mark>ren"))
    }

    private func text(_ report: RunReport) -> String { String(decoding: renderReportHTML(report), as: UTF8.self) }
}

/// All numbers of a JSON value, as the decimal text they were written as.
private func collectNumbers(_ value: Any, into known: inout Set<String>) {
    switch value {
    case let members as [String: Any]: members.values.forEach { collectNumbers($0, into: &known) }
    case let values as [Any]: values.forEach { collectNumbers($0, into: &known) }
    case let number as NSNumber: known.insert(plain(number.stringValue))
    default: break
    }
}

/// `12.0` and `12` are one number; a change may be drawn without its sign.
private func plain(_ number: String) -> String {
    let unsigned = number.hasPrefix("-") ? String(number.dropFirst()) : number
    return unsigned.hasSuffix(".0") ? String(unsigned.dropLast(2)) : unsigned
}

/// The numbers of tiles, sums, tables, bars and of the cells of the matrix.
private func shownNumbers(_ html: String) -> [String] {
    var found: [String] = []
    for start in ["class=\"big\">", "class=\"term\">", "<td class=\"n\">", "</svg><span>"] {
        for piece in html.components(separatedBy: start).dropFirst() {
            found.append(String(piece.prefix { $0 != "<" }))
        }
    }
    for piece in html.components(separatedBy: " title=\"").dropFirst() {
        let title = piece.prefix { $0 != "\"" }
        if title.hasSuffix("profiles") {
            found.append(String(title.drop { $0 != ":" }.dropFirst(2).prefix { $0 != " " }))
        }
    }
    return found.compactMap { text in
        let digits = text.filter { $0.isNumber || $0 == "." }
        return text.contains("&lt;") || digits.isEmpty || digits == "0" ? nil : plain(digits)
    }
}
