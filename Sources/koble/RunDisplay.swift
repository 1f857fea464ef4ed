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
        case .reading: return reading(progress, seconds)
        case .comparing:
            let pairs = counted("looking for hints", progress.rangesCompared, progress.rangesTotal * 2, seconds)
            return pairs ?? PhaseRate.uncounted("looking for hints", seconds)
        case .deciding: return deciding(progress, seconds)
        case .reporting: return PhaseRate.uncounted("writing the report", seconds)
        case .committing: return PhaseRate.uncounted("committing", seconds)
        case .publishing: return PhaseRate.uncounted("publishing", seconds)
        }
    }

    /// Bytes of the files; when all are read, what is left of this phase has no count.
    private func reading(_ progress: RunProgress, _ seconds: Double) -> ProgressSnapshot? {
        let (done, total) = (progress.bytesRead, progress.bytesTotal)
        if total == 0 { return nil }
        if done >= total { return PhaseRate.uncounted("sorting versions", seconds) }
        guard var snapshot = counted("reading", done, total, seconds) else { return nil }
        snapshot.amount = "\(formatAmount(bytes: done)) of \(formatAmount(bytes: total))"
        if let rate = PhaseRate.rate(done, seconds) { snapshot.rate = formatAmount(bytes: rate) + "/s" }
        snapshot.countries = countries(progress)
        return snapshot
    }

    /// The share is that of key ranges, which are alike; people think in accounts.
    private func deciding(_ progress: RunProgress, _ seconds: Double) -> ProgressSnapshot? {
        guard var snapshot = counted(work, progress.rangesDecided, progress.rangesTotal, seconds) else { return nil }
        let accounts = progress.accountsDecided
        if accounts > 0 { snapshot.amount = "\(formatCount(accounts)) accounts" }
        if let rate = PhaseRate.rate(accounts, seconds) { snapshot.rate = "\(formatCount(rate)) accounts/s" }
        return snapshot
    }

    private func countries(_ progress: RunProgress) -> [ProgressSnapshot.CountryProgress] {
        let rows = progress.rows
        return Country.allCases.filter { rows[Int($0.rawValue)] > 0 }.map {
            ProgressSnapshot.CountryProgress(country: $0, done: rows[Int($0.rawValue)], total: nil)
        }
    }

    private func counted(_ phase: String, _ done: Int, _ total: Int, _ seconds: Double) -> ProgressSnapshot? {
        if total == 0 { return nil }
        // A guess from the first moments would only mislead.
        let left = seconds >= 0.5 && done > 0 ? Double(total - done) * seconds / Double(done) : nil
        return ProgressSnapshot(phase: phase, done: done, total: total, amount: "", rate: "", secondsLeft: left)
    }

    /// So many a second, once there is enough to tell.
    private static func rate(_ done: Int, _ seconds: Double) -> Int? {
        guard seconds >= 0.5, Double(done) >= seconds else { return nil }
        return Int(Double(done) / seconds)
    }

    private static func uncounted(_ phase: String, _ seconds: Double) -> ProgressSnapshot {
        let amount = seconds >= 1 ? "for \(formatDuration(seconds: seconds.rounded(.down)))" : ""
        return ProgressSnapshot(phase: phase, done: 0, total: nil, amount: amount, rate: "", secondsLeft: nil)
    }
}
