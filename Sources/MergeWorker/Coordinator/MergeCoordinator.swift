internal import AccountModel
internal import ByteScanning
internal import MergeReports
internal import RecordLinkage

/// What the walk over all key ranges came to.
struct WalkResult: Sendable {
    var statistics = DecisionStatistics()
    var change = StateChange()
    var renderedAccounts = 0
    /// Local profiles whose accounts changed their link key, from all key ranges.
    var localMoves: [LocalMove] = []
    /// Holds of such accounts.
    var holdMoves: [HoldMove] = []
    /// Order references of accounts that their country erased.
    var tombstones: [[String]] = []
    /// By kind, in key order.
    var samples: [ConflictSample] = []
    /// How many of each kind, by `ConflictKind.rawValue`.
    var sampleCounts = [Int](repeating: 0, count: ConflictKind.allCases.count)
}

/// The rules under which the state was decided, where they are not those of now.
struct FormerRules: Sendable {
    /// One for each country, by `Country.rawValue`, with its policy of then.
    var shards: [CountryShard]
    var rules: DecisionRules
    /// Publishes every profile: what the program's own rules said then is not known.
    var publishesAll: Bool
    /// The ids of before, where the key changes.
    var ids: FormerIDs?
}

/// Proposes profiles, gathers the stances of the countries' shards, and decides.
///
/// Owns no account: shards do. Owns the order of the work: which key range is decided next, and which is
/// written.
actor MergeCoordinator {
    private nonisolated let executor: ScheduledExecutor
    private nonisolated let workers: ScheduledTaskExecutor
    private let shards: [CountryShard]
    private let rules: DecisionRules
    private let keys: IntakeKeys
    private let asOf: Int64
    private let formerAsOf: Int64
    /// What is asked and decided of the state as it was, where it was decided under other rules.
    private let former: FormerRules?
    /// The first batch of the run, where events tell their causes.
    private let causesFrom: UInt32?
    private nonisolated let pool = OutcomePool()
    private var waiting: [Int: KeyRangeOutcome] = [:]
    private var result = WalkResult()

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - shards: one for each country, by `Country.rawValue`.
    ///   - formerAsOf: the `as_of` of the last run, at which the state's decisions were taken.
    init(
        shards: [CountryShard], rules: DecisionRules, keys: IntakeKeys, asOf: Int64, formerAsOf: Int64,
        former: FormerRules? = nil, causesFrom: UInt32? = nil, executor: ScheduledExecutor,
        workers: ScheduledTaskExecutor
    ) {
        precondition(shards.count == Country.count, "there is a shard for every country")
        self.shards = shards
        self.rules = rules
        self.keys = keys
        self.asOf = asOf
        self.formerAsOf = formerAsOf
        self.former = former
        self.causesFrom = causesFrom
        self.executor = executor
        self.workers = workers
    }

    /// Lets every shard read its batches; the largest countries first, so that none is left alone at the end.
    func gather(
        _ batches: [[ClaimedBatch]], _ services: IntakeServices, index: IndexReader?
    ) async throws -> [SettledIntake] {
        let order = shards.indices.sorted { left, right in
            let sizes = (bytes(batches[left]), bytes(batches[right]))
            return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : left < right
        }
        var settled = [SettledIntake?](repeating: nil, count: shards.count)
        try await withThrowingTaskGroup(of: (Int, SettledIntake).self) { group in
            for position in order {
                let shard = shards[position]
                let own = batches[position]
                group.addTask(executorPreference: workers) {
                    (position, try await shard.read(own, services, index: index))
                }
            }
            for try await (position, intake) in group { settled[position] = intake }
        }
        return settled.map { intake in
            guard let intake else { preconditionFailure("a shard has not answered") }
            return intake
        }
    }

    private func bytes(_ batches: [ClaimedBatch]) -> Int { batches.reduce(0) { $0 + $1.bytes } }

    /// Decides all key ranges and hands each to `write`, one at a time, in ascending order.
    /// - Parameters:
    ///   - decisions: of people, about accounts.
    ///   - lookAlikes: what other addresses say about keys.
    func walk(
        _ source: some KeyRangeSource, decisions: StandingDecisions, lookAlikes: LookAlikeMarks,
        limits: WorkerLimits, progress: RunProgress, drain: DrainFlag,
        write: @escaping @Sendable (KeyRangeOutcome) async throws -> Void
    ) async throws -> WalkResult {
        var state = CoordinatorState(rangeCount: source.rangeCount, inFlightMax: limits.rangesInFlightMax)
        try await withThrowingTaskGroup(of: WalkStep.self) { group in
            while true {
                if drain.isRaised { state.drainRequested() }
                switch state.nextAction() {
                case .decide(let range):
                    group.addTask(executorPreference: workers) { [self] in
                        .decided(try await decide(range, source, decisions, lookAlikes))
                    }
                case .write(let range):
                    guard let outcome = waiting.removeValue(forKey: range) else {
                        preconditionFailure("key range \(range) is to be written and was not decided")
                    }
                    group.addTask {
                        try await write(outcome)
                        return .written(outcome)
                    }
                case .wait:
                    // Other steps may have ended while this one was waited for; the state is asked again.
                    guard let step = try await group.next() else { preconditionFailure("nothing is under way") }
                    switch step {
                    case .decided(let outcome):
                        waiting[outcome.range] = outcome
                        state.rangeDecided(outcome.range)
                        progress.rangeDecided(accounts: outcome.statistics.accounts)
                    case .written(let outcome):
                        state.rangeWritten(outcome.range)
                        take(outcome)
                    }
                case .finish: return
                case .stop: throw Drained()
                }
            }
        }
        let closing = KeyRangeOutcome(range: source.rangeCount)
        settleLocalMoves(result.localMoves, into: closing)
        settleHoldMoves(result.holdMoves, into: closing)
        try await write(closing)
        take(closing)
        return result
    }

    /// Proposes the profiles of one key range, gathers the stances, decides.
    private nonisolated func decide(
        _ range: Int, _ source: some KeyRangeSource, _ decisions: StandingDecisions, _ lookAlikes: LookAlikeMarks
    ) async throws -> KeyRangeOutcome {
        var gathered = try source.gather(range)
        if !gathered.arrivals.isEmpty {
            let origins = ProfileOrigins(
                source, rules: former?.rules ?? rules, decisions: decisions.former, lookAlikes: lookAlikes,
                accountKey: keys.account, asOf: formerAsOf)
            try origins.name(&gathered.arrivals)
        }
        let stances = try await ask(shards, proposals(gathered.after, gathered.bytes.raw), gathered.bytes, asOf)
        let formerStances = try await ask(
            former?.shards ?? shards, proposals(gathered.before, gathered.bytes.raw), gathered.bytes, formerAsOf)
        var decider = KeyRangeDecider(
            rules, former: former?.rules, publishesAll: former?.publishesAll ?? false, formerIDs: former?.ids,
            accountKey: keys.account, pool: pool, decisions: decisions, lookAlikes: lookAlikes, asOf: asOf,
            formerAsOf: formerAsOf, causesFrom: causesFrom)
        return decider.decide(gathered, range: range, stances: stances, formerStances: formerStances)
    }

    /// Asks each shard concerned for its stances. Without all of them there is no decision: a missing one
    /// stops the run.
    private nonisolated func ask(
        _ shards: [CountryShard], _ accounts: [[UInt32]], _ records: [UInt8], _ asOf: Int64
    ) async throws -> RangeStances {
        var stances = RangeStances()
        for position in accounts.indices where !accounts[position].isEmpty {
            let proposal = Proposal(records: records, accounts: accounts[position], asOf: asOf)
            let answer = try await shards[position].answer(proposal)
            stances.byCountry[position] = try complete(
                answer.stances, on: accounts[position].count, of: shards[position].country)
        }
        return stances
    }

    private func take(_ outcome: KeyRangeOutcome) {
        result.statistics += outcome.statistics
        result.change += outcome.change
        result.renderedAccounts += outcome.output.renderedAccounts
        result.localMoves += outcome.output.localMoves
        result.holdMoves += outcome.output.holdMoves
        result.tombstones += outcome.output.tombstones
        for sample in outcome.output.samples
        where result.sampleCounts[Int(sample.kind.rawValue)] < WalkResult.samplesPerKindMax {
            result.sampleCounts[Int(sample.kind.rawValue)] += 1
            result.samples.append(sample)
        }
        pool.giveBack(outcome)
    }
}

extension WalkResult {
    /// Samples of each kind of conflict that a report shows; the first in key order, so that every split of
    /// the work shows the same.
    static let samplesPerKindMax = 40
}

/// One step of the walk, done.
private enum WalkStep: Sendable {
    case decided(KeyRangeOutcome)
    case written(KeyRangeOutcome)
}

/// The stances of a country, if there is one on each account that was proposed to it.
///
/// - Throws: `RunFault.missingStance`: a missing stance stops the run; it never changes a decision (RULES §3).
func complete(_ stances: [Stance], on accounts: Int, of country: Country) throws -> [Stance] {
    guard stances.count == accounts else { throw RunFault.missingStance(country) }
    return stances
}
