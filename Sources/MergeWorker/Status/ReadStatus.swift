internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import FoundationEssentials
internal import MergeStore
internal import WorkspaceConfiguration

/// Looks at a workspace without changing or locking anything; beside a run it shows a moment of it.
package func readStatus(_ inputs: StateInputs) throws -> WorkspaceStatus {
    let state = try OpenedState(inputs)
    return WorkspaceStatus(
        workspace: inputs.layout.root, state: try state.map(describe),
        unfinished: try findUnfinished(inputs.layout, lastRun: state?.facts.run ?? 0),
        spool: try Country.allCases.compactMap { try describeSpool($0, inputs, state) },
        decisions: try describeDecisions(inputs.layout, state),
        freeBytes: try FreeSpace.bytes(at: inputs.layout.root))
}

private func describe(_ state: OpenedState) throws -> WorkspaceStatus.State {
    let facts = state.facts
    return WorkspaceStatus.State(
        lastRun: facts.run, asOf: Timestamp(rawValue: facts.asOf).description, accounts: facts.accounts,
        deletedAccounts: facts.markers, linkedProfiles: facts.linkedProfiles,
        singleProfiles: facts.singleProfiles, localProfiles: facts.localProfiles,
        events: facts.nextEvent - 1, batchesApplied: try countBatches(state.store), digest: facts.digest,
        haveRulesMoved: !state.hasSameRules, storeBytes: state.storeBytes)
}

private func describeDecisions(_ layout: WorkspaceLayout, _ state: OpenedState?) throws -> WorkspaceStatus.Decisions {
    var standing: [String: Int] = [:]
    for ruling in try state?.store.constraints().rulings.values.map(\.verdict) ?? [] {
        guard let name = ruling.name else { continue }
        standing[name, default: 0] += 1
    }
    let spool = layout.decisionsSpool
    return WorkspaceStatus.Decisions(
        standing: standing, journalled: try state.map { try $0.store.nextJournalNumber() - 1 } ?? 0,
        waitingFiles: try layout.waitingDecisions().count, claimedFiles: try spool.decisionFiles(.claimed).count,
        refusedFiles: try spool.decisionFiles(.refused).count)
}

extension Ruling.Verdict {
    /// As in a decisions file; `nil` for one that was withdrawn.
    fileprivate var name: String? {
        switch self {
        case .withdrawn: nil
        case .keepApart: "keep_apart"
        case .link: "link"
        case .choose: "choose"
        case .release: "release"
        }
    }
}

/// Batches that are in the ledger: those that were applied.
private func countBatches(_ store: StoreEnvironment) throws(StoreError) -> Int {
    var count = 0
    let prefix = Array(LedgerKey.batchPrefix.utf8)
    try store.read { (transaction) throws(StoreError) in
        try transaction.walk(.ledger, from: prefix) { (key, _) throws(StoreError) in
            guard key.starts(with: prefix) else { return false }
            count += 1
            return true
        }
    }
    return count
}

private func findUnfinished(
    _ layout: WorkspaceLayout, lastRun: Int
) throws -> [WorkspaceStatus.Unfinished] {
    var unfinished: [WorkspaceStatus.Unfinished] = []
    let hasClaimed = try Country.allCases.contains { try !layout.spool($0).claimed().isEmpty }
    if try hasClaimed || FileStatus.of(ClaimList.path(layout)) != nil { unfinished.append(.claimed) }
    guard lastRun > 0 else { return unfinished }
    if try FileStatus.of(layout.outFolder(ofRun: lastRun)) == nil {
        unfinished.append(.notPublished)
    } else if try latestRun(layout) != layout.runName(lastRun) {
        unfinished.append(.notLatest)
    }
    return unfinished
}

/// Where `out/latest` points, or `nil` if it is missing or no link.
func latestRun(_ layout: WorkspaceLayout) throws -> String? {
    guard try FileStatus.of(layout.latestLink)?.kind == .link else { return nil }
    return try FileManager.default.destinationOfSymbolicLink(atPath: layout.latestLink)
}

/// What lies in a country's spool, or `nil` when nothing does.
private func describeSpool(
    _ country: Country, _ inputs: StateInputs, _ state: OpenedState?
) throws -> WorkspaceStatus.Country? {
    let spool = inputs.layout.spool(country)
    let listing = try spool.listing(requireManifest: inputs.configuration[country].requireManifest)
    let claimed = try spool.claimed()
    let refused = SpoolListing(
        names: try namesInFolder(spool.path(.refused)), requireManifest: false
    ).batches
    if listing == SpoolListing(names: [], requireManifest: false), claimed.isEmpty, refused.isEmpty {
        return nil
    }
    let takeable = try takeableBatches(
        country, inputs.layout, inputs.configuration, known: KnownBatches(store: state?.store))
    // A batch may be claimed between the listing and this look at it.
    let bytes = try takeable.batches.reduce(0) {
        $0 + (try FileStatus.of(spool.path(.incoming, $1))?.bytes ?? 0)
    }
    return WorkspaceStatus.Country(
        country: country.code, incoming: takeable.batches.count, incomingBytes: bytes,
        waiting: listing.waiting, waitingParts: takeable.waiting,
        ignored: listing.ignored.map(printable), claimed: claimed.count,
        refused: refused.count)
}
