internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// Makes the list of skeletons that look-alikes share anew from all records, and compares it with the stored one.
///
/// A missing entry would let a look-alike stand beside the address that it looks like; one too many would hold
/// somebody for nobody. Two walks: the skeletons of addresses that are not plain first, then what shares one.
struct LookAlikeVerification: Sendable {
    let store: StoreEnvironment
    let keys: IntakeKeys
    let ranges: StoredRanges
    let threads: Int
    let findings: FindingList
    let drain: DrainFlag

    func verify() throws {
        let filter = LookAlikeFilter()
        _ = try inParallel(ranges.rangeCount, threads: threads) { range in
            try drain.check()
            try noteSkeletons(range, filter)
        }
        let bits = filter.snapshot
        let found: [[LookAlikeEntry]] =
            bits.isEmpty
            ? []
            : try inParallel(ranges.rangeCount, threads: threads) { range in
                try drain.check()
                return try entries(range, bits)
            }
        let all = Dictionary(grouping: found.joined(), by: \.skeleton)
        let wanted = Set(all.values.filter { $0.contains { !$0.isPlain } }.joined())
        compare(wanted, try storedEntries())
    }

    private func noteSkeletons(_ range: Int, _ filter: LookAlikeFilter) throws {
        var maker = SkeletonMaker(keys)
        try ranges.forEachGroup(range) { (_, payload) throws(StoreError) in
            if let first = firstRecord(payload), maker.make(first, payload), !maker.isPlain {
                filter.insert(maker.place)
            }
        }
    }

    /// The records of a key have one address: the first tells it. A damaged one is found elsewhere.
    private func firstRecord(_ payload: RawSpan) -> AccountFacts? {
        var cursor = 0
        while cursor < payload.byteCount, case .sound(let facts) = checkRecord(payload, at: cursor) {
            if facts.kind == .account, facts.addressFault == 0 { return facts }
            cursor += facts.byteCount
        }
        return nil
    }

    private func entries(_ range: Int, _ bits: LookAlikeBits) throws -> [LookAlikeEntry] {
        var maker = SkeletonMaker(keys)
        var entries: [LookAlikeEntry] = []
        try ranges.forEachGroup(range) { (key, payload) throws(StoreError) in
            guard let first = firstRecord(payload), maker.make(first, payload), bits.mayContain(maker.place) else {
                return
            }
            let (skeleton, place) = (maker.hash, maker.place)
            var starts: [UInt32] = []
            try listRecords(payload, offset: 0, into: &starts)
            guard let address = LookAlikeAddress(key, starts[...], payload, &maker) else { return }
            entries.append(LookAlikeEntry(skeleton: skeleton, key: key, place: place, isPlain: address.isPlain))
        }
        return entries
    }

    private func storedEntries() throws -> Set<LookAlikeEntry> {
        var stored: Set<LookAlikeEntry> = []
        try store.read { (transaction) throws(StoreError) in
            try transaction.walkLookAlikes { entry in
                stored.insert(entry)
                return true
            }
        }
        return stored
    }

    private func compare(_ wanted: Set<LookAlikeEntry>, _ stored: Set<LookAlikeEntry>) {
        let wayOut = "restore a backup, or make the state anew with `koble rebuild --replace`"
        for entry in wanted.subtracting(stored).sorted(by: { $0.key < $1.key }) {
            findings.note(
                "look-alikes, key \(entry.key.hexadecimal)", "it is missing among those that look alike; \(wayOut)")
        }
        for entry in stored.subtracting(wanted).sorted(by: { $0.key < $1.key }) {
            findings.note("look-alikes, key \(entry.key.hexadecimal)", "nothing in the state looks like it; \(wayOut)")
        }
    }
}
