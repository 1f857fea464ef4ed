internal import AccountModel
internal import BatchIntake
internal import DurableFiles
internal import MergeStore

/// The batches of the ledger by what is kept of them.
///
/// Different batches may come to be kept as the same bytes, such as a header alone: then their manifests tell which
/// is which, and where there are none, either will do as long as each is taken once.
struct KeptContents {
    private var batches: [String: [LedgerBatch]]

    init(_ store: StoreEnvironment) throws(StoreError) {
        let ledger = try VerifiedLedger(store, try store.facts(), FindingList())
        let all = ledger.batches.values.sorted { $0.number < $1.number }
        batches = Dictionary(grouping: all) { KeptContents.key($0.keptContent, $0.country) }
    }

    /// The batch of a kept file, or `nil` when the ledger knows none that is left.
    /// - Parameter manifest: the path of the file's manifest.
    mutating func take(_ digest: SHA256Value, of country: Country, _ manifest: String?) throws -> LedgerBatch? {
        let key = KeptContents.key(digest.hex, country.code)
        guard let place = try batches[key]?.firstIndex(where: { try $0.isDescribed(by: manifest) }) else { return nil }
        return batches[key]?.remove(at: place)
    }

    private static func key(_ digest: String, _ country: String) -> String { country + digest }
}

extension LedgerBatch {
    /// The content that is kept of it; empty where nothing is.
    var keptContent: String { kept?.last?.sha256 ?? sha256 }

    /// Whether a manifest, or none, is the one that the batch came with.
    func isDescribed(by path: String?) throws -> Bool {
        guard let path else { return batchID == nil }
        do throws(BatchFault) {
            let manifest = try BatchManifest(path: path)
            return manifest.batchID == batchID && manifest.sequence == sequence && manifest.part == part ?? 1
        } catch {
            return false
        }
    }
}
