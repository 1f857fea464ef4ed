internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// One country's side of a run: its batches, its accounts index, its policy.
///
/// The actor owns what belongs to its country. The coordinator never decides without it: it asks for the
/// stance on each account, and the shard answers from its country's policy alone.
actor CountryShard {
    nonisolated let country: Country
    private nonisolated let executor: ScheduledExecutor
    private let policy: CountryPolicy
    private let launchInstant: Int64?
    private let configuration: IntakeConfiguration
    private var state = ShardState()

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(
        _ country: Country, policy: MergePolicy, configuration: IntakeConfiguration,
        executor: ScheduledExecutor
    ) {
        self.country = country
        self.executor = executor
        self.policy = policy[country]
        launchInstant = policy.launch?.rawValue
        self.configuration = configuration
    }

    /// Reads all claimed batches of this country and settles which version of each account stands.
    ///
    /// - Parameter batches: in the order in which their rows count: manifest sequence, then name.
    func read(
        _ batches: [ClaimedBatch], _ services: IntakeServices, index: IndexReader?
    ) async throws -> SettledIntake {
        var sorter = IndexEntrySorter(
            bytesMax: services.limits.indexEntryBytesMax, budget: services.budget,
            folder: services.temporaryFolder)
        var read: [ReadBatch] = []
        var action = state.batchesClaimed(batches.count)
        while case .readNextBatch = action {
            read.append(try readBatch(batches[read.count], after: read, configuration, services, into: &sorter))
            // No pause here: a country that has begun holds its index entries in memory until it has settled,
            // so those that have not begun had better wait.
            action = state.batchRead()
        }
        guard case .settleVersions = action else { throw Drained() }
        refuseIncompleteSnapshots(&read)
        let replay = try CorrectionReplay.read(&read, country, configuration, services, index, into: &sorter)
        let settled = try settle(sorter, read, replay, services, index)
        guard case .answer = state.versionsSettled() else { throw Drained() }
        return settled
    }

    /// Has no batches this time: the coordinator asks about what is stored.
    func readNothing() throws {
        guard case .settleVersions = state.batchesClaimed(0), case .answer = state.versionsSettled()
        else { throw Drained() }
    }

    /// The stance on each account of a proposal.
    func answer(_ proposal: Proposal) throws -> Stances {
        guard case .answer = state.proposalArrived() else { throw Drained() }
        let rules = StanceRules(country: policy, launchInstant: launchInstant, asOf: proposal.asOf)
        let records = proposal.records.raw
        var stances: [Stance] = []
        stances.reserveCapacity(proposal.accounts.count)
        for start in proposal.accounts {
            stances.append(stance(records, at: Int(start), rules))
        }
        return Stances(stances: stances)
    }

    /// Stops: nothing new is read and no stance is taken.
    func drain() { state.drainRequested() }

    private func settle(
        _ sorter: consuming IndexEntrySorter, _ read: [ReadBatch], _ replay: CorrectionReplay?,
        _ services: IntakeServices, _ index: IndexReader?
    ) throws -> SettledIntake {
        var settling = try IntakeSettling(country, read, replay, services, index: index)
        try settling.settle(sorter)
        return try settling.finish()
    }
}
