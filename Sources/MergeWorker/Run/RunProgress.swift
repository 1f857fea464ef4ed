internal import AccountModel
internal import Synchronization

/// How far a run is; written by shards and workers, read by whoever draws the progress line.
package final class RunProgress: Sendable {
    /// What a run is doing.
    package enum Phase: Int, Sendable {
        case starting = 0, reading, comparing, deciding, reporting, committing, publishing, done
    }

    private let phaseNumber = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)
    private let bytesAll = Atomic<Int>(0)
    private let ranges = Atomic<Int>(0)
    private let rangesAll = Atomic<Int>(0)
    private let compared = Atomic<Int>(0)
    private let accounts = Atomic<Int>(0)
    private let rowsByCountry: Mutex<[Int]>

    /// Nothing done yet.
    package init() { rowsByCountry = Mutex([Int](repeating: 0, count: Country.count)) }

    /// What the run is doing now.
    package var phase: Phase { Phase(rawValue: phaseNumber.load(ordering: .relaxed)) ?? .starting }
    /// Of all batches, packed.
    package var bytesRead: Int { bytes.load(ordering: .relaxed) }
    /// Of all batches, packed.
    package var bytesTotal: Int { bytesAll.load(ordering: .relaxed) }
    /// Key ranges done.
    package var rangesDecided: Int { ranges.load(ordering: .relaxed) }
    /// Key ranges in all.
    package var rangesTotal: Int { rangesAll.load(ordering: .relaxed) }
    /// Steps of looking for hints: two for each key range.
    package var rangesCompared: Int { compared.load(ordering: .relaxed) }
    /// Accounts in those ranges.
    package var accountsDecided: Int { accounts.load(ordering: .relaxed) }
    /// Rows read of each country, by `Country.rawValue`.
    package var rows: [Int] { rowsByCountry.withLock { $0 } }

    func enter(_ phase: Phase) { phaseNumber.store(phase.rawValue, ordering: .relaxed) }
    func expect(bytes total: Int) { bytesAll.store(total, ordering: .relaxed) }
    func expect(ranges total: Int) { rangesAll.store(total, ordering: .relaxed) }
    func rangeCompared() { compared.wrappingAdd(1, ordering: .relaxed) }

    func rangeDecided(accounts count: Int) {
        ranges.wrappingAdd(1, ordering: .relaxed)
        accounts.wrappingAdd(count, ordering: .relaxed)
    }

    func add(bytes count: Int, rows: Int, of country: Country) {
        bytes.wrappingAdd(count, ordering: .relaxed)
        rowsByCountry.withLock { $0[Int(country.rawValue)] += rows }
    }
}
