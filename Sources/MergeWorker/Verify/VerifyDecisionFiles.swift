internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// Compares the files in `decisions/done` with the ledger. What was decided stands in the journal, whatever became of
/// them; but who asks later what somebody had written reads the file.
struct DecisionFileVerification {
    let state: OpenedState
    let findings: FindingList

    func verify() throws {
        let applied = try appliedFiles()
        let spool = state.inputs.layout.decisionsSpool
        let names = try FileStatus.of(spool.path(.done)) == nil ? [] : try spool.decisionFiles(.done)
        var strangers: [String] = []
        var found: Set<String> = []
        for name in names {
            let digest = SHA256Digest.of(
                try readFile(spool.path(.done, name), bytesMax: DecisionFileVerification.bytesMax)
            ).hex
            if let file = applied[digest] { found.insert(file.sha256) } else { strangers.append(name) }
        }
        for file in Set(applied.values.map(\.sha256)).subtracting(found).sorted().compactMap({ applied[$0] }) {
            if strangers.contains(file.fileName) {
                findings.note(
                    "decisions/done/\(printable(file.fileName))",
                    "it is not what run \(file.run) applied (SHA-256 \(file.sha256)); put a copy of that back. What was "
                        + "decided stands in the journal, and is as it was")
            } else if file.applied > 0, try isWithinRetention(file) {
                findings.note(
                    "decisions/done/\(printable(file.fileName))",
                    "the file that run \(file.run) applied is not kept any more, before its time; what was decided stands in "
                        + "the journal", .remark)
            }
        }
    }

    /// Much more than a file of decisions may have.
    private static let bytesMax = 1 << 30

    /// By the digest of the file, and of the copy that is kept since lines of erased persons were taken out.
    private func appliedFiles() throws(StoreError) -> [String: LedgerDecisions] {
        var files: [String: LedgerDecisions] = [:]
        let prefix = Array(LedgerKey.decisionsPrefix.utf8)
        try state.store.read { (transaction) throws(StoreError) in
            try transaction.walk(.ledger, from: prefix) { (key, value) throws(StoreError) in
                guard key.starts(with: prefix) else { return false }
                files[String(decoding: key.dropFirst(prefix.count), as: UTF8.self)] =
                    try decodeJSON(LedgerDecisions.self, value, "a decisions file in the ledger")
                return true
            }
        }
        return files
    }

    private func isWithinRetention(_ file: LedgerDecisions) throws -> Bool {
        guard let run = try state.store.ledgerRun(file.run), let applied = Timestamp(run.asOf) else {
            return false
        }
        return applied.advanced(byDays: state.inputs.configuration.retention.decisions).rawValue
            > state.facts.asOf
    }
}
