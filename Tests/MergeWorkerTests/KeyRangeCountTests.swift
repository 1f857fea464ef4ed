import Testing

@testable import MergeWorker

@Suite("How many key ranges")
struct KeyRangeCountTests {
    @Test(
        "Small input is shared by all workers, and large input goes by its size",
        arguments: [
            (bytes: 0, ranges: 1), (200 << 10, 1), (300 << 10, 2), (1_700_000, 16), (40 << 20, 16), (100 << 20, 16),
            (200 << 20, 64), (1_700_000_000, 256),
        ])
    func bySize(bytes: Int, ranges: Int) {
        #expect(WorkerLimits(workers: 4).keyRangeCount(inputBytes: bytes) == ranges)
    }

    @Test("One worker has no use for small ranges beyond four, and --key-ranges has the last word")
    func bounds() {
        #expect(WorkerLimits(workers: 1).keyRangeCount(inputBytes: 3 << 20) == 4)
        var limits = WorkerLimits(workers: 4)
        limits.keyRanges = 3
        #expect(limits.keyRangeCount(inputBytes: 1 << 20) == 4)
        limits.keyRanges = 0
        limits.memoryBytes = 256 << 20
        #expect(limits.keyRangeCount(inputBytes: 1 << 40) <= 128)
    }
}
