internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// A batch of the ledger that is read again, where it lies now.
struct ReplayedBatch: Sendable {
    var batch: LedgerBatch
    var country: Country
    /// Name in `done/`.
    var fileName: String

    /// Rows of erased persons were taken out of what is kept: its manifest tells of the file that was sent.
    var isTrimmed: Bool { batch.kept != nil }
}

/// An input that a rebuild needs and does not find.
package struct MissingInput: Codable, Equatable, Sendable {
    /// Its number in the ledger.
    package var batch: UInt32
    /// The run that took it.
    package var run: Int
    /// The country's code, such as `NO`.
    package var country: String
    /// Its name in the spool.
    package var file: String
    /// Of the file as it came, in hexadecimal.
    package var sha256: String
    /// Nothing of it was kept, because it could not be rewritten without an erased person.
    package var isDestroyed: Bool
}

/// What a rebuild is made of: the batches that the ledger says stand, as they are kept, and what people ordered.
struct RebuildInputs: Sendable {
    /// By number.
    private(set) var batches: [ReplayedBatch] = []
    private(set) var missing: [MissingInput] = []
    /// What stands of people's decisions, by the journal alone.
    private(set) var decisions = ConstraintSet.empty

    /// - Parameters:
    ///   - checkpoint: what is in the state that is begun with: these batches are not read again.
    ///   - first: number of the first batch that is.
    init(_ state: OpenedState, checkpoint: StoreEnvironment?, from first: UInt32 = 0) throws {
        let ledger = try VerifiedLedger(state.store, state.facts, FindingList())
        var held: Set<UInt32> = []
        if let checkpoint {
            held = try RebuildInputs.numbers(checkpoint)
            try checkStanding(held, checkpoint, ledger)
        }
        let wanted = ledger.batches.values.filter {
            // Of one that was replaced its erasures hold.
            $0.number >= first && ($0.supersededBy == nil || $0.erasures != nil) && !held.contains($0.number)
        }.sorted { $0.number < $1.number }
        for country in Country.allCases where wanted.contains(where: { $0.country == country.code }) {
            var kept = try KeptFiles(state.inputs.layout.spool(country).path(.done))
            for batch in wanted where batch.country == country.code {
                let spool = state.inputs.layout.spool(country)
                let content = batch.keptContent
                if let name = try kept.take(
                    [content], where: { try batch.isDescribed(by: spool.manifestPath(.done, $0)) })
                {
                    batches.append(ReplayedBatch(batch: batch, country: country, fileName: name))
                } else {
                    missing.append(
                        MissingInput(
                            batch: batch.number, run: batch.run, country: batch.country, file: batch.fileName,
                            sha256: content.isEmpty ? batch.sha256 : content, isDestroyed: content.isEmpty))
                }
            }
        }
        batches.sort { $0.batch.number < $1.batch.number }
        missing.sort { $0.batch < $1.batch }
        decisions = try state.store.journalledDecisions(accountKey: state.keys.account)
    }

    private static func numbers(_ store: StoreEnvironment) throws(StoreError) -> Set<UInt32> {
        Set(try VerifiedLedger(store, try store.facts(), FindingList()).batches.keys)
    }

    /// A batch of the checkpoint that was taken back since cannot be taken out of it.
    private func checkStanding(
        _ held: Set<UInt32>, _ checkpoint: StoreEnvironment, _ ledger: VerifiedLedger
    ) throws {
        for number in held.sorted() {
            guard let own = try checkpoint.ledgerBatch(number) else { continue }
            if let standing = ledger.batches[number], standing.sha256 == own.sha256,
                standing.supersededBy == own.supersededBy
            {
                continue
            }
            throw RunFault.gate(
                "The checkpoint holds batch \(number) (\(own.country)/\(printable(own.fileName))), that does not stand any "
                    + "more: run \(own.run) was taken back, or the batch replaced. Nothing was changed; name an older backup with --from."
            )
        }
    }

    /// What is missing, in words with a way out.
    var fault: RunFault? {
        guard !missing.isEmpty else { return nil }
        let listed = missing.prefix(20).map { input in
            "batch \(input.batch) of run \(input.run), \(input.country)/\(printable(input.file))"
                + (input.isDestroyed ? " (destroyed by an erasure)" : " (SHA-256 \(input.sha256))")
        }
        let rest = missing.count > 20 ? "; and \(missing.count - 20) more" : ""
        let newest = missing.map(\.run).max() ?? 0
        return .gate(
            "\(missing.count) inputs that the state is made of are not kept any more: \(listed.joined(separator: "; "))\(rest). "
                + "Nothing was changed. Put the files back into spool/CC/done, or begin with a backup of run \(newest) or "
                + "later: koble rebuild --from BACKUP.")
    }
}

extension StoreEnvironment {
    /// The decisions that stand by the journal alone: of all about one subject the one decided last, of runs that
    /// were not taken back.
    func journalledDecisions(accountKey: SipKey) throws(StoreError) -> ConstraintSet {
        var entries: [(number: UInt64, entry: JournalEntry)] = []
        try read { (transaction) throws(StoreError) in
            try transaction.walk(.journal) { (key, value) throws(StoreError) in
                let entry = try decodeJSON(JournalEntry.self, value, "an entry of the journal")
                entries.append((word(bigEndian: key[...]), entry))
                return true
            }
        }
        var standing = ConstraintSet.empty
        for (number, entry) in entries {
            guard let order = entry.decision, try ledgerRun(entry.run)?.undoneBy == nil,
                let line = DecisionLine(order, entry, accountKey: accountKey)
            else { continue }
            let ruling = Ruling(line.verdict, decidedAt: line.decidedAt.rawValue, journalNumber: number)
            if standing[line.subject].map({ $0.decidedAt < ruling.decidedAt }) ?? true {
                standing.put(ruling, about: line.subject)
            }
        }
        return standing
    }
}
