/// Measures the phases of a run.
struct PhaseTimer {
    private let clock: ContinuousClock
    private var last: ContinuousClock.Instant
    private(set) var phases: [(phase: String, seconds: Double)] = []

    init(_ clock: ContinuousClock) {
        self.clock = clock
        last = clock.now
    }

    mutating func end(_ phase: String) {
        let now = clock.now
        let passed = last.duration(to: now).components
        phases.append((phase, Double(passed.seconds) + Double(passed.attoseconds) / 1e18))
        last = now
    }
}
