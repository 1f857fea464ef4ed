import AccountModel
import Foundation
import MergeReports
import RecordLinkage
import Testing

@Suite("Reports are inert and fit into a mail")
struct ReportSafetyTests {
    static let payloads = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "=HYPERLINK(\"http://evil.example\",\"x\")", "@SUM(1+1)", "-2+3+cmd|' /C calc'!A0", "\u{1B}[31mred\u{1B}[0m",
        "\u{202E}gnp.exe", "a\u{200B}b\u{FEFF}c", "line\r\nbreak\u{2028}\u{85}",
        "</title></style><svg onload=alert(1)>",
        "javascript:alert(1)", "&lt;b&gt;", "\u{0}nul", "🏳️‍🌈\u{E0041}", "z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
    ]

    @Test("Nothing that comes from outside acts, in no field", arguments: payloads)
    func escapes(payload: String) throws {
        let report = hostileReport(payload)
        let html = String(decoding: renderReportHTML(report), as: UTF8.self)
        #expect(html.components(separatedBy: "<script").count == 2)
        #expect(html.components(separatedBy: "<style").count == 2)
        for markup in ["<img", "<svg o", "onmouseover='", "onerror=alert(1)>", ">=H", ">@S", ">-2"] {
            let isThere = html.contains(markup)
            #expect(!isThere, "\(markup)")
        }
        #expect(html.unicodeScalars.first(where: isDangerous) == nil)
        let json = String(decoding: renderReportJSON(report), as: UTF8.self)
        #expect(json.unicodeScalars.first(where: isDangerous) == nil)
        let hasMarkup = json.contains("<")
        #expect(!hasMarkup)
        let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(parsed?["as_of"] as? String == payload)
    }

    @Test("What is not shown as it is, is shown by its number")
    func spellsOut() {
        let html = String(decoding: renderReportHTML(hostileReport("\u{202E}x\u{1B}")), as: UTF8.self)
        #expect(html.contains("⟨U+202E⟩x⟨U+001B⟩"))
        let formula = String(decoding: renderReportHTML(hostileReport("=1+1")), as: UTF8.self)
        #expect(formula.contains("&#39;=1+1"))
    }

    @Test("The policy allows this style and this script alone")
    func hasPolicy() throws {
        let html = String(decoding: renderReportHTML(madeUpReport(samples: 0)), as: UTF8.self)
        let policy = try #require(html.components(separatedBy: "Content-Security-Policy\" content=\"").last)
        #expect(policy.hasPrefix("default-src &#39;none&#39;; style-src &#39;sha256-"))
        #expect(!html.contains("unsafe-inline") && !html.contains("http://") && !html.contains("https://"))
        #expect(!html.contains(" style=\"") && !html.contains(" src="))
    }

    @Test("400 full files and 500 samples stay whole, and under the limit")
    func fitsUsualWorst() {
        let html = renderReportHTML(largeReport(files: 400, name: "accounts-of-the-year-2026-part-0000001.csv.zst"))
        #expect(html.count < reportBytesMax)
        let rows = String(decoding: html, as: UTF8.self).components(separatedBy: " data-t=").count - 1
        #expect(rows == reportSamplesMax)
    }

    @Test("No input makes it larger than a mail takes")
    func fitsAnything() {
        let monster = String(repeating: "\u{E0041}<\u{202E}", count: 200)
        var report = largeReport(files: 300, name: monster)
        let reasons = [
            "row_too_long", "invalid_utf8", "empty_line", "stray_quote", "field_count", "invalid_json", "wrong_country",
        ]
        for index in report.batches.indices {
            for reason in reasons { report.batches[index].rejects[reason] = index + 1 }
            report.batches[index].rejected = 7_000_000
        }
        for index in 0..<200 {
            var refused = BatchStatistics(
                country: Country.allCases[index % Country.count], fileName: monster, digest: monster, bytes: .max,
                outcome: .refused)
            refused.refusal = ("unknown_column", monster)
            report.batches.append(refused)
        }
        let hint = HintReport.Sample(
            kind: .possibleLookAlike, evidence: monster, country: .SE, address: monster, otherCountry: .US,
            otherAddress: String(monster.reversed()))
        report.hints = HintReport(
            pairs: [.max, .max, .max], commonBlocks: .max, isCut: true, samples: Array(repeating: hint, count: 500))
        report.people.refused = Dictionary(uniqueKeysWithValues: (0..<50).map { ("\(monster)\($0)", $0) })
        report.people.files = (0..<2_000).map { .init(name: "\(monster)\($0)", outcome: "refused", message: monster) }
        for index in report.samples.indices {
            report.samples[index].winnerValue = monster
            report.samples[index].otherValue = String(monster.reversed())
            report.samples[index].rule = monster
            report.samples[index].profileID = monster
        }
        report.isMasked = false
        report.command = monster
        report.versions = (0..<1_000).map { ("\($0)", monster) }
        #expect(renderReportHTML(report).count < reportBytesMax)
    }

    /// A report of three files, one of them refused.
    private static let harmless: RunReport = {
        var report = madeUpReport(samples: 2)
        report.batches = Array(report.batches.suffix(3))
        return report
    }()

    private func hostileReport(_ payload: String) -> RunReport {
        var report = Self.harmless
        report.isMasked = false
        report.asOf = payload
        report.programVersion = payload
        report.launchInstant = payload
        report.versions = [(payload, payload)]
        report.stateDigest = payload
        report.command = payload
        report.files = [(payload, 1, payload)]
        report.people.files = [.init(name: payload, outcome: payload, message: payload)]
        report.people.refused = [payload: 1]
        report.hints?.samples[0].address = payload
        report.hints?.samples[0].otherAddress = payload + "!"
        report.hints?.samples[0].evidence = payload
        report.samples[0].winnerValue = payload
        report.samples[0].otherValue = payload + "!"
        report.samples[0].profileID = payload
        report.samples[0].rule = payload
        report.batches[0].fileName = payload
        report.batches[0].digest = payload
        report.batches[0].rejects[payload] = 1
        report.batches[report.batches.count - 1].refusal = (payload, payload)
        report.batches[report.batches.count - 1].fileName = payload
        return report
    }

    /// A report in which every file has every finding on ten lines far down.
    private func largeReport(files: Int, name: String) -> RunReport {
        var report = madeUpReport(samples: 700)
        report.batches = (0..<files).map { index in
            var batch = BatchStatistics(
                country: Country.allCases[index % Country.count], fileName: "\(name)-\(index)",
                digest: String(repeating: "f0", count: 32), bytes: 9_999_999_999, outcome: .applied)
            batch.rowsRead = 25_000_000
            batch.applied = 25_000_000
            for finding in IntakeFinding.allCases {
                for line in 0..<10 { batch.findings.note(finding, line: 24_000_000 + UInt32(line)) }
            }
            batch.rejects = ["\(name.prefix(90)) \(index)": 7]
            return batch
        }
        return report
    }

    private func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(scalar.value)
            || scalar.properties.isDefaultIgnorableCodePoint
            || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
