internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

// The state in the making, beside the one that stands: nothing here changes what a verb can open.

extension RestoreWork {
    /// Entries that the backup has and the workspace has not: on a new machine, all of them.
    func bringSuppressions() throws {
        if try FileStatus.of(layout.keyFile) != nil {
            // Entries that were made under a newer key are asked about by its name.
            let current = try StoreKey(readingFrom: layout.keyFile)
            let place = layout.formerKeyFile(current.name)
            if current.name != manifest.key, try FileStatus.of(place) == nil { try current.save(place) }
        }
        for folder in ["suppressions", "receipts"] {
            for file in manifest.files(below: folder) where try FileStatus.of(layout.root + "/" + file.name) == nil {
                try makeFolder(layout.root + "/" + folder)
                try durableWrite(
                    layout.root + "/" + file.name, try readFile(request.backup + "/" + file.name, bytesMax: 1 << 29))
            }
        }
    }

    /// The configuration of the workspace, deciding as the state was decided.
    func rulesOfState(_ summary: inout RestoreSummary) throws -> StateInputs {
        let file =
            try FileStatus.of(layout.configurationFile) == nil
            ? request.backup + "/" + BackupManifest.configurationName : layout.configurationFile
        var configuration = try KobleConfiguration(file: file)
        let keys = IntakeKeys(key)
        if makeRulesDigest(configuration, keys) != manifest.rulesDigest {
            summary.haveRulesMoved = true
            let store = try StoreEnvironment(path: next.storeFile, access: .readOnly, mapBytes: storeMapBytes)
            let stamp = try store.rulesStamp()
            if let former = stamp?.configuration { configuration = configuration.deciding(as: former) }
            guard makeRulesDigest(configuration, keys) == manifest.rulesDigest else {
                let moved = RulesMovement(from: stamp, to: RulesStamp(configuration, key)).names.joined(separator: ", ")
                throw RunFault.workspace(
                    "The backup's state was made under other rules or tables of the program (\(moved)). Nothing was "
                        + "changed; restore it with the version that made it (\(printable(manifest.program))), then "
                        + "install this one and run koble redecide.")
            }
        }
        return StateInputs(layout: next, configuration: configuration, key: key)
    }

    /// Lets the ledger go on from everything that was published, and know files as they are now.
    func stage(_ former: FormerWorkspace, _ kept: [LedgerBatch]) throws {
        let store = try StoreEnvironment(path: next.storeFile, access: .readWrite, mapBytes: storeMapBytes)
        var facts = try store.facts()
        var notes = StoreNotes()
        for number in stride(from: 1, through: facts.run, by: 1) {
            guard var run = try store.ledgerRun(number), let now = former.runs[number] else { continue }
            guard now.stateDigest == run.stateDigest, now.firstEvent == run.firstEvent else {
                throw RunFault.gate(
                    "out/\(layout.runName(number)) is of another history than the backup's run \(number). Nothing was "
                        + "changed; restore into a workspace of its own, or put out/ away.")
            }
            run.files = now.files
            notes.put(encodeJSON(run), under: LedgerKey.run(number), in: .runs)
        }
        for batch in former.kept.values {
            guard var own = try store.ledgerBatch(batch.number), own.sha256 == batch.sha256 else { continue }
            own.kept = batch.kept
            notes.put(own)
        }
        for batch in kept { notes.put(batch) }
        (facts.run, facts.nextEvent) = (lastRun(former), nextEvent(former))
        notes.put(encodeJSON(facts), under: StateFacts.key, in: .meta)
        for run in takenBack(former, by: lastRun(former) + 1) {
            notes.put(encodeJSON(run), under: LedgerKey.run(run.run), in: .runs)
        }
        try store.put(notes)
    }

    /// The runs that the backup does not know, in a chain without gaps.
    func takenBack(_ former: FormerWorkspace, by run: Int) -> [LedgerRun] {
        guard lastRun(former) > manifest.run else { return [] }
        var next = manifest.nextEvent
        return (manifest.run + 1...lastRun(former)).map { number in
            var lost =
                former.runs[number]
                ?? LedgerRun(
                    run: number, asOf: manifest.asOf, batches: [], refused: [], files: [], firstEvent: next,
                    nextEvent: next, stateDigest: manifest.stateDigest)
            // Nothing is known of the runs in between: their events were given out all the same.
            lost.firstEvent = min(lost.firstEvent, next)
            if number == lastRun(former) { lost.nextEvent = max(lost.nextEvent, nextEvent(former)) }
            lost.batches = []
            if lost.undoneBy == nil { lost.undoneBy = run }
            next = lost.nextEvent
            return lost
        }
    }

    /// Stages the run that tells it, and writes it into the ledger of the state in the making.
    func tell(_ inputs: StateInputs, _ former: FormerWorkspace, _ takenBack: [Int]) async throws -> Int {
        let (run, facts) = try await stagePublication(inputs)
        let store = try StoreEnvironment(path: next.storeFile, access: .readWrite, mapBytes: storeMapBytes)
        var notes = StoreNotes()
        notes.put(encodeJSON(facts), under: StateFacts.key, in: .meta)
        notes.put(encodeJSON(run), under: LedgerKey.run(run.run), in: .runs)
        for lost in self.takenBack(former, by: run.run) {
            guard var now = try store.ledgerRun(lost.run) else { continue }
            // The erasure may have written its files anew.
            now.undoneBy = lost.undoneBy
            notes.put(encodeJSON(now), under: LedgerKey.run(now.run), in: .runs)
        }
        try store.put(notes)
        return run.run
    }

    func stagePublication(_ inputs: StateInputs) async throws -> (LedgerRun, StateFacts) {
        try await StatePublication(
            state: try OpenedState.decided(inputs), kind: LedgerRun.restoreKind, programVersion: request.programVersion,
            limits: request.limits, schedulers: schedulers, progress: progress, drain: drain
        ).write()
    }

    func describeResult(_ former: FormerWorkspace, _ summary: inout RestoreSummary) throws {
        let store = try StoreEnvironment(path: next.storeFile, access: .readOnly, mapBytes: storeMapBytes)
        let facts = try store.facts()
        (summary.accounts, summary.stateDigest, summary.nextEvent) = (facts.accounts, facts.digest, facts.nextEvent)
        summary.inputsToDeliver = try LostInputs(layout, former, summary.takenBack, known: KnownBatches(store: store))
            .list()
    }

    /// So that the same restore, given again after a crash, is known as done.
    func remember(_ summary: RestoreSummary) throws {
        let store = try StoreEnvironment(path: next.storeFile, access: .readWrite, mapBytes: storeMapBytes)
        var notes = StoreNotes()
        let memory = RestoredBackup(backup: manifest.identity, summary: summary)
        notes.put(encodeJSON(memory), under: RestoredBackup.place, in: .meta)
        try store.put(notes)
    }
}
