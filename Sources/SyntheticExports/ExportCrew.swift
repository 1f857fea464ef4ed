internal import AccountModel
internal import Dispatch
internal import Synchronization

/// Threads that take one country after the other until none is left.
final class ExportCrew: Sendable {
    typealias Work =
        @Sendable (Country, _ wrote: (Int) -> Void) throws(SyntheticExportError) -> Void

    private struct State {
        var next = 0
        var working = 0
        var rows = 0
        var failure: SyntheticExportError?
    }

    private let countries: [Country]
    private let work: Work
    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    init(countries: [Country], work: @escaping Work) {
        self.countries = countries
        self.work = work
    }

    /// Returns when all countries are done, or throws the first failure when all threads stopped.
    func run(threads: Int, progress: (Int) -> Void) throws(SyntheticExportError) {
        let count = max(1, min(threads, countries.count))
        state.withLock { $0.working = count }
        let threads = DispatchQueue(label: "koble.exports", attributes: .concurrent)
        for _ in 0..<count { threads.async { self.takeCountries() } }
        while true {
            changed.wait()
            let (rows, isDone) = state.withLock { ($0.rows, $0.working == 0) }
            progress(rows)
            if isDone { break }
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private func takeCountries() {
        while let country = nextCountry() {
            do {
                try work(country) { rows in
                    state.withLock { $0.rows += rows }
                    changed.signal()
                }
            } catch {
                state.withLock { $0.failure = $0.failure ?? error }
            }
        }
        state.withLock { $0.working -= 1 }
        changed.signal()
    }

    private func nextCountry() -> Country? {
        state.withLock { state in
            guard state.failure == nil, state.next < countries.count else { return nil }
            defer { state.next += 1 }
            return countries[state.next]
        }
    }
}
