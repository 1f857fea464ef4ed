import AccountModel
import MergeWorker
import WorkspaceConfiguration

/// Draws the progress of a run until it is told to end.
final class RunDisplay: Sendable {
    private let task: Task<Void, Never>?

    /// - Parameter work: what the program is doing while key ranges are decided.
    init(_ progress: RunProgress, work: String = "deciding", isQuiet: Bool) {
        guard let line = ProgressLine(isQuiet: isQuiet) else {
            task = nil
            return
        }
        task = Task.detached {
            let start = ContinuousClock.now
            while !Task.isCancelled {
                await line.show(RunDisplay.snapshot(progress, work, since: start))
                do { try await Task.sleep(for: .milliseconds(100)) } catch { break }
            }
        }
    }

    /// Ends the drawing.
    func finish() async {
        task?.cancel()
        await task?.value
    }

    private static func snapshot(
        _ progress: RunProgress, _ work: String, since start: ContinuousClock.Instant
    ) -> ProgressSnapshot {
        let seconds = max(0.001, Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000)
        let rows = progress.rows
        let countries = Country.allCases.filter { rows[Int($0.rawValue)] > 0 }.map {
            ProgressSnapshot.CountryProgress(country: $0, done: rows[Int($0.rawValue)], total: nil)
        }
        switch progress.phase {
        case .starting, .reading:
            let rate = Double(progress.bytesRead) / seconds
            return ProgressSnapshot(
                phase: "reading", done: progress.bytesRead, total: progress.bytesTotal, unit: "bytes",
                perSecond: rate,
                secondsLeft: rate > 0 ? Double(progress.bytesTotal - progress.bytesRead) / rate : nil,
                countries: countries)
        case .deciding:
            let rate = Double(progress.rangesDecided) / seconds
            return ProgressSnapshot(
                phase: work, done: progress.rangesDecided, total: progress.rangesTotal, unit: "key ranges",
                perSecond: rate,
                secondsLeft: rate > 0 ? Double(progress.rangesTotal - progress.rangesDecided) / rate : nil)
        case .committing, .publishing, .done:
            return ProgressSnapshot(
                phase: progress.phase == .committing ? "committing" : "publishing", done: 0, total: nil, unit: "",
                perSecond: 0, secondsLeft: nil)
        }
    }
}
