import TestSupport
import Testing

@testable import MergeWorker

@Suite("State of a shard")
struct ShardStateTests {
    @Test("Batches are read one after the other, then versions settled, then proposals answered")
    func wayThroughARun() {
        var state = ShardState()
        #expect(state.batchesClaimed(2) == .readNextBatch)
        #expect(state.phase == .reading(remaining: 2))
        #expect(state.batchRead() == .readNextBatch)
        #expect(state.batchRead() == .settleVersions)
        #expect(state.versionsSettled() == .answer)
        #expect(state.proposalArrived() == .answer)
        #expect(state.proposalArrived() == .answer)
    }

    @Test("A country without a batch has nothing to read, and answers all the same")
    func withoutBatches() {
        var state = ShardState()
        #expect(state.batchesClaimed(0) == .settleVersions)
        #expect(state.versionsSettled() == .answer)
    }

    @Test("After a drain was asked for, every event stops", arguments: 0..<4)
    func drains(after events: Int) {
        var state = ShardState()
        if events > 0 { _ = state.batchesClaimed(1) }
        if events > 1 { _ = state.batchRead() }
        if events > 2 { _ = state.versionsSettled() }
        state.drainRequested()
        #expect(state.phase == .draining)
        #expect(state.batchesClaimed(1) == .stop)
        #expect(state.batchRead() == .stop)
        #expect(state.versionsSettled() == .stop)
        #expect(state.proposalArrived() == .stop)
    }

    @Test("A proposal before the versions are settled is a bug, and traps")
    func proposalTooEarly() async {
        await #expect(processExitsWith: .failure) {
            var state = ShardState()
            _ = state.batchesClaimed(1)
            _ = state.proposalArrived()
        }
    }

    @Test("Batches that are claimed twice are a bug, and trap")
    func claimedTwice() async {
        await #expect(processExitsWith: .failure) {
            var state = ShardState()
            _ = state.batchesClaimed(1)
            _ = state.batchesClaimed(1)
        }
    }
}

@Suite("State of the coordinator")
struct CoordinatorStateTests {
    /// What is under way, as a test sees it from outside.
    private struct Model {
        var deciding: [Int] = []
        var decided: Set<Int> = []
        var writing: Int?
        var written: [Int] = []
        var inFlight: Int { deciding.count + decided.count + (writing == nil ? 0 : 1) }
    }

    @Test(
        "Ranges are written once each and in order, and never more than the limit are in flight",
        arguments: lawSeeds(300))
    func ordersItsWork(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let rangeCount = Int.random(in: 1...40, using: &random)
        let limit = Int.random(in: 1...8, using: &random)
        let drainAt = random.once(in: 3) ? Int.random(in: 0...rangeCount, using: &random) : Int.max
        var state = CoordinatorState(rangeCount: rangeCount, inFlightMax: limit)
        var model = Model()
        var isDraining = false
        while true {
            if model.written.count >= drainAt, !isDraining {
                state.drainRequested()
                isDraining = true
            }
            switch state.nextAction() {
            case .decide(let range):
                #expect(!isDraining, "seed \(seed): nothing is begun in a drain")
                model.deciding.append(range)
                #expect(model.inFlight <= limit, "seed \(seed)")
            case .write(let range):
                #expect(!isDraining && model.writing == nil, "seed \(seed): one range is written at a time")
                #expect(range == model.written.count, "seed \(seed): written in order")
                #expect(model.decided.remove(range) != nil, "seed \(seed): written when decided")
                model.writing = range
            case .wait:
                guard endSomething(&state, &model, &random) else {
                    Issue.record("seed \(seed): it waits for nothing")
                    return
                }
            case .finish:
                #expect(model.written == Array(0..<rangeCount) && model.inFlight == 0, "seed \(seed)")
                return
            case .stop:
                #expect(isDraining && model.deciding.isEmpty && model.writing == nil, "seed \(seed)")
                return
            }
        }
    }

    private func endSomething(
        _ state: inout CoordinatorState, _ model: inout Model, _ random: inout SplitMix64
    ) -> Bool {
        if let range = model.writing, model.deciding.isEmpty || random.once(in: 2) {
            model.writing = nil
            model.written.append(range)
            state.rangeWritten(range)
            return true
        }
        guard let place = model.deciding.indices.randomElement(using: &random) else { return false }
        let range = model.deciding.remove(at: place)
        model.decided.insert(range)
        state.rangeDecided(range)
        return true
    }

    @Test("A range that is decided twice is a bug, and traps")
    func decidedTwice() async {
        await #expect(processExitsWith: .failure) {
            var state = CoordinatorState(rangeCount: 2, inFlightMax: 2)
            _ = state.nextAction()
            state.rangeDecided(0)
            state.rangeDecided(0)
        }
    }
}
