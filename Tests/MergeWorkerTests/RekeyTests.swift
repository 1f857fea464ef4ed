import DurableFiles
import Foundation
import MergeStore
import Testing

@testable import MergeWorker

/// Another key: every profile gets another id, and nothing else is decided.
@Suite("Rekey", .serialized)
struct RekeyTests {
    @Test("A rekeyed state is the one that a first load under the new key makes", arguments: UInt64(1)...2)
    func equalsFirstLoad(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed &* 97)
        let rows = made.accounts(80)
        let workspace = try TestWorkspace()
        let key = try workspace.newKey()
        let fresh = try TestWorkspace()
        try key.save(fresh.layout.keyFile)
        try fresh.drop(rows)
        try await fresh.run()
        try workspace.drop(Array(rows[..<50]))
        try await workspace.run()
        try workspace.drop(Array(rows[50...]), "b")
        try await workspace.run()
        let oldIDs = try profiles(try await workspace.exported()["profiles.ndjson"]).map(\.profile_id)
        let oldName = try StoreKey(readingFrom: workspace.layout.keyFile).name
        try await workspace.rekey(key)
        #expect(try workspace.facts().digest == fresh.facts().digest)
        #expect(try await workspace.exported() == fresh.exported())
        #expect(try await workspace.verified().findings == [])
        var followed = PublishedState()
        for run in 1...3 { try followed.take(try workspace.published(run: run)) }
        var direct = PublishedState()
        try direct.take(try fresh.published(run: 1))
        #expect(followed.lines == direct.lines && followed.links == direct.links && followed.holds == direct.holds)
        try checkMap(workspace, oldIDs, Array(direct.profiles.keys))
        let kept = workspace.layout.formerKeyFile(oldName)
        #expect(try FileStatus.of(kept)?.mode == 0o600)
        #expect(try workspace.layout.formerKeys().map(\.name) == [oldName])
    }

    private func checkMap(_ workspace: TestWorkspace, _ old: [String], _ new: [String]) throws {
        let rows = try workspace.text("rekey-map.csv", run: 3).split(separator: "\n").map { $0.split(separator: ",") }
        #expect(rows.first?.joined(separator: ",") == "old_profile_id,new_profile_id")
        #expect(Set(rows.dropFirst().map { String($0[0]) }) == Set(old) && rows.count == old.count + 1)
        #expect(Set(rows.dropFirst().map { String($0[1]) }) == Set(new))
    }

    @Test("Batches go on under the new key; a state of before finds the key that fits it")
    func goesOn() async throws {
        var made = MadeUpAccounts(seed: 3)
        let rows = made.accounts(30)
        let workspace = try TestWorkspace()
        try workspace.drop(rows)
        try await workspace.run()
        let backup = try readFile(workspace.layout.storeFile, bytesMax: 1 << 30)
        try await workspace.run { $0.task = .rekey }
        try workspace.drop(rows.prefix(10).map { made.version(of: $0) }, "b")
        try await workspace.run()
        #expect(try await workspace.verified().findings == [])
        try durableWrite(workspace.layout.storeFile, backup)
        #expect(try workspace.layout.fittingKey().name != StoreKey(readingFrom: workspace.layout.keyFile).name)
        let restored = try await workspace.run { options in
            options.key = try! workspace.layout.fittingKey()
            options.isDryRun = true
            options.reportFolder = try! workspace.reportFolder()
        }
        #expect(restored.first?.facts.accounts == 30)
    }

    @Test("A key is changed under the rules of the state alone")
    func otherRules() async throws {
        let workspace = try TestWorkspace()
        try workspace.drop([MadeUpRow("NO", "1", ["email": "a@mail.example"])])
        try await workspace.run()
        try Data(#"{"hub_limit": 5}"#.utf8).write(to: URL(filePath: workspace.layout.configurationFile))
        await #expect(throws: RunFault.rulesMoved(["hub_limit"])) { try await workspace.run { $0.task = .rekey } }
        try Data("{}".utf8).write(to: URL(filePath: workspace.layout.configurationFile))
        try await workspace.run()
        #expect(try FileStatus.of(workspace.layout.nextKeyFile) == nil)
    }
}
