internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore

/// Tells the old key that the account has left, and the new one where it came from.
/// - Parameter isLive: who was deleted or gone was in no profile to come from.
func announceMove(
    _ account: Hash128, of country: Country, from old: Hash128, to new: Hash128, isLive: Bool = true,
    because cause: ChangeCause? = nil, through moves: CandidateWriter
) throws(FileFault) {
    try moves.append(old, moveRecord(.departure, country, account, other: new, because: cause).raw)
    if isLive {
        try moves.append(new, moveRecord(.arrival, country, account, other: old, because: cause).raw)
    }
}

/// A note to a key range that a key is to be decided again, though none of its accounts has changed.
func dueRecord(because cause: ChangeCause?) -> [UInt8] {
    moveRecord(.due, .SE, .zero, other: .zero, because: cause)
}

/// A note to a key range about an account that changes its link key: a record header, then the account's
/// place in the index, then the other link key. Its cause stands where a record has the number of its batch.
func moveRecord(
    _ kind: RecordKind, _ country: Country, _ account: Hash128, other: Hash128,
    because cause: ChangeCause? = nil
) -> [UInt8] {
    var buffer = ByteBuffer(capacity: RecordLayout.headerBytes + 32)
    buffer.append(littleEndian: UInt32(RecordLayout.headerBytes + 32))
    buffer.append(littleEndian: UInt32(country.rawValue) | UInt32(kind.rawValue) << 8)
    for offset in stride(from: 8, to: RecordLayout.headerBytes, by: 8) {
        buffer.append(littleEndian: UInt64(offset == RecordLayout.batch ? cause?.rawValue ?? 0 : 0))
    }
    for word in [account.high, account.low, other.high, other.low] { buffer.append(littleEndian: word) }
    return buffer.array()
}
