internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
internal import WorkspaceConfiguration

/// Brings the kept inputs of a backup into a workspace that has them no more, without rows of erased persons.
struct BackedUpInputs {
    private let backup: String
    private let manifest: BackupManifest
    private let inputs: StateInputs
    private let drain: DrainFlag

    init(_ backup: String, _ manifest: BackupManifest, _ inputs: StateInputs, _ drain: DrainFlag) {
        self.backup = backup
        self.manifest = manifest
        self.inputs = inputs
        self.drain = drain
    }

    /// - Returns: How many were brought, and the batches of the ledger that are kept otherwise than before.
    func bring() throws -> (count: Int, kept: [LedgerBatch]) {
        var (count, kept): (Int, [LedgerBatch]) = (0, [])
        for file in manifest.inputs {
            try drain.check()
            let parts = file.name.split(separator: "/")
            guard parts.count == 4, let country = Country(code: String(parts[1])) else { continue }
            let target = inputs.layout.spool(country).path(.done, String(parts[3]))
            if try FileStatus.of(target) != nil { continue }
            guard let summary = try bring(backup + "/" + file.name, to: target, country) else { continue }
            count += 1
            let manifestName = file.name + BatchManifest.suffix
            if manifest.files.contains(where: { $0.name == manifestName }) {
                try durableWrite(
                    target + BatchManifest.suffix, try readFile(backup + "/" + manifestName, bytesMax: 1 << 20))
            }
            if summary.sha256.hex != file.sha256, let batch = try trimmed(file, country, summary) { kept.append(batch) }
        }
        let done = inputs.layout.decisionsSpool.path(.done)
        for file in manifest.files(below: "decisions/done") {
            try inputs.layout.decisionsSpool.make()
            let target = done + "/" + fileName(of: file.name)
            if try FileStatus.of(target) != nil { continue }
            try durableWrite(target, try readFile(backup + "/" + file.name, bytesMax: 1 << 30))
        }
        return (count, kept)
    }

    /// Copies one input without rows of erased persons; `nil` when nothing of it may be kept.
    private func bring(_ source: String, to target: String, _ country: Country) throws -> OutputFile.Summary? {
        let staged = parentFolder(of: target) + "/." + fileName(of: target) + ".part"
        try removeDurably(staged)
        var dropped: [Range<UInt64>] = []
        if let list = try SuppressionList.load(inputs.layout, inputs.key) {
            let scanning = BatchScanning(
                configuration: inputs.configuration, keys: IntakeKeys(inputs.key), suppressions: list, drain: drain)
            switch try scanning.scan(source, country) {
            case .clean: break
            case .rows(let lines, _): dropped = lines
            case .whole: return nil
            }
        }
        let summary: OutputFile.Summary
        let layout = BatchLayout(fileName: fileName(of: target), configuration: inputs.configuration[country])
        if !dropped.isEmpty, let layout {
            var output = try OutputFile(creating: staged)
            try copyBatch(source, layout: layout, dropping: dropped) { try output.append($0) }
            summary = try output.finish()
        } else {
            summary = try copyFile(source, to: staged)
        }
        try renameDurably(from: staged, to: target)
        return summary
    }

    private func trimmed(
        _ file: WrittenFile, _ country: Country, _ summary: OutputFile.Summary
    ) throws -> LedgerBatch? {
        let store = try StoreEnvironment(path: inputs.layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
        guard let digest = SHA256Value(hex: file.sha256),
            var batch = try LedgerReader(store: store).batch(content: digest, of: country.code)
        else { return nil }
        batch.kept = (batch.kept ?? []) + [KeptBatch(sha256: summary.sha256.hex, bytes: summary.bytes)]
        return batch
    }
}
