internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import FoundationEssentials
internal import WorkspaceConfiguration

/// Compares what is kept of the inputs in `done/` with the ledger, by content: names may repeat.
struct InputVerification: Sendable {
    let layout: WorkspaceLayout
    let ledger: VerifiedLedger
    let threads: Int
    let findings: FindingList
    let drain: DrainFlag

    /// A kept file.
    private struct Kept: Sendable {
        var country: Country
        var name: String
        var path: String
    }

    func verify() throws {
        var files: [Kept] = []
        for country in Country.allCases {
            let spool = layout.spool(country)
            guard try FileStatus.of(spool.path(.done)) != nil else { continue }
            files += SpoolListing(names: try namesInFolder(spool.path(.done)), requireManifest: false).batches.map {
                Kept(country: country, name: $0, path: spool.path(.done, $0))
            }
        }
        let all = files
        let digests = try inParallel(all.count, threads: threads) { place -> String? in
            try drain.check()
            do throws(BatchFault) {
                return try digestBatchFile(all[place].path) { drain.isRaised }.hex
            } catch {
                return nil
            }
        }
        var known = knownContents()
        for content in try undoneContents() where known[content] == nil { known[content] = true }
        for (file, digest) in zip(all, digests) {
            let place = "spool/\(file.country.code)/done/\(printable(file.name))"
            guard let digest else {
                findings.note(place, "it cannot be read; put a copy of it back, or remove it")
                continue
            }
            note(known[Content(country: file.country.code, sha256: digest)], place)
        }
    }

    private struct Content: Hashable {
        var country: String
        var sha256: String
    }

    /// Whether a content is what is kept of a batch; `false` for one from which rows were taken out since.
    private func knownContents() -> [Content: Bool] {
        var known: [Content: Bool] = [:]
        for batch in ledger.batches.values {
            let own = Content(country: batch.country, sha256: batch.sha256)
            known[own] = (known[own] ?? true) && batch.kept == nil
            for kept in batch.kept ?? [] where !kept.sha256.isEmpty {
                let content = Content(country: batch.country, sha256: kept.sha256)
                known[content] = known[content] ?? false || kept == batch.kept?.last
            }
        }
        return known
    }

    /// What runs had applied that were taken back: the ledger knows it no more, their manifests do.
    private func undoneContents() throws -> [Content] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try ledger.runs.values.filter { $0.undoneBy != nil }.flatMap { run -> [Content] in
            let path = layout.outFolder(ofRun: run.run) + "/" + RunManifest.name
            guard try FileStatus.of(path) != nil else { return [] }
            let bytes = try readFile(path, bytesMax: PublishedVerification.manifestBytesMax)
            // A damaged one is found among the published files.
            do {
                return try decoder.decode(RunManifest.self, from: Data(bytes)).batches.map {
                    Content(country: $0.country, sha256: $0.sha256)
                }
            } catch { return [] }
        }
    }

    private func note(_ isKept: Bool?, _ place: String) {
        if isKept == true { return }
        if isKept == false {
            findings.note(
                place,
                "rows of erased persons were taken out of this batch, and here they are again; remove the file, or put "
                    + "the kept copy back")
        } else if ledger.runs.values.contains(where: { $0.undoneBy != nil }) {
            findings.note(
                place, "no batch of the ledger has this content: it is of a run that was taken back, or foreign",
                .remark)
        } else {
            findings.note(
                place,
                "no batch of the ledger has this content; put a copy of it back, or move it to incoming/ if it was never "
                    + "applied")
        }
    }
}
