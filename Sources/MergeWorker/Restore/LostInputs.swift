internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import FoundationEssentials
internal import MergeStore
internal import WorkspaceConfiguration

/// Inputs that were applied by runs that a restore takes back, and where they lie.
struct LostInputs {
    private let layout: WorkspaceLayout
    private let former: FormerWorkspace
    private let runs: [Int]
    /// What the restored state knows; `nil` in a rehearsal.
    private let known: KnownBatches?

    init(_ layout: WorkspaceLayout, _ former: FormerWorkspace, _ runs: [Int], known: KnownBatches?) {
        self.layout = layout
        self.former = former
        self.runs = runs
        self.known = known
    }

    func list() throws -> [RestoreSummary.Input] {
        var found: [RestoreSummary.Input] = []
        let lost = runs.flatMap { run in (former.batches[run] ?? []).map { (run, $0) } }
        for country in Country.allCases where lost.contains(where: { $0.1.country == country.code }) {
            var kept = try KeptFiles(layout.spool(country).path(.done))
            for (run, batch) in lost where batch.country == country.code {
                if let known, try batch.digests.contains(where: { try isKnown($0, country, known) }) { continue }
                let place = try kept.take(batch.digests, batch.fileName).map { "spool/\(country.code)/done/\($0)" }
                found.append(
                    RestoreSummary.Input(country: country.code, file: batch.fileName, run: run, place: place))
            }
        }
        return try (found + decisions()).sorted { ($0.run, $0.country, $0.file) < ($1.run, $1.country, $1.file) }
    }

    private func isKnown(_ digest: String, _ country: Country, _ known: KnownBatches) throws -> Bool {
        try SHA256Value(hex: digest).map { try known.contains($0, of: country) } ?? false
    }

    private func decisions() throws -> [RestoreSummary.Input] {
        let folder = layout.decisionsSpool.path(.done)
        guard try FileStatus.of(folder) != nil else { return [] }
        var found: [RestoreSummary.Input] = []
        for name in try layout.decisionsSpool.decisionFiles(.done) {
            let digest = try digestFile(folder + "/" + name).sha256.hex
            if let known, try known.contains(decisions: digest) { continue }
            // Where nobody knows by which run, it was after the backup or refused to the state ever since.
            let run =
                former.decisions.map { decisions in runs.first { decisions[$0]?.contains(digest) == true } }
                ?? runs.last
            guard let run else { continue }
            found.append(
                RestoreSummary.Input(
                    country: LedgerRefusal.decisions, file: name, run: run, place: "decisions/done/\(name)"))
        }
        return found
    }

    /// Moves inputs back to where senders put them. Repeated, it changes nothing more.
    static func redeliver(_ inputs: [RestoreSummary.Input], _ layout: WorkspaceLayout) throws {
        for input in inputs {
            guard let place = input.place, try FileStatus.of(layout.root + "/" + place) != nil else { continue }
            if input.country == LedgerRefusal.decisions {
                _ = try layout.decisionsSpool.redeliver(fileName(of: place))
            } else if let country = Country(code: input.country) {
                let spool = layout.spool(country)
                try releaseChecks(spool.path(.done, fileName(of: place)))
                _ = try spool.redeliver(fileName(of: place))
            }
        }
    }

    /// Takes length, digest and rows out of the manifest of a batch that is not kept as it came: rows of erased
    /// persons were taken out of it.
    private static func releaseChecks(_ path: String) throws {
        let place = path + BatchManifest.suffix
        guard try FileStatus.of(place) != nil else { return }
        let manifest = try BatchManifest(path: place)
        let found = try digestFile(path)
        let isAsSent =
            (manifest.bytes ?? UInt64(found.bytes)) == UInt64(found.bytes)
            && (manifest.sha256 ?? found.sha256) == found.sha256
        if isAsSent, manifest.rows == nil || manifest.sha256 != nil || manifest.bytes != nil { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        try durableWrite(place, Array(try encoder.encode(UncheckedManifest(manifest))))
    }

    /// A manifest without what a sender says of the file's own bytes.
    private struct UncheckedManifest: Encodable {
        var batchId: String
        var country: String
        var kind: String
        var sequence: UInt64?
        var part: UInt64
        var parts: UInt64
        var supersedes: String?

        init(_ manifest: BatchManifest) {
            batchId = manifest.batchID
            country = manifest.country.code
            kind = manifest.kind.rawValue
            sequence = manifest.sequence
            part = manifest.part
            parts = manifest.parts
            supersedes = manifest.supersedes
        }
    }
}

/// The files of a `done/` folder, by content.
struct KeptFiles {
    /// Names by digest; equal contents may lie there more than once.
    private var byDigest: [String: [String]] = [:]
    private var names: Set<String> = []

    init(_ folder: String) throws {
        guard try FileStatus.of(folder) != nil else { return }
        for name in SpoolListing(names: try namesInFolder(folder), requireManifest: false).batches {
            byDigest[try digestFile(folder + "/" + name).sha256.hex, default: []].append(name)
            names.insert(name)
        }
    }

    /// The name of a file that has one of these contents; else, where one has been rewritten without the knowledge
    /// of any ledger, the one of this name.
    mutating func take(_ digests: [String], _ fileName: String) throws -> String? {
        if let name = try take(digests, where: { _ in true }) { return name }
        return names.remove(fileName)
    }

    /// The name of a file that has one of these contents and fits: equal contents may be different batches.
    mutating func take(_ digests: [String], where fits: (String) throws -> Bool) throws -> String? {
        for digest in digests.reversed() {
            guard let place = try byDigest[digest]?.firstIndex(where: fits) else { continue }
            guard let name = byDigest[digest]?.remove(at: place) else { continue }
            names.remove(name)
            return name
        }
        return nil
    }
}
