import DurableFiles
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

@Suite("Restore", .serialized)
struct RestoreTests {
    /// What a program holds that follows events alone: profiles by id, from the files of each run.
    private struct Follower {
        private(set) var profiles: Set<String> = []
        private(set) var lastEvent = 0

        mutating func take(_ files: [String: [UInt8]]) throws {
            for line in lines(files["changes.ndjson"]) {
                let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
                let number = try #require(event?["id"].flatMap(Int.init))
                #expect(number == lastEvent + 1, "events are numbered without gaps")
                lastEvent = number
                let subject = event?["subject"]
                switch event?["type"] {
                case "koble.state.replaced": profiles = []
                case "koble.profile.retired", "koble.profile.erased": if let subject { profiles.remove(subject) }
                default: profiles.insert(try #require(subject))
                }
            }
        }
    }

    private func follow(_ workspace: TestWorkspace) async throws -> Follower {
        var follower = Follower()
        for run in 1...(try workspace.facts().run) { try follower.take(try workspace.published(run: run)) }
        return follower
    }

    private func exportedIDs(_ workspace: TestWorkspace) async throws -> Set<String> {
        Set(try await workspace.exported().map(\.profile_id))
    }

    @Test(
        "A newer state goes only when that is wanted; then events go on, and what came since is applied to the same state",
        arguments: lawSeeds(3))
    func newer(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &+ 40)
        var rows = made.accounts(30)
        let workspace = try TestWorkspace()
        try workspace.drop(rows)
        try await workspace.run()
        let backup = try workspace.backedUp("b")
        let backedUp = (try workspace.facts(), try await workspace.exportedFiles())
        for run in 0..<3 {
            for place in 0..<10 { rows[place] = made.version(of: rows[place]) }
            try workspace.drop(Array(rows.prefix(10)), "later\(run)")
            if run == 1 {
                try workspace.decide(["keep_apart,\(rows[20].country),\(rows[20].id),,,,,r,ada,2026-05-01T10:00:00Z"])
            }
            try await workspace.run()
        }
        let after = (try workspace.facts(), try await workspace.exportedFiles())
        let tree = try workspace.tree()
        await #expect(throws: RunFault.self) { try await workspace.restored(backup) }
        let rehearsed = try await workspace.restored(backup) { $0.isDryRun = true }
        #expect(rehearsed.needsReplace && rehearsed.takenBack == [2, 3, 4] && rehearsed.run == 5)
        #expect(try workspace.tree() == tree, "seed \(seed)")
        let summary = try await workspace.restored(backup) { ($0.replaces, $0.redelivers) = (true, true) }
        #expect(
            summary.takenBack == [2, 3, 4] && summary.run == 5 && summary.inputsToDeliver == rehearsed.inputsToDeliver)
        #expect(try workspace.facts().digest == backedUp.0.digest)
        #expect(try await workspace.exportedFiles() == backedUp.1, "seed \(seed)")
        #expect(try await workspace.unsound() == [], "seed \(seed)")
        #expect(try await follow(workspace).profiles == exportedIDs(workspace))
        try await workspace.run()
        #expect(try workspace.facts().digest == after.0.digest, "seed \(seed)")
        #expect(try await workspace.exportedFiles() == after.1, "seed \(seed)")
        #expect(try await follow(workspace).profiles == exportedIDs(workspace), "seed \(seed)")
        #expect(try await workspace.unsound() == [], "seed \(seed)")
        let rebuilt = try await workspace.rebuilt()
        #expect(rebuilt.isEqual == true, "\(rebuilt.text)")
    }

    @Test("Who was erased after the backup is in no byte of state, outputs and inputs after a restore")
    func erasedAfterwards() async throws {
        for isMoved in [false, true] {
            let workspace = try TestWorkspace()
            try await ErasureTests.deliver(workspace)
            let backup = try workspace.backedUp("b", hasInputs: true)
            guard case .done = try ErasureTests.erase(ErasureTests.persons, workspace) else { return }
            let accounts = try workspace.facts().accounts
            var target = workspace
            if isMoved {
                target = try TestWorkspace()
                try removeTree(target.layout.configurationFile)
                for name in try namesInFolder(workspace.layout.suppressionsFolder) {
                    try FileManager.default.copyItem(
                        atPath: workspace.layout.suppressionsFolder + "/" + name,
                        toPath: target.layout.suppressionsFolder + "/" + name)
                }
            }
            let summary = try await target.restored(backup) { $0.replaces = true }
            #expect(summary.accountsErased == 8 && summary.suppressionsFollowed.count == 1)
            #expect(try target.facts().accounts == accounts)
            let places = try ErasureTests.places(of: [Array("canary".utf8)], target).filter { $0 != "state/store.mdb" }
            #expect(places == [], "moved: \(isMoved)")
            let store = try #require(FileManager.default.contents(atPath: target.layout.storeFile))
            let text = String(decoding: store.map { (65...90).contains($0) ? $0 | 32 : $0 }, as: UTF8.self)
            #expect(text.components(separatedBy: "canary").count - 1 == 8, "order references are all that is left")
            #expect(try await target.unsound() == [])
            try await ErasureTests.deliver(target)
            #expect(try target.facts().accounts == accounts)
            #expect(try await target.unsound() == [])
            let rebuilt = try await target.rebuilt()
            #expect(rebuilt.isEqual == true, "moved: \(isMoved) \(rebuilt.text)")
        }
    }

    @Test(
        "A lost store is told before anything begins anew, and restored without being asked; a damaged one when asked")
    func lostStore() async throws {
        let workspace = try TestWorkspace()
        var made = MadeUpAccounts(seed: 8)
        try workspace.drop(made.accounts(30))
        try await workspace.run()
        let backup = try workspace.backedUp("b")
        try workspace.drop(made.accounts(5).map { MadeUpRow($0.country, $0.id + "x", $0.columns) }, "later")
        try await workspace.run()
        let after = try workspace.facts()
        try removeTree(workspace.layout.storeFile)
        await #expect(throws: RunFault.self) { try await workspace.run() }
        let summary = try await workspace.restored(backup) { $0.redelivers = true }
        #expect(summary.takenBack == [2] && summary.areOrdersUnknown && summary.run == 3)
        try await workspace.run()
        #expect(try workspace.facts().digest == after.digest)
        #expect(try await follow(workspace).profiles == exportedIDs(workspace))
        #expect(try await workspace.unsound() == [])

        var bytes = try Data(contentsOf: URL(filePath: workspace.layout.storeFile))
        for place in stride(from: 8192, to: bytes.count, by: 4096) { bytes[place + 30] ^= 0xFF }
        try bytes.write(to: URL(filePath: workspace.layout.storeFile))
        await #expect(throws: RunFault.self) { try await workspace.restored(backup) }
        await #expect(throws: RunFault.self) { try await workspace.rebuilt() }
        let again = try await workspace.restored(backup) { ($0.replaces, $0.redelivers) = (true, true) }
        #expect(again.takenBack == [2, 3, 4])
        try await workspace.run()
        #expect(try workspace.facts().digest == after.digest)
        #expect(try await follow(workspace).profiles == exportedIDs(workspace))
        #expect(try await workspace.unsound() == [])
    }

    @Test("The newest state put back changes nothing that was published, and no number")
    func sameState() async throws {
        let workspace = try TestWorkspace()
        var made = MadeUpAccounts(seed: 9)
        try workspace.drop(made.accounts(20))
        try await workspace.run()
        let backup = try workspace.backedUp("b")
        let facts = try workspace.facts()
        try removeTree(workspace.layout.storeFile)
        let summary = try await workspace.restored(backup)
        #expect(summary.run == nil && summary.takenBack.isEmpty)
        #expect(try workspace.facts() == facts)
        #expect(try await workspace.unsound() == [])
    }

    @Test(
        "On a new machine numbers go on behind the newest event that anybody has taken; without the key nothing is done"
    )
    func newMachine() async throws {
        let workspace = try TestWorkspace()
        var made = MadeUpAccounts(seed: 10)
        try workspace.drop(made.accounts(20))
        try await workspace.run()
        let backup = try workspace.backedUp("b", hasInputs: true)
        let other = try TestWorkspace()
        try removeTree(other.layout.root)
        try FileManager.default.createDirectory(atPath: other.layout.root, withIntermediateDirectories: true)
        await #expect(throws: RunFault.self) { try await other.restored(backup) }
        #expect(try namesInFolder(other.layout.root) == [])
        try FileManager.default.copyItem(atPath: workspace.layout.keyFile, toPath: other.layout.keyFile)
        let summary = try await other.restored(backup) { $0.lastEvent = 900 }
        #expect(summary.run == 2 && summary.inputsBrought == 6)
        let first = try #require(lines(try other.published(run: 2)["changes.ndjson"]).first)
        #expect(first.contains("\"id\":\"000000000901\"") && first.contains("koble.state.replaced"))
        #expect(try await other.exportedFiles() == workspace.exportedFiles())
        #expect(try await other.unsound() == [])
        let rebuilt = try await other.rebuilt()
        #expect(rebuilt.isEqual == true, "\(rebuilt.text)")
    }

    @Test("A backup of before a change of keys finds its key again, and entries made since keep their persons out")
    func rekeyed() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop(
            "DE", "a.csv", ErasureTests.file([ErasureTests.row("DE", "CANARYA"), ErasureTests.row("DE", "Other")]))
        try await workspace.run()
        let backup = try workspace.backedUp("b")
        try await workspace.run { $0.task = .rekey }
        guard case .done = try ErasureTests.erase(["DE/DE-CANARYA"], workspace) else { return }
        let summary = try await workspace.restored(backup) { $0.replaces = true }
        #expect(summary.accountsErased == 1)
        #expect(try workspace.facts().accounts == 1)
        #expect(try await SuppressionTests.isSound(workspace).filter { $0.kind == .unsound } == [])
    }
}
