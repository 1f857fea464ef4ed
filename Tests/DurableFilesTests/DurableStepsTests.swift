import DurableFiles
import Glibc
import TestSupport
import Testing

@Suite("Durable steps")
struct DurableStepsTests {
    @Test("A durable write replaces a file whole, mode 0600, and leaves nothing beside it")
    func writes() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/koble.json"
        try durableWrite(path, "first")
        try durableWrite(path, "second, and longer")
        #expect(try readFile(path, bytesMax: 100) == Array("second, and longer".utf8))
        #expect(try FileStatus.of(path)?.mode == 0o600)
        #expect(try namesInFolder(folder.path) == ["koble.json"])
        try durableWrite(path, [])
        #expect(try readFile(path, bytesMax: 100) == [])
    }

    @Test("What a crash left under the temporary name is replaced, never written through")
    func replacesLeftovers() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        let other = folder.path + "/other"
        try durableWrite(other, "untouched")
        #expect(link(other, folder.path + "/.file.part") == 0)
        try durableWrite(path, "new")
        #expect(try readFile(other, bytesMax: 100) == Array("untouched".utf8))
        #expect(try readFile(path, bytesMax: 100) == Array("new".utf8))
    }

    @Test("A file that is too large, a folder, a pipe and a link are not read")
    func refusesToRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        try durableWrite(path, "12345")
        #expect(try readFile(path, bytesMax: 5).count == 5)
        #expect(throws: FileFault.self) { try readFile(path, bytesMax: 4) }
        #expect(throws: FileFault.self) { try readFile(folder.path, bytesMax: 4) }
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(throws: FileFault.self) { try readFile(folder.path + "/pipe", bytesMax: 4) }
        try pointLink(folder.path + "/link", to: "file")
        #expect(throws: FileFault.self) { try readFile(folder.path + "/link", bytesMax: 9) }
    }

    @Test("A rename to a free name never replaces")
    func renamesIfFree() throws {
        let folder = try TemporaryFolder()
        try durableWrite(folder.path + "/a", "a")
        try durableWrite(folder.path + "/b", "b")
        let fault = #expect(throws: FileFault.self) {
            try renameDurablyIfFree(from: folder.path + "/a", to: folder.path + "/b")
        }
        #expect(fault?.isOccupied == true)
        try renameDurablyIfFree(from: folder.path + "/a", to: folder.path + "/c")
        #expect(try namesInFolder(folder.path) == ["b", "c"])
    }

    @Test("A folder is made once, and a file in its place is a fault")
    func makesFolders() throws {
        let folder = try TemporaryFolder()
        try makeFolder(folder.path + "/out")
        try makeFolder(folder.path + "/out")
        #expect(try FileStatus.of(folder.path + "/out")?.mode == 0o700)
        try durableWrite(folder.path + "/file", "")
        #expect(throws: FileFault.self) { try makeFolder(folder.path + "/file") }
    }

    @Test("A link moves from one target to the next")
    func pointsLinks() throws {
        let folder = try TemporaryFolder()
        for target in ["000001", "000002"] {
            try pointLink(folder.path + "/latest", to: target)
            var buffer = [CChar](repeating: 0, count: 32)
            let count = readlink(folder.path + "/latest", &buffer, 31)
            let read = buffer.prefix(count).map { UInt8(bitPattern: $0) }
            #expect(String(decoding: read, as: UTF8.self) == target)
        }
        #expect(try namesInFolder(folder.path) == ["latest"])
    }

    @Test("Removing a tree does not follow links out of it")
    func removesTrees() throws {
        let folder = try TemporaryFolder()
        try makeFolder(folder.path + "/kept")
        try durableWrite(folder.path + "/kept/file", "kept")
        try makeFolder(folder.path + "/tree")
        try makeFolder(folder.path + "/tree/deep")
        try pointLink(folder.path + "/tree/deep/link", to: folder.path + "/kept")
        try removeTree(folder.path + "/tree")
        try removeTree(folder.path + "/tree")
        #expect(try namesInFolder(folder.path) == ["kept"])
        #expect(try namesInFolder(folder.path + "/kept") == ["file"])
    }

    @Test("A message has three parts, and shows control characters spelled out")
    func messages() {
        let fault = FileFault(operation: "write", path: "/a\u{1B}[31m\u{202E}b", code: ENOSPC)
        #expect(fault.isDiskFull && fault.isRetryable)
        #expect(
            fault.description == "Could not write /a\\u{1b}[31m\\u{202e}b: no space left on the "
                + "disk. Free space and run again; nothing of this step counts yet.")
    }

    @Test("Parents and names of paths")
    func paths() {
        #expect(parentFolder(of: "/a/b") == "/a" && fileName(of: "/a/b") == "b")
        #expect(parentFolder(of: "/a") == "/" && fileName(of: "/a") == "a")
        #expect(parentFolder(of: "a") == "." && fileName(of: "a") == "a")
    }

    @Test("Free space is checked before it is needed")
    func freeSpace() throws {
        try FreeSpace.check("/tmp", needed: 1)
        let fault = #expect(throws: FileFault.self) {
            try FreeSpace.check("/tmp", needed: 1 << 60)
        }
        #expect(fault?.isDiskFull == true)
    }
}
