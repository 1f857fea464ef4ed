internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import Synchronization

/// The whole state, each record checked on the way: what is damaged is a finding and left out.
final class VerifiedRanges: KeyRangeSource {
    /// Where findings about records are.
    static let place = "table profiles"

    private let stored: StoredRanges
    private let keys: IntakeKeys
    private let batches: [UInt32: Country]
    private let suppressions: SuppressionList?
    private let vetoes: StoredVetoes?
    private let findings: FindingList
    private let sums = Mutex(StoredTotals())

    init(
        _ stored: StoredRanges, keys: IntakeKeys, batches: [UInt32: Country], suppressions: SuppressionList?,
        vetoes: StoredVetoes?, findings: FindingList
    ) {
        self.vetoes = vetoes
        self.suppressions = suppressions
        self.stored = stored
        self.keys = keys
        self.batches = batches
        self.findings = findings
    }

    var rangeCount: Int { stored.rangeCount }
    var totals: StoredTotals { sums.withLock { $0 } }

    func gather(_ range: Int) throws -> KeyRangeGroups {
        var gathered = KeyRangeGroups(bytes: [])
        var checker = GroupChecker(keys, batches: batches, suppressions: suppressions)
        checker.vetoes = vetoes
        var totals = StoredTotals()
        var starts: [UInt32] = []
        try stored.forEachGroup(range) { (key, payload) throws(StoreError) in
            starts.removeAll(keepingCapacity: true)
            let isWhole = checker.check(key, payload, &starts, &totals) { problem in
                findings.note("\(VerifiedRanges.place), key \(key.hexadecimal)", problem)
            }
            if !isWhole || starts.isEmpty { return }
            let offset = UInt32(gathered.bytes.count)
            let first = gathered.after.count
            unsafe payload.withUnsafeBytes { unsafe gathered.bytes.append(contentsOf: $0) }
            for start in starts { gathered.after.append(offset + start) }
            gathered.groups.append(
                KeyGroup(
                    key: key, after: first..<gathered.after.count, before: 0..<0, arrivals: 0..<0,
                    departures: 0..<0))
        }
        sums.withLock { $0 += totals }
        return gathered
    }
}
