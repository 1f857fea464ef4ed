internal import AccountModel
internal import ByteScanning

/// Puts what is left of a vanished account in the place of each account that a full snapshot left out.
///
/// The country's shard found out, beside its accounts index, which ones they are; here their records are at
/// hand, those of the state and those of this run.
func replaceVanished(_ gathered: inout KeyRangeGroups, _ context: KeyRangeContext) {
    for group in gathered.groups where !group.vanishing.isEmpty {
        let vanishing = gathered.vanishing[group.vanishing]
        for index in group.after {
            guard let marker = marker(Int(gathered.after[index]), gathered.bytes.raw, vanishing, context) else {
                continue
            }
            gathered.after[index] = UInt32(gathered.bytes.count)
            gathered.bytes += marker
        }
    }
}

/// What stands for the account at `start`, if it is one of those that vanish.
private func marker(
    _ start: Int, _ bytes: RawSpan, _ vanishing: ArraySlice<Hash128>, _ context: KeyRangeContext
) -> [UInt8]? {
    let facts = AccountFacts(bytes, at: start)
    guard facts.kind == .account else { return nil }
    let id = bytes.extracting(facts.range(of: .accountID))
    guard vanishing.contains(accountIndexKey(facts.country, id, key: context.accountKey)) else { return nil }
    return vanishedRecord(facts, bytes, seed: context.contentSeed)
}

/// What is kept of a vanished account: its id and its version, and the content hash of the version in the
/// place of the phone, so that the same row again is known and every hash can be checked.
private func vanishedRecord(_ facts: AccountFacts, _ bytes: RawSpan, seed: UInt64) -> [UInt8] {
    let id = facts.range(of: .accountID)
    let count = RecordLayout.headerBytes + id.count
    var record = [UInt8](repeating: 0, count: count)
    var span = record.mutableSpan
    var output = unsafe span.mutableBytes
    _ = copyBytes(bytes, facts.start..<facts.start + RecordLayout.headerBytes, into: &output, at: 0)
    _ = copyBytes(bytes, id, into: &output, at: RecordLayout.headerBytes)
    let head = UInt32(facts.country.rawValue) | UInt32(RecordKind.vanished.rawValue) << 8
    let flags = facts.flags.rawValue & AccountFlags.needsEscape.rawValue
    output.storeBytes(of: UInt32(count), toByteOffset: RecordLayout.byteCount, as: UInt32.self)
    output.storeBytes(of: head, toByteOffset: RecordLayout.country, as: UInt32.self)
    output.storeBytes(of: flags, toByteOffset: RecordLayout.flags, as: UInt32.self)
    output.storeBytes(of: noInstant, toByteOffset: RecordLayout.createdAt, as: Int64.self)
    output.storeBytes(of: facts.contentHash(bytes), toByteOffset: RecordLayout.phone, as: UInt64.self)
    output.storeBytes(of: UInt64(id.count), toByteOffset: RecordLayout.lengths, as: UInt64.self)
    output.storeBytes(of: UInt64(0), toByteOffset: RecordLayout.lengths + 8, as: UInt64.self)
    let hash = hashRecordContent(record.raw, seed: seed)
    var again = record.mutableSpan
    var hashed = unsafe again.mutableBytes
    hashed.storeBytes(of: hash, toByteOffset: RecordLayout.contentHash, as: UInt64.self)
    return record
}

extension AccountFacts {
    /// The content hash that the accounts index keeps: of a vanished account, that of its last version.
    func indexedHash(_ buffer: RawSpan) -> UInt64 {
        kind == .vanished ? phone.rawValue : contentHash(buffer)
    }
}
