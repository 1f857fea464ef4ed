import DurableFiles
import Foundation
import Testing

@testable import MergeWorker

/// Taking back runs that did more than bring newer rows: full snapshots, look-alikes, people's decisions.
@Suite("Undo of every kind of run", .serialized)
struct UndoSceneTests {
    private static func row(_ account: String, _ email: String, made: Int, updated: String = "2024-01-01") -> MadeUpRow
    {
        let parts = account.split(separator: "/").map(String.init)
        return MadeUpRow(
            parts[0], parts[1],
            [
                "email": email, "created_at": "\(made)-01-01", "updated_at": updated, "email_verified": "true",
                "first_name": "Ada", "last_name": "Berg", "phone": parts[0] == "NO" ? "+4791234567" : "",
            ])
    }

    private static func undo(_ workspace: TestWorkspace, _ number: Int) async throws -> RunSummary? {
        let order = UndoOrder(run: number, by: "tester", at: "2026-06-01T00:00:00Z", reason: "a test")
        return try await workspace.run { $0.task = .undo(order) }.first
    }

    /// What a run brings, and what is there before it.
    struct Scene: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var before: @Sendable (TestWorkspace) throws -> Void
        /// Given twice: before the undo and after it.
        var batch: @Sendable (TestWorkspace) throws -> Void
        /// What the run must have done, or the scene proves nothing.
        var hasEffect: @Sendable (_ before: StateFacts, _ after: StateFacts) -> Bool
    }

    private static func snapshot(_ workspace: TestWorkspace, _ rows: [MadeUpRow]) throws {
        let bytes = csv(rows)
        try workspace.drop("NO", "full.csv", bytes)
        let manifest = """
            {"batch_id": "no-full", "country": "NO", "rows": \(rows.count), "bytes": \(bytes.count), \
            "sha256": "\(SHA256Digest.of(bytes).hex)", "kind": "full", "sequence": 4}
            """
        try workspace.drop("NO", "full.csv.manifest.json", manifest.utf8)
    }

    private static func decide(_ workspace: TestWorkspace, _ lines: [String]) throws {
        let header =
            "decision,country,account_id,other_country,other_account_id,field,hold,reason,decided_by,decided_at"
        let text = ([header] + lines).joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(filePath: workspace.layout.decisionsFolder + "/a.csv"))
    }

    private static let linked = [
        row("NO/1", "ada@mail.example", made: 2015), row("SE/1", "ada@mail.example", made: 2016),
        row("NO/2", "bo@mail.example", made: 2016), row("NO/3", "kari@mail.example", made: 2016),
    ]

    static let scenes = [
        Scene(
            testDescription: "a full snapshot that leaves accounts out",
            before: { try $0.drop(linked) },
            batch: { try snapshot($0, [linked[0], row("NO/9", "new@mail.example", made: 2020)]) },
            hasEffect: { $1.markers == $0.markers + 2 && $1.accounts == $0.accounts - 1 }),
        Scene(
            testDescription: "a look-alike that is held",
            before: { try $0.drop(linked) },
            batch: { try $0.drop([row("DK/1", LookAlikeRunTests.foreign, made: 2020)], "foreign") },
            hasEffect: { $1.localProfiles == $0.localProfiles + 1 }),
        Scene(
            testDescription: "an older look-alike, that holds who was there",
            before: { try $0.drop(linked) },
            batch: { try $0.drop([row("DK/1", LookAlikeRunTests.foreign, made: 2001)], "foreign") },
            hasEffect: { $1.localProfiles == $0.localProfiles + 2 && $1.linkedProfiles == $0.linkedProfiles - 1 }),
        Scene(
            testDescription: "a look-alike that moves away and frees the other",
            before: { try $0.drop(linked + [row("DK/1", LookAlikeRunTests.foreign, made: 2001)]) },
            batch: { try $0.drop([row("DK/1", "far@mail.example", made: 2001, updated: "2025-01-01")], "moved") },
            hasEffect: { $1.localProfiles == $0.localProfiles - 2 && $1.linkedProfiles == $0.linkedProfiles + 1 }),
        Scene(
            testDescription: "people's decisions",
            before: { try $0.drop(linked) },
            batch: { workspace in
                try decide(
                    workspace,
                    [
                        "keep_apart,NO,1,SE,1,,,because,me,2026-05-01T00:00:00Z",
                        "choose,NO,2,,,phone,,because,me,2026-05-01T00:00:00Z",
                    ])
            },
            hasEffect: { $1.linkedProfiles == $0.linkedProfiles - 1 }),
        Scene(
            testDescription: "rows and decisions together",
            before: { try $0.drop(linked) },
            batch: { workspace in
                try workspace.drop([row("DK/1", LookAlikeRunTests.foreign, made: 2020)], "foreign")
                try decide(workspace, ["release,DK,1,,,,look_alike,because,me,2026-05-01T00:00:00Z"])
            },
            hasEffect: { $1.accounts == $0.accounts + 1 && $1.localProfiles == $0.localProfiles }),
    ]

    @Test(
        "Taken back, nothing is left of it; given again, all is as if it had never been taken back", arguments: scenes)
    func takenBack(scene: Scene) async throws {
        let workspace = try TestWorkspace("{ vanished_share_max: 1 }")
        try scene.before(workspace)
        try await workspace.run()
        let before = (try workspace.facts(), try await workspace.exported())
        try scene.batch(workspace)
        try await workspace.run()
        let after: (StateFacts, [String: [UInt8]]) = (try workspace.facts(), try await workspace.exported())
        #expect(after.0.run == 2 && scene.hasEffect(before.0, after.0), "\(before.0) \(after.0)")
        let undone = try await Self.undo(workspace, 2)
        #expect(undone?.facts.digest == before.0.digest)
        #expect(try await workspace.exported() == before.1)
        #expect(try await workspace.verified().findings == [])
        try scene.batch(workspace)
        try await workspace.run()
        #expect(try workspace.facts().digest == after.0.digest)
        #expect(try await workspace.exported() == after.1)
        #expect(try await workspace.verified().findings == [])
        var follower = PublishedState()
        for run in 1...(try workspace.facts().run) { try follower.take(try workspace.published(run: run)) }
        let files = after.1
        let exported = try profiles(files["profiles.ndjson"])
        #expect(Set(follower.lines.keys) == Set(exported.map(\.profile_id)))
        #expect(follower.links.count == lines(files["links.csv"]).count - 1)
    }

    @Test("What stands on a run keeps it from being taken back: a decision, a look-alike, a snapshot")
    func dependents() async throws {
        let later: [(String, @Sendable (TestWorkspace) throws -> Void)] = [
            (
                "a decision about its account",
                { try Self.decide($0, ["keep_apart,NO,7,,,,,because,me,2026-05-01T00:00:00Z"]) }
            ),
            (
                "a look-alike of its address",
                { try $0.drop([Self.row("DK/1", LookAlikeRunTests.foreign, made: 2020)], "foreign") }
            ),
            ("a snapshot that leaves its account out", { try Self.snapshot($0, [Self.linked[0]]) }),
        ]
        for (name, drop) in later {
            let workspace = try TestWorkspace("{ vanished_share_max: 1 }")
            try workspace.drop([Self.linked[2]])
            try await workspace.run()
            try workspace.drop([Self.row("NO/7", "ada@mail.example", made: 2015)], "seven")
            try await workspace.run()
            try drop(workspace)
            try await workspace.run()
            let digest = try workspace.facts().digest
            await #expect(throws: RunFault.self, "\(name)") { try await Self.undo(workspace, 2) }
            #expect(try workspace.facts().digest == digest)
            #expect(try await Self.undo(workspace, 3) != nil, "\(name)")
            #expect(try await Self.undo(workspace, 2) != nil, "\(name)")
            #expect(try await workspace.verified().findings == [], "\(name)")
        }
    }
}
