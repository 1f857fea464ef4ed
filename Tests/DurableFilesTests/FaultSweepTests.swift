#if DEBUG
import DurableFiles
import Glibc
import TestSupport
import Testing

@Suite("Faults of durable steps")
struct FaultSweepTests {
    @Test(
        "Whichever call of a durable write fails, the old content stands, or the new one, whole",
        arguments: [ENOSPC, EIO, EACCES])
    func writeFails(code: CInt) throws {
        var steps = 0
        for occurrence in 1... {
            let folder = try TemporaryFolder()
            let path = folder.path + "/file"
            try durableWrite(path, "old")
            let plan = FaultPlan(nil, occurrence: occurrence, .failOnce(code))
            do {
                try FaultPlan.$current.withValue(plan) { try durableWrite(path, "new") }
                #expect(try readFile(path, bytesMax: 10) == Array("new".utf8))
                #expect(plan.reached < occurrence, "a fault was swallowed")
                break
            } catch let fault as FileFault {
                #expect(fault.code == code)
                let content = try readFile(path, bytesMax: 10)
                // Only a fault after the rename leaves the new content; it must not be half of it.
                #expect(content == Array("old".utf8) || content == Array("new".utf8))
                #expect(try namesInFolder(folder.path) == ["file"])
                steps += 1
            }
        }
        #expect(steps == 6, "remove, create, write, flush, rename, flush the folder")
    }

    @Test("Every durable step makes its calls in the order that survives a power cut")
    func orders() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        #expect(
            try calls { try durableWrite(path, "new") }
                == [.remove, .open, .write, .fsyncFile, .rename, .fsyncFolder])
        #expect(try calls { try makeFolder(folder.path + "/in") } == [.makeFolder, .fsyncFolder])
        #expect(
            try calls { try renameDurably(from: path, to: folder.path + "/in/file") }
                == [.rename, .fsyncFolder, .fsyncFolder], "both folders")
        #expect(
            try calls { try removeDurably(folder.path + "/in/file") }
                == [.remove, .fsyncFolder])
        #expect(
            try calls { try pointLink(folder.path + "/latest", to: "in") }
                == [.remove, .link, .rename, .fsyncFolder])
        #expect(
            try calls { try publishOne(folder.path) } == [
                .makeFolder, .fsyncFolder,
                .open, .write, .fsyncFile, .open, .write, .fsyncFile,  // two files
                .fsyncFile, .fsyncFile, .fsyncFolder, .fsyncFolder,  // seal
                .rename, .fsyncFolder,  // publish
            ])
    }

    private func calls(_ body: () throws -> Void) throws -> [FaultPoint] {
        let plan = FaultPlan.watching()
        try FaultPlan.$current.withValue(plan, operation: body)
        return plan.calls
    }

    @Test(
        "Killed before any call of a durable write, the file is the old or the new one",
        arguments: 1...6)
    func writeIsKilled(occurrence: Int) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        try durableWrite(path, "old")
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, occurrence = occurrence as Int] in
            let plan = FaultPlan(nil, occurrence: occurrence, .kill)
            try FaultPlan.$current.withValue(plan) { try durableWrite(path, "new") }
        }
        let expected = occurrence <= 5 ? "old" : "new"
        #expect(try readFile(path, bytesMax: 10) == Array(expected.utf8))
        try durableWrite(path, "newer")
        #expect(try namesInFolder(folder.path) == ["file"])
    }

    @Test("A fault for good does not go away, and one of another point is never reached")
    func forGood() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        let plan = FaultPlan(.write, occurrence: 2, .failForGood(EIO))
        try FaultPlan.$current.withValue(plan) {
            try durableWrite(path, "first")
            for _ in 0..<3 { #expect(throws: FileFault.self) { try durableWrite(path, "more") } }
        }
        #expect(plan.reached == 4)
        let other = FaultPlan(.link, occurrence: 1, .failForGood(EIO))
        try FaultPlan.$current.withValue(other) { try durableWrite(path, "second") }
        #expect(other.reached == 0)
    }

    @Test(
        "Killed at any step of staging and publishing, the folder is whole or absent",
        arguments: 1...14)
    func publishIsKilled(occurrence: Int) async throws {
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [parent = folder.path as String, occurrence = occurrence as Int] in
            try FaultPlan.$current.withValue(FaultPlan(nil, occurrence: occurrence, .kill)) {
                try publishOne(parent)
            }
            raise(SIGKILL)  // past the last step
        }
        if try namesInFolder(folder.path).contains("000001") {
            #expect(try namesInFolder(folder.path + "/000001") == ["a", "b"])
        } else {
            try publishOne(folder.path)
        }
        #expect(try StagedFolder.publish(parent: folder.path, name: "000001") == .alreadyPublished)
        #expect(try namesInFolder(folder.path + "/000001") == ["a", "b"])
    }

    @Test("The environment's plan holds for a whole program")
    func fromEnvironment() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            setenv("KOBLE_FAULT", "rename:2:kill", 1)
            try durableWrite(path, "first")
            try durableWrite(path, "second")
        }
        #expect(try readFile(path, bytesMax: 10) == Array("first".utf8))
    }

    @Test(
        "Plans are read from text, and bad text is none",
        arguments: [
            ("rename:3:kill", true), ("any:17:kill", true), ("write:2:ENOSPC", true),
            ("fsyncFile:1:EIO:always", true), ("write:0:EIO", false), ("write:1:EWHAT", false),
            ("nowhere:1:EIO", false), ("write:1", false), ("write:1:EIO:often", false),
        ])
    func parses(text: String, isPlan: Bool) {
        #expect((FaultPlan(text) != nil) == isPlan)
    }
}

private func publishOne(_ parent: String) throws {
    let staged = try StagedFolder(parent: parent, name: "000001")
    for name in ["a", "b"] {
        var file = try staged.createFile(name)
        try file.append("content of \(name)")
        _ = try file.finish()
    }
    try staged.seal()
    _ = try staged.publish()
}
#endif
