import DurableFiles
import TestSupport
import Testing

@Suite("Staged folders")
struct StagedFolderTests {
    private func stage(_ parent: String, _ text: String) throws {
        let folder = try StagedFolder(parent: parent, name: "000042")
        var file = try folder.createFile("profiles.ndjson")
        try file.append(text)
        _ = try file.finish()
        try durableWrite(folder.path + "/manifest.json", "{}")
        try folder.seal()
    }

    private func published(_ parent: String) throws -> [UInt8] {
        try readFile(parent + "/000042/profiles.ndjson", bytesMax: 100)
    }

    @Test("A folder is published whole, and publishing again changes nothing")
    func publishes() throws {
        let parent = try TemporaryFolder()
        try stage(parent.path, "one")
        #expect(try namesInFolder(parent.path) == [".staged-000042"])
        #expect(try StagedFolder.publish(parent: parent.path, name: "000042") == .published)
        #expect(try StagedFolder.publish(parent: parent.path, name: "000042") == .alreadyPublished)
        #expect(try namesInFolder(parent.path) == ["000042"])
        #expect(try published(parent.path) == Array("one".utf8))
    }

    @Test("A folder staged again under a published name does not replace it")
    func keepsPublished() throws {
        let parent = try TemporaryFolder()
        try stage(parent.path, "one")
        _ = try StagedFolder.publish(parent: parent.path, name: "000042")
        try stage(parent.path, "two")
        #expect(try StagedFolder.publish(parent: parent.path, name: "000042") == .alreadyPublished)
        #expect(try published(parent.path) == Array("one".utf8))
        #expect(try namesInFolder(parent.path) == ["000042"])
    }

    @Test("Staging begins anew after a crash, and what is missing is said to be missing")
    func beginsAnew() throws {
        let parent = try TemporaryFolder()
        #expect(try StagedFolder.publish(parent: parent.path, name: "000042") == .missing)
        try stage(parent.path, "one")
        try stage(parent.path, "two")
        #expect(try StagedFolder.publish(parent: parent.path, name: "000042") == .published)
        #expect(try published(parent.path) == Array("two".utf8))
        try stage(parent.path, "three")
        try StagedFolder.discard(parent: parent.path, name: "000042")
        #expect(try namesInFolder(parent.path) == ["000042"])
    }
}
