import AccountModel
import MergeReports
import RecordLinkage
import Testing

@Suite("The one line that a run ends with")
struct VerdictLineTests {
    @Test("A dry run says what it would do, and that nothing was written")
    func dryRun() {
        #expect(
            verdictLine(report(isDryRun: true))
                == "Would create 7,914,973 profiles, link 1,415,123, report 217,042 conflicts, hold 31,006, "
                + "reject 40,483 rows. Nothing was written.")
    }

    @Test("A run says what it did")
    func run() {
        #expect(
            verdictLine(report(isDryRun: false))
                == "Created 7,914,973 profiles, linked 1,415,123, reported 217,042 conflicts, held 31,006, "
                + "rejected 40,483 rows.")
    }

    @Test("One is one, and a refused file is told")
    func singular() {
        var report = report(isDryRun: true)
        report.decisions.changes[Int(ChangeKind.created.rawValue)] = 1
        report.decisions.newlyReported = 0
        report.batches[0].rejected = 1
        report.batches.append(
            BatchStatistics(country: .SE, fileName: "b.csv", digest: "", bytes: 0, outcome: .refused))
        #expect(
            verdictLine(report)
                == "Would create 1 profile, link 1,415,123, report 0 conflicts, hold 31,006, reject 1 row, "
                + "refuse 1 file. Nothing was written.")
    }

    @Test("Without a batch there is nothing to tell")
    func nothing() {
        var report = report(isDryRun: true)
        report.batches = []
        #expect(verdictLine(report) == "Found no new batch. Nothing was written.")
    }

    private func report(isDryRun: Bool) -> RunReport {
        var report = madeUpReport(isDryRun: isDryRun, samples: 0)
        var batch = BatchStatistics(country: .NO, fileName: "a.csv", digest: "", bytes: 1, outcome: .applied)
        batch.rejected = 40_483
        report.batches = [batch]
        var decisions = DecisionStatistics()
        decisions.changes[Int(ChangeKind.created.rawValue)] = 7_914_973
        decisions.newlyLinked = 1_415_123
        decisions.newlyReported = 217_042
        decisions.newlyHeld = 31_006
        // What was so before is no news.
        decisions.linkedProfiles = 9_999_999
        decisions.conflicts[Int(ConflictKind.household.rawValue)] = 999_999
        decisions.accountsByRole[Int(Country.NO.rawValue) * Role.allCases.count + Int(Role.held.rawValue)] = 99_999
        report.decisions = decisions
        return report
    }
}
