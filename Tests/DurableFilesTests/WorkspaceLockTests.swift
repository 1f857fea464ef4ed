import DurableFiles
import Glibc
import TestSupport
import Testing

@Suite("Workspace lock")
struct WorkspaceLockTests {
    private func isFree(_ path: String) throws -> Bool {
        switch try WorkspaceLock.acquire(path) {
        case .acquired(let lock):
            _ = consume lock
            return true
        case .held: return false
        }
    }

    @Test("While one holds it nobody else gets it, and the holder is named")
    func excludes() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/lock"
        do {
            guard case .acquired(let lock) = try WorkspaceLock.acquire(path) else {
                Issue.record("a free lock was not given")
                return
            }
            guard case .held(let holder) = try WorkspaceLock.acquire(path) else {
                Issue.record("a held lock was given")
                return
            }
            #expect(holder == Int(getpid()))
            _ = consume lock
        }
        #expect(try isFree(path))
    }

    @Test("Another process is refused, and a killed holder frees it at once")
    func crossesProcesses() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/lock"
        // This process holds the lock while a child asks for it.
        do {
            guard case .acquired(let lock) = try WorkspaceLock.acquire(path) else {
                Issue.record("a free lock was not given")
                return
            }
            let parent = Int(getpid())
            await #expect(processExitsWith: .exitCode(7)) {
                [path = path as String, parent = parent as Int] in
                guard case .held(let holder) = try WorkspaceLock.acquire(path) else { exit(1) }
                exit(holder == parent ? 7 : 2)
            }
            _ = consume lock
        }
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            guard case .acquired(let lock) = try WorkspaceLock.acquire(path) else { exit(1) }
            raise(SIGKILL)
            _ = consume lock
        }
        #expect(try isFree(path))
    }

    @Test("Of eight racing processes only one holds the lock at any time")
    func races() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/lock"
        let witness = folder.path + "/witness"
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    await #expect(processExitsWith: .success) {
                        [path = path as String, witness = witness as String] in
                        try enterOnce(path, witness)
                    }
                }
            }
        }
        #expect(try readFile(witness + ".count", bytesMax: 100).count == 8)
    }
}

/// Waits for the lock by asking again, and proves that nobody else is inside.
private func enterOnce(_ path: String, _ witness: String) throws {
    while true {
        switch try WorkspaceLock.acquire(path) {
        case .held: sched_yield()
        case .acquired(let lock):
            // Fails if another process is between these two steps.
            let inside = try Descriptor.creating(witness)
            let count =
                try FileStatus.of(witness + ".count") == nil
                ? [] : try readFile(witness + ".count", bytesMax: 100)
            try durableWrite(witness + ".count", count + [UInt8(ascii: "x")])
            try removeDurably(witness)
            _ = consume inside
            _ = consume lock
            return
        }
    }
}
