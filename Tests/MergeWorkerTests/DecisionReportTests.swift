import Foundation
import Testing

@testable import MergeWorker

@Suite("Decisions and history in what people read", .serialized)
struct DecisionReportTests {
    private func row(_ country: String, _ id: String) -> MadeUpRow {
        MadeUpRow(
            country, id,
            ["email": "a@x.test", "updated_at": "2024-01-01", "email_verified": "true", "first_name": "Ada"])
    }

    @Test("The report counts decisions by kind and refusals by reason; status tells what stands")
    func counts() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1"), row("SE", "1"), row("DK", "1")])
        let lines = [
            "keep_apart,NO,1,,,,,fraud,ada,2026-05-01T10:00:00Z",
            "choose,SE,1,,,language,,asked,ada,2026-05-01T10:00:00Z",
            "link,NO,1,,,,,x,ada,2026-05-01T10:00:00Z", "frobnicate,NO,1,,,,,x,ada,2026-05-01T10:00:00Z",
        ]
        try workspace.decide(lines)
        try workspace.decide(["link,NO,1,,,,,x,ada,2026-05-01T10:00:00Z"], name: "bad.csv")
        try await workspace.run()
        let text = try workspace.text("report.json")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let people = try #require((report["sections"] as? [String: Any])?["people"] as? [String: Any])
        #expect(people["summary"] as? [String: Int] == ["applied": 2, "repeated": 0, "refused": 2])
        let kinds = try #require(people["by_decision"] as? [[String: Any]])
        #expect(kinds.map { $0["decision"] as? String } == ["keep_apart", "choose"])
        let reasons = try #require(people["refused_by_reason"] as? [[String: Any]])
        #expect(Set(reasons.compactMap { $0["reason"] as? String }) == ["other_account_missing", "unknown_decision"])
        let files = try #require(people["files"] as? [[String: Any]])
        #expect(files.map { $0["outcome"] as? String } == ["refused", "applied"])
        #expect(!text.contains("fraud"), "what people wrote stays in the journal")
        try workspace.decide(["release,DK,1,,,,hub,x,ada,2026-05-01T10:00:00Z"], name: "waits.csv")
        let decisions = try readStatus(workspace.inputs()).decisions
        #expect(decisions.standing == ["keep_apart": 1, "choose": 1] && decisions.journalled == 2)
        #expect(decisions.waitingFiles == 1 && decisions.refusedFiles == 1 && decisions.claimedFiles == 0)
    }

    @Test("An explanation tells what each run did to the profile, and why")
    func history() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1")], "a")
        try await workspace.run()
        try workspace.drop([row("SE", "1")], "b")
        try await workspace.run()
        try workspace.decide(["keep_apart,SE,1,,,,,fraud,ada,2026-05-01T10:00:00Z"])
        try await workspace.run()
        let explanation = try #require(
            try performExplain(.account(.NO, "1"), workspace.inputs()))
        let events = explanation.history.events
        #expect(
            events.map { "\($0.run) \($0.change) \($0.causes)" } == [
                "1 created []", #"2 linked ["SE/b.csv"]"#, #"3 unlinked ["decision"]"#, #"3 created ["decision"]"#,
            ])
        #expect(events[0].profileId == explanation.profileId && events[3].profileId != explanation.profileId)
        #expect(explanation.history.leftOut.isEmpty)
        #expect(try performPersonExport(.account(.NO, "1"), workspace.inputs())?.events.count == 4)
    }
}
