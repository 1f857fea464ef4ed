package import AccountModel
internal import DurableFiles
internal import FoundationEssentials
internal import MergeReports

/// What a dry run found, to be carried out exactly or not at all: digests of what goes in, of the state and of the
/// rules, and what must come out. Nothing personal is in it.
package struct RunPlan: Codable, Equatable, Sendable {
    /// A batch, known by its content.
    package struct Batch: Codable, Equatable, Hashable, Sendable {
        /// The country's code, such as `NO`.
        package var country: String
        /// Its name in the spool.
        package var file: String
        /// Of the file as it came, in hexadecimal.
        package var sha256: String
        /// applied, already_applied, refused or superseded.
        package var outcome: String
        /// Without the header.
        package var rowsRead: Int
        /// Rows that stand.
        package var applied: Int
        /// Rows that cannot be applied.
        package var rejected: Int
    }

    /// What kind of file it is.
    package var format = RunPlan.formatName
    /// Version of the program.
    package var program: String
    /// The date of the decisions, RFC 3339.
    package var asOf: String
    /// SHA-256 of all that decides (RULES §2).
    package var rulesDigest: String
    /// The last run before, and the digest of its state.
    package var run: Int
    /// Of the state that the run would leave.
    package var stateDigest: String
    /// By country and file.
    package var batches: [Batch]
    /// The verdict of the dry run, for people.
    package var verdict: String
    /// Changes of profiles, by kind.
    package var changes: [String: Int]
    /// The state after it.
    package var result: StateFacts
    /// Digests of the files that depend on nothing but inputs, state, rules and date; empty without --full.
    package var files: [WrittenFile]

    static let formatName = "koble.plan/1"

    /// The plan that a dry run makes.
    /// - Throws: `RunFault.gate` for a rehearsal of rules that are not in force: nothing could carry it out.
    package init(_ summary: RunSummary) throws {
        guard summary.rehearsedRules.isEmpty, let former = summary.former else {
            throw RunFault.gate(
                "This dry run was decided under other rules than the state's, and koble run would refuse it: no plan "
                    + "was written. Run koble redecide first.")
        }
        program = summary.report.programVersion
        asOf = summary.report.asOf
        rulesDigest = summary.facts.rulesDigest
        run = former.run
        stateDigest = former.digest
        batches = RunPlan.batches(summary.report.batches)
        verdict = verdictLine(summary.report)
        changes = Dictionary(
            uniqueKeysWithValues: ChangeKind.allCases.map {
                ($0.name.description, summary.report.decisions.changes[Int($0.rawValue)])
            })
        result = summary.facts
        files = RunPlan.planned(
            summary.report.files.map { WrittenFile(name: $0.name, bytes: $0.bytes, sha256: $0.digest) })
    }

    /// Reads a plan.
    package init(readingFrom path: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let bytes = try readFile(path, bytesMax: 64 << 20)
        do {
            self = try decoder.decode(RunPlan.self, from: Data(bytes))
        } catch {
            throw RunFault.workspace("\(printable(path)) is no plan of koble run --dry-run --plan.")
        }
        guard format == RunPlan.formatName, Timestamp(asOf) != nil else {
            throw RunFault.workspace(
                "\(printable(path)) is a plan of another version of koble: make it anew.")
        }
    }

    /// Writes the plan, in the place of an older one.
    package func write(to path: String) throws {
        try durableWrite(path, encodePublished(self))
    }

    /// The date that the plan was made for.
    package var date: Timestamp {
        guard let date = Timestamp(asOf) else { preconditionFailure("a plan was read without a date") }
        return date
    }

    private static func batches(_ statistics: [BatchStatistics]) -> [Batch] {
        statistics.map {
            Batch(
                country: $0.country.code, file: $0.fileName, sha256: $0.digest, outcome: $0.outcome.rawValue,
                rowsRead: $0.rowsRead, applied: $0.applied, rejected: $0.rejected)
        }
    }

    /// Reports name the command and the kind of run, and so differ between a dry run and a run.
    private static func planned(_ files: [WrittenFile]) -> [WrittenFile] {
        files.filter { $0.name.hasSuffix(".ndjson") || $0.name.hasSuffix(".csv") }.sorted {
            $0.name < $1.name
        }
    }
}

// MARK: Refusing what has moved

extension RunPlan {
    /// Whether the state is the one that the plan leads to.
    func isCarriedOut(_ facts: StateFacts) -> Bool {
        facts.run == run + 1 && facts.digest == result.digest && facts.nextEvent == result.nextEvent
    }

    /// Before anything is moved: program, rules and state.
    func checkState(_ facts: StateFacts, rulesDigest: String, program: String) throws(RunFault) {
        var moved: [String] = []
        if program != self.program { moved.append("the program (\(self.program) then, \(program) now)") }
        if rulesDigest != self.rulesDigest { moved.append("the rules (koble.json, tables or the key)") }
        if facts.run != run {
            moved.append("the state (after run \(run) then, after run \(facts.run) now)")
        } else if facts.digest != stateDigest {
            moved.append("the state (its digest)")
        }
        try refuse(moved)
    }

    /// When all batches are read, and nothing is decided: the inputs.
    func checkBatches(_ statistics: [BatchStatistics]) throws(RunFault) {
        let now = RunPlan.batches(statistics)
        let (planned, found) = (
            Dictionary(grouping: batches, by: \.place), Dictionary(grouping: now, by: \.place)
        )
        var moved: [String] = []
        for place in Set(planned.keys).union(found.keys).sorted() where planned[place] != found[place] {
            if planned[place] == nil {
                moved.append("\(place), which is new")
            } else {
                moved.append(
                    found[place] == nil ? "\(place), which is gone" : "\(place), which has other content")
            }
        }
        if moved.count > 10 { moved = moved.prefix(10) + ["\(moved.count - 10) more"] }
        try refuse(moved.map { "the input \($0)" })
    }

    /// Before the commit: what the run came to.
    func checkResult(_ facts: StateFacts, _ written: [WrittenFile]) throws(RunFault) {
        var moved: [String] = []
        if facts != result { moved.append("the state that the run leads to") }
        let now = RunPlan.planned(written)
        if !files.isEmpty, now != files {
            let names = zip(now, files).filter { $0 != $1 }.map(\.0.name)
            moved.append("the outputs \(names.joined(separator: ", "))")
        }
        try refuse(moved)
    }

    private func refuse(_ moved: [String]) throws(RunFault) {
        if moved.isEmpty { return }
        throw RunFault.gate(
            "The plan was not carried out, because this has moved since: \(moved.joined(separator: "; ")). Nothing was "
                + "applied. Make a new plan with koble run --dry-run --plan FILE.")
    }
}

extension RunPlan.Batch {
    /// `NO/accounts.csv`
    fileprivate var place: String { "\(country)/\(printable(file))" }
}
