import DurableFiles
import Foundation
import Testing

/// Kills the verbs that change the whole state before each of their durable calls, gives them again, and
/// compares what there is with what an undisturbed one leaves.
@Suite("Crash sweep of the whole state")
struct CrashStateTests {
    struct Scene: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let words: [String]
        /// What is given after the kill; the same verb again, or a run that ends what was begun.
        var recovery: [String]?
        let prepare: @Sendable (ProgramWorkspace) throws -> Void
        /// Every how many calls, without `KOBLE_FULL`.
        let step: Int
    }

    /// Stands for a file in a scene's own folder.
    static let newKey = "NEW-KEY"

    static let scenes = [
        Scene(
            testDescription: "redecide", words: ["redecide", "--as-of", ProgramWorkspace.asOf],
            prepare: { workspace in
                try ProgramInput.dropFirstLoad(workspace)
                try workspace.run()
                try workspace.configure("\"hub_limit\": 2")
            }, step: 4),
        Scene(
            testDescription: "rekey", words: ["rekey", "--as-of", ProgramWorkspace.asOf, "--new-key", newKey],
            recovery: ["run", "--as-of", ProgramWorkspace.asOf],
            prepare: { workspace in
                try ProgramInput.dropFirstLoad(workspace)
                try workspace.run()
            }, step: 4),
        Scene(
            testDescription: "undo", words: ["undo", "2"], recovery: ["run", "--as-of", ProgramWorkspace.asOf],
            prepare: { workspace in
                try ProgramInput.dropFirstLoad(workspace)
                try workspace.run()
                try workspace.drop("NO", "later.csv", ProgramInput.file("NO", 20..<90, version: 2))
                try workspace.run()
            }, step: 4),
        Scene(
            testDescription: "undo of the first load", words: ["undo", "1"],
            recovery: ["run", "--as-of", ProgramWorkspace.asOf],
            prepare: { workspace in
                try ProgramInput.dropFirstLoad(workspace)
                try workspace.run()
            }, step: 6),
    ]

    @Test("Killed before any durable call and given again, a verb ends as if nothing had been", arguments: scenes)
    func killedAnywhere(scene: Scene) async throws {
        let start = try ProgramWorkspace()
        try scene.prepare(start)
        // One key for all copies, so that equal input gives equal output.
        let words = scene.words.map { $0 == CrashStateTests.newKey ? start.folder + "/new.key" : $0 }
        try Data((0..<32).map { UInt8(255 - $0) }).write(to: URL(filePath: start.folder + "/new.key"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: start.folder + "/new.key")
        let undisturbed = try ProgramWorkspace(copying: start)
        let result = try undisturbed.give(words)
        #expect(result.status == 0, "\(result.error)")
        #expect(try undisturbed.leftovers(isVerified: true) == [])
        let wanted = try undisturbed.contents()
        let before = try start.contents()
        let calls = try await sweep(step: isFullSweep ? 1 : scene.step) { call in
            let fault = "any:\(call):kill"
            let workspace = try ProgramWorkspace(copying: start)
            let killed = try workspace.give(words, fault: fault)
            guard killed.status == ProgramResult.killed else {
                #expect(killed.status == 0, "not reached by \(fault): \(killed.error)")
                return false
            }
            let again = try workspace.give(scene.recovery ?? words)
            #expect(again.status == 0, "\(fault): \(again.error)")
            let contents = try workspace.contents()
            if scene.recovery == nil || contents != before {
                #expect(differences(contents, wanted) == [], "\(fault)")
            }
            #expect(try workspace.leftovers(isVerified: isFullSweep || call % 3 == 0) == [], "\(fault)")
            #expect(try !namesInFolder(workspace.root).contains { $0.hasSuffix(".next") || $0.hasSuffix(".part") })
            return true
        }
        print("\(scene.testDescription): \(calls) durable calls")
        #expect(calls > 20)
    }

    @Test("A run that only finishes an earlier publication says so, with that run's exit status")
    func finishingIsTold() throws {
        let workspace = try ProgramWorkspace()
        try ProgramInput.dropFirstLoad(workspace)
        let failed = try workspace.run(fault: "link:1:EIO")
        #expect(failed.status == 6, "\(failed.error)")
        let finished = try workspace.run()
        #expect(finished.status == 5)
        #expect(finished.output.contains("Finished publishing run 1, which was committed before."))
        let nothing = try workspace.run()
        #expect(nothing.status == 0 && nothing.output.contains("Nothing to do"))
    }

    @Test("The same content of two countries is two batches; again from one of them it is known")
    func contentOfTwoCountries() throws {
        let workspace = try ProgramWorkspace()
        let text = "account_id,email\n1,a@example.com\n"
        try workspace.drop("NO", "a.csv", text)
        try workspace.run()
        try workspace.drop("SE", "b.csv", text)
        #expect(
            try workspace.run().output.contains("linked profile")
                || workspace.text("out/latest/links.csv").contains("SE,1"))
        try workspace.drop("NO", "again.csv", text)
        #expect(try workspace.run().output.contains("Already applied: NO/again.csv"))
        #expect(try workspace.leftovers(isVerified: true) == [])
    }
}

extension ProgramWorkspace {
    /// Gives a verb to the program, for this workspace.
    @discardableResult
    func give(_ words: [String], fault: String? = nil) throws -> ProgramResult {
        try start(words + ["--workspace", root], fault: fault).wait()
    }
}
