internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore
package import WorkspaceConfiguration

/// A part of a full snapshot that waits in `incoming/` for the other parts.
package struct WaitingPart: Codable, Equatable, Sendable {
    /// The country's code, such as `NO`.
    package var country: String
    /// Its name in the spool.
    package var file: String
    /// From 1.
    package var part: UInt64
    /// How many there are.
    package var parts: UInt64
    /// Parts that are not there.
    package var missing: Int
}

/// What a run may take out of a country's `incoming/`.
struct TakeableBatches: Sendable {
    var batches: [String] = []
    var waiting: [WaitingPart] = []
}

/// Sorts the complete batches of a country into those that a run takes and parts that wait for others.
///
/// A full snapshot is taken whole or not at all: what it leaves out is only known when all of it is there. A
/// manifest that cannot be read is for the run to refuse.
func takeableBatches(
    _ country: Country, _ layout: WorkspaceLayout, _ configuration: KobleConfiguration, known: KnownBatches
) throws -> TakeableBatches {
    let spool = layout.spool(country)
    let listing = try spool.listing(requireManifest: configuration[country].requireManifest)
    var parts: [(name: String, manifest: BatchManifest)] = []
    for name in listing.batches {
        guard let path = try spool.manifestPath(.incoming, name), let manifest = snapshotManifest(path),
            try !known.knowsIdentity(country, manifest)
        else { continue }
        parts.append((name, manifest))
    }
    var taken = TakeableBatches()
    for (name, manifest) in parts {
        let present = Set(parts.filter { $0.manifest.isOfBatch(manifest) }.map(\.manifest.part)).count
        if UInt64(present) == manifest.parts { continue }
        let missing = Int(clamping: manifest.parts - UInt64(present))
        taken.waiting.append(
            WaitingPart(
                country: country.code, file: name, part: manifest.part, parts: manifest.parts,
                missing: missing))
    }
    let waiting = Set(taken.waiting.map(\.file))
    taken.batches = listing.batches.filter { !waiting.contains($0) }
    return taken
}

/// The manifest of a full snapshot, or `nil` for any other and for one that cannot be read.
private func snapshotManifest(_ path: String) -> BatchManifest? {
    do throws(BatchFault) {
        let manifest = try BatchManifest(path: path)
        return manifest.kind == .full ? manifest : nil
    } catch {
        return nil
    }
}

/// Parts of full snapshots that wait for others, in all countries.
package func partsThatWait(
    _ layout: WorkspaceLayout, _ configuration: KobleConfiguration
) throws -> [WaitingPart] {
    func waiting(_ known: KnownBatches) throws -> [WaitingPart] {
        try Country.allCases.flatMap { try takeableBatches($0, layout, configuration, known: known).waiting }
    }
    // Nothing waits nearly always: then the store is not opened, which may want room on the disk.
    if try waiting(KnownBatches(store: nil)).isEmpty { return [] }
    return try waiting(KnownBatches(store: try openedStore(layout)))
}

/// The store for reading, or `nil` before the first run.
private func openedStore(_ layout: WorkspaceLayout) throws -> StoreEnvironment? {
    guard try FileStatus.of(layout.storeFile) != nil else { return nil }
    return try StoreEnvironment(path: layout.storeFile, access: .readOnly, mapBytes: storeMapBytes)
}
