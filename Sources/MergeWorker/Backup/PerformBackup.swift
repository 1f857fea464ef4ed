package import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
package import WorkspaceConfiguration

/// What a backup is to hold, and where it goes.
package struct BackupRequest: Sendable {
    /// A folder that is not there yet, in one that is.
    package var folder: String
    /// Whether kept inputs and decisions files go with it.
    package var hasInputs = false
    /// The clock.
    package var madeAt: Timestamp
    /// Such as `1.0.0`.
    package var programVersion: String

    /// Where to, when, by which program.
    package init(folder: String, madeAt: Timestamp, programVersion: String) {
        self.folder = folder
        self.madeAt = madeAt
        self.programVersion = programVersion
    }
}

/// What a backup came to.
package struct BackupSummary: Codable, Equatable, Sendable {
    /// Where it is.
    package var folder: String
    /// The last run in it.
    package var run: Int
    /// Its date, RFC 3339.
    package var asOf: String
    /// Live ones.
    package var accounts: Int
    /// Of the set of records, in hexadecimal.
    package var stateDigest: String
    /// Of the copy, which has no free pages.
    package var storeBytes: Int
    /// Kept inputs.
    package var inputs: Int
    /// Files of `suppressions/`.
    package var suppressions: Int
    /// All of them.
    package var files: Int
    /// Of all of them.
    package var bytes: Int
    /// Names of the keys without which the backup is of no use; they are not in it.
    package var keys: [String]

    /// The answer for programs: one object.
    package var json: String { String(decoding: encodePublished(self), as: UTF8.self) }
}

/// Copies a workspace's state into a new folder: one moment of it, whole or not at all, read back before it counts.
///
/// Takes no lock and may run beside a run: the store is one snapshot of its own. Entries of `suppressions/` are
/// copied last, so that none is missing that the store has followed.
/// - Throws: `RunFault.workspace`, `FileFault`, `StoreError`; `Drained` when asked to stop. Nothing is left then.
package func performBackup(
    _ request: BackupRequest, of layout: WorkspaceLayout, drain: DrainFlag
) throws -> BackupSummary {
    guard try FileStatus.of(layout.storeFile) != nil else {
        throw RunFault.workspace("The workspace has no state yet, so there is nothing to back up.")
    }
    let target = WorkspaceLayout(root: request.folder).root
    guard try FileStatus.of(target) == nil else {
        throw RunFault.workspace("\(printable(target)) is there already. Name a new folder with --out.")
    }
    let (parent, name) = (parentFolder(of: target), fileName(of: target))
    guard try FileStatus.of(parent)?.kind == .folder || parent == "." else {
        throw RunFault.workspace("There is no folder \(printable(parent)) to put the backup into.")
    }
    do {
        let staged = try StagedFolder(parent: parent, name: name)
        var writing = BackupWriting(request, layout, folder: staged.path, drain)
        let summary = try writing.write()
        try staged.seal()
        guard try staged.publish() == .published else {
            throw RunFault.workspace("\(printable(target)) was made by somebody else meanwhile. Name a new folder.")
        }
        return summary
    } catch {
        try StagedFolder.discard(parent: parent, name: name)
        throw error
    }
}

/// Writes one backup into a folder in the making.
private struct BackupWriting {
    private let request: BackupRequest
    private let layout: WorkspaceLayout
    private let folder: String
    private let drain: DrainFlag
    private var files: [WrittenFile] = []
    private var folders: Set<String> = []
    private var names: Set<String> = []

    init(_ request: BackupRequest, _ layout: WorkspaceLayout, folder: String, _ drain: DrainFlag) {
        self.request = request
        self.layout = layout
        self.folder = folder
        self.drain = drain
    }

