internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// How a rebuilt state differs from the one that grew.
package struct StateDifferences: Codable, Equatable, Sendable {
    /// Profiles' keys of which the state, or the rebuilt one, alone has records.
    package var keysOnlyInState = 0
    /// Keys that the state does not have.
    package var keysOnlyRebuilt = 0
    /// Keys of which both have records, and not the same.
    package var keysThatDiffer = 0
    /// Accounts whose place in the index says something else.
    package var accountsThatDiffer = 0
    /// People's decisions that stand on one side, or say something else.
    package var decisionsThatDiffer = 0
    /// Ids of the joint profiles of the first of these keys.
    package var profiles: [String] = []

    /// Nobody reads more; the counts say how many there are.
    private static let profilesMax = 20

    /// Whether both states are alike.
    package var isEmpty: Bool {
        keysOnlyInState + keysOnlyRebuilt + keysThatDiffer + accountsThatDiffer + decisionsThatDiffer == 0
    }

    fileprivate mutating func note(_ key: Hash128, _ count: WritableKeyPath<StateDifferences, Int>) {
        self[keyPath: count] += 1
        if profiles.count < StateDifferences.profilesMax { profiles.append(uuidText(profileID(key))) }
    }
}

/// Compares two states record by record: what was said, not in which file and line.
/// - Parameter rebuilt: `nil` for an empty one.
func compareStates(
    _ state: StoreEnvironment, _ rebuilt: StoreEnvironment?, _ drain: DrainFlag
) throws -> StateDifferences {
    var differences = StateDifferences()
    let standing = try state.constraints().rulings
    let again = try rebuilt?.constraints().rulings ?? [:]
    for subject in Set(standing.keys).union(again.keys)
    where standing[subject]?.bytes.prefix(9) != again[subject]?.bytes.prefix(9) {
        differences.decisionsThatDiffer += 1
    }
    try compare(.profiles, state, rebuilt, drain) { key, own, other in
        switch (own, other) {
        case (.some, nil): differences.note(key, \.keysOnlyInState)
        case (nil, .some): differences.note(key, \.keysOnlyRebuilt)
        default: differences.note(key, \.keysThatDiffer)
        }
    }
    try compare(.accounts, state, rebuilt, drain) { _, _, _ in differences.accountsThatDiffer += 1 }
    return differences
}

/// An entry of a table, as far as it is compared.
private typealias ComparedEntry = (key: Hash128, words: [UInt64])

/// Walks a table of two stores side by side and tells the entries that differ.
private func compare(
    _ table: BlockTable, _ one: StoreEnvironment, _ other: StoreEnvironment?, _ drain: DrainFlag,
    _ differ: (Hash128, [UInt64]?, [UInt64]?) -> Void
) throws {
    try one.read { (transaction) throws(StoreError) in
        _ = try transaction.withCursor(table) { (left) throws(StoreError) in
            guard let other else {
                while let entry = try next(&left, table) { differ(entry.key, entry.words, nil) }
                return
            }
            try other.read { (transaction) throws(StoreError) in
                _ = try transaction.withCursor(table) { (right) throws(StoreError) in
                    var (mine, theirs) = (try next(&left, table), try next(&right, table))
                    while let key = [mine?.key, theirs?.key].compactMap({ $0 }).min(), !drain.isRaised {
                        let own = mine?.key == key ? mine?.words : nil
                        let opposite = theirs?.key == key ? theirs?.words : nil
                        if own != opposite { differ(key, own, opposite) }
                        if own != nil { mine = try next(&left, table) }
                        if opposite != nil { theirs = try next(&right, table) }
                    }
                }
            }
        }
    }
    try drain.check()
}

/// The next entry, or `nil` behind the last.
private func next(_ cursor: inout TableCursor, _ table: BlockTable) throws(StoreError) -> ComparedEntry? {
    guard try cursor.next(), let key = cursor.key else { return nil }
    return try cursor.withPayload { (payload) throws(StoreError) in
        (key, table == .profiles ? try contents(payload) : words(IndexValue(payload)))
    }
}

/// The content of each record of a key, in their order.
private func contents(_ payload: RawSpan) throws(StoreError) -> [UInt64] {
    var starts: [UInt32] = []
    try listRecords(payload, offset: 0, into: &starts)
    return starts.map { AccountFacts(payload, at: Int($0)).contentHash(payload) }
}

private func words(_ value: IndexValue) -> [UInt64] {
    [
        value.linkKey.high, value.linkKey.low, UInt64(bitPattern: value.updatedAt), value.contentHash,
        UInt64(value.sequence), UInt64(value.marks),
    ]
}
