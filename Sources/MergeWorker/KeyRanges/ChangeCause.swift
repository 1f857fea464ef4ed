internal import AccountModel

/// Why a key range looks at a link key again: the number of a batch, or one of a few things that are no batch.
///
/// Goes with the records and notes of a key to the events of its profiles, so that `koble diff` can say which file
/// made a profile differ. Zero stands for nothing to tell.
struct ChangeCause: Hashable, Comparable, Sendable {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A batch, by its number in the ledger.
    init(batch: UInt32) { rawValue = batch }

    /// A hold had an end, and the day is past it.
    static let holdEnded = ChangeCause(rawValue: .max)
    /// A person decided about one of the accounts.
    static let decision = ChangeCause(rawValue: .max - 1)
    /// An address that looks alike came, changed or went.
    static let lookAlike = ChangeCause(rawValue: .max - 2)
    /// There are more causes than an event lists.
    static let more = ChangeCause(rawValue: .max - 3)

    /// How it is written in an event.
    var text: String {
        switch self {
        case .holdEnded: "hold_ended"
        case .decision: "decision"
        case .lookAlike: "look_alike"
        case .more: "more"
        default: "batch:\(rawValue)"
        }
    }

    static func < (left: ChangeCause, right: ChangeCause) -> Bool { left.rawValue < right.rawValue }

    /// Causes that one event lists; of a hub's hundreds of batches nobody reads more.
    static let listedMax = 16
}

/// The causes that stand in an event, in ascending order, each once.
func listedCauses(_ causes: [ChangeCause]) -> [ChangeCause] {
    if causes.count < 2 { return causes }
    let distinct = Set(causes).sorted()
    if distinct.count <= ChangeCause.listedMax { return distinct }
    return distinct.prefix(ChangeCause.listedMax - 1) + [.more]
}
