import AccountModel
import ByteScanning
import DurableFiles
import Foundation
import MergeStore
import Testing
import WorkspaceConfiguration

@testable import MergeWorker

/// A workspace in which everything happens that can happen to a state, in an order drawn from a seed.
struct RebuildWorld {
    let workspace: TestWorkspace
    private(set) var made: MadeUpAccounts
    /// The newest version of each account.
    private var rows: [MadeUpRow]
    /// Versions that come later than newer ones.
    private var late: [MadeUpRow] = []
    private var day = 0
    private(set) var batches = 0
    /// What happened, for the message of a failing seed.
    private(set) var story: [String] = []

    init(seed: UInt64, accounts: Int) throws {
        made = MadeUpAccounts(seed: seed)
        workspace = try TestWorkspace("{ \(OracleTests.launched.dropFirst()), \"reject_share_max\": 1.0 }")
        rows = made.accounts(accounts)
    }

    private var asOf: Timestamp { TestWorkspace.asOf.advanced(byDays: day) }

    mutating func load() async throws {
        try await deliver(rows, "load")
    }

    /// Does one thing.
    mutating func step() async throws {
        day += Int.random(in: 0...20, using: &made.random)
        switch Int.random(in: 0..<20, using: &made.random) {
        case 0..<8: try await change()
        case 8..<10: try await deliverLate()
        case 10..<12: try await snapshot()
        case 12..<14: try await decide()
        case 14, 15: try await unlink()
        case 16, 17: try await undo()
        case 18 where !made.random.once(in: 3) || story.count < 8: try await erase()
        default: try await deliverAgain()
        }
    }

    // MARK: What countries send

    private mutating func change() async throws {
        var batch: [MadeUpRow] = []
        for place in rows.indices.shuffled(using: &made.random).prefix(Int.random(in: 1...6, using: &made.random)) {
            let older = rows[place]
            rows[place] = made.version(of: older)
            if made.random.once(in: 6) { late.append(made.version(of: older)) }
            switch Int.random(in: 0..<10, using: &made.random) {
            case 0: rows[place]["op"] = "delete"
            case 1: rows[place]["op"] = "erase"
            default: break
            }
            batch.append(rows[place])
        }
        if made.random.once(in: 2) {
            let fresh = made.version(of: MadeUpRow("NO", "NO-new-\(batches)"))
            rows.append(fresh)
            batch.append(fresh)
        }
        if made.random.once(in: 8) {
            batch.append(MadeUpRow("SE", "SE-bad-\(batches)", ["op": "upsort", "email": "a@mail.example"]))
        }
        try await deliver(batch, "change")
    }

    private mutating func deliverLate() async throws {
        if late.isEmpty { return try await change() }
        let batch = late
        late = []
        try await deliver(batch, "late")
    }

    private mutating func deliver(_ batch: [MadeUpRow], _ what: String) async throws {
        for (country, own) in Dictionary(grouping: batch, by: \.country).sorted(by: { $0.key < $1.key }) {
            batches += 1
            if made.random.once(in: 3) {
                try workspace.drop(
                    MadeUpBatch(country: country, id: "d\(batches)", sequence: batches, parts: [own]))
            } else {
                try workspace.drop(country, "b\(batches).csv", csv(own))
            }
        }
        try await run(what)
    }

    private mutating func snapshot() async throws {
        let country = made.random.pick(MadeUpAccounts.countries)
        var own = rows.filter { $0.country == country && $0["op"].isEmpty && !made.random.once(in: 5) }
        for place in own.indices where made.random.once(in: 4) { own[place] = made.version(of: own[place]) }
        if own.isEmpty { return try await change() }
        // A rejected row keeps an account that is there; of one that nobody knows yet nothing is remembered.
        if made.random.once(in: 4), try isKnown(own[0]) { own[0]["op"] = "upsort" }
        batches += 2
        let cut = own.count / 2
        let parts = cut > 0 && made.random.once(in: 2) ? [Array(own[..<cut]), Array(own[cut...])] : [own]
        // Some are older by their sequence than what came before.
        let sequence = made.random.once(in: 4) ? max(1, batches - 9) : batches
        try workspace.drop(
            MadeUpBatch(country: country, id: "f\(batches)", sequence: sequence, isFull: true, parts: parts))
        try await run("snapshot of \(country)")
    }

    private func isKnown(_ row: MadeUpRow) throws -> Bool {
        let keys = IntakeKeys(try workspace.options().key)
        let place = accountIndexKey(Country(code: row.country)!, Array(row.id.utf8).raw, key: keys.account)
        let store = try StoreEnvironment(path: workspace.layout.storeFile, access: .readOnly, mapBytes: 1 << 30)
        return try IndexReader(store: store).values(of: [place])[0] != nil
    }

