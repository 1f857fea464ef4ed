import Foundation
import MergeReports
import Testing

@Suite("Report files for people to look at")
struct ReportFileTests {
    /// `scripts/look-at-report` sets the folder and opens what is written there.
    @Test(
        "Writes the made-up reports",
        .enabled(
            if: ProcessInfo.processInfo.environment["KOBLE_REPORT_FOLDER"] != nil, "KOBLE_REPORT_FOLDER is not set"))
    func writesReports() throws {
        let folder = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["KOBLE_REPORT_FOLDER"]))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let report = madeUpReport()
        let html = renderReportHTML(report, previous: madeUpPreviousRun)
        try Data(html).write(to: folder.appendingPathComponent("report.html"))
        let json = renderReportJSON(report, previous: madeUpPreviousRun)
        try Data(json).write(to: folder.appendingPathComponent("report.json"))
        #expect(html.count < reportBytesMax)
    }
}
