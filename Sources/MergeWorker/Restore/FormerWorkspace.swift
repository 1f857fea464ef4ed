internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import FoundationEssentials
internal import MergeStore
internal import WorkspaceConfiguration

/// A batch of a run that a restore takes away, by its content and as it is kept since.
struct LostBatch: Sendable {
    var country: String
    var fileName: String
    var digests: [String]
}

/// What a workspace knows before a backup takes the place of its state: from its store if that can be read, else
/// from what is published.
struct FormerWorkspace: Sendable {
    /// What there is of a state.
    enum Store: Sendable {
        case none
        /// With what is unsound first.
        case damaged(String)
        case readable(StateFacts)
    }

    private(set) var store = Store.none
    /// Runs that it knows, by number, with the files that they have now.
    private(set) var runs: [Int: LedgerRun] = [:]
    /// Batches by run.
    private(set) var batches: [Int: [LostBatch]] = [:]
    /// Batches that are kept otherwise than they came, by number.
    private(set) var kept: [UInt32: LedgerBatch] = [:]
    /// Digests of applied decisions files, by run; `nil` where nobody knows.
    private(set) var decisions: [Int: Set<String>]?
    /// Orders of the command line, by run.
    private(set) var orders: [Int: [JournalEntry.Kind]] = [:]
    /// Published runs whose manifest cannot be read.
    private(set) var unreadable: [Int] = []

    var lastRun: Int { max(runs.keys.max() ?? 0, unreadable.max() ?? 0) }
    var nextEvent: UInt64 { runs.values.map(\.nextEvent).max() ?? 1 }

    init(_ layout: WorkspaceLayout) throws {
        if try FileStatus.of(layout.storeFile) != nil {
            if let found = verifyStore(layout.storeFile).first(where: { $0.kind != .lostRoom }) {
                store = .damaged("\(found)")
            } else {
                try readStore(layout.storeFile)
            }
        }
        try readPublished(layout)
    }

    private mutating func readStore(_ path: String) throws {
        let environment = try StoreEnvironment(path: path, access: .readOnly, mapBytes: storeMapBytes)
        store = .readable(try environment.facts())
        let ledger = try VerifiedLedger(environment, try environment.facts(), FindingList())
        runs = ledger.runs
        for batch in ledger.batches.values {
            let digests = [batch.sha256] + (batch.kept ?? []).map(\.sha256).filter { !$0.isEmpty }
            batches[batch.run, default: []].append(
                LostBatch(country: batch.country, fileName: batch.fileName, digests: digests))
            if batch.kept != nil { kept[batch.number] = batch }
        }
        var decisions: [Int: Set<String>] = [:]
        var orders: [Int: [JournalEntry.Kind]] = [:]
        try environment.read { (transaction) throws(StoreError) in
            let prefix = Array(LedgerKey.decisionsPrefix.utf8)
            try transaction.walk(.ledger, from: prefix) { (key, value) throws(StoreError) in
                guard key.starts(with: prefix) else { return false }
                let file = try decodeJSON(LedgerDecisions.self, value, "a decisions file in the ledger")
                decisions[file.run, default: []].insert(String(decoding: key.dropFirst(prefix.count), as: UTF8.self))
                return true
            }
            try transaction.walk(.journal) { (_, value) throws(StoreError) in
                let entry = try decodeJSON(JournalEntry.self, value, "an entry of the journal")
                if entry.kind != .decision { orders[entry.run, default: []].append(entry.kind) }
                return true
            }
        }
        (self.decisions, self.orders) = (decisions, orders)
    }

    /// What the store does not tell is told by the manifests of the published runs.
    private mutating func readPublished(_ layout: WorkspaceLayout) throws {
        guard try FileStatus.of(layout.outFolder)?.kind == .folder else { return }
        for name in try namesInFolder(layout.outFolder) {
            guard let number = Int(name), number > 0, layout.runName(number) == name, runs[number] == nil else {
                continue
            }
            guard let (manifest, file) = try readManifest(layout.outFolder(ofRun: number)) else {
                unreadable.append(number)
                continue
            }
            runs[number] = LedgerRun(
                run: number, asOf: manifest.asOf, batches: [], refused: [], files: manifest.files + [file],
                firstEvent: manifest.firstEvent, nextEvent: manifest.state.nextEvent, stateDigest: manifest.state.digest
            )
            batches[number] = manifest.batches.filter { $0.outcome == "applied" }.map {
                LostBatch(country: $0.country, fileName: $0.file, digests: [$0.sha256])
            }
        }
    }

    private func readManifest(_ folder: String) throws -> (RunManifest, WrittenFile)? {
        let path = folder + "/" + RunManifest.name
        guard try FileStatus.of(path)?.kind == .file else { return nil }
        let bytes = try readFile(path, bytesMax: 256 << 20)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            let manifest = try decoder.decode(RunManifest.self, from: Data(bytes))
            return (
                manifest,
                WrittenFile(
                    name: RunManifest.name, bytes: bytes.count, sha256: SHA256Digest.of(bytes).hex)
            )
        } catch is DecodingError {
            return nil
        }
    }
}
