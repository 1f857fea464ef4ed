internal import AccountModel
internal import ByteScanning

/// Orders runs of candidates with the same leading half of the key.
func sortEqualKeys(_ references: inout [CandidateReference], _ bytes: RawSpan) {
    var start = 0
    while start < references.count {
        var end = start + 1
        while end < references.count, references[end].high == references[start].high { end += 1 }
        if end - start > 1 { sortRun(&references[start..<end], bytes) }
        start = end
    }
}

/// Puts candidates together that have one key, and their records side by side in the order of the keys: whatever
/// comes after reads them one after the other.
///
/// - Parameter references: in the order of their keys.
func formGroups(_ references: [CandidateReference], _ buffer: [UInt8]) -> KeyRangeGroups {
    let bytes = buffer.raw
    var gathered = KeyRangeGroups(bytes: [])
    gathered.after.reserveCapacity(references.count)
    gathered.groups.reserveCapacity(references.count)
    var index = 0
    while index < references.count {
        let key = Hash128(high: references[index].high, low: lowKey(references[index].start, bytes))
        var group = gathered.begin(key)
        while index < references.count, references[index].high == key.high,
            lowKey(references[index].start, bytes) == key.low
        {
            gathered.add(references[index].start, bytes)
            index += 1
        }
        gathered.end(&group)
    }
    gathered.bytes = recordsInOrder(&gathered.after, bytes)
    return gathered
}

extension KeyRangeGroups {
    /// A group of what comes next.
    fileprivate func begin(_ key: Hash128) -> KeyGroup {
        KeyGroup(
            key: key, after: after.count..<after.count, before: 0..<0,
            arrivals: arrivals.count..<arrivals.count, departures: departures.count..<departures.count,
            vanishing: vanishing.count..<vanishing.count, causes: causes.count..<causes.count,
            vetoing: vetoing.count..<vetoing.count, erasing: erasing.count..<erasing.count)
    }

    /// Takes a record, or what a note says.
    @inline(__always)
    fileprivate mutating func add(_ start: UInt32, _ bytes: RawSpan) {
        let kind = RecordKind(rawValue: UInt8(truncatingIfNeeded: loadHalfWord(bytes, at: Int(start) + 4) >> 8))!
        switch kind {
        case .account, .deleted, .erased, .vanished: after.append(start)
        case .arrival: arrivals.append(readMove(Int(start), bytes))
        case .departure: departures.append(readMove(Int(start), bytes))
        case .vanishing: vanishing.append(readMove(Int(start), bytes).account)
        case .vetoing: vetoing.append(readMove(Int(start), bytes).account)
        case .erasing: erasing.append(readMove(Int(start), bytes).account)
        case .due: break
        }
        if kind.isMove { causes.append(readCause(Int(start), bytes)) }
    }

    fileprivate mutating func end(_ group: inout KeyGroup) {
        group.after = group.after.lowerBound..<after.count
        if !causes.isEmpty {
            group.arrivals = group.arrivals.lowerBound..<arrivals.count
            group.departures = group.departures.lowerBound..<departures.count
            group.vanishing = group.vanishing.lowerBound..<vanishing.count
            group.causes = group.causes.lowerBound..<causes.count
            group.vetoing = group.vetoing.lowerBound..<vetoing.count
            group.erasing = group.erasing.lowerBound..<erasing.count
        }
        groups.append(group)
    }
}

/// How many records are looked at before the first of them is copied, so that several come from memory at once.
private let recordsAtOnce = 32

/// Copies the records at `starts` one behind the other, and says where they are now.
private func recordsInOrder(_ starts: inout [UInt32], _ bytes: RawSpan) -> [UInt8] {
    // All of them fit, and copies may run ahead of the end.
    let room = bytes.byteCount + 16
    var ordered = unsafe [UInt8](unsafeUninitializedCapacity: room) { _, initialized in initialized = room }
    var used = 0
    do {
        var span = ordered.mutableSpan
        var output = unsafe span.mutableBytes
        for first in stride(from: 0, to: starts.count, by: recordsAtOnce) {
            let block = first..<min(first + recordsAtOnce, starts.count)
            var end = used
            for index in block { end += Int(loadHalfWord(bytes, at: Int(starts[index]) + RecordLayout.byteCount)) }
            precondition(end <= bytes.byteCount, "records are longer than what holds them")
            for index in block {
                let start = Int(starts[index])
                let length = Int(loadHalfWord(bytes, at: start + RecordLayout.byteCount))
                starts[index] = UInt32(used)
                used = copyBytes(bytes, start..<start + length, into: &output, at: used)
            }
        }
    }
    ordered.removeLast(room - used)
    return ordered
}

private func readMove(_ start: Int, _ bytes: RawSpan) -> Arrival {
    let body = start + RecordLayout.headerBytes
    return Arrival(
        country: AccountFacts(bytes, at: start).country,
        account: Hash128(high: loadWord(bytes, at: body), low: loadWord(bytes, at: body + 8)),
        otherKey: Hash128(high: loadWord(bytes, at: body + 16), low: loadWord(bytes, at: body + 24)))
}

private func readCause(_ start: Int, _ bytes: RawSpan) -> ChangeCause {
    ChangeCause(rawValue: AccountFacts(bytes, at: start).batch(bytes))
}
