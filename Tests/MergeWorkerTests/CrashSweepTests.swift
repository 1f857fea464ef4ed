import Foundation
import Glibc
import Testing

/// Kills a run before each of its durable calls, starts it again, and compares what there is with
/// what an undisturbed run leaves.
@Suite("Crash sweep")
struct CrashSweepTests {
    /// A state of the spool, what is dropped while the killed run is down, and how often to kill.
    struct Scene: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let prepare: @Sendable (ProgramWorkspace) throws -> Void
        var dropWhenDown: (@Sendable (ProgramWorkspace) throws -> Void)?
        /// Every how many calls, without `KOBLE_FULL`.
        let step: Int
    }

    static let scenes = [
        Scene(
            testDescription: "first load",
            prepare: { try ProgramInput.dropFirstLoad($0) }, step: 4),
        Scene(
            testDescription: "changes",
            prepare: { workspace in
                try ProgramInput.dropFirstLoad(workspace)
                try workspace.run()
                try ProgramInput.dropDelta(workspace)
            }, step: 5),
        Scene(
            testDescription: "changes that came when the first load was down",
            prepare: { try ProgramInput.dropFirstLoad($0) },
            dropWhenDown: { try dropLater($0) }, step: 6),
        Scene(
            testDescription: "a full snapshot in parts",
            prepare: { workspace in
                try workspace.configure("\"vanished_share_max\": 1")
                try ProgramInput.dropFirstLoad(workspace)
                try workspace.run()
                try ProgramInput.dropSnapshot(workspace)
            }, step: 9),
        Scene(
            testDescription: "a correction",
            prepare: { workspace in
                try ProgramInput.dropFirstLoad(workspace)
                try workspace.run()
                try ProgramInput.dropDelta(workspace)
                try workspace.run()
                try ProgramInput.dropCorrection(workspace)
            }, step: 9),
    ]

    @Test(
        "Killed before any durable call, a run started again ends as if nothing had been",
        arguments: scenes)
    func killedAnywhere(scene: Scene) async throws {
        let start = try ProgramWorkspace()
        try scene.prepare(start)
        var wanted = [try undisturbed(start, droppedBetween: scene.dropWhenDown)]
        if let drop = scene.dropWhenDown {
            // Killed before it had chosen its batches, a run takes those that came later as well.
            let together = try ProgramWorkspace(copying: start)
            try drop(together)
            wanted.append(try undisturbed(together, droppedBetween: nil))
        }
        let expected = wanted
        let step = isFullSweep ? 1 : scene.step
        let calls = try await sweep(step: step) { call in
            try CrashSweepTests.killAndRestart(start, "any:\(call):kill", scene, expected)
        }
        let renames = try await sweep(step: 1) { call in
            try CrashSweepTests.killAndRestart(start, "rename:\(call):kill", scene, expected)
        }
        print("\(scene.testDescription): \(calls) durable calls, every \(step); \(renames) renames")
        #expect(calls > 40 && renames > 10)
    }

    private func undisturbed(
        _ start: ProgramWorkspace, droppedBetween drop: ((ProgramWorkspace) throws -> Void)?
    ) throws -> [String: String] {
        let workspace = try ProgramWorkspace(copying: start)
        try workspace.run()
        if let drop {
            try drop(workspace)
            try workspace.run()
        }
        #expect(try workspace.leftovers(isVerified: true) == [])
        return try workspace.contents()
    }

    /// - Returns: Whether the run came to that call.
    private static func killAndRestart(
        _ start: ProgramWorkspace, _ fault: String, _ scene: Scene, _ wanted: [[String: String]]
    ) throws -> Bool {
        let workspace = try ProgramWorkspace(copying: start)
        let killed = try workspace.run(fault: fault)
        guard killed.status == ProgramResult.killed else {
            #expect([0, 5].contains(killed.status), "not reached by \(fault): \(killed.error)")
            return false
        }
        try scene.dropWhenDown?(workspace)
        let restarted = try workspace.run()
        #expect([0, 5].contains(restarted.status), "\(fault): \(restarted.error)")
        let contents = try workspace.contents()
        if !wanted.contains(contents) {
            Issue.record("\(fault): \(differences(contents, wanted[0]))")
        }
        #expect(try workspace.leftovers() == [], "\(fault)")
        return true
    }
}

/// Tries calls 1, 1 + step, … two at a time, until one is beyond the end of the run.
/// - Returns: The last call that was reached.
func sweep(
    step: Int, _ attempt: @escaping @Sendable (Int) throws -> Bool
) async throws -> Int {
    let lanes = 2
    return try await withThrowingTaskGroup(of: Int.self) { group in
        for lane in 0..<lanes {
            group.addTask {
                var call = 1 + lane * step
                while try attempt(call) { call += lanes * step }
                return call
            }
        }
        return try await group.reduce(0) { max($0, $1) } - lanes * step
    }
}

/// What comes while a killed run is down: under names that are free by then.
private func dropLater(_ workspace: ProgramWorkspace) throws {
    let norwegian = ProgramInput.file("NO", 20..<90, version: 2)
    try workspace.drop("NO", "NO-2.csv", norwegian)
    try workspace.drop(
        "NO", "NO-2.csv.manifest.json",
        ProgramInput.manifest("NO", id: "no-2", sequence: 2, of: norwegian))
    try workspace.drop("FI", "FI.csv", ProgramInput.file("FI", 0..<40))
}
