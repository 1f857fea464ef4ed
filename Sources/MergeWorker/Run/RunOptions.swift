package import AccountModel
package import MergeReports
package import MergeStore
package import WorkspaceConfiguration

/// What a run is asked to do.
package struct RunOptions: Sendable {
    /// Where the workspace is.
    package var layout: WorkspaceLayout
    /// What is in force.
    package var configuration: KobleConfiguration
    /// The workspace's.
    package var key: StoreKey
    /// Of `rekey`: the key to change to; `nil`: a new one.
    package var nextKey: StoreKey?
    /// The key of the state, where it changes.
    var formerKey: StoreKey?
    /// Memory, threads, queues.
    package var limits: WorkerLimits
    /// The instant that "recent" counts back from, in milliseconds.
    package var asOf: Timestamp
    /// What the run is for.
    package var task = RunTask.merge
    /// Nothing is written but the report folder.
    package var isDryRun = false
    /// Where a dry run writes.
    package var reportFolder: String?
    /// A dry run also writes the files that the run would publish.
    package var isFull = false
    /// A dry run also writes the report with its samples unmasked, in a file of its own.
    package var isUnmasked = false
    /// Looks for addresses that may belong together, over the whole state.
    package var findsHints = false
    /// What is to be carried out exactly, or not at all.
    package var plan: RunPlan?
    /// Stops before anything without a batch from each expected country.
    package var requiresAll = false
    /// Full snapshots may leave out more of a country than `vanished_share_max`.
    package var allowsShrink = false
    /// Batches that are read again into a state in the making; nothing is published or put away.
    var replay: Replay?
    /// How to repeat the run, for the report.
    package var command: String
    /// Such as `1.0.0`.
    package var programVersion: String

    /// What every run needs; the rest has defaults.
    package init(
        layout: WorkspaceLayout, configuration: KobleConfiguration, key: StoreKey, limits: WorkerLimits,
        asOf: Timestamp, command: String, programVersion: String
    ) {
        self.layout = layout
        self.configuration = configuration
        self.key = key
        self.limits = limits
        self.asOf = asOf
        self.command = command
        self.programVersion = programVersion
    }
}

/// What a run is for. Each is a run of its own: one commit, one number, one folder in `out/`.
package enum RunTask: Equatable, Sendable {
    /// Merges batches.
    case merge
    /// Decides the whole state again, under rules that moved.
    case redecide
    /// Gives every profile a new id, under a new key.
    case rekey
    /// Takes a run back.
    case undo(UndoOrder)

    /// Whether a new store is built beside the old one.
    var replacesState: Bool {
        switch self {
        case .merge, .undo: false
        case .redecide, .rekey: true
        }
    }

    /// What the ledger calls it; `nil` for a merge of batches.
    var name: String? {
        switch self {
        case .merge: nil
        case .redecide: "redecide"
        case .rekey: "rekey"
        case .undo(let order): "undo of \(order.run)"
        }
    }

    var isUndo: Bool {
        if case .undo = self { return true }
        return false
    }
}

/// What one run came to.
package struct RunSummary: Sendable {
    /// All that the report shows.
    package var report: RunReport
    /// The state after the run, or as it would be.
    package var facts: StateFacts
    /// Whether a run was committed: not in a dry run, and not when every batch was known or refused.
    package var isCommitted: Bool
    /// Seconds by phase, in order.
    package var timings: [(phase: String, seconds: Double)]
    /// Not decided now: committed by an earlier process, and its publication finished by this one.
    package var isFinishedOnly = false
    /// A dry run under rules that are not the state's: names what moved. It shows what redecide, and then a
    /// run, would do.
    package var rehearsedRules: [String] = []
    /// What became of people's decisions.
    package var decisions = DecisionsSummary()
    /// How many accounts full snapshots have left out, by country.
    package var vanished: [(country: Country, accounts: Int)] = []

    /// The run found accounts of erased persons of which the state has something: an erasure follows it.
    package var needsErasure = false

    /// The state before the run.
    package var former: StateFacts?

    /// Rows that were rejected, over all batches, and lines of decisions that were refused.
    package var rejectedRows: Int { report.batches.reduce(0) { $0 + $1.rejected } + decisions.refused.count }
    /// Those with their reason.
    package var refusedBatches: [BatchStatistics] { report.batches.filter { $0.outcome == .refused } }
}

/// The schedulers that the actors run on; a simulator puts one seeded scheduler in the place of all.
package struct WorkerSchedulers: Sendable {
    /// Shards, coordinator, and the deciding of key ranges.
    package var pool: any WorkScheduler
    /// The output files.
    package var outputs: any WorkScheduler
    /// The digest of the largest output file.
    package var digests: any WorkScheduler
    /// The store's one writer.
    package var store: any WorkScheduler

    /// What every run needs; the rest has defaults.
    package init(
        pool: any WorkScheduler, outputs: any WorkScheduler, digests: any WorkScheduler, store: any WorkScheduler
    ) {
        self.pool = pool
        self.outputs = outputs
        self.digests = digests
        self.store = store
    }

    /// Threads of the operating system: as many as there are workers, and one for each kind of writing.
    package static func threads(workers: Int) -> WorkerSchedulers {
        WorkerSchedulers(
            pool: ThreadScheduler(threads: workers), outputs: ThreadScheduler(threads: 1),
            digests: ThreadScheduler(threads: 1), store: ThreadScheduler(threads: 1))
    }
}
