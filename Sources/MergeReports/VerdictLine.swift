internal import AccountModel

/// The one line that a run ends with, on the terminal and at the head of the report.
///
/// `Would create 7,914,973 profiles, link 1,415,123, …` for a dry run, `Created …` for a run. Says what the run
/// changes: a profile that was linked before, and an account that was held, are not counted again.
package func verdictLine(_ report: RunReport) -> String {
    let figures = RunFigures(report)
    if report.batches.isEmpty {
        return report.isDryRun ? "Found no new batch. Nothing was written." : "Found no new batch."
    }
    let verbs: [String] =
        report.isDryRun
        ? ["Would create", "link", "report", "hold", "reject", "refuse"]
        : ["Created", "linked", "reported", "held", "rejected", "refused"]
    var line = "\(verbs[0]) \(counted(figures[.profilesCreated], "profile"))"
    line += ", \(verbs[1]) \(grouped(figures[.newlyLinked]))"
    line += ", \(verbs[2]) \(counted(figures[.newlyReported], "conflict"))"
    line += ", \(verbs[3]) \(grouped(figures[.newlyHeld]))"
    line += ", \(verbs[4]) \(counted(figures[.rowsRejected], "row"))"
    if figures[.refusedFiles] > 0 { line += ", \(verbs[5]) \(counted(figures[.refusedFiles], "file"))" }
    return line + (report.isDryRun ? ". Nothing was written." : ".")
}
