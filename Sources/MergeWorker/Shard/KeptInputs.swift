internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import WorkspaceConfiguration

/// Where the inputs of earlier runs are.
struct KeptInputsPlace: Sendable {
    var layout: WorkspaceLayout
    /// How long they are kept.
    var retentionDays: Int
}

/// The inputs of one country in `done/`, found by their content.
struct KeptInputs {
    private struct File {
        var path: String
        var manifest: BatchManifest?
    }

    private var files: [String: [File]] = [:]

    /// Reads the digests of all of them.
    init(_ place: KeptInputsPlace, _ country: Country, _ drain: DrainFlag) throws {
        let spool = place.layout.spool(country)
        let names = SpoolListing(names: try namesInFolder(spool.path(.done)), requireManifest: false).batches
        for name in names {
            let path = spool.path(.done, name)
            let manifestPath = try spool.manifestPath(.done, name)
            do throws(BatchFault) {
                let digest = try digestBatchFile(path) { drain.isRaised }
                let manifest = try manifestPath.map { (path) throws(BatchFault) in try BatchManifest(path: path) }
                files[digest.hex, default: []].append(File(path: path, manifest: manifest))
            } catch {
                continue  // What cannot be read is not kept.
            }
            try drain.check()
        }
    }

    /// A batch of the ledger as it is to be read again; `nil` when it is not kept as it was applied.
    func batch(_ batch: LedgerBatch, _ country: Country, _ configuration: IntakeConfiguration) throws -> ClaimedBatch? {
        let digest = batch.kept?.last?.sha256 ?? batch.sha256
        guard
            let file = files[digest]?.first(where: { file in
                guard let id = batch.batchID else { return true }
                return file.manifest.map {
                    $0.batchID == id && $0.sequence == batch.sequence && $0.part == batch.part ?? 1
                }
                    ?? false
            }), let layout = BatchLayout(fileName: fileName(of: file.path), configuration: configuration),
            let status = try FileStatus.of(file.path)
        else { return nil }
        var kept = ClaimedBatch(
            country: country, fileName: batch.fileName, path: file.path, bytes: status.bytes, layout: layout,
            manifest: batch.batchID == nil ? nil : file.manifest, position: 0, number: batch.number)
        kept.takenOut = batch.takenOut
        return kept
    }
}
