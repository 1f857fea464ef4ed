import DurableFiles
import MergeWorker
import SyntheticExports
import Testing
import WorkspaceConfiguration

@Suite("Status")
struct StatusTests {
    @Test("A new workspace has no state, and tells what waits in its spool")
    func newWorkspace() throws {
        let workspace = try VerifyWorkspace(accounts: 50, seed: 1)
        try durableWrite(workspace.path("spool/NO/incoming/a.csv"), "account_id,email\n")
        try durableWrite(workspace.path("spool/NO/incoming/b.csv.manifest.json"), "{}")
        try durableWrite(workspace.path("spool/NO/incoming/c.csv.part"), "")
        try durableWrite(workspace.path("spool/NO/incoming/read me.txt"), "")
        let status = try readStatus(workspace.inputs)
        #expect(status.state == nil && status.unfinished.isEmpty && status.freeBytes > 0)
        let norway = try #require(status.spool.first)
        #expect(status.spool.count == 1 && norway.country == "NO")
        #expect(norway.incoming == 1 && norway.incomingBytes == 17)
        #expect(norway.waiting == ["b.csv.manifest.json"] && norway.ignored == ["read me.txt"])
    }

    @Test("After runs it tells the counts of the last one")
    func afterRuns() async throws {
        let workspace = try VerifyWorkspace(accounts: 300, seed: 2)
        try await workspace.run(deltas: 1)
        let export = try await workspace.export("all")
        let status = try readStatus(workspace.inputs)
        let state = try #require(status.state)
        #expect(state.lastRun == 2 && state.digest == export.stateDigest && !state.haveRulesMoved)
        #expect(state.accounts == export.accounts && state.linkedProfiles == export.linkedProfiles)
        #expect(state.batchesApplied > 1 && state.events > 0 && status.spool.isEmpty)
        #expect(status.unfinished.isEmpty)
        let moved = try readStatus(workspace.inputs(#"{ "launch": "2026-03-01T00:00:00Z" }"#))
        #expect(moved.state?.haveRulesMoved == true)
    }

    @Test("What a run left undone is told")
    func unfinished() async throws {
        let workspace = try VerifyWorkspace(accounts: 100, seed: 2)
        try await workspace.run(deltas: 1)
        try pointLink(workspace.layout.latestLink, to: "000001")
        #expect(try readStatus(workspace.inputs).unfinished == [.notLatest])
        try renameDurably(from: workspace.path("out/000002"), to: workspace.path("out/.staged-000002"))
        try durableWrite(workspace.path("spool/NO/claimed/a.csv"), "account_id,email\n")
        #expect(try readStatus(workspace.inputs).unfinished == [.claimed, .notPublished])
        try await workspace.runOnce()
        #expect(try readStatus(workspace.inputs).unfinished.isEmpty)
    }
}
