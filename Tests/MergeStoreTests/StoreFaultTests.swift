#if DEBUG
import ByteScanning
import DurableFiles
import Glibc
import MergeStore
import TestSupport
import Testing

@Suite("Store under faults")
struct StoreFaultTests {
    /// A bulk run: build beside the live store, then swap. Returns how many durable calls it made.
    private static func bulkRun(_ live: String) throws {
        try build(live + ".new", [key(2): [2]])
        try replaceStore(new: live + ".new", live: live)
    }

    private static func start(_ folder: TemporaryFolder) throws -> String {
        let live = storePath(folder)
        let store = try openStore(live)
        try apply([key(1): [1]], to: store, .profiles)
        return live
    }

    private static func keys(_ live: String) throws -> [Hash128] {
        try contents(try openStore(live, .readOnly), .profiles).map(\.0)
    }

    @Test(
        "Whichever step of a bulk run fails, the live store is the old or the new one, whole",
        arguments: [ENOSPC, EIO])
    func everyFailure(code: CInt) throws {
        var outcomes: Set<[Hash128]> = []
        for occurrence in 1... {
            let folder = try TemporaryFolder()
            let live = try StoreFaultTests.start(folder)
            let plan = FaultPlan(nil, occurrence: occurrence, .failOnce(code))
            do {
                try FaultPlan.$current.withValue(plan) { try StoreFaultTests.bulkRun(live) }
                #expect(plan.reached < occurrence, "a fault was swallowed")
                #expect(occurrence > 5, "the sweep reached too few steps")
                break
            } catch is StoreError {
                let keys = try StoreFaultTests.keys(live)
                #expect(keys == [key(1)] || keys == [key(2)], "step \(occurrence)")
                outcomes.insert(keys)
                #expect(verifyStore(live) == [])
                try StoreFaultTests.bulkRun(live)  // the next attempt works
                #expect(try StoreFaultTests.keys(live) == [key(2)])
            }
        }
        #expect(outcomes.contains([key(1)]))
    }

    @Test("Killed before any step of a bulk run, the next one finishes it", arguments: 1...12)
    func everyKill(occurrence: Int) async throws {
        let folder = try TemporaryFolder()
        let live = try StoreFaultTests.start(folder)
        let result = await #expect(processExitsWith: .signal(SIGKILL)) {
            [live = live as String, occurrence = occurrence as Int] in
            let plan = FaultPlan(nil, occurrence: occurrence, .kill)
            try FaultPlan.$current.withValue(plan) {
                try build(live + ".new", [key(2): [2]])
                try replaceStore(new: live + ".new", live: live)
            }
            // Past the last step there is nothing left to kill.
            raise(SIGKILL)
        }
        #expect(result != nil)
        let keys = try StoreFaultTests.keys(live)
        #expect(keys == [key(1)] || keys == [key(2)])
        #expect(verifyStore(live) == [])
        try StoreFaultTests.bulkRun(live)
        #expect(try StoreFaultTests.keys(live) == [key(2)])
    }

    @Test("A bulk run is flushed before it gets its name, and its name before it is reported")
    func order() throws {
        let folder = try TemporaryFolder()
        let live = try StoreFaultTests.start(folder)
        let plan = FaultPlan.watching()
        try FaultPlan.$current.withValue(plan) { try StoreFaultTests.bulkRun(live) }
        #expect(
            plan.calls == [
                .remove, .fsyncFolder,  // what an earlier attempt left
                .storeCommit, .storeSync,
                .fsyncFile, .remove, .fsyncFolder, .rename, .fsyncFolder,
            ])
    }

    @Test("A store whose maker died before its first commit is made again")
    func diesWhileMade() async throws {
        let folder = try TemporaryFolder()
        let path = storePath(folder)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let plan = FaultPlan(.storeCommit, occurrence: 1, .kill)
            try FaultPlan.$current.withValue(plan) { _ = try openStore(path) }
        }
        #expect(verifyStore(path) == [])
        let error = #expect(throws: StoreError.self) { try openStore(path, .readOnly) }
        #expect(error?.cause == .missing)
        let store = try openStore(path)
        try apply([key(1): [1]], to: store, .profiles)
        #expect(try contents(store, .profiles).count == 1)
    }

    @Test("After a failed commit nothing is written any more, and the old state stands")
    func failedCommit() throws {
        let folder = try TemporaryFolder()
        let live = try StoreFaultTests.start(folder)
        do {
            let store = try openStore(live)
            let plan = FaultPlan(.storeCommit, occurrence: 1, .failOnce(ENOSPC))
            let error = #expect(throws: StoreError.self) {
                try FaultPlan.$current.withValue(plan) {
                    try apply([key(2): [2]], to: store, .profiles)
                }
            }
            #expect(error?.isFatal == true)
            #expect(error?.cause == .diskFull)
            let next = #expect(throws: StoreError.self) {
                try apply([key(3): [3]], to: store, .profiles)
            }
            #expect(next?.cause == .earlierCommitFailed)
        }
        #expect(try StoreFaultTests.keys(live) == [key(1)])
    }
}
#endif
