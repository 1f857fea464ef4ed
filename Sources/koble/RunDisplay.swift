import AccountModel
import MergeWorker
import WorkspaceConfiguration

/// Draws how far a run is until it is told to end, and then takes the drawing away: the result stands alone.
final class RunDisplay: Sendable {
    private let task: Task<Void, Never>?
    private let line: ProgressLine?

    /// - Parameter work: what the program is doing while key ranges are decided.
    init(_ progress: RunProgress, work: String = "deciding", isQuiet: Bool) {
        line = ProgressLine(isQuiet: isQuiet)
        guard let line else {
            task = nil
            return
        }
        task = Task.detached {
            var phases = PhaseRate(work: work)
            while !Task.isCancelled {
                if let snapshot = phases.snapshot(progress, at: .now) { await line.show(snapshot) }
                do { try await Task.sleep(for: .milliseconds(100)) } catch { break }
            }
        }
    }

    /// Ends the drawing.
    func finish() async {
        task?.cancel()
        await task?.value
        await line?.clear()
    }
}

/// What a run is doing, and its rate since that phase began.
private struct PhaseRate {
    let work: String
    private var phase = RunProgress.Phase.starting
    private var start = ContinuousClock.now

    init(work: String) { self.work = work }

    /// What to show, or `nil` while there is nothing to tell yet.
    mutating func snapshot(
        _ progress: RunProgress, at now: ContinuousClock.Instant
    ) -> ProgressSnapshot? {
        if progress.phase != phase {
            phase = progress.phase
            start = now
        }
        let seconds = Double((now - start) / .milliseconds(1)) / 1000
        switch phase {
        case .starting, .done: return nil
        case .reading:
            return PhaseRate.counted(
                "reading", progress.bytesRead, progress.bytesTotal, "bytes", seconds, countries(progress))
        case .deciding:
            return PhaseRate.counted(work, progress.rangesDecided, progress.rangesTotal, "key ranges", seconds, [])
        case .committing: return PhaseRate.uncounted("committing")
        case .publishing: return PhaseRate.uncounted("publishing")
        }
    }

    private func countries(_ progress: RunProgress) -> [ProgressSnapshot.CountryProgress] {
        let rows = progress.rows
        return Country.allCases.filter { rows[Int($0.rawValue)] > 0 }.map {
            ProgressSnapshot.CountryProgress(country: $0, done: rows[Int($0.rawValue)], total: nil)
        }
    }

    private static func counted(
        _ phase: String, _ done: Int, _ total: Int, _ unit: String, _ seconds: Double,
        _ countries: [ProgressSnapshot.CountryProgress]
    ) -> ProgressSnapshot? {
        if total == 0 { return nil }
        // A rate of the first moments would only mislead.
        let rate = seconds >= 0.5 ? Double(done) / seconds : 0
        return ProgressSnapshot(
            phase: phase, done: done, total: total, unit: unit, perSecond: rate,
            secondsLeft: rate > 0 ? Double(total - done) / rate : nil, countries: countries)
    }

    private static func uncounted(_ phase: String) -> ProgressSnapshot {
        ProgressSnapshot(phase: phase, done: 0, total: nil, unit: "", perSecond: 0, secondsLeft: nil)
    }
}
