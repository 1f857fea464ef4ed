import DurableFiles
import MergeWorker
import Synchronization
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

    @Test("Waiting ends with the first complete batch, or when asked to stop")
    func waits() async throws {
        let workspace = try VerifyWorkspace(accounts: 10, seed: 1)
        let (layout, drain) = (workspace.layout, DrainFlag())
        let incoming = workspace.path("spool/SE/incoming")
        let clock = SteppedClock([
            { try durableWrite(incoming + "/a.csv.part", "") }, {},
            { try durableWrite(incoming + "/a.csv", "account_id,email\n") },
        ])
        try await waitForBatches(layout, .standard, clock: clock, drain: drain)
        #expect(clock.stepsLeft == 0)
        try removeDurably(incoming + "/a.csv")
        await #expect(throws: Drained.self) {
            try await waitForBatches(
                layout, .standard, clock: SteppedClock([{}, { drain.raise() }]), drain: drain)
        }
    }
}

/// A clock on which no time passes: each sleep is a step of the test instead.
private final class SteppedClock: Clock, Sendable {
    private let steps: Mutex<[@Sendable () throws -> Void]>
    private let still = ContinuousClock.now

    init(_ steps: [@Sendable () throws -> Void]) { self.steps = Mutex(steps) }

    var now: ContinuousClock.Instant { still }
    var minimumResolution: Duration { .nanoseconds(1) }
    var stepsLeft: Int { steps.withLock { $0.count } }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        let step = steps.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        try step?()
        if step == nil { throw CancellationError() }
    }
}
