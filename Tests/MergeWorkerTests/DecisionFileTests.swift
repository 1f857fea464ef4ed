import AccountModel
import DurableFiles
import Foundation
import Testing

@testable import MergeWorker

/// Files of people's decisions: what they do, what is refused, and that nothing brings back what they ended.
@Suite("Decisions files", .serialized)
struct DecisionFileTests {
    @Test("An account kept apart leaves its profile, and a newer decision lets it come back")
    func keepApartAndWithdraw() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1"), row("SE", "1"), row("DK", "1")])
        try await workspace.run()
        try workspace.decide(["keep_apart,NO,1,,,,,fraud,ada,2026-05-01T10:00:00Z"])
        try await workspace.run()
        #expect(try workspace.text("links.csv", run: 2).contains("NO,1,member,migration,removed"))
        #expect(try workspace.text("holds.csv", run: 2).contains("NO,1,held,kept_apart"))
        #expect(try workspace.decisionFiles("done") == ["d.csv"])
        #expect(try workspace.facts().linkedProfiles == 1 && workspace.facts().localProfiles == 1)

        try workspace.decide(["withdraw,NO,1,,,,,mistake,ada,2026-05-02T10:00:00Z"])
        try await workspace.run()
        #expect(try workspace.text("links.csv", run: 3).contains("NO,1,member,migration,added"))
        #expect(try workspace.facts().localProfiles == 0)

