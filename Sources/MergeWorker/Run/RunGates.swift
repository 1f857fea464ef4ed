internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeReports
internal import MergeStore
internal import WorkspaceConfiguration

// What stops a run before it has changed anything.

extension MergeRun {
    /// What options, plan and configuration demand of the batches that were read.
    func checkGates(_ gathered: GatheredRun) throws {
        try checkExpectedRows(gathered.read)
        try options.replay?.check(gathered.read, gathered.unreadable.map(\.1))
        try options.plan?.checkBatches(gathered.statistics)
        try checkShrinking(gathered.settled)
    }

    /// Looks whether there is room for spill, store and outputs before anything is written.
    func checkRoom(_ inputBytes: Int) throws {
        let folder = options.isDryRun ? options.reportFolder ?? "." : options.layout.stateFolder
        try FreeSpace.check(folder, needed: options.isDryRun ? inputBytes : inputBytes * 5)
    }

    /// `--require-all`: stops if an expected country sent fewer rows than it must.
    private func checkExpectedRows(_ read: [ReadBatch]) throws {
        guard options.requiresAll else { return }
        for (country, least) in options.configuration.expectedCountries.sorted(by: { $0.key < $1.key }) {
            let rows = read.filter { $0.batch.country == country && $0.statistics.outcome != .refused }
                .reduce(0) { $0 + $1.statistics.rowsRead }
            if rows < least {
                throw RunFault.gate(
                    "\(country.code) sent \(rows) rows, and at least \(least) are expected. Nothing was applied; "
                        + "check the export, or lower expected_countries in koble.json.")
            }
        }
    }

    /// Stops before a full snapshot takes away more of a country than the configuration lets it.
    private func checkShrinking(_ settled: [SettledIntake]) throws {
        if options.allowsShrink { return }
        let share = options.configuration.vanishedShareMax
        let shrinking = settled.filter { Double($0.vanished) > share * Double($0.liveBefore) }
        if shrinking.isEmpty { return }
        let countries = shrinking.map { "\($0.vanished) of the \($0.liveBefore) accounts of \($0.country.code)" }
        throw RunFault.gate(
            "By full snapshots \(countries.joined(separator: ", ")) would vanish, more than vanished_share_max "
                + "allows. Nothing was applied; check that the exports are whole, or run again with --allow-shrink.")
    }

    /// A dry run takes no lock: a run beside it may have changed what it read, or taken the batches away.
    func checkUnmoved(_ claimed: ClaimedFiles, _ place: Spool.Place) throws {
        let isFirst = try store == nil && FileStatus.of(options.layout.storeFile) != nil
        let isMoved = try store.map { try $0.facts().run != facts.run } ?? isFirst
        let isTaken = try claimed.batches.contains {
            try FileStatus.of(options.layout.spool($0.country).path(place, $0.name)) == nil
        }
        if isMoved || isTaken {
            throw RunFault.gate(
                "A run \(isMoved ? "changed the state" : "took batches") while this dry run looked at them. "
                    + "Repeat the dry run.")
        }
    }
}
