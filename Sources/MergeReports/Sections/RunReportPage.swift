internal import AccountModel

/// How much of a report the HTML shows; the JSON always has all but the samples.
struct ReportLimits {
    var samples = reportSamplesMax
    /// Rows of the tables that grow with the number of files.
    var files = 400
    var findings = 1_500
    var hints = 60

    /// Half of it, for a report that would be too large to mail.
    var halved: ReportLimits {
        ReportLimits(samples: samples / 2, files: files / 2, findings: findings / 2, hints: hints / 2)
    }
}

/// Everything that the report of a run says, in the order of reading.
func reportPage(_ report: RunReport, previous: PreviousRun?, limits: ReportLimits) -> ReportPage {
    var sections = [
        funnelSection(report), matrixSection(report), conflictSection(report), sizeSection(report),
        normalisationSection(report), holdSection(report), hintSection(report, samplesMax: limits.hints),
        peopleSection(report), trustSection(report), missingSection(report),
        scorecardSection(report, filesMax: limits.files, findingsMax: limits.findings),
        rejectSection(report, rowsMax: limits.files), consentSection(report), launchSection(report),
    ]
    if let previous { sections.append(comparisonSection(report, previous)) }
    sections += [sampleSection(report, samplesMax: limits.samples), filesSection(report)]
    return ReportPage(
        title: report.isDryRun ? "Koble dry run" : report.run.map { "Koble run \($0)" } ?? "Koble run",
        verdict: verdictLine(report), isBalanced: isBalanced(report), warnings: reportWarnings(report),
        isMasked: report.isMasked, origin: reportOrigin(report), tiles: reportTiles(report),
        overview: accountEquation(report.decisions), sections: sections)
}
