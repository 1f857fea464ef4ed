internal import AccountModel

/// What became of the rows of one country after its accounts index was asked: every row is exactly one of
/// these (RULES §8).
struct RowCounts: Equatable, Sendable {
    var read = 0
    var applied = 0
    var superseded = 0
    var duplicate = 0
    var rejected = 0
    var suppressed = 0

    /// Whether every row read is accounted for.
    var isBalanced: Bool { read == applied + superseded + duplicate + rejected + suppressed }

    static func += (left: inout RowCounts, right: RowCounts) {
        left.read += right.read
        left.applied += right.applied
        left.superseded += right.superseded
        left.duplicate += right.duplicate
        left.rejected += right.rejected
        left.suppressed += right.suppressed
    }
}

/// What the versions of one account come to.
struct SettledAccount {
    /// The version that stands after this run, if it is one of this run's rows.
    var applied: IndexEntry?
    /// What the state knew of the account before.
    var previous: IndexValue?
    /// A duplicate that is the newest by its manifest sequence moves the account's sequence on.
    var sequenceOnly: IndexValue?
}

/// Settles the versions of one account: which row stands, and what becomes of the others.
///
/// Versions are ordered by `updated_at`, then manifest sequence (RULES §3). Of two with the same age, the
/// same content is a duplicate; other content is rejected, never guessed.
/// - Parameters:
///   - versions: the rows of one account, oldest first.
///   - drop: told of each row that is not applied.
func settleVersions(
    _ versions: ArraySlice<IndexEntry>, previous: IndexValue?, _ drop: (IndexEntry, DroppedRow) -> Void
) -> SettledAccount {
    var settled = SettledAccount(applied: nil, previous: previous, sequenceOnly: nil)
    var standing = previous
    for entry in versions {
        guard let current = standing else {
            standing = entry.value
            settled.applied = entry
            continue
        }
        let isSame = entry.value.contentHash == current.contentHash && entry.value.linkKey == current.linkKey
        // Of a vanished account nothing is left that a newer row could repeat.
        if isSame, !current.isGone || !entry.value.isNewer(than: current) {
            drop(entry, .duplicate)
            if entry.value.isNewer(than: current) {
                standing = entry.value
                standing?.marks = current.marks
                if settled.applied == nil { settled.sequenceOnly = entry.value }
                settled.applied?.value = entry.value
            }
        } else if entry.value.isNewer(than: current) {
            if let older = settled.applied { drop(older, .superseded) }
            standing = entry.value
            settled.applied = entry
            settled.sequenceOnly = nil
        } else if entry.value.isSameAge(as: current) || current.isGone && entry.value.sequence > current.absentAt {
            // Newer than the snapshot by its sequence, and older than what the snapshot ended by its date.
            drop(entry, .unordered)
        } else {
            drop(entry, .superseded)
        }
    }
    return settled
}

/// Why a sound row is not applied.
enum DroppedRow: Sendable {
    case duplicate, superseded
    /// Changed, and neither `updated_at` nor a manifest sequence says which version is newer.
    case unordered
    /// An earlier record of an erased person.
    case suppressed
}
