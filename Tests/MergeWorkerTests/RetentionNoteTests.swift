import AccountModel
import DurableFiles
import Foundation
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

@Suite("When retention looks again")
struct RetentionNoteTests {
    static let days = RetentionDays(done: 30, refused: 7, out: 30, decisions: 30)
    static let noon = Timestamp("2026-06-01T12:00:00Z")!

    static func note(_ days: RetentionDays = days, keptUntil seconds: Int64? = nil) -> RetentionNote {
        var note = RetentionNote(days, lookedAt: noon)
        if let seconds { note.keeps(until: Timestamp(rawValue: noon.rawValue + seconds * 1000)) }
        return note
    }

    @Test(
        "It looks when the first kept thing is over, after a day, or when the clock went back",
        arguments: [
            (nil, 0, true), (nil, 86_398, true), (nil, 86_400, false), (nil, -1, false),
            (3600, 3600, true), (3600, 3601, false), (90_000, 86_398, true), (90_000, 86_401, false),
        ] as [(Int64?, Int64, Bool)])
    func due(keptUntil: Int64?, now: Int64, isValid: Bool) {
        let clock = Timestamp(rawValue: Self.noon.rawValue + now * 1000)
        #expect(Self.note(keptUntil: keptUntil).isValid(for: Self.days, clock) == isValid)
    }

    @Test("It looks when other retention times are configured, and always when nothing is kept")
    func otherDays() {
        let shorter = RetentionDays(done: 30, refused: 7, out: 29, decisions: 30)
        #expect(!Self.note().isValid(for: shorter, Self.noon))
        let none = RetentionDays(done: 0, refused: 7, out: 30, decisions: 30)
        #expect(!Self.note(none).isValid(for: none, Self.noon))
    }

    @Test("A note that cannot be read is none")
    func damaged() throws {
        let workspace = try TestWorkspace()
        #expect(try RetentionNote.read(workspace.layout) == nil)
        try Self.note(keptUntil: 5).write(workspace.layout)
        #expect(try RetentionNote.read(workspace.layout) == Self.note(keptUntil: 5))
        try durableWrite(workspace.layout.stateFolder + "/retention.json", "{")
        #expect(try RetentionNote.read(workspace.layout) == nil)
    }
}

/// Tells a note that was written again from one that was not.
func noteIdentity(_ workspace: TestWorkspace) throws -> UInt64? {
    let path = workspace.layout.stateFolder + "/retention.json"
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.systemFileNumber] as? NSNumber)?.uint64Value
}
