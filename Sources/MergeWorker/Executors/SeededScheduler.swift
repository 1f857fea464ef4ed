internal import Synchronization

/// Runs queued work one piece at a time, in an order drawn from a seed: the schedule of a simulation.
///
/// Everything of a run that `run` starts comes through here, output files and store included, so that one
/// seed is one schedule, and a failing seed is the whole report of the fault.
package final class SeededScheduler: WorkScheduler {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var random: UInt64
        var steps = 0
        /// A digest of all draws: equal for equal schedules.
        var trace: UInt64 = 0
    }

    private let state: Mutex<State>

    /// The same seed, the same order.
    package init(seed: UInt64) { state = Mutex(State(random: seed)) }

    /// How many pieces of work have run.
    package var steps: Int { state.withLock { $0.steps } }

    /// A digest of the schedule so far: which piece went next, out of how many.
    package var trace: UInt64 { state.withLock { $0.trace } }

    /// Keeps the work until its turn is drawn.
    package func schedule(_ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.waiting.append(work) }
    }

    /// Runs `body`, and all that it starts on this scheduler, on a thread of its own until it has ended.
    ///
    /// - Throws: What `body` throws; `SeededScheduleStalled` when nothing is left to run and `body` has not
    ///   ended: it waits for something that will never come.
    package func run<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        let outcome = ScheduleOutcome<R>()
        let task = Task(executorPreference: ScheduledTaskExecutor(self)) {
            do { outcome.set(.success(try await body())) } catch { outcome.set(.failure(error)) }
        }
        await withCheckedContinuation { continuation in
            startThread { [self] in
                while runOne() {}
                continuation.resume()
            }
        }
        guard let result = outcome.get() else {
            task.cancel()
            throw SeededScheduleStalled(steps: steps)
        }
        return try result.get()
    }

    /// Runs a piece of work that waits, whichever the seed says. False if there is none.
    private func runOne() -> Bool {
        let next: (@Sendable () -> Void)? = state.withLock { state in
            guard !state.waiting.isEmpty else { return nil }
            let draw = splitMix(&state.random)
            let place = Int(truncatingIfNeeded: draw.multipliedFullWidth(by: UInt64(state.waiting.count)).high)
            state.steps += 1
            state.trace = (state.trace ^ UInt64(place) ^ UInt64(state.waiting.count) << 32) &* 0x9e37_79b9_7f4a_7c15
            state.waiting.swapAt(place, state.waiting.count - 1)
            return state.waiting.removeLast()
        }
        guard let next else { return false }
        next()
        return true
    }
}

/// Nothing is left to run, and what was started has not ended.
package struct SeededScheduleStalled: Error, CustomStringConvertible, Sendable {
    /// After how many pieces of work.
    package let steps: Int

    /// How far it came.
    package var description: String { "Nothing is left to run after \(steps) steps, and the run has not ended." }
}

/// Where the task of a simulation leaves its result.
private final class ScheduleOutcome<R: Sendable>: Sendable {
    private let result = Mutex<Result<R, any Error>?>(nil)

    func set(_ value: Result<R, any Error>) { result.withLock { $0 = value } }
    func get() -> Result<R, any Error>? { result.withLock { $0 } }
}

/// SplitMix64 (Steele, Lea, Flood 2014): one word of state.
private func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
}
