package import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import RecordLinkage
internal import WorkspaceConfiguration

/// Who takes which account out of its profile, when and why.
package struct UnlinkOrder: Sendable {
    /// Whose account it is.
    package var country: Country
    /// As the country exported it.
    package var accountID: String
    /// In the words of the person.
    package var reason: String
    /// Who decided.
    package var decidedBy: String
    /// Now; moved behind whatever was decided about the account before.
    package var decidedAt: Timestamp

    /// An order that stands until it is withdrawn.
    package init(country: Country, accountID: String, reason: String, decidedBy: String, decidedAt: Timestamp) {
        self.country = country
        self.accountID = accountID
        self.reason = reason
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
    }
}

/// Takes one account out of its profile as if it had never joined, and keeps it apart from then on; `nil` when
/// the state does not know the account.
///
/// A run of its own, as of the day of the last one: nothing changes but what this order changes.
/// - Throws: `Drained` when asked to stop before the commit; `RunFault`, `StoreError`, `FileFault`.
package func performUnlink(
    _ order: UnlinkOrder, _ options: RunOptions, schedulers: WorkerSchedulers, progress: RunProgress,
    drain: DrainFlag
) async throws -> UnlinkReport? {
    if options.isDryRun { return try previewUnlink(order, options)?.report }
    let lock = try takeLock(options.layout)
    defer { lock.release() }
    let run = try finishInterruptedRun(options).run
    try checkNothingClaimed(options.layout, run: run + 1)
    try discardUnfinished(options.layout, run: run + 1)
    guard let preview = try previewUnlink(order, options) else { return nil }
    if preview.report.wasApart { return preview.report }
    var options = options
    options.asOf = preview.asOf
    let merge = try MergeRun(options, schedulers: schedulers, progress: progress, drain: drain)
    let summary = try await merge.perform(ClaimedFiles(), place: .claimed, orders: [preview.line])
    guard summary.isCommitted else {
        throw RunFault.workspace(
            "The order was not taken: another decision of the same instant stands. Order it again.")
    }
    var report = preview.report
    report.run = summary.facts.run
    return report
}

/// A run that died has chosen its batches: it is finished alone, and first.
private func checkNothingClaimed(_ layout: WorkspaceLayout, run: Int) throws {
    guard try ClaimList.read(layout)?.run == run else { return }
    throw RunFault.workspace(
        "A run was stopped or killed before its commit. Finish it with koble run, then give this order again.")
}

/// An order that is worked out and not carried out.
private struct PreparedUnlink {
    var report: UnlinkReport
    var line: DecisionLine
    /// The day of the state.
    var asOf: Timestamp
}

private func previewUnlink(_ order: UnlinkOrder, _ options: RunOptions) throws -> PreparedUnlink? {
    let inputs = StateInputs(layout: options.layout, configuration: options.configuration, key: options.key)
    let state = try OpenedState.decided(inputs)
    let account = accountIndexKey(order.country, Array(order.accountID.utf8).raw, key: state.keys.account)
    guard let value = try IndexReader(store: state.store).values(of: [account])[0] else { return nil }
    let former = try state.store.constraints()
    let line = try makeLine(order, account, former, state.keys)
    var current = former
    current.put(
        Ruling(.keepApart, decidedAt: line.decidedAt.rawValue, journalNumber: try state.store.nextJournalNumber()),
        about: line.subject)
    let preview = UnlinkPreview(
        state: state, located: LocatedSubject(linkKey: value.linkKey, account: account),
        standing: StandingDecisions(current: current, former: former))
    let name = Explanation.AccountName(country: order.country.code, accountId: order.accountID)
    let report = try preview.report(name, wasApart: isApart(account, former))
    return PreparedUnlink(report: report, line: line, asOf: Timestamp(rawValue: state.facts.asOf))
}

/// Whether the account is kept apart, and no newer link undoes that.
private func isApart(_ account: Hash128, _ standing: ConstraintSet) -> Bool {
    guard let own = standing[DecisionSubject(apart: account)], own.verdict == .keepApart else { return false }
    return !standing.subjects(of: account).contains { subject in
        standing[subject].map { $0.verdict == .link && $0.decidedAt > own.decidedAt } ?? false
    }
}

/// The order as a line of a decisions file would give it, with the same limits.
private func makeLine(
    _ order: UnlinkOrder, _ account: Hash128, _ standing: ConstraintSet, _ keys: IntakeKeys
) throws -> DecisionLine {
    let last = standing.subjects(of: account).compactMap { standing[$0]?.decidedAt }.max() ?? .min
    let instant = max(order.decidedAt.rawValue, last == .min ? .min : last + 1)
    let values: [DecisionColumn: String] = [
        .decision: HumanDecision.Verb.keepApart.rawValue, .country: order.country.code, .accountID: order.accountID,
        .reason: order.reason, .decidedBy: order.decidedBy, .decidedAt: Timestamp(rawValue: instant).description,
    ]
    let reader = DecisionReader(accountKey: keys.account, end: .latest)
    switch reader.read(values, DecisionPlace(file: "", line: 0, byteOffset: 0)) {
    case .success(var line):
        line.kind = .unlink
        line.place = nil
        return line
    case .failure(let refused):
        throw RunFault.workspace(
            "The order cannot be taken: \(refused.reason). Name who and why in at most 255 and 1000 bytes, without "
                + "control characters.")
    }
}
