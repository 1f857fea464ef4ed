import Foundation
import MergeReports
import Testing

/// Runs `scripts/check-report`: sorting, filters, keyboard, quiet console, no request, no JavaScript, phone, axe-core.
@Suite("The report in a browser")
struct ReportBrowserTests {
    private static let isAsked = ProcessInfo.processInfo.environment["KOBLE_OUTSIDE_TESTS"] == "1"

    @Test(
        "Works in headless Chromium", .enabled(if: isAsked, "KOBLE_OUTSIDE_TESTS is not 1"),
        arguments: ["masked", "hostile", "small"])
    func worksInChromium(kind: String) throws {
        var report = madeUpReport(samples: kind == "masked" ? 500 : 60)
        report.isMasked = kind == "masked"
        if kind == "small" { report.batches = Array(report.batches.suffix(4)) }
        if kind == "hostile" {
            for (index, payload) in ReportSafetyTests.payloads.enumerated() {
                report.samples[index].winnerValue = payload
                report.samples[index].rule = payload
                report.batches[index].fileName = payload
            }
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("koble-report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let file = folder.appendingPathComponent("report.html")
        try Data(renderReportHTML(report, previous: madeUpPreviousRun)).write(to: file)
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let check = Process()
        check.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        // Accessibility does not depend on the values: a small page has every kind of element.
        let script = root.appendingPathComponent("scripts/check-report").path
        check.arguments = ["--kill-after=5", "900", script, file.path] + (kind == "small" ? [] : ["--without-axe"])
        try check.run()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0, "scripts/check-report found faults in the \(kind) report")
    }
}
