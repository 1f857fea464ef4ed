internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage

/// Puts every key that the state holds in a range beside the candidates of the range, in key order.
func joinWholeState(
    _ stored: StoredRanges, _ range: Int, _ gathered: inout KeyRangeGroups
) throws(StoreError) {
    var bytes: [UInt8] = []
    swap(&bytes, &gathered.bytes)
    let fresh = gathered.groups
    let (arrivals, departures) = (gathered.arrivals.count, gathered.departures.count)
    var groups: [KeyGroup] = []
    var before: [UInt32] = []
    var next = 0
    try stored.forEachGroup(range) { (key, payload) throws(StoreError) in
        while next < fresh.count, fresh[next].key < key {
            groups.append(fresh[next])
            next += 1
        }
        var group = KeyGroup(
            key: key, after: gathered.after.count..<gathered.after.count, before: 0..<0,
            arrivals: arrivals..<arrivals, departures: departures..<departures)
        if next < fresh.count, fresh[next].key == key {
            group = fresh[next]
            next += 1
        }
        let (start, first) = (bytes.count, before.count)
        unsafe payload.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        try listRecords(payload, offset: start, into: &before)
        group.before = first..<before.count
        groups.append(group)
    }
    groups += fresh[next...]
    swap(&bytes, &gathered.bytes)
    gathered.groups = groups
    gathered.before = before
}

/// Makes the records anew that stay under their key; those of before stay as they were, beside them.
/// - Parameter candidateBytes: what stands behind is of the state.
func rederiveKept(
    _ gathered: inout KeyRangeGroups, behind candidateBytes: Int, _ rederivation: Rederivation
) {
    var rederiver = RecordRederiver(rederivation)
    var appended: [UInt8] = []
    let end = gathered.bytes.count
    for place in gathered.after.indices where Int(gathered.after[place]) >= candidateBytes {
        let start = Int(gathered.after[place])
        if AccountFacts(gathered.bytes.raw, at: start).kind == .vanished { continue }
        rederiver.rederive(gathered.bytes.raw, at: start)
        let length = Int(loadHalfWord(gathered.bytes.raw, at: start + RecordLayout.byteCount))
        let isSame = isEqual(
            rederiver.record.bytes.bytes, gathered.bytes.raw.bytes(start..<start + length))
        if isSame { continue }
        gathered.after[place] = UInt32(end + appended.count)
        appended += rederiver.record.array()
    }
    gathered.bytes += appended
}
