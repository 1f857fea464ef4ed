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
            guard let marker = marker(Int(gathered.after[index]), gathered.bytes.raw, vanishing, context)
            else {
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
    let unhashed = vanishedRecord(facts, bytes, hash: 0)
    return vanishedRecord(facts, bytes, hash: hashRecordContent(unhashed.raw, seed: seed))
}

/// The record in the order of `RecordLayout`.
private func vanishedRecord(_ facts: AccountFacts, _ bytes: RawSpan, hash: UInt64) -> [UInt8] {
    let id = facts.range(of: .accountID)
    var record = ByteBuffer(capacity: RecordLayout.headerBytes + id.count)
    record.append(littleEndian: UInt32(RecordLayout.headerBytes + id.count))
    record.append(littleEndian: UInt32(facts.country.rawValue) | UInt32(RecordKind.vanished.rawValue) << 8)
    record.append(littleEndian: facts.flags.rawValue & AccountFlags.needsEscape.rawValue)
    record.append(littleEndian: facts.sequence(bytes))
    record.append(littleEndian: UInt64(bitPattern: facts.updatedAt))
    record.append(littleEndian: UInt64(bitPattern: noInstant))
    record.append(littleEndian: facts.contentHash(bytes))
    record.append(littleEndian: UInt64(id.count))
    record.append(littleEndian: UInt64(0))
    record.append(littleEndian: hash)
    record.append(littleEndian: facts.batch(bytes))
    record.append(littleEndian: facts.line(bytes))
    record.append(littleEndian: facts.row(bytes))
    record.append(littleEndian: UInt32(0))
    record.append(bytes, id)
    return record.array()
}

extension AccountFacts {
    /// The content hash that the accounts index keeps: of a vanished account, that of its last version.
    func indexedHash(_ buffer: RawSpan) -> UInt64 {
        kind == .vanished ? phone.rawValue : contentHash(buffer)
    }
}
