internal import AccountModel
internal import DurableFiles
package import MergeStore
internal import RecordLinkage
package import WorkspaceConfiguration

/// What is needed to read the state of a workspace and to decide about it again.
package struct StateInputs: Sendable {
    /// Where the workspace is.
    package var layout: WorkspaceLayout
    /// What is in force.
    package var configuration: KobleConfiguration
    /// The workspace's.
    package var key: StoreKey

    /// What is needed to open a state.
    package init(layout: WorkspaceLayout, configuration: KobleConfiguration, key: StoreKey) {
        self.layout = layout
        self.configuration = configuration
        self.key = key
    }
}

/// The state of a workspace, opened for reading.
struct OpenedState: Sendable {
    let inputs: StateInputs
    let store: StoreEnvironment
    let storeBytes: Int
    let facts: StateFacts
    let keys: IntakeKeys
    /// `nil` when nobody was erased.
    let suppressions: SuppressionList?
    /// Whether rules, tables, policies and keys are those under which the state was made.
    let hasSameRules: Bool

    /// Opens the state, or returns `nil` when there is none yet.
    init?(_ inputs: StateInputs) throws {
        guard let status = try FileStatus.of(inputs.layout.storeFile) else { return nil }
        self.inputs = inputs
        store = try StoreEnvironment(
            path: inputs.layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
        storeBytes = status.bytes
        facts = try store.facts()
        keys = IntakeKeys(inputs.key)
        suppressions = try SuppressionList.load(inputs.layout, inputs.key)
        hasSameRules = facts.rulesDigest == makeRulesDigest(inputs.configuration, keys)
    }

    /// What moved under the state.
    private func rulesFault() throws(StoreError) -> RunFault {
        let now = RulesStamp(inputs.configuration, inputs.key)
        let movement = RulesMovement(from: try store.rulesStamp(), to: now)
        return movement.isOtherKey ? .keyMoved : .rulesMoved(movement.names)
    }

    /// Opens the state, which must be there and made under the rules of now.
    static func decided(_ inputs: StateInputs) throws -> OpenedState {
        guard let state = try OpenedState(inputs) else {
            throw RunFault.workspace(
                "The workspace has no state yet. Put exports into spool/CC/incoming and run koble run first.")
        }
        guard state.hasSameRules else { throw try state.rulesFault() }
        return state
    }

    /// Decides about everything again, as of the last run, and hands each part to `write` in key order.
    func walk(
        _ source: some KeyRangeSource, limits: WorkerLimits, schedulers: WorkerSchedulers,
        progress: RunProgress, drain: DrainFlag,
        write: @escaping @Sendable (KeyRangeOutcome) async throws -> Void
    ) async throws -> WalkResult {
        let policy = inputs.configuration.merge
        let shards = Country.allCases.map { country in
            CountryShard(
                country, policy: policy, configuration: inputs.configuration[country],
                executor: ScheduledExecutor(schedulers.pool))
        }
        for shard in shards { try await shard.readNothing() }
        let coordinator = MergeCoordinator(
            shards: shards, rules: DecisionRules(policy), keys: keys, asOf: facts.asOf,
            formerAsOf: facts.asOf, executor: ScheduledExecutor(schedulers.pool),
            workers: ScheduledTaskExecutor(schedulers.pool))
        progress.expect(ranges: source.rangeCount)
        progress.enter(.deciding)
        return try await coordinator.walk(
            source, decisions: StandingDecisions(current: try store.constraints()),
            lookAlikes: try storedLookAlikes(store, keys), limits: limits, progress: progress, drain: drain,
            write: write)
    }
}
