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
    var country: Country
    var place: Spool.Place
    var name: String
    /// Rows that go; zero when the file goes whole.
    var rows = 0
    /// The batch in the ledger, as it is kept since.
    var batch: LedgerBatch?
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
        var work: [FileWork] = []
        for country in Country.allCases {
            let spool = layout.spool(country)
            for place in [Spool.Place.done, .refused] {
                let names = SpoolListing(names: try namesInFolder(spool.path(place)), requireManifest: false).batches
                for name in names {
                    let path = spool.path(place, name)
                    work.append(
                        FileWork(bytes: try FileStatus.of(path)?.bytes ?? 0) {
                            FileWork.Outcome(input: try trim(path, TrimmedInput(country: country, place: place, name: name)))
                        })
                }
            }
        }
        return work
    }

    /// - Returns: `nil` for a file without a row of an erased person.
    private func trim(_ path: String, _ input: TrimmedInput) throws -> TrimmedInput? {
        let (found, digest) = try scanning.scan(path, input.country)
        if found == .clean { return nil }
        var input = input
        // Nobody needs what was refused, and the sender has it.
        if case .rows(let lines, let count) = found, input.place == .done {
            input.rows = count
            input.kept = isDryRun ? KeptBatch.none : try scanning.writeKept(path, input.country, dropping: lines)
        }
        if input.place == .done, let digest = try digest ?? digestOf(path),
            var batch = try ledger.batch(content: digest, of: input.country.code)
        {
            batch.kept = (batch.kept ?? []) + [input.kept ?? KeptBatch.none]
            input.batch = batch
        }
        return input
    }

    private func digestOf(_ path: String) throws -> SHA256Value? {
        do throws(BatchFault) { return try digestBatchFile(path) { scanning.drain.isRaised } } catch { return nil }
    }

    /// Writes down what was found.
    /// - Returns: The batches in the ledger that are kept otherwise than before.
    func take(_ done: [FileWork.Outcome], _ summary: inout ErasureSummary) -> [LedgerBatch] {
        let inputs = done.compactMap(\.input).sorted { left, right in
            left.country != right.country ? left.country < right.country : (left.place.rawValue, left.name) < (right.place.rawValue, right.name)
        }
        for input in inputs {
            if input.kept != nil {
                summary.inputsRewritten.append("\(input.country.code)/\(input.name)")
                summary.inputRowsRemoved += input.rows
            } else {
                summary.inputsRemoved.append("\(input.country.code)/\(input.place.rawValue)/\(input.name)")
            }
        }
        return inputs.compactMap(\.batch)
    }
}
