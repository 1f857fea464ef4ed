internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import FoundationEssentials
internal import MergeReports
internal import MergeStore
internal import Normalization
internal import RecordLinkage
internal import WorkspaceConfiguration

extension IntakeKeys {
    /// The keys of intake, derived from the workspace's secret key.
    init(_ key: StoreKey) {
        link = key.sipKey(.linkKey)
        account = key.sipKey(.account)
        let probe: [UInt8] = Array("content".utf8)
        contentSeed = sipHash128(probe.raw, key: key.sipKey(.digest)).high
    }
}

/// The digest that the state is stamped with: policies, tables and keys (RULES §2).
func makeRulesDigest(_ configuration: KobleConfiguration, _ keys: IntakeKeys) -> String {
    var bytes = configuration.policyBytes
    for (name, value) in ruleVersions { bytes += Array("\(name)=\(value)\n".utf8) }
    // The key itself must not be told by its digest: a hash made with it is.
    let witness = sipHash128(Array("witness".utf8).raw, key: keys.link)
    bytes += Array(witness.hexadecimal.utf8)
    return SHA256Digest.of(bytes).hex
}

/// Versions of everything that decides.
let ruleVersions: [(name: String, value: String)] = [
    ("decision_rules", "3"),
    ("record_layout", "1"),
    ("name_rules", "1"),
    ("unicode_tables", unicodeTablesVersion),
    ("phone_tables", phoneMetadataVersion),
]

/// Measures the phases of a run.
struct PhaseTimer {
    private let clock: ContinuousClock
    private var last: ContinuousClock.Instant
    private(set) var phases: [(phase: String, seconds: Double)] = []

    init(_ clock: ContinuousClock) {
        self.clock = clock
        last = clock.now
    }

    mutating func end(_ phase: String) {
        let now = clock.now
        let passed = last.duration(to: now).components
        phases.append((phase, Double(passed.seconds) + Double(passed.attoseconds) / 1e18))
        last = now
    }
}

extension ClaimedBatch {
    /// How many times larger than the file its rows may be, to choose the number of key ranges.
    var expansion: Int {
        switch layout.compression {
        case .plain: 1
        case .gzip, .zstd: 6
        }
    }
}

/// Whether what the run counted in different places agrees (RULES §8).
///
/// - Parameter others: accounts that the state gets, or loses, by other ways than batches.
func imbalances(_ settled: [SettledIntake], _ walk: WalkResult, others: Int = 0) -> [String] {
    var found: [String] = []
    func check(_ isSound: Bool, _ what: String) { if !isSound { found.append(what) } }
    for intake in settled {
        let counts = intake.counts
        check(counts.isBalanced, "rows of \(intake.country.code): read \(counts.read) are not all accounted for")
    }
    let newAccounts = settled.reduce(others) { $0 + $1.newAccounts }
    check(
        walk.change.accounts + walk.change.markers == newAccounts,
        "the shards have \(newAccounts) new accounts, the key ranges \(walk.change.accounts + walk.change.markers)")
    return found + placementImbalances(walk)
}

/// Whether every account of a walk is placed once and its orders and consents came through.
func placementImbalances(_ walk: WalkResult) -> [String] {
    var found: [String] = []
    func check(_ isSound: Bool, _ what: String) { if !isSound { found.append(what) } }
    let statistics = walk.statistics
    check(
        walk.renderedAccounts == statistics.accounts - statistics.accounts(.excluded),
        "\(statistics.accounts) accounts, \(walk.renderedAccounts) in profiles")
    let placed =
        statistics.linkedAccounts + statistics.singleAccounts + statistics.accounts(.held)
        + statistics.accounts(.pending) + statistics.accounts(.declined) + statistics.accounts(.excluded)
        + statistics.accounts(.reference)
    check(placed == statistics.accounts, "\(statistics.accounts) accounts, \(placed) by what became of them")
    check(
        statistics.ordersIn == statistics.ordersOut,
        "\(statistics.ordersIn) order references in, \(statistics.ordersOut) out")
    check(statistics.consentBreaches == 0, "\(statistics.consentBreaches) channels more permissive than their source")
    return found
}
