package import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import Normalization
internal import WorkspaceConfiguration

/// What an officer asks for.
package struct ErasureRequest: Sendable {
    /// Profiles, accounts, addresses.
    package var subjects: [ExplainSubject]
    /// Records created until then are kept out for ever.
    package var erasedAt: Timestamp
    /// Who ordered it, and why: for the receipt.
    package var by: String?
    /// In the words of who orders it.
    package var reason: String?
    /// Only says what would be erased.
    package var isDryRun = false

    /// An erasure of these persons.
    package init(subjects: [ExplainSubject], erasedAt: Timestamp) {
        self.subjects = subjects
        self.erasedAt = erasedAt
    }
}

/// How an erasure ended.
package enum ErasureOutcome: Sendable {
    case done(ErasureSummary)
    /// Profiles or accounts, by their positions in the request, that the state does not know. Nothing was done.
    case unknown(positions: [Int])
}

/// Erases persons: from the state, from published runs, from kept inputs, and for all time to come.
///
/// The order of truth: the suppression entries first, then everything new beside the old, then one commit
/// (the new store takes the place of the old one), then each file is put in place from the ledger. From the
/// entries on, the next command finishes what a crash broke off.
/// - Parameter threads: how many look through records and files.
/// - Throws: `RunFault.gate` when a legal hold forbids it; `Drained` when asked to stop before the commit.
package func performErase(
    _ inputs: StateInputs, _ request: ErasureRequest, programVersion: String, threads: Int, drain: DrainFlag
) throws -> ErasureOutcome {
    if request.isDryRun {
        let rehearsal = ErasureRehearsal(
            inputs, request, programVersion: programVersion, threads: threads, drain: drain)
        return try rehearsal.outcome()
    }
    let lock = try takeLock(inputs.layout)
    defer { lock.release() }
    try inputs.layout.settleKeyFiles()
    _ = try repeatPublication(inputs.layout)
    _ = try finishBrokenErasure(inputs, programVersion: programVersion, threads: threads, drain: drain)
    let (order, unknown) = try prepareErasure(inputs, request, isDryRun: false)
    guard let order else { return .unknown(positions: unknown) }
    let work = ErasureWork(inputs, order, programVersion: programVersion, threads: threads, drain: drain)
    return .done(try work.carryOut(notInState: unknown.count))
}

/// Finishes erasures whose entries are written and whose work is not done: after a crash, or when a store of
/// before them was restored.
///
/// The caller holds the workspace's lock, and nothing has the store open.
/// - Returns: Whether there was something to finish.
func finishBrokenErasure(
    _ inputs: StateInputs, programVersion: String, threads: Int, drain: DrainFlag
) throws -> Bool {
    try ErasureOrder.removeUnwritten(inputs.layout)
    let files = try SuppressionFile.readAll(inputs.layout)
    if files.isEmpty {
        try ErasureOrder.remove(inputs.layout)
        return false
    }
    guard try FileStatus.of(inputs.layout.storeFile) != nil else { return false }
    let pending = try pendingFiles(files, inputs.layout)
    guard !pending.isEmpty else {
        try ErasureOrder.remove(inputs.layout)
        return false
    }
    let known = try ErasureOrder.read(inputs.layout)
    let order =
        known.flatMap { order in pending.contains { $0.name == order.suppressionFile } ? order : nil }
        ?? ErasureOrder(following: pending)
    _ = try ErasureWork(inputs, order, programVersion: programVersion, threads: threads, drain: drain).carryOut(
        notInState: 0)
    return true
}

/// Makes a state in the making follow the entries of `suppressions/`, before it takes the place of the live one.
/// - Parameter inputs: with the layout of that state.
/// - Returns: What was erased; `nil` when the state had followed them all.
func eraseBeforeOpening(
    _ inputs: StateInputs, programVersion: String, threads: Int, drain: DrainFlag
) throws -> ErasureSummary? {
    let pending = try pendingFiles(try SuppressionFile.readAll(inputs.layout), inputs.layout)
    guard !pending.isEmpty else { return nil }
    let order = ErasureOrder(following: pending)
    return try ErasureWork(inputs, order, programVersion: programVersion, threads: threads, drain: drain).commit(
        notInState: 0)
}

/// The files of which the state may still hold something.
func pendingFiles(_ files: [SuppressionFile], _ layout: WorkspaceLayout) throws -> [SuppressionFile] {
    let store = try StoreEnvironment(path: layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
    return try files.filter { file in
        try store.read { (transaction) throws(StoreError) in
            try transaction.value(of: Array(LedgerKey.applied(file.name).utf8), in: .tombstones) == nil
        }
    }
}

/// Finds the persons, asks whether they may be erased, and writes order and entries down.
/// - Returns: The order, or `nil` and the positions of unknown profiles and accounts; else the positions of
///   addresses that the state does not know.
func prepareErasure(
    _ inputs: StateInputs, _ request: ErasureRequest, isDryRun: Bool,
    _ use: (ErasurePlan, OpenedState, [SuppressionEntry]) throws -> Void = { _, _, _ in }
) throws -> (ErasureOrder?, unknown: [Int]) {
    let state = try OpenedState.decided(inputs)
    let (groups, unknown) = try ErasureSearch(state: state).groups(of: request.subjects)
    let strangers = unknown.filter { request.subjects[$0].isAddress == false }
    if !strangers.isEmpty { return (nil, strangers) }
    let plan = try ErasurePlan(groups, state)
    if !plan.legalHolds.isEmpty { throw legalHoldFault(plan.legalHolds) }
    let entries = try ErasureEntries(state, request).entries(plan, unknown: unknown)
    try use(plan, state, entries)
    let order = ErasureOrder(
        id: ErasureOrder.makeID(), erasedAt: request.erasedAt.description, by: request.by, reason: request.reason,
        requested: request.subjects.count)
    if isDryRun { return (order, unknown) }
    try order.write(inputs.layout)
    // From here on the erasure is decided: the next command finishes it.
    try SuppressionFile(name: order.suppressionFile, entries: entries).write(inputs.layout)
    return (order, unknown)
}

private func legalHoldFault(_ holds: [Country: Int]) -> RunFault {
    let places = holds.sorted { $0.key < $1.key }.map { "\($0.value) in \($0.key.code)" }.joined(separator: ", ")
    return .gate(
        "A legal hold forbids the erasure (accounts: \(places)). Nothing was erased. When the country's export "
            + "says legal_hold=false, or without those persons, order it again.")
}

extension ExplainSubject {
    var isAddress: Bool {
        if case .address = self { return true }
        return false
    }
}
