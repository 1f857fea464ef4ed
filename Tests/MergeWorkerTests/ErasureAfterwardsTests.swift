import AccountModel
import DurableFiles
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// What comes after an erasure, and before one: other keys, retention, the export of one person.
@Suite("Erasure afterwards")
struct ErasureAfterwardsTests {
    private static let header = "account_id,email,first_name,created_at,updated_at\n"

    @Test("Under another key the erased stay out, and who came back keeps a new person's id")
    func otherKey() async throws {
        let workspace = try TestWorkspace()
        let old =
            Self.header + "DE-1,a@example.org,Old,2015-01-01T00:00:00Z,2020-01-01T00:00:00Z\n"
            + "DE-2,b@example.org,Other,2015-01-01T00:00:00Z,2020-01-01T00:00:00Z\n"
        try workspace.drop("DE", "a.csv", old.utf8)
        try await workspace.run()
        _ = try ErasureTests.erase(["a@example.org"], workspace)
        let back = Self.header + "DE-3,a@example.org,New,2026-07-01T00:00:00Z,2026-07-01T00:00:00Z\n"
        try workspace.drop("DE", "b.csv", back.utf8)
        try await workspace.run()
        try await workspace.rekey()
        #expect(try workspace.facts().accounts == 2)
        #expect(try await SuppressionTests.isSound(workspace).filter { $0.kind == .unsound }.isEmpty)
        let again = old + "DE-1,c@example.org,Moved,2015-01-01T00:00:00Z,2026-08-01T00:00:00Z\n"
        try workspace.drop("DE", "c.csv", again.utf8)
        let summary = try #require(try await workspace.run().first)
        #expect(summary.report.batches.first?.suppressed == 2)
        #expect(try workspace.facts().accounts == 2)
        try workspace.drop("NO", "d.csv", back.replacing("DE-3", with: "NO-3").utf8)
        try await workspace.run()
        let linked = try profiles(workspace.published(run: 6)["profiles.ndjson"])
        #expect(linked.map { $0.accounts.map(\.name).sorted() } == [["DE/DE-3", "NO/NO-3"]])
        _ = try ErasureTests.erase(["NO/NO-3"], workspace) {
            $0.erasedAt = Timestamp(rawValue: $0.erasedAt.rawValue + 1)
        }
        #expect(try workspace.facts().accounts == 1)
        #expect(try await SuppressionTests.isSound(workspace).filter { $0.kind == .unsound }.isEmpty)
    }

    @Test("Inputs and runs go when their time is over, the newest run never, and verify does not complain")
    func retention() async throws {
        let workspace = try TestWorkspace("{ retention_days: { done: 30, refused: 7, out: 30 } }")
        let first = try #require(Timestamp("2026-06-01T00:00:00Z"))
        for (number, days) in [0, 20, 45, 46].enumerated() {
            let row = "DE-\(number),p\(number)@example.org,A,2015-01-01T00:00:00Z,2020-01-01T00:00:00Z\n"
            try workspace.drop("DE", "a\(number).csv", (Self.header + row).utf8)
            if number == 0 {
                try workspace.drop("DE", "refused.csv", "account_id,email,what\nX,x@example.org,1\n".utf8)
            }
            try await workspace.run { $0.asOf = first.advanced(byDays: days) }
        }
        let decision =
            "decision,country,account_id,reason,decided_by,decided_at\nkeep_apart,DE,DE-3,r,me,2026-05-02T00:00:00Z\n"
        try Data(decision.utf8).write(to: URL(filePath: workspace.layout.decisionsFolder + "/a.csv"))
        try await workspace.run { $0.asOf = first.advanced(byDays: 46) }
        let options = try workspace.options()
        let inputs = StateInputs(layout: options.layout, configuration: options.configuration, key: options.key)
        let clock = Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000))
        let today = try applyRetention(inputs, now: clock)
        #expect(today == RetentionSummary(inputs: 0, refused: 0, runs: 1))
        let looked = try noteIdentity(workspace)
        #expect(try applyRetention(inputs, now: clock).isEmpty)
        #expect(try noteIdentity(workspace) == looked, "nothing can be over, and the folders were read again")
        #expect(try applyRetention(inputs, now: clock.advanced(byDays: 8)).refused == 1)
        #expect(
            try applyRetention(inputs, now: clock.advanced(byDays: 31)) == RetentionSummary(inputs: 4, decisions: 1))
        let left = try namesInFolder(workspace.layout.outFolder)
        #expect(left == ["000002", "000003", "000004", "000005", "latest"])
        #expect(try namesInFolder(workspace.layout.spoolFolder + "/DE/done").isEmpty)
        #expect(try namesInFolder(workspace.layout.spoolFolder + "/DE/refused").isEmpty)
        #expect(try await SuppressionTests.isSound(workspace).filter { $0.kind == .unsound }.isEmpty)
        // An erasure after it finds what is left.
        guard
            case .done(let summary) = try ErasureTests.erase(
                ["DE/DE-0", "DE/DE-2"], workspace,
                {
                    $0.erasedAt = Timestamp(rawValue: clock.rawValue)
                })
        else { return }
        #expect(summary.runs == [3])
        #expect(try await SuppressionTests.isSound(workspace).filter { $0.kind == .unsound }.isEmpty)
    }

    @Test("The export of a person holds every value of every account, and where it came from")
    func person() async throws {
        let workspace = try TestWorkspace()
        try await ErasureTests.deliver(workspace)
        let options = try workspace.options()
        let inputs = StateInputs(layout: options.layout, configuration: options.configuration, key: options.key)
        let subject = try #require(ExplainSubject("canarya@mailcanarya.example"))
        let person = try #require(try performPersonExport(subject, inputs))
        #expect(
            person.accounts.map { "\($0.country)/\($0.accountId)" }.sorted()
                == ["DE/DE-CANARYA", "FI/FI-CANARYA4", "NO/NO-CANARYA2", "SE/SE-CANARYA3"])
        let german = try #require(person.accounts.first { $0.country == "DE" })
        #expect(german.email == "CANARYA@mailCANARYA.example" && german.lastName == "LastCANARYA")
        #expect(german.orders == ["ORDDECANARYA"] && german.organiser == "OrgCANARYA")
        #expect(german.delivery == ["street": "StreetCANARYA"])
        #expect(german.attributes == ["size": "=Attr\"CANARYA"])
        #expect(german.source.file == "a.csv" && german.source.line == 32)
        #expect(person.decision.state == "linked" && !person.events.isEmpty)
        #expect(person.events.allSatisfy { $0.profileId == person.decision.profileId })
        let stranger = try #require(ExplainSubject("nobody@example.org"))
        #expect(try performPersonExport(stranger, inputs) == nil)
    }
}
