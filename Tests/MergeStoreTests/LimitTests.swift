import ByteScanning
import DurableFiles
import Foundation
import MergeStore
import TestSupport
import Testing

@Suite("Limits of the store")
struct LimitTests {
    @Test("A bulk build of any length stays within 110 MB of memory of its own")
    func buildMemory() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let before = try anonymousBytes()
            var builder = try StoreBuilder(path: storePath(folder), mapBytes: mapBytes)
            let payload = [UInt8](repeating: 3, count: 900)
            var peak = 0
            for number in 0..<UInt64(300_000) {
                try builder.append(key(number), payload.span.bytes, to: .profiles)
                if number % 10_000 == 0 { peak = max(peak, try anonymousBytes()) }
            }
            try builder.finish()
            let fileBytes = try FileStatus.of(storePath(folder))!.bytes
            precondition(fileBytes > 280 << 20, "the build was too small to prove anything")
            precondition(peak - before < 110 << 20, "\((peak - before) >> 20) MiB")
        }
    }

    /// Needs a small file system of its own: `KOBLE_TINY_DISK=/mnt/tiny` (a tmpfs of a few MB).
    @Test(
        "A full disk is named, and the state is as at the last commit",
        .enabled(if: ProcessInfo.processInfo.environment["KOBLE_TINY_DISK"] != nil))
    func fullDisk() throws {
        let disk = try #require(ProcessInfo.processInfo.environment["KOBLE_TINY_DISK"])
        for room in stride(from: 0, through: 64 << 10, by: 4 << 10) {
            try removeTree(disk + "/store.mdb")
            try removeTree(disk + "/store.mdb-lock")
            try removeTree(disk + "/ballast")
            try fillDisk(disk, room: room)
        }
    }

    private func fillDisk(_ disk: String, room: Int) throws {
        let path = disk + "/store.mdb"
        do {
            let store = try openStore(path)
            try apply([key(0): [0]], to: store, .profiles)
        }
        do {
            let ballast = try Descriptor.creating(disk + "/ballast")
            let free = try FreeSpace.bytes(at: disk)
            let chunk = [UInt8](repeating: 1, count: max(free - room, 0))
            try chunk.withUnsafeBytes { try ballast.writeAll($0) }
        }
        var committed: UInt64 = 0
        do {
            let store = try openStore(path)
            for number in 1...UInt64(1000) {
                try apply([key(number): [UInt8](repeating: 9, count: 3000)], to: store, .profiles)
                committed = number
            }
            Issue.record("the disk was never full")
        } catch {
            #expect(error.cause == .diskFull, "\(error)")
            #expect(error.isFatal || committed == 0)
        }
        try removeTree(disk + "/ballast")
        #expect(verifyStore(path) == [])
        let store = try openStore(path)
        #expect(try contents(store, .profiles).count == Int(committed) + 1)
        try apply([key(2000): [1]], to: store, .profiles)
    }
}

/// Memory of this process that is no file's (`RssAnon`).
private func anonymousBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    guard let number = line?.split(separator: " ").compactMap({ Int($0) }).first else { return 0 }
    return number << 10
}