    private mutating func deliverAgain() async throws {
        try workspace.drop(rows.shuffled(using: &made.random).prefix(5).map { $0 }, "again\(batches)")
        try await run("again")
    }

    private mutating func run(_ what: String) async throws {
        let (asOf, ranges) = (asOf, made.random.pick([1, 4]))
        let done = try await workspace.run {
            $0.asOf = asOf
            $0.allowsShrink = true
            $0.limits.keyRanges = ranges
        }
        story.append("\(what): run \(done.last?.facts.run ?? 0)")
    }

    // MARK: What people order

    private mutating func anybody() -> MadeUpRow { made.random.pick(rows) }

    private mutating func decide() async throws {
        let (one, other) = (anybody(), anybody())
        let at = "2026-05-\(Int.random(in: 10...28, using: &made.random))T10:00:00Z"
        let lines = [
            "keep_apart,\(one.country),\(one.id),,,,,r,ada,\(at)",
            "link,\(one.country),\(one.id),\(other.country),\(other.id),,,r,ada,\(at)",
            "choose,\(one.country),\(one.id),,,phone,,r,ada,\(at)",
            "release,\(one.country),\(one.id),,,,privileged,r,ada,\(at)",
            "withdraw,\(one.country),\(one.id),,,,,r,ada,\(at)",
        ].shuffled(using: &made.random).prefix(2)
        try workspace.decide(Array(lines), name: "d\(story.count).csv")
        try await run("decisions")
    }

    private mutating func unlink() async throws {
        let one = anybody()
        do {
            let report = try await workspace.unlink(Country(code: one.country)!, one.id)
            story.append("unlink \(one.account): run \(report?.run ?? 0)")
        } catch let fault as RunFault { story.append("unlink \(one.account): \(fault)") }
    }

    private mutating func undo() async throws {
        let last = try workspace.facts().run
        let number = max(1, last - Int.random(in: 0...4, using: &made.random))
        do {
            try await workspace.run {
                $0.task = .undo(UndoOrder(run: number, by: "ada", at: "2026-06-01T00:00:00Z", reason: "r"))
            }
            story.append("undo of \(number): run \(last + 1)")
        } catch let fault as RunFault { story.append("no undo of \(number): \(fault.description.prefix(60))") }
    }

    private mutating func erase() async throws {
        let one = anybody()
        let instant = asOf
        do {
            guard case .done(let summary) = try ErasureTests.erase([one.account], workspace, { $0.erasedAt = instant })
            else { return }
            story.append("erasure of \(one.account): run \(summary.run ?? 0)")
        } catch let fault as RunFault { story.append("no erasure: \(fault.description.prefix(40))") }
    }

    // MARK: What is to hold

    func rebuilt(_ change: (inout RebuildRequest) -> Void = { _ in }) async throws -> RebuildSummary {
        try await workspace.rebuilt(change)
    }

    /// The story and what differs, for a message.
    func tell(_ summary: RebuildSummary) -> String {
        "\(summary.text)\(story.joined(separator: "\n"))"
    }
}

extension TestWorkspace {
    func rebuilt(_ change: (inout RebuildRequest) -> Void = { _ in }) async throws -> RebuildSummary {
        let options = try options()
        var request = RebuildRequest(programVersion: "test", limits: options.limits)
        change(&request)
        return try await performRebuild(
            request, StateInputs(layout: layout, configuration: options.configuration, key: options.key),
            schedulers: TestThreads.pool, progress: RunProgress(), drain: DrainFlag())
    }

    /// Backs the workspace up into a folder beside it.
    @discardableResult
    func backedUp(_ name: String, hasInputs: Bool = false) throws -> String {
        let path = folder + "/" + name
        var request = BackupRequest(folder: path, madeAt: TestWorkspace.asOf, programVersion: "test")
        request.hasInputs = hasInputs
        _ = try performBackup(request, of: layout, drain: DrainFlag())
        return path
    }

    func restored(_ backup: String, _ change: (inout RestoreRequest) -> Void = { _ in }) async throws -> RestoreSummary
    {
        var request = RestoreRequest(backup: backup, programVersion: "test", limits: WorkerLimits(workers: 2))
        change(&request)
        return try await performRestore(
            request, to: layout, schedulers: TestThreads.pool, progress: RunProgress(), drain: DrainFlag())
    }
}
