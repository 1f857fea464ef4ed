import Testing

@testable import MergeWorker

/// How the work is cut and in which order it is done is no part of the result.
@Suite("Schedules and sizes", .serialized)
struct ScheduleTests {
    /// Two runs on one schedule each: a first load, and changes to it.
    private func files(
        _ seed: UInt64, on scheduler: (Int) -> SeededScheduler?, _ change: @escaping (inout RunOptions) -> Void
    ) async throws -> [[String: [UInt8]]] {
        var made = MadeUpAccounts(seed: seed)
        let rows = made.history(of: 24)
        let workspace = try TestWorkspace(OracleTests.launched + "}")
        var published: [[String: [UInt8]]] = []
        for (run, part) in [rows[..<24], rows[24...]].enumerated() {
            try workspace.drop(Array(part), "b\(run)")
            if let scheduler = scheduler(run) {
                try await workspace.run(scheduler, change)
            } else {
                try await workspace.run(change)
            }
            published.append(try workspace.published(run: run + 1))
        }
        return published
    }

    @Test("Any schedule of the actors gives the same bytes", arguments: lawSeeds(4))
    func anySchedule(seed: UInt64) async throws {
        let wanted = try await files(seed, on: { _ in nil }) { $0.limits.keyRanges = 4 }
        var traces: Set<UInt64> = []
        for schedule in UInt64(0)..<30 {
            let schedulers = (0..<2).map { SeededScheduler(seed: seed << 32 | schedule << 1 | UInt64($0)) }
            let got = try await files(seed, on: { schedulers[$0] }) { $0.limits.keyRanges = 4 }
            #expect(got == wanted, "accounts of seed \(seed), schedule of seed \(schedule)")
            traces.insert(schedulers[0].trace)
        }
        #expect(traces.count > 20, "schedules of different seeds differ")
    }

    @Test("A seed gives the same schedule again")
    func seedReplays() async throws {
        var traces: Set<UInt64> = []
        for _ in 0..<3 {
            let schedulers = (0..<2).map { SeededScheduler(seed: UInt64(7 + $0)) }
            _ = try await files(1, on: { schedulers[$0] }) { $0.limits.keyRanges = 4 }
            traces.insert(schedulers[0].trace)
        }
        #expect(traces.count == 1)
    }

    @Test("Any number of key ranges and workers gives the same bytes", arguments: lawSeeds(2))
    func anySize(seed: UInt64) async throws {
        let wanted = try await files(seed, on: { _ in nil }) { $0.limits.keyRanges = 1 }
        for ranges in [2, 7, 8, 64] {
            for workers in [1, 2, 4] {
                let got = try await files(seed, on: { _ in nil }) {
                    $0.limits = WorkerLimits(workers: workers)
                    $0.limits.keyRanges = ranges
                }
                #expect(got == wanted, "seed \(seed), \(ranges) key ranges, \(workers) workers")
            }
        }
    }

    @Test("A schedule in which nothing is left to run is told, not waited for")
    func stalls() async throws {
        let scheduler = SeededScheduler(seed: 1)
        await #expect(throws: SeededScheduleStalled.self) {
            try await scheduler.run { try await Task.sleep(for: .seconds(3600)) }
        }
    }
}
