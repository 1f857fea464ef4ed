internal import AccountModel
internal import ByteScanning
internal import MergeReports
internal import RecordLinkage

/// What deciding a key notes beside its profiles: events, causes, holds that end, orders, records for the store.
extension KeyRangeDecider {
    /// One CloudEvents 1.0 event; its number is given when the key range is written.
    mutating func appendEvent(_ change: ChangeKind, _ id: Hash128) {
        statistics.changes[Int(change.rawValue)] += 1
        output.appendEvent(change, id, because: causes)
    }

    /// Notes why a group is looked at: the batches of its new records, and what notes say.
    mutating func noteCauses(
        _ group: KeyGroup, _ gathered: borrowing KeyRangeGroups, _ bytes: RawSpan, from first: UInt32
    ) {
        causes.removeAll(keepingCapacity: true)
        for start in gathered.after[group.after] {
            let batch = AccountFacts(bytes, at: Int(start)).batch(bytes)
            if batch >= first { causes.append(ChangeCause(batch: batch)) }
        }
        for cause in gathered.causes[group.causes] where cause.rawValue > 0 { causes.append(cause) }
        if causes.count > 1 { causes = listedCauses(causes) }
    }

    /// Notes the holds of this group that end by themselves.
    mutating func noteDueHolds(_ key: Hash128, _ bytes: RawSpan) {
        for member in current.members where member.reason == .recentEmailChange {
            guard let changed = member.facts.instant(.emailChangedAt, bytes) else { continue }
            let days = rules.policy[member.facts.country].recentEmailChangeDays
            output.dueHolds.append(DueHold(key: key, at: Timestamp(rawValue: changed).advanced(byDays: days)))
        }
    }

    /// Order references stay when a country erases an account: they go to a tombstone.
    mutating func keepOrders(of erased: Set<Hash128>, _ starts: ArraySlice<UInt32>, _ bytes: RawSpan) {
        for start in starts {
            let facts = AccountFacts(bytes, at: Int(start))
            guard facts.kind == .account, let orders = facts.extra(.orders, bytes),
                erased.contains(accountPlace(facts, bytes, key: accountKey))
            else { continue }
            var references: [String] = []
            forEachOrder(orders, bytes) { range in
                statistics.ordersIn += 1
                references.append(String(decoding: copy(bytes.bytes, range), as: UTF8.self))
            }
            statistics.ordersOut += references.count
            if !references.isEmpty { output.tombstones.append(references) }
        }
    }

    /// Notes the new records of a key for the store; records that stand together are taken from where they are.
    mutating func keepRecords(
        _ group: KeyGroup, _ gathered: borrowing KeyRangeGroups, _ bytes: RawSpan
    ) {
        let starts = gathered.after[group.after]
        let former = KeyRangeDecider.placeTogether(gathered.before[group.before], bytes)
        precondition((former == nil) == group.before.isEmpty, "the state's records do not stand together")
        if starts.isEmpty {
            // Nothing is left under this key.
            if former != nil {
                output.edits.append(StoreEdit(key: group.key, isInGroups: false, range: 0..<0, former: former))
            }
            return
        }
        if let range = KeyRangeDecider.placeTogether(starts, bytes) {
            output.edits.append(StoreEdit(key: group.key, isInGroups: false, range: range, former: former))
            return
        }
        let first = output.groups.count
        for start in starts {
            let length = Int(loadHalfWord(bytes, at: Int(start)))
            output.groups.append(bytes, Int(start)..<Int(start) + length)
        }
        output.edits.append(
            StoreEdit(key: group.key, isInGroups: true, range: first..<output.groups.count, former: former))
    }

    /// Where the records stand if they do so one behind the other, as those of a first load do.
    private static func placeTogether(_ starts: ArraySlice<UInt32>, _ bytes: RawSpan) -> Range<Int>? {
        guard let first = starts.first else { return nil }
        var end = Int(first)
        for start in starts {
            if Int(start) != end { return nil }
            end += Int(loadHalfWord(bytes, at: end + RecordLayout.byteCount))
        }
        return Int(first)..<end
    }

    /// Adds records to the counts and the digest of the state, or takes them out.
    mutating func note(
        _ starts: ArraySlice<UInt32>, _ bytes: RawSpan, sign: Int
    ) {
        for start in starts {
            let kind = UInt8(truncatingIfNeeded: loadHalfWord(bytes, at: Int(start) + 4) >> 8)
            let contentHash = loadWord(bytes, at: Int(start) + RecordLayout.contentHash)
            if kind == RecordKind.account.rawValue {
                change.accounts += sign
            } else {
                change.markers += sign
            }
            if sign > 0 {
                change.digest.insert(contentHash)
            } else {
                change.digest.remove(contentHash)
            }
        }
    }
}
