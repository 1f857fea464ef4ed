internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import RecordLinkage

/// The other addresses of a skeleton whose look-alike is erased: what is said about them changes with it.
struct LookAlikeSiblings {
    /// One of them, with what is said about it before the erasure and after it.
    struct Sibling {
        var records: [UInt8]
        var starts: [UInt32]
        var before: LookAlikeMark?
        var after: LookAlikeMark?
    }

    private let state: OpenedState
    private let groups: [ErasedGroup]
    private let gone: Set<Hash128>

    init(_ state: OpenedState, _ groups: [ErasedGroup]) {
        self.state = state
        self.groups = groups
        gone = Set(groups.filter(\.staying.isEmpty).map(\.key))
    }

    /// Those of which something else is said afterwards.
    func keys() throws -> [Sibling] {
        var siblings: [Sibling] = []
        var seen: Set<Hash128> = []
        for group in groups where gone.contains(group.key) {
            guard let skeleton = skeleton(of: group), seen.insert(skeleton).inserted else { continue }
            siblings += try others(of: skeleton)
        }
        return siblings
    }

    private func skeleton(of group: ErasedGroup) -> Hash128? {
        var maker = SkeletonMaker(state.keys)
        let isMade = group.starts.contains { maker.make(AccountFacts(group.records.raw, at: Int($0)), group.records.raw) }
        return isMade ? maker.hash : nil
    }

    private func others(of skeleton: Hash128) throws -> [Sibling] {
        var keys: [Hash128] = []
        try state.store.read { (transaction) throws(StoreError) in
            try transaction.walkLookAlikes(of: skeleton) { entry in
                if !gone.contains(entry.key) { keys.append(entry.key) }
                return true
            }
        }
        var maker = SkeletonMaker(state.keys)
        var addresses: [LookAlikeAddress] = []
        var found: [(key: Hash128, records: [UInt8], starts: [UInt32])] = []
        for key in keys {
            let records = try readGroup(key, state)
            var starts: [UInt32] = []
            try listRecords(records.raw, offset: 0, into: &starts)
            if let address = LookAlikeAddress(key, starts[...], records.raw, &maker) { addresses.append(address) }
            found.append((key, records, starts))
        }
        let after = Dictionary(lookAlikeMarks(addresses).map { ($0.0, $0.1) }) { first, _ in first }
        return try found.map { key, records, starts in
            Sibling(
                records: records, starts: starts,
                before: try lookAlikeMark(of: key, records.raw, starts, state.store, state.keys), after: after[key])
        }
    }
}
