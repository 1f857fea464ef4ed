internal import AccountModel

/// What exactly made profiles differ: a file, an order, or what a run was for.
package struct DiffSource: Codable, Hashable, Comparable, Sendable {
    /// What kind of thing it was.
    package var cause: DiffCause
    /// The run that did it; `nil` where both sides are rehearsals, or nobody knows.
    package var run: Int?
    /// Of records: the batch, and the country whose spool it came by.
    package var country: String?
    /// The batch, as `NO/NAME`, where it was one.
    package var file: String?
    /// Of rules: the names of what moved. Of an undo: the order.
    package var detail: String?

    /// By cause, then by run, country and file.
    package static func < (left: DiffSource, right: DiffSource) -> Bool {
        left.order.lexicographicallyPrecedes(right.order)
    }

    private var order: [String] {
        let number = run.map { String(repeating: "0", count: max(0, 10 - String($0).count)) + String($0) }
        return [cause.rawValue, number ?? "", country ?? "", file ?? "", detail ?? ""]
    }
}

extension DiffCause: Codable {}

/// One folder that only one side has, as its manifest tells it.
struct DiffLayer: Sendable {
    /// A batch that this layer applied.
    struct Batch: Hashable, Sendable {
        var country: String
        var sha256: String
    }

    /// `nil`: an export, of which nothing is known.
    var manifest: DiffManifest?
    var isBefore: Bool

    /// Whether events say why they happened: all but those of first loads and exports.
    var tellsCauses: Bool {
        guard let manifest else { return false }
        return manifest.task != nil || manifest.run > 1 && manifest.batches.allSatisfy { $0.isNumbered }
    }

    var applied: [DiffManifest.Batch] { manifest?.batches.filter { $0.outcome == "applied" } ?? [] }
}

extension DiffManifest.Batch {
    var identity: DiffLayer.Batch { DiffLayer.Batch(country: country, sha256: sha256) }
    fileprivate var isNumbered: Bool { outcome != "applied" || number != nil }
}

/// What explains differences between two sides, as their manifests tell it.
struct DiffCircumstances {
    /// The folders of one side alone, by number.
    private(set) var layers: [Int: DiffLayer] = [:]
    /// Rules of the two sides, where each was made on its own: no run between them redecided.
    private(set) var rulesDiffer = false
    private(set) var datesDiffer = false
    /// Batches that only one side has, and their countries.
    private(set) var different: Set<DiffLayer.Batch> = []
    private(set) var countries = CountrySet()
    /// A run of one side did what a person ordered, and its events do not say about whom.
    private(set) var hasOrder = false
    /// Both sides have folders of their own, as two rehearsals have.
    private(set) var isParted = false

    var batches: Int { different.count }

    init(_ layers: DiffLayers, _ summary: DiffSummary) throws {
        for layer in layers.own {
            let manifest = try DiffManifest(layers.folders[layer])
            self.layers[layer] = DiffLayer(manifest: manifest, isBefore: layers.isBefore(layer))
            if let manifest, try DiffCircumstances.isOrder(manifest, layers, layer) { hasOrder = true }
        }
        isParted = Set(self.layers.values.map(\.isBefore)).count == 2
        rulesDiffer = summary.rulesDiffer ?? false
        datesDiffer = summary.datesDiffer ?? false
        let sides = [true, false].map { side in
            Set(self.layers.values.filter { $0.isBefore == side }.flatMap { $0.applied.map(\.identity) })
        }
        different = sides[0].symmetricDifference(sides[1])
        for batch in different {
            if let country = Country(code: batch.country) { countries.insert(CountrySet(country)) }
        }
    }

    /// A run that merges has a batch, and one that decides all again has other rules than the one before it.
    private static func isOrder(_ manifest: DiffManifest, _ layers: DiffLayers, _ layer: Int) throws -> Bool {
        if manifest.task != nil || manifest.batches.contains(where: { $0.outcome == "applied" }) { return false }
        let earlier = layer == layers.beforeEnd ? layers.sharedCount - 1 : layer - 1
        guard earlier >= 0, let former = try DiffManifest(layers.folders[earlier]) else { return false }
        return former.rulesDigest == manifest.rulesDigest
    }
}
