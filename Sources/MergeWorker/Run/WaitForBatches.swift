internal import AccountModel
internal import BatchIntake
internal import DurableFiles
package import WorkspaceConfiguration

/// Waits until a run would have something to do: a complete batch in a spool, or one that was claimed by a
/// run that did not end.
///
/// Looks at the folders again and again instead of being told by the kernel: that also works on network file
/// systems, misses nothing that happens between two runs, and twenty listings a second cost nothing.
/// - Throws: `Drained` when asked to stop; at the latest after one `pause`.
package func waitForBatches<C: Clock>(
    _ layout: WorkspaceLayout, _ configuration: KobleConfiguration, every pause: Duration = .seconds(1),
    clock: C, drain: DrainFlag
) async throws where C.Duration == Duration {
    while true {
        try drain.check()
        if try hasBatches(layout, configuration) { return }
        try await clock.sleep(for: pause)
    }
}

private func hasBatches(_ layout: WorkspaceLayout, _ configuration: KobleConfiguration) throws -> Bool {
    if try FileStatus.of(ClaimList.path(layout)) != nil { return true }
    if try !layout.waitingDecisions().isEmpty || !layout.decisionsSpool.decisionFiles(.claimed).isEmpty { return true }
    return try Country.allCases.contains { country in
        let spool = layout.spool(country)
        // Looks at names alone where nothing lies; a store opened each second would be too much.
        let listing = try takeableBatches(country, layout, configuration, known: KnownBatches(store: nil))
        return try !listing.batches.isEmpty || !spool.claimed().isEmpty
    }
}