    mutating func write() throws -> BackupSummary {
        let path = folder + "/" + BackupManifest.storeName
        try FreeSpace.check(folder, needed: try FileStatus.of(layout.storeFile)?.bytes ?? 0)
        do {
            let live = try StoreEnvironment(path: layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
            try copyCompactly(live, to: path, mapBytes: storeMapBytes)
        }
        if let found = verifyStore(path).first(where: { $0.kind != .lostRoom }) {
            throw StoreError("check the copy of the store", .damaged("\(found)"))
        }
        try drain.check()
        let (facts, stamp) = try readCopy(path)
        let written = try digestFile(path)
        files.append(WrittenFile(name: BackupManifest.storeName, bytes: written.bytes, sha256: written.sha256.hex))
        try add(layout.configurationFile, as: BackupManifest.configurationName)
        try addFiles(of: layout.receiptsFolder, below: "receipts") { !$0.hasPrefix(".") }
        try addFiles(of: layout.suppressionsFolder, below: "suppressions", SuppressionFile.isName)
        let key = stamp?.key ?? ""
        let suppressed = try SuppressionFile.readAll(WorkspaceLayout(root: folder)).flatMap(\.entries).map(\.keyName)
        let formerKeys = Set((stamp?.formerKeys ?? []) + suppressed).subtracting([key]).sorted()
        for name in folders { try fsyncFolder(name) }
        files.sort { $0.name < $1.name }
        let manifest = BackupManifest(
            program: request.programVersion, madeAt: request.madeAt.description, facts: facts,
            asOf: Timestamp(rawValue: facts.asOf).description, key: key, formerKeys: formerKeys,
            hasInputs: request.hasInputs, files: files)
        // Read back before it counts: what was written may not be what the disk holds.
        try manifest.check(folder, drain)
        var file = try createOutput(folder, BackupManifest.name)
        try file.append(encodePublished(manifest))
        _ = try file.finish()
        return summarize(manifest, storeBytes: written.bytes)
    }

    /// The facts of the copied state, and with them its inputs: those that it is made of, and no others are missing.
    private mutating func readCopy(_ path: String) throws -> (StateFacts, RulesStamp?) {
        let result: (StateFacts, RulesStamp?)
        do {
            let store = try StoreEnvironment(path: path, access: .readOnly, mapBytes: storeMapBytes)
            result = (try store.facts(), try store.rulesStamp())
            if request.hasInputs { try addInputs(KnownBatches(store: store)) }
        }
        try removeDurably(path + "-lock")
        return result
    }

    /// Kept inputs. Batches of the state may still be on their way from `claimed/` to `done/`.
    private mutating func addInputs(_ known: KnownBatches) throws {
        for batch in try settledBatches(layout, known).sorted() {
            guard let country = Country(code: String(batch.prefix(2))) else { continue }
            try addBatch(layout.spool(country).path(.claimed, String(batch.dropFirst(3))), country)
        }
        for country in Country.allCases {
            let done = layout.spool(country).path(.done)
            for name in SpoolListing(names: try namesInFolder(done), requireManifest: false).batches {
                try drain.check()
                try addBatch(done + "/" + name, country)
            }
        }
        try addFiles(of: layout.decisionsSpool.path(.done), below: "decisions/done") { !$0.hasPrefix(".") }
    }

    private mutating func addBatch(_ path: String, _ country: Country) throws {
        let name = "spool/\(country.code)/done/\(fileName(of: path))"
        guard names.insert(name).inserted else { return }
        try add(path, as: name)
        try add(path + BatchManifest.suffix, as: name + BatchManifest.suffix)
    }

    private mutating func addFiles(
        of source: String, below name: String, _ isWanted: (String) -> Bool
    ) throws {
        guard try FileStatus.of(source)?.kind == .folder else { return }
        for file in try namesInFolder(source) where isWanted(file) {
            guard try FileStatus.of(source + "/" + file)?.kind == .file else { continue }
            try add(source + "/" + file, as: name + "/" + file)
        }
    }

    /// Copies one file. One that was moved or removed meanwhile is left out.
    private mutating func add(_ source: String, as name: String) throws {
        guard try FileStatus.of(source)?.kind == .file else { return }
        try makeFolders(of: name)
        do {
            let written = try copyFile(source, to: folder + "/" + name)
            files.append(WrittenFile(name: name, bytes: written.bytes, sha256: written.sha256.hex))
        } catch {
            guard error.isMissing, error.path == source else { throw error }
            try removeDurably(folder + "/" + name)
        }
    }

    private mutating func makeFolders(of name: String) throws(FileFault) {
        var path = folder
        for part in name.split(separator: "/").dropLast() {
            path += "/" + part
            if folders.insert(path).inserted { try makeFolder(path) }
        }
    }

    private func summarize(_ manifest: BackupManifest, storeBytes: Int) -> BackupSummary {
        BackupSummary(
            folder: WorkspaceLayout(root: request.folder).root, run: manifest.run, asOf: manifest.asOf,
            accounts: manifest.accounts, stateDigest: manifest.stateDigest, storeBytes: storeBytes,
            inputs: manifest.inputs.count, suppressions: manifest.files(below: "suppressions").count,
            files: manifest.files.count + 1, bytes: manifest.files.reduce(0) { $0 + $1.bytes },
            keys: [manifest.key] + manifest.formerKeys)
    }
}

extension BackupManifest {
    /// Kept inputs in the backup.
    var inputs: [WrittenFile] {
        files(below: "spool").filter { !$0.name.hasSuffix(BatchManifest.suffix) }
    }
}
