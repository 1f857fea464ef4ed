internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore

/// What people decided, as one run finds it: what stands, what comes in, and what comes of it.
struct RunDecisions: Sendable {
    private(set) var files: [DecisionFile]
    /// Orders of the command line.
    private let orders: [DecisionLine]
    private let former: ConstraintSet
    private let choices: StandingChoices
    private let firstNumber: UInt64
    private let store: StoreEnvironment?
    private var admission: DecisionAdmission
    /// Changed subjects with what stood before.
    private(set) var changed: [(subject: DecisionSubject, former: Ruling?, current: Ruling)] = []

    /// - Parameter rekeyed: the standing decisions under the key of now, where that is another one; or those of
    ///   before a run that is taken back.
    init(
        _ files: [DecisionFile], orders: [DecisionLine], store: StoreEnvironment?, rekeyed: ConstraintSet? = nil
    ) throws(StoreError) {
        self.files = files
        self.orders = orders
        self.store = store
        former = try store?.constraints() ?? .empty
        firstNumber = try store?.nextJournalNumber() ?? 1
        choices = StandingChoices(former, for: files.flatMap(\.lines))
        admission = DecisionAdmission(rekeyed ?? former, linkKeys: [:], firstNumber: firstNumber)
    }

    private var lines: [DecisionLine] { files.filter { !$0.isKnown }.flatMap(\.lines) + orders }

    /// Accounts whose link key after the run's batches must be known.
    var accounts: Set<Hash128> { Set(lines.flatMap(\.subject.accounts)).union(choices.accounts) }

    /// Settles which lines stand, and asks for a new decision about the keys of their accounts.
    /// - Parameter moved: link keys of those of `accounts` that the run's batches changed.
    mutating func admit(moved: [Hash128: Hash128], _ spill: CandidateSpill) throws {
        let lines = lines
        if lines.isEmpty { return refuseEmptyFiles() }
        let stored = try storedKeys()
        admission = DecisionAdmission(
            former, linkKeys: stored.merging(moved) { $1 }, firstNumber: firstNumber)
        admission.admit(lines, beside: choices)
        for subject in Set(admission.admitted.map(\.subject)) {
            guard let ruling = admission.standing[subject] else { continue }
            changed.append((subject, former[subject], ruling))
        }
        refuseEmptyFiles()
        try announce(Set(changed.flatMap(\.subject.accounts).compactMap { stored[$0] }), spill)
    }

    /// Asks for a new decision about the accounts of which something else stands than in the state.
    func announceMoved(_ spill: CandidateSpill) throws {
        let (now, before) = (admission.standing.rulings, former.rulings)
        let subjects = Set(now.keys).union(before.keys).filter { now[$0] != before[$0] }
        try announce(Set(try storedKeys(Set(subjects.flatMap(\.accounts))).values), spill)
    }

    private func storedKeys() throws(StoreError) -> [Hash128: Hash128] { try storedKeys(accounts) }

    private func storedKeys(_ accounts: Set<Hash128>) throws(StoreError) -> [Hash128: Hash128] {
        guard let store else { return [:] }
        let sorted = accounts.sorted()
        var keys: [Hash128: Hash128] = [:]
        for (account, value) in zip(sorted, try IndexReader(store: store).values(of: sorted)) {
            if let value { keys[account] = value.linkKey }
        }
        return keys
    }

    private func announce(_ keys: Set<Hash128>, _ spill: CandidateSpill) throws(FileFault) {
        if keys.isEmpty { return }
        let writer = spill.borrowWriter()
        defer { spill.giveBack(writer) }
        for key in keys { try writer.append(key, dueRecord(because: .decision).raw) }
    }

    /// A file of which no line can be applied is refused whole: it does not count as known.
    private mutating func refuseEmptyFiles() {
        for index in files.indices where files[index].fault == nil && !files[index].isKnown {
            let refused = refused(of: files[index])
            guard !refused.isEmpty, refused.count == files[index].lineCount else { continue }
            let first = refused.prefix(RunDecisions.namedLinesMax).map {
                "line \($0.place.line) \($0.reason)" + ($0.contradicts.map { " (\($0))" } ?? "")
            }
            files[index].fault = BatchFault(
                .noSoundLine, "No line can be applied: \(first.joined(separator: ", "))",
                wayOut: "Correct the lines and put the file into decisions/ again.")
        }
    }

