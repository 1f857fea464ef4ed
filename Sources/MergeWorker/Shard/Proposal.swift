internal import AccountModel
internal import RecordLinkage

/// What the coordinator asks one shard: the accounts of that country in one key range.
///
/// One message for thousands of accounts; the records travel by reference.
struct Proposal: Sendable {
    /// The records of the key range.
    var records: [UInt8]
    /// Where this country's accounts start in `records`.
    var accounts: [UInt32]
    /// The instant that "recent" counts back from.
    var asOf: Int64
}

/// What a shard answers: one stance for each account of the proposal, in its order.
struct Stances: Sendable {
    var stances: [Stance]
}
