internal import AccountModel
internal import BatchIntake
internal import MergeReports
internal import MergeStore

/// What a run reads again instead of new batches: the kept inputs of a state, in the order of its ledger.
///
/// One run for all of them: a state is a function of the set of its batches, however they were split into runs.
struct Replay: Sendable {
    /// By number.
    var batches: [ReplayedBatch]
    /// What stands of people's decisions.
    var decisions: ConstraintSet

    /// As the run takes them.
    var files: ClaimedFiles { ClaimedFiles(batches: batches.map { ($0.country, $0.fileName) }) }

    /// Gives batches the numbers that records of the state name them by.
    func number(_ described: inout [ClaimedBatch]) throws {
        let known = Dictionary(uniqueKeysWithValues: batches.map { (Replay.name($0.country.code, $0.fileName), $0) })
        for index in described.indices {
            let name = Replay.name(described[index].country.code, described[index].fileName)
            guard let replayed = known[name] else { preconditionFailure("a batch is read that nobody asked for") }
            described[index].number = replayed.batch.number
            described[index].supersededBy = replayed.batch.supersededBy
            guard replayed.isTrimmed else { continue }
            described[index].manifest?.forgetContent()
            described[index].takenOut = replayed.batch.takenOut
        }
        described.sort { $0.number < $1.number }
    }

    private static func name(_ country: String, _ file: String) -> String { country + "/" + file }

    /// What was applied once must be readable again.
    func check(_ read: [ReadBatch], _ unreadable: [BatchFault]) throws {
        let refused =
            read.compactMap { batch in batch.refusal.map { "\(batch.batch.fileName): \($0.message)" } }
            + unreadable.map(\.message)
        guard let first = refused.first else { return }
        throw RunFault.gate(
            "\(refused.count) of the kept inputs cannot be read any more as they were: \(first). Nothing was changed; how "
                + "files are read (columns, maps, charset) may have been changed in koble.json since.")
    }
}

extension StoreNotes {
    /// Removes decisions that stood before and stand no more: a run that had brought them was taken back.
    mutating func removeEnded(_ decisions: StandingDecisions) {
        for subject in decisions.former.rulings.keys where decisions.current[subject] == nil {
            removed.append((table: .constraints, key: subject.storeKey))
        }
    }
}

extension BatchManifest {
    /// Leaves out what tells of the bytes of a file that is not kept as it came.
    fileprivate mutating func forgetContent() {
        bytes = nil
        rows = nil
        sha256 = nil
    }
}
