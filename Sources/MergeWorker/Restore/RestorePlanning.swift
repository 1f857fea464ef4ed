internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

// What a restore would take back, and whether it may.

extension RestoreWork {
    func rehearse() throws -> RestoreSummary {
        let former = try FormerWorkspace(layout)
        var summary = try startSummary(former)
        summary.needsReplace = !request.replaces && obstacle(former) != nil
        let known = try SuppressionFile.readAll(layout).map(\.name)
        let backedUp = manifest.files(below: "suppressions").map { fileName(of: $0.name) }
        // Those of the backup were followed when it was made, but for the last moment.
        summary.suppressionsFollowed = known.filter { !backedUp.contains($0) }.sorted()
        summary.run = isTold(former, hasErased: !summary.suppressionsFollowed.isEmpty) ? lastRun(former) + 1 : nil
        summary.inputsToDeliver = try LostInputs(layout, former, summary.takenBack, known: nil).list()
        return summary
    }

    func startSummary(_ former: FormerWorkspace) throws -> RestoreSummary {
        var summary = RestoreSummary(
            isDryRun: request.isDryRun, backupMadeAt: manifest.madeAt, backupRun: manifest.run)
        summary.takenBack = former.runs.keys.filter { $0 > manifest.run }.sorted()
        summary.accounts = manifest.accounts
        summary.stateDigest = manifest.stateDigest
        summary.nextEvent = nextEvent(former)
        for run in summary.takenBack {
            for kind in former.orders[run] ?? [] where kind != .erasure {
                summary.ordersToRepeat.append(
                    RestoreSummary.Order(kind: former.runs[run]?.kind ?? kind.rawValue, run: run))
            }
        }
        if case .readable = former.store {} else { summary.areOrdersUnknown = !summary.takenBack.isEmpty }
        return summary
    }

    /// A state that is newer, or that nobody can read, goes only when that is wanted.
    func checkAllowed(_ former: FormerWorkspace) throws {
        if !former.unreadable.isEmpty, request.lastEvent == nil {
            let names = former.unreadable.map(layout.runName).joined(separator: ", ")
            throw RunFault.gate(
                "The manifest of published runs cannot be read (out/\(names)), so nobody knows which event numbers were "
                    + "given out. Nothing was changed; say the newest that anybody has taken with --last-event.")
        }
        if !request.replaces, let obstacle = obstacle(former) { throw RunFault.gate(obstacle) }
    }

    /// Why the state goes only when that is wanted; `nil` where nothing is lost.
    func obstacle(_ former: FormerWorkspace) -> String? {
        switch former.store {
        case .none: return nil
        case .damaged(let problem):
            return "The workspace has a store, and it is damaged (\(problem)). Nothing was changed; keep a copy of "
                + "state/ and give --replace."
        case .readable(let facts):
            if facts.run < manifest.run || facts.run == manifest.run && facts.digest == manifest.stateDigest {
                return nil
            }
            return
                "The workspace's state is of run \(facts.run), the backup's of run \(manifest.run): what came after it "
                + "would be taken back. Nothing was changed; look with --dry-run, then give --replace."
        }
    }

    func lastRun(_ former: FormerWorkspace) -> Int { max(manifest.run, former.lastRun) }

    func nextEvent(_ former: FormerWorkspace) -> UInt64 {
        max(manifest.nextEvent, former.nextEvent, (request.lastEvent ?? 0) + 1)
    }

    /// Whether downstream has to be told: unless the newest published run is the backup's and nobody was erased.
    func isTold(_ former: FormerWorkspace, hasErased: Bool) -> Bool {
        hasErased || former.lastRun != manifest.run || former.runs[manifest.run]?.stateDigest != manifest.stateDigest
            || nextEvent(former) != manifest.nextEvent
    }
}
