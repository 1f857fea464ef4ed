import DurableFiles
import Foundation
import MergeStore
import Testing

@testable import MergeWorker

/// Breaks a state, reads what the program says, and does it to the letter.
@Suite("The way out that a message names", .serialized)
struct BreakageTests {
    /// The commands `koble …` of a message, up to the punctuation behind each.
    private static func commands(_ message: String, backup: String) -> [[String]] {
        message.components(separatedBy: "koble ").dropFirst().map { text in
            text.prefix { !",.;`\n".contains($0) }.split(separator: " ").map {
                $0 == "BACKUP" ? backup : String($0)
            }
        }
    }

    private func follow(_ message: String, _ workspace: ProgramWorkspace, backup: String) throws {
        for words in Self.commands(message, backup: backup) {
            let isRun = words == ["run"]
            let result = isRun ? try workspace.run() : try workspace.give(words)
            #expect([0, 3].contains(result.status), "\(words): \(result.output)\(result.error)")
        }
    }

    enum Damage: CaseIterable { case cut, overwritten }

    @Test(
        "A damaged store: verify finds it, what a verb says leads to the state that there was",
        arguments: Damage.allCases)
    func damagedStore(damage: Damage) throws {
        let (workspace, backup) = try ProgramInput.grownWithBackup()
        let wanted = try workspace.stateDigest()
        let path = workspace.root + "/state/store.mdb"
        var bytes = try Data(contentsOf: URL(filePath: path))
        switch damage {
        case .cut: bytes = bytes.prefix(bytes.count / 2)
        case .overwritten:
            for offset in stride(from: 8192, to: bytes.count, by: 4096) {
                bytes.replaceSubrange(offset..<offset + 16, with: Data(count: 16))
            }
        }
        try bytes.write(to: URL(filePath: path))
        let broken = try workspace.give(["export", "--out", workspace.folder + "/export"])
        #expect(broken.status == 1, "\(broken.output)")
        #expect(broken.error.contains("koble verify"), "\(broken.error)")
        let found = try workspace.give(["verify"])
        #expect(found.status == 9, "\(found.output)\(found.error)")
        let rebuild = try workspace.give(["rebuild", "--replace"])
        #expect(rebuild.status != 0)
        let ways = Self.commands(broken.error, backup: backup).filter { $0 != ["verify"] }
        #expect(
            ways == Self.commands(rebuild.error, backup: backup) && ways.count == 2,
            "\(broken.error)\(rebuild.error)")
        try follow(rebuild.error, workspace, backup: backup)
        #expect(try workspace.stateDigest() == wanted)
        #expect(try workspace.leftovers(isVerified: true) == [])
    }

    @Test("A list of the state that does not follow from it: verify finds it, and what it says mends it")
    func wrongList() throws {
        let (workspace, backup) = try ProgramInput.grownWithBackup()
        let wanted = try workspace.stateDigest()
        try Self.breakSnapshots(workspace)
        let found = try workspace.give(["verify"])
        #expect(found.status == 9, "\(found.output)\(found.error)")
        let line = try #require(
            (found.output + found.error).split(separator: "\n").first { $0.contains("snapshots, NO") })
        let ways = Self.commands(String(line), backup: backup)
        #expect(ways == [["rebuild", "--replace"]], "\(line)")
        try follow(String(line), workspace, backup: backup)
        #expect(try workspace.give(["verify"]).status == 0)
        #expect(try workspace.stateDigest() == wanted)
    }

    private static func breakSnapshots(_ workspace: ProgramWorkspace) throws {
        let store = try StoreEnvironment(
            path: workspace.root + "/state/store.mdb", access: .readWrite, mapBytes: 1 << 30)
        var notes = StoreNotes()
        notes.put(encodeJSON(["NO": UInt32(9)]), under: snapshotsKey, in: .meta)
        try store.put(notes)
    }
}
