internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// A file that an erasure looks through or writes anew, on a thread of its own.
struct FileWork: Sendable {
    /// What became of the file.
    struct Outcome: Sendable {
        var published: (run: Int, file: WrittenFile)?
        var input: TrimmedInput?
    }

    /// How long it is: the longest are begun first.
    var bytes: Int
    var work: @Sendable () throws -> Outcome

    /// Does all of it.
    static func perform(_ all: [FileWork], threads: Int) throws -> [Outcome] {
        let sorted = all.sorted { $0.bytes > $1.bytes }
        return try inParallel(sorted.count, threads: threads) { try sorted[$0].work() }
    }
}

/// A kept input that holds rows of erased persons.
struct TrimmedInput: Sendable {
    /// A country's code, or `decisions`.
    var spool: String
    var place: Spool.Place
    var name: String
    /// Rows that go; zero when the file goes whole.
    var rows = 0
    /// What rows that go answered for accounts that may stay.
    var declined: [SuppressedAccount] = []
    /// Of a batch: what was kept until now, by which the ledger finds it.
    var content: SHA256Value?
    /// The decisions file in the ledger.
    var decisions: LedgerDecisions?
    /// What of it is kept; `nil` for a file that goes whole.
    var kept: KeptBatch?
}

/// Takes the rows of erased persons out of what is kept of the inputs.
struct InputTrimming: Sendable {
    let layout: WorkspaceLayout
    let ledger: LedgerReader
    let scanning: BatchScanning
    let isDryRun: Bool

    /// The work on each file that is kept.
    func work() throws -> [FileWork] {
        var work = try decisionsWork()
        for country in Country.allCases {
            let spool = layout.spool(country)
            for place in [Spool.Place.done, .refused] {
                let names = SpoolListing(names: try namesInFolder(spool.path(place)), requireManifest: false).batches
                for name in names {
                    let path = spool.path(place, name)
                    work.append(
                        FileWork(bytes: try FileStatus.of(path)?.bytes ?? 0) {
                            FileWork.Outcome(
                                input: try trim(
                                    path, country, TrimmedInput(spool: country.code, place: place, name: name)))
                        })
                }
            }
        }
        return work
    }

    private func decisionsWork() throws -> [FileWork] {
        let spool = layout.decisionsSpool
        return try [Spool.Place.done, .refused].flatMap { place in
            try spool.decisionFiles(place).map { name in
                let path = spool.path(place, name)
                return FileWork(bytes: try FileStatus.of(path)?.bytes ?? 0) {
                    let input = TrimmedInput(spool: LedgerRefusal.decisions, place: place, name: name)
                    return FileWork.Outcome(input: try trimDecisions(path, input))
                }
            }
        }
    }

    /// - Returns: `nil` for a file without a line about an erased account.
    private func trimDecisions(_ path: String, _ input: TrimmedInput) throws -> TrimmedInput? {
        let reader = DecisionReader(
            accountKey: scanning.keys.account, end: .latest, suppressions: scanning.suppressions)
        let (found, digest) = try scanDecisions(path, reader)
        if found == .clean { return nil }
        var input = input
        if case .rows(let lines, let count) = found, input.place == .done {
            input.rows = count
            input.kept = isDryRun ? KeptBatch.none : try writeKeptDecisions(path, dropping: lines)
            input.decisions = try digest.flatMap { try ledger.decisions(sha256: $0) }
        }
        return input
    }

    /// - Returns: `nil` for a file without a row of an erased person.
    private func trim(_ path: String, _ country: Country, _ input: TrimmedInput) throws -> TrimmedInput? {
        var input = input
        let (found, digest) = try scanning.scan(path, country, declined: &input.declined)
        if found == .clean { return nil }
        // Nobody needs what was refused, and the sender has it.
        if case .rows(let lines, let count) = found, input.place == .done {
            input.rows = count
            input.kept = isDryRun ? KeptBatch.none : try scanning.writeKept(path, country, dropping: lines)
        }
        if input.place == .done { input.content = try digest ?? digestOf(path) }
        return input
    }

    private func digestOf(_ path: String) throws -> SHA256Value? {
        do throws(BatchFault) { return try digestBatchFile(path) { scanning.drain.isRaised } } catch { return nil }
    }

    /// Writes down what was found.
    /// - Returns: What the ledger tells of the files afterwards.
    func take(_ done: [FileWork.Outcome], _ summary: inout ErasureSummary) throws -> StoreNotes {
        let inputs = done.compactMap(\.input).sorted {
            ($0.spool, $0.place.rawValue, $0.name) < ($1.spool, $1.place.rawValue, $1.name)
        }
        var notes = StoreNotes()
        var contents: KeptContents?
        for input in inputs {
            if input.kept != nil {
                summary.inputsRewritten.append("\(input.spool)/\(input.name)")
                summary.inputRowsRemoved += input.rows
            } else {
                summary.inputsRemoved.append("\(input.spool)/\(input.place.rawValue)/\(input.name)")
            }
            if let content = input.content, let country = Country(code: input.spool) {
                if contents == nil { contents = try KeptContents(ledger.store) }
                let manifest = try layout.spool(country).manifestPath(.done, input.name)
                if var batch = try contents?.take(content, of: country, manifest) {
                    batch.kept = (batch.kept ?? []) + [input.kept ?? KeptBatch.none]
                    notes.put(batch)
                }
            }
            if let decisions = input.decisions, let kept = input.kept {
                notes.put(encodeJSON(decisions), under: LedgerKey.decisions(kept.sha256), in: .ledger)
            }
        }
        return notes
    }
}
