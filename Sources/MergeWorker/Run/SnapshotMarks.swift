internal import AccountModel
internal import FoundationEssentials
internal import MergeStore

/// Where the store keeps the newest full snapshot of each country: manifest sequence + 1 by country code.
let snapshotsKey = "snapshots"

/// The newest full snapshot of each country, as sequence + 1, by `Country.rawValue`; zero without one.
func snapshotMarks(_ store: StoreEnvironment?) throws(StoreError) -> [UInt32] {
    var marks = [UInt32](repeating: 0, count: Country.count)
    guard let store else { return marks }
    let bytes = try store.read { (transaction) throws(StoreError) in
        try transaction.value(of: Array(snapshotsKey.utf8), in: .meta)
    }
    guard let bytes else { return marks }
    for (code, mark) in try decodeJSON([String: UInt32].self, bytes, "the full snapshots") {
        guard let country = Country(code: code) else { continue }
        marks[Int(country.rawValue)] = mark
    }
    return marks
}

/// Notes the newest full snapshots after a run. A state that has seen none does not mention them.
func noteSnapshots(_ settled: [SettledIntake], in notes: inout StoreNotes) {
    let marks = settled.filter { $0.newestSnapshot > 0 }.map { ($0.country.code, $0.newestSnapshot) }
    if marks.isEmpty {
        // A correction may have taken the only one's place.
        if settled.contains(where: { !$0.replaced.isEmpty }) {
            notes.removed.append((table: .meta, key: Array(snapshotsKey.utf8)))
        }
        return
    }
    notes.put(encodeJSON(Dictionary(uniqueKeysWithValues: marks)), under: snapshotsKey, in: .meta)
}
