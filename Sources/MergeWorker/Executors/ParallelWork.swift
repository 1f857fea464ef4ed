internal import Synchronization

/// Runs pieces of work on as many threads as are asked for, the caller's among them, and returns what each came
/// to, in the order of their places.
///
/// For verbs that are one synchronous step after the other and that read or copy much. Pieces are taken in
/// order: give the longest first. After a failure no new piece is begun; the failure of the first place is thrown.
/// - Parameters:
///   - count: pieces of work, from place 0.
///   - threads: how many may be in work at a time; with one, all of it happens on the caller's thread.
func inParallel<Result: Sendable>(
    _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) throws -> Result
) throws -> [Result] {
    let crew = WorkCrew(count: count, work)
    let others = max(0, min(threads, count) - 1)
    let ended = Semaphore()
    for _ in 0..<others {
        startThread {
            crew.takePieces()
            ended.signal()
        }
    }
    crew.takePieces()
    for _ in 0..<others { ended.wait() }
    return try crew.finish()
}

/// Pieces of work that several threads take one after the other.
private final class WorkCrew<Outcome: Sendable>: Sendable {
    private struct State {
        var work: (@Sendable (Int) throws -> Outcome)?
        var next = 0
        var outcomes: [Outcome?]
        var failure: (place: Int, error: any Error)?
    }

    private let state: Mutex<State>

    init(count: Int, _ work: @escaping @Sendable (Int) throws -> Outcome) {
        state = Mutex(State(work: work, outcomes: Array(repeating: nil, count: count)))
    }

    func takePieces() {
        while let (place, work) = nextPiece() {
            do {
                let outcome = try work(place)
                state.withLock { $0.outcomes[place] = outcome }
            } catch {
                state.withLock { state in
                    if state.failure.map({ place < $0.place }) ?? true { state.failure = (place, error) }
                }
            }
        }
    }

    private func nextPiece() -> (Int, @Sendable (Int) throws -> Outcome)? {
        state.withLock { state in
            guard state.failure == nil, state.next < state.outcomes.count, let work = state.work else { return nil }
            defer { state.next += 1 }
            return (state.next, work)
        }
    }

    /// What all pieces came to. The work is let go: a thread that is about to end must hold no store open.
    func finish() throws -> [Outcome] {
        let (outcomes, failure) = state.withLock { state in
            state.work = nil
            return (state.outcomes, state.failure?.error)
        }
        if let failure { throw failure }
        return outcomes.map { outcome in
            guard let outcome else { preconditionFailure("a piece of work was not done") }
            return outcome
        }
    }
}
