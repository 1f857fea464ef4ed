import Testing

@testable import MergeWorker

/// The decision is a function of the set of records: not of their order, nor of how they came in files and runs.
@Suite("Arrival", .serialized)
struct ArrivalTests {
    @Test("Any order and any split of the rows into batches and runs ends at the same state", arguments: lawSeeds(14))
    func anySplit(seed: UInt64) async throws {
        let isLaunched = seed % 2 == 0
        let configuration = isLaunched ? OracleTests.launched + "}" : "{}"
        var made = MadeUpAccounts(seed: seed, launch: isLaunched ? MadeUpAccounts.launchInstant : nil)
        let rows = made.history(of: 30)
        let whole = try TestWorkspace(configuration)
        try whole.drop(rows)
        try await whole.run()
        var wanted = PublishedState()
        try wanted.take(try whole.published())

        let parts = try TestWorkspace(configuration)
        var followed = PublishedState()
        var left = rows.shuffled(using: &made.random)
        var runs = 0
        while !left.isEmpty {
            for batch in 0..<Int.random(in: 1...3, using: &made.random) {
                let count = min(left.count, Int.random(in: 1...20, using: &made.random))
                try parts.drop(Array(left.prefix(count)), "b\(runs)-\(batch)")
                left.removeFirst(count)
            }
            runs += 1
            try await parts.run {
                $0.limits.keyRanges = made.random.pick([1, 2, 8, 64])
                // Look-alikes of the state by look-ups, or by the whole list.
                $0.limits.lookedUpBytesMax = made.random.pick([0, 8 << 20])
            }
            if try parts.facts().run == runs { try followed.take(try parts.published(run: runs)) } else { runs -= 1 }
        }
        try compareFacts(try parts.facts(), try whole.facts(), seed)
        try compare(followed, wanted, seed)
    }

    private func compareFacts(_ left: StateFacts, _ right: StateFacts, _ seed: UInt64) throws {
        #expect(left.digest == right.digest, "seed \(seed)")
        #expect(left.accounts == right.accounts, "seed \(seed)")
        #expect(left.markers == right.markers, "seed \(seed)")
        #expect(left.linkedProfiles == right.linkedProfiles, "seed \(seed)")
        #expect(left.singleProfiles == right.singleProfiles, "seed \(seed)")
        #expect(left.localProfiles == right.localProfiles, "seed \(seed)")
    }

    private func compare(
        _ followed: PublishedState, _ wanted: PublishedState, _ seed: UInt64
    ) throws {
        var differences: [String] = []
        for id in Set(followed.lines.keys).union(wanted.lines.keys).sorted()
        where followed.lines[id] != wanted.lines[id] {
            differences.append("\(followed.lines[id] ?? "missing")\n  wanted \(wanted.lines[id] ?? "none")")
        }
        for account in Set(followed.holds.keys).union(wanted.holds.keys).sorted()
        where followed.holds[account] != wanted.holds[account] {
            differences.append(
                "\(account) is \(followed.holds[account] ?? "-"), wanted \(wanted.holds[account] ?? "-")")
        }
        for link in Set(followed.links.keys).union(wanted.links.keys).sorted()
        where followed.links[link] != wanted.links[link] {
            differences.append("\(link): \(followed.links[link] ?? "-"), wanted \(wanted.links[link] ?? "-")")
        }
        let count = differences.count
        #expect(count == 0, "seed \(seed):\n\(differences.prefix(6).joined(separator: "\n"))")
    }

    @Test("The same batch again changes nothing", arguments: lawSeeds(2))
    func sameBatchAgain(seed: UInt64) async throws {
        var made = MadeUpAccounts(seed: seed)
        let rows = made.accounts(40)
        let workspace = try TestWorkspace()
        try workspace.drop(rows)
        try await workspace.run()
        let facts = try workspace.facts()
        try workspace.drop(rows, "again")
        let summaries = try await workspace.run()
        #expect(summaries.allSatisfy { !$0.isCommitted }, "seed \(seed)")
        #expect(try workspace.facts() == facts, "seed \(seed)")
        #expect(try filesOf(workspace.layout.outFolder).keys.sorted() == ["000001", "latest"], "seed \(seed)")
    }
}

extension MadeUpAccounts {
    /// All versions of `count` accounts: some change, some are deleted, some come back.
    mutating func history(of count: Int) -> [MadeUpRow] {
        var rows = accounts(count)
        for first in rows {
            var last = first
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                last = version(of: last)
                if random.once(in: 6) {
                    last.columns = last.columns.filter { ["updated_at", "email", "created_at"].contains($0.key) }
                    last["op"] = isThorough && random.once(in: 3) ? "erase" : "delete"
                }
                rows.append(last)
                // Whoever comes back after an erasure is another test's.
                if last["op"] == "erase" { break }
            }
        }
        return rows
    }
}
