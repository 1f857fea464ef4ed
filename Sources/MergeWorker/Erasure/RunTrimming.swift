internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

/// What a run does not keep of its batches, because it is of erased persons.
struct TrimmedBatches: Sendable {
    /// The copies to be kept, by the batch's number in the ledger.
    var kept: [UInt32: KeptBatch] = [:]
    /// The copies of decisions files to be kept, by the digest of the file.
    var keptDecisions: [String: KeptBatch] = [:]
    /// `CC/NAME` of batches whose copy takes their place.
    var trimmed: [String] = []
    /// `CC/NAME` of batches of which nothing is kept.
    var withdrawn: [String] = []
    /// `CC/NAME` of refused batches that may hold rows of erased persons.
    var destroyed: Set<String> = []
}

/// Writes the copies that are kept of a run's batches, beside them: without rows that entries keep out, and
/// without rows that nobody could read. Called before the commit, and only where somebody was erased.
func trimBatches(
    _ read: [ReadBatch], _ unreadable: [ClaimedBatch], _ decisions: RunDecisions, _ options: RunOptions,
    _ drain: DrainFlag
) throws -> TrimmedBatches {
    var result = TrimmedBatches()
    // Read again: this run may have added entries.
    guard let list = try SuppressionList.load(options.layout, options.key, formerKey: options.formerKey) else {
        return result
    }
    let scanning = BatchScanning(
        configuration: options.configuration, keys: IntakeKeys(options.key), suppressions: list, drain: drain)
    for batch in read.filter({ $0.statistics.outcome == .refused }).map(\.batch) + unreadable
    where try scanning.scan(batch.path, batch.country) != .clean {
        result.destroyed.insert("\(batch.country.code)/\(batch.fileName)")
    }
    for batch in read {
        let name = "\(batch.batch.country.code)/\(batch.batch.fileName)"
        if batch.isWithdrawn { result.withdrawn.append(name) }
        guard batch.statistics.outcome == .applied, batch.statistics.suppressed + batch.statistics.rejected > 0
        else { continue }
        switch try scanning.scan(batch.batch.path, batch.batch.country) {
        case .clean: continue
        case .rows(let lines, _):
            result.kept[batch.batch.number] = try scanning.writeKept(
                batch.batch.path, batch.batch.country, dropping: lines)
            result.trimmed.append(name)
        case .whole:
            result.kept[batch.batch.number] = KeptBatch.none
            result.withdrawn.append(name)
        }
    }
    try trim(decisions, list, options, &result)
    return result
}

/// The same of people's decisions.
private func trim(
    _ decisions: RunDecisions, _ list: SuppressionList, _ options: RunOptions, _ result: inout TrimmedBatches
) throws {
    let reader = DecisionReader(accountKey: IntakeKeys(options.key).account, end: .latest, suppressions: list)
    for file in decisions.files {
        let name = "\(LedgerRefusal.decisions)/\(file.name)"
        let path = options.layout.decisionsSpool.path(.claimed, file.name)
        let found = try scanDecisions(path, reader).0
        if found == .clean { continue }
        if file.fault != nil {
            result.destroyed.insert(name)
        } else if case .rows(let lines, _) = found {
            result.keptDecisions[file.sha256] = try writeKeptDecisions(path, dropping: lines)
            result.trimmed.append(name)
        } else {
            result.withdrawn.append(name)
        }
    }
}

/// Puts kept copies in the place of claimed batches, and removes those of which nothing is kept.
func putTrimmed(_ run: LedgerRun, _ layout: WorkspaceLayout) throws {
    for name in run.trimmed ?? [] {
        if let path = claimedPath(name, layout) { try swapKeptBatch(path) }
    }
    for name in run.withdrawn ?? [] {
        if let path = claimedPath(name, layout) { try withdraw(path) }
    }
}

/// The same for decisions files where there is nothing to commit; a crash before it leaves them claimed, to be
/// read again.
func putTrimmedDecisions(_ trimmed: TrimmedBatches, _ layout: WorkspaceLayout) throws {
    for name in trimmed.trimmed where name.hasPrefix(LedgerRefusal.decisions + "/") {
        if let path = claimedPath(name, layout) { try swapKeptBatch(path) }
    }
}

/// Removes a batch and its manifest.
func withdraw(_ path: String) throws(FileFault) {
    try removeDurably(path)
    try removeDurably(path + BatchManifest.suffix)
}

private func claimedPath(_ name: String, _ layout: WorkspaceLayout) -> String? {
    let parts = name.split(separator: "/", maxSplits: 1)
    guard parts.count == 2, let spool = layout.spool(named: parts[0]) else { return nil }
    return spool.path(.claimed, String(parts[1]))
}

extension KnownBatches {
    /// Whether rows of erased persons were taken out of what is kept of a batch of this content: delivered
    /// again, it is not kept.
    func isTrimmed(_ digest: SHA256Value, of country: Country) throws(StoreError) -> Bool {
        guard let store, let batch = try LedgerReader(store: store).batch(content: digest, of: country.code) else {
            return false
        }
        return batch.sha256 == digest.hex && batch.kept != nil
    }
}