    /// Lines that the refusal of a file names.
    private static let namedLinesMax = 20

    // MARK: What it comes to

    var standing: StandingDecisions { StandingDecisions(current: admission.standing, former: former) }

    /// Whether the run has something to commit for them.
    var hasEffect: Bool { !admission.admitted.isEmpty }
    var applied: Int { admission.admitted.count }
    var repeated: Int { admission.repeated }

    /// What a report tells of them.
    var report: PeopleReport {
        var report = PeopleReport()
        for line in admission.admitted { report.applied[line.decision.verb.rawValue, default: 0] += 1 }
        report.repeated = repeated
        for line in refused { report.refused[line.reason, default: 0] += 1 }
        report.files = files.map { file in
            PeopleReport.File(
                name: file.name, outcome: file.fault != nil ? "refused" : file.isKnown ? "known" : "applied",
                message: file.fault.map { "\($0.message). \($0.wayOut)" })
        }
        return report
    }

    /// Lines that are not applied, of files that are.
    var refused: [RefusedDecision] {
        files.filter { $0.fault == nil }.flatMap { refused(of: $0) }
    }

    private func refused(of file: DecisionFile) -> [RefusedDecision] {
        (file.refused + admission.refused.filter { $0.place.file == file.name })
            .sorted { $0.place.line < $1.place.line }
    }

    /// Names in `claimed/` of files that were read to their end and are no longer needed.
    var settledNames: [String] { files.filter { $0.fault == nil }.map(\.name) }

    /// How the digest of the state changes.
    var digestChange: SetDigest {
        var digest = SetDigest()
        for change in changed {
            if let former = change.former { digest.remove(digestWord(change.subject, former)) }
            digest.insert(digestWord(change.subject, change.current))
        }
        return digest
    }

    /// Files that are refused whole, for the ledger.
    /// - Parameter destroyed: those that are not kept, because they may name erased persons.
    func refusals(destroyed: Set<String> = []) -> [LedgerRefusal] {
        files.compactMap { file in
            file.fault.map {
                LedgerRefusal(
                    country: LedgerRefusal.decisions, fileName: file.name, reason: $0.reason.rawValue, line: $0.line,
                    byteOffset: $0.byteOffset, message: $0.message, wayOut: $0.wayOut,
                    isDestroyed: destroyed.contains("\(LedgerRefusal.decisions)/\(file.name)") ? true : nil)
            }
        }
    }

    /// Journal, constraints and ledger of the run.
    /// - Parameter kept: copies that take the place of files, by the digest of the file.
    func addNotes(run: Int, kept: [String: KeptBatch], to notes: inout StoreNotes) {
        for change in changed {
            notes.entries.append((.constraints, change.subject.storeKey, change.current.bytes))
        }
        for (offset, line) in admission.admitted.enumerated() {
            let entry = JournalEntry(
                line.kind, run: run, decidedBy: line.decidedBy, decidedAt: line.decidedAt.description,
                reason: line.reason, decision: line.decision, file: line.place?.file,
                line: line.place.map { Int($0.line) })
            notes.entries.append((.journal, JournalKey.entry(firstNumber + UInt64(offset)), encodeJSON(entry)))
        }
        if hasEffect {
            notes.put(bigEndianBytes(firstNumber + UInt64(applied)), under: JournalKey.next, in: .meta)
        }
        for file in files where file.fault == nil && !file.isKnown {
            let refused = refused(of: file).count
            let entry = LedgerDecisions(
                run: run, fileName: file.name, sha256: file.sha256, lines: file.lineCount,
                applied: file.lineCount - refused, refused: refused)
            notes.put(encodeJSON(entry), under: LedgerKey.decisions(file.sha256), in: .ledger)
            guard let copy = kept[file.sha256] else { continue }
            notes.put(encodeJSON(entry), under: LedgerKey.decisions(copy.sha256), in: .ledger)
        }
    }
}

extension LedgerRefusal {
    /// What stands in the place of a country for a decisions file.
    static let decisions = "decisions"
}