        // The first one once more, under another name and with another reason: it is older now.
        try workspace.decide(["keep_apart,NO,1,,,,,fraud again,ada,2026-05-01T10:00:00Z"])
        let summary = try await workspace.run()
        #expect(summary.allSatisfy { !$0.isCommitted })
        #expect(try workspace.decisionFiles("refused") == ["d.csv", "d.csv.refused.json"])
    }

    @Test("A link ends holds, a release ends one, a choice gives the value; the same file again changes nothing")
    func effects() async throws {
        let workspace = try TestWorkspace()
        var privileged = row("NO", "1")
        privileged["privileged"] = "true"
        var request = row("DK", "1")
        request["open_data_request"] = "true"
        try workspace.drop([privileged, row("SE", "1"), request])
        let lines = [
            "link,NO,1,SE,1,,,seen their papers,ada,2026-05-01T10:00:00Z",
            "release,DK,1,,,,open_data_request,answered,ada,2026-05-01T10:00:00Z",
            "choose,NO,1,,,language,,asked,ada,2026-05-01T10:00:00Z",
        ]
        try workspace.decide(lines)
        let summary = try await workspace.run()
        #expect(summary.first?.decisions.applied == 3 && summary.first?.decisions.refused.isEmpty == true)
        let profile = try #require(try profiles(try workspace.published()["profiles.ndjson"]).first)
        #expect(profile.accounts.map(\.basis) == ["migration", "decision", "decision"] && profile.language == "nb")
        #expect(try workspace.text("profiles.ndjson").contains("\"rule\":\"human_decision\""))
        try workspace.decide(lines, name: "again.csv")
        #expect(try await workspace.run().first?.isCommitted == false)
        #expect(try workspace.decisionFiles("done") == ["again.csv", "d.csv"])
    }

    @Test("A decision waits for its account, and follows it to another address")
    func waitsAndFollows() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("SE", "1")])
        try workspace.decide(["keep_apart,NO,1,,,,,fraud,ada,2026-05-01T10:00:00Z"])
        try await workspace.run()
        try workspace.drop([row("NO", "1")], "b")
        try await workspace.run()
        #expect(try workspace.text("holds.csv", run: 2).contains("NO,1,held,kept_apart"))
        var moved = row("NO", "1")
        moved["email"] = "other@mail.example"
        moved["updated_at"] = "2024-02-02"
        try workspace.drop([moved, MadeUpRow("SE", "2", moved.columns)], "c")
        try await workspace.run()
        #expect(try workspace.text("links.csv", run: 3).split(separator: "\n").count == 1, "nothing is linked")
        let facts = try workspace.facts()
        #expect(facts.singleProfiles == 2 && facts.localProfiles == 1 && facts.linkedProfiles == 0)
    }

    static let refusals: [(String, String)] = [
        ("keep,NO,1,,,,,r,ada,2026-05-01T10:00:00Z", "unknown_decision"),
        ("keep_apart,XX,1,,,,,r,ada,2026-05-01T10:00:00Z", "unknown_country"),
        ("keep_apart,NO,,,,,,r,ada,2026-05-01T10:00:00Z", "account_invalid"),
        ("link,NO,1,,,,,r,ada,2026-05-01T10:00:00Z", "other_account_missing"),
        ("choose,NO,1,SE,1,phone,,r,ada,2026-05-01T10:00:00Z", "other_account_unexpected"),
        ("link,NO,1,NO,1,,,r,ada,2026-05-01T10:00:00Z", "same_account"),
        ("choose,NO,1,,,first_name,,r,ada,2026-05-01T10:00:00Z", "unknown_field"),
        ("keep_apart,NO,1,,,phone,,r,ada,2026-05-01T10:00:00Z", "field_unexpected"),
        ("release,NO,1,,,,,r,ada,2026-05-01T10:00:00Z", "unknown_hold"),
        ("link,NO,1,SE,1,,hub,r,ada,2026-05-01T10:00:00Z", "hold_unexpected"),
        ("release,NO,1,,,,legal_hold,r,ada,2026-05-01T10:00:00Z", "hold_not_reviewable"),
        ("keep_apart,NO,1,,,,,,ada,2026-05-01T10:00:00Z", "reason_invalid"),
        ("keep_apart,NO,1,,,,,r,,2026-05-01T10:00:00Z", "decided_by_invalid"),
        ("keep_apart,NO,1,,,,,r,ada,yesterday", "decided_at_invalid"),
        ("keep_apart,NO,1,,,,,r,ada,2026-06-02T00:00:00Z", "decided_in_future"),
        ("link,NO,1,DK,9,,,r,ada,2026-05-01T10:00:00Z", "unequal_link_keys"),
        ("keep_apart,NO,1", "field_count"),
        ("\"keep\"_apart,NO,1,,,,,r,ada,2026-05-01T10:00:00Z", "stray_quote"),
    ]

    @Test(
        "A bad line is refused with its place and reason, and the others go on", arguments: DecisionFileTests.refusals)
    func refusedLine(line: String, reason: String) async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1"), row("SE", "1"), row("DK", "9", "other@mail.example")])
        try workspace.decide([line, "keep_apart,SE,1,,,,,r,ada,2026-05-01T10:00:00Z"])
        let summary = try #require(try await workspace.run().first)
        #expect(summary.decisions.refused.map(\.reason) == [reason])
        #expect(summary.decisions.refused.map(\.place.line) == [2])
        #expect(
            try workspace.text("rejects.ndjson").contains(
                "\"file\":\"decisions/d.csv\",\"line\":2,\"reason\":\"\(reason)\""))
        #expect(try workspace.text("holds.csv").contains("SE,1,held,kept_apart"))
    }

    static let contraryPairs: [[String]] = [
        ["keep_apart,NO,1,SE,1,,", "link,SE,1,NO,1,,"], ["keep_apart,NO,1,,,,", "link,SE,1,NO,1,,"],
        ["keep_apart,NO,1,,,,", "withdraw,NO,1,,,,"], ["choose,NO,1,,,phone,", "choose,SE,1,,,phone,"],
        ["release,NO,1,,,,hub", "withdraw,NO,1,,,,hub"],
    ]

    @Test(
        "Decisions of one instant that contradict each other are refused, each naming the other",
        arguments: DecisionFileTests.contraryPairs, [true, false])
    func contradictions(pair: [String], isTogether: Bool) async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1"), row("SE", "1")])
        let lines = pair.map { $0 + ",r,ada,2026-05-01T10:00:00Z" }
        if isTogether {
            try workspace.decide(lines + ["keep_apart,FI,1,,,,,r,ada,2026-05-01T10:00:00Z"])
            let summary = try #require(try await workspace.run().first)
            #expect(summary.decisions.refused.map(\.reason) == ["contradicts", "contradicts"])
            #expect(summary.decisions.refused.map(\.contradicts) == ["d.csv line 3", "d.csv line 2"])
            return
        }
        try workspace.decide([lines[0]])
        try await workspace.run()
        try workspace.decide([lines[1], "keep_apart,FI,1,,,,,r,ada,2026-05-01T10:00:00Z"])
        let summary = try #require(try await workspace.run().first)
        #expect(summary.decisions.refused.map(\.contradicts) == ["entry 1 of the journal"])
    }

    @Test("A file that is none of decisions is refused whole, and a dry run changes nothing")
    func refusedFile() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([row("NO", "1"), row("SE", "1")])
        try await workspace.run()
        try workspace.write("decisions/x.csv", "decision,shoe_size\nlink,44\n")
        try workspace.write("decisions/y.csv", "decision,country\nlink,NO\n")
        try workspace.decide(["keep_apart,NO,1,,,,,r,ada,2026-05-01T10:00:00Z"])
        let before = try workspace.tree()
        let report = try workspace.reportFolder()
        let dry = try #require(
            try await workspace.run {
                $0.isDryRun = true
                $0.isFull = true
                $0.reportFolder = report
            }.first)
        #expect(try workspace.tree() == before)
        #expect(dry.decisions.applied == 1 && dry.decisions.refusedFiles.count == 2)
        let links = try filesOf(report)["links.csv"]
        try await workspace.run()
        #expect(try workspace.published(run: 2)["links.csv"] == links, "it is what the dry run said")
        #expect(try workspace.facts().digest == dry.facts.digest)
        let refused = try workspace.decisionFiles("refused")
        #expect(refused == ["x.csv", "x.csv.refused.json", "y.csv", "y.csv.refused.json"])
    }

    @Test("A folder that everybody may write to is not trusted")
    func openFolder() async throws {
        let workspace = try TestWorkspace()
        try workspace.decide(["keep_apart,NO,1,,,,,r,ada,2026-05-01T10:00:00Z"])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o777], ofItemAtPath: workspace.layout.decisionsFolder)
        await #expect(throws: RunFault.self) { try await workspace.run() }
    }

    private func row(_ country: String, _ id: String, _ email: String = "a@mail.example") -> MadeUpRow {
        MadeUpRow(
            country, id,
            [
                "email": email, "updated_at": "2024-01-01", "created_at": "2020-01-01", "email_verified": "true",
                "first_name": "Ada", "last_name": "Berg", "language": country == "NO" ? "nb" : "sv",
                "phone": "+4791234567",
            ])
    }
}

extension TestWorkspace {
    static let decisionsHeader =
        "decision,country,account_id,other_country,other_account_id,field,hold,reason,decided_by,decided_at\n"

    /// Puts a file of decisions into its folder.
    func decide(_ lines: [String], name: String = "d.csv") throws {
        try write("decisions/" + name, TestWorkspace.decisionsHeader + lines.map { $0 + "\n" }.joined())
    }

    func write(_ path: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: layout.root + "/" + path))
    }

    func decisionFiles(_ place: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: layout.decisionsFolder + "/" + place).sorted()
    }

    /// Every file of the workspace with its digest, LMDB's lock file apart.
    func tree() throws -> [String: String] {
        var found: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: layout.root) where !path.hasSuffix("-lock") {
            guard let bytes = FileManager.default.contents(atPath: layout.root + "/" + path) else { continue }
            found[path] = SHA256Digest.of(Array(bytes)).hex
        }
        return found
    }
}
