internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeReports
internal import MergeStore

extension IntakeSettling {
    /// Settles an account as if the state knew nothing of it, from all rows that are kept and stand.
    mutating func settleAnew(_ rows: [IndexEntry], of account: Hash128, stored: IndexValue?) throws {
        let rest = try dropSuppressed(rows.filter { !$0.isPresenceOnly }, of: account, stored: stored)
        if rest == nil, let stored { return try leaveToErasure(account, stored, rows) }
        let (versions, hasDeclined) = rest ?? ([], false)
        var drops: [(IndexEntry, DroppedRow)] = []
        let settled = settleVersions(versions[...], previous: nil) { drops.append(($0, $1)) }
        for (entry, reason) in drops { try drop(entry, reason) }
        if stored?.isLive == true { liveBefore += 1 }
        guard let applied = settled.applied else {
            let absentAt = replayedSnapshots?.absentAt(rows, of: account, before: 0) ?? 0
            if !rows.isEmpty { try presences.tell(account, absentAt: absentAt, newest: newestSnapshot) }
            return try remove(account, stored)
        }
        if stored == nil { try presences.forget(account) }
        var standing = applied.value
        standing.absentAt = replayedSnapshots?.absentAt(rows, of: account, before: 0) ?? 0
        if stored == nil { newAccounts += 1 }
        noteDecided(account, standing)
        // Also where nothing changes: undo of an earlier run must see that this one stands on it.
        try writer.append(account, standing)
        if let stored, stored.linkKey != standing.linkKey {
            try announceMove(
                account, of: country, from: stored.linkKey, to: standing.linkKey, isLive: stored.isLive,
                because: replay?.cause, through: moves)
        }
        if let cause = replay?.cause {
            // The record that stands may be of an earlier batch: the correction is why it does.
            try moves.append(standing.linkKey, dueRecord(because: cause).raw)
        }
        if applied.isErased, let stored, !stored.isMarker {
            let note = moveRecord(.erasing, country, account, other: .zero, because: replay?.cause)
            try moves.append(stored.linkKey, note.raw)
        }
        try settleVetoAnew(hasDeclined || self.hasDeclined(rows, drops), of: account, applied, standing)
        guard standing.isGone else { return }
        countSuperseded(applied)
        try announceVanishing(account, under: standing.linkKey)
        if stored?.isLive == true { vanished += 1 }
    }

    /// The account turns out to be an erased person's: as in any run, the erasure that follows takes what the state, the
    /// published files and the kept inputs have of it.
    private mutating func leaveToErasure(
        _ account: Hash128, _ stored: IndexValue, _ rows: [IndexEntry]
    ) throws {
        if stored.isLive { liveBefore += 1 }
        var standing = stored
        standing.absentAt = replayedSnapshots?.absentAt(rows, of: account, before: 0) ?? 0
        if standing.absentAt != stored.absentAt { try writer.append(account, standing) }
    }

    /// Only a batch that was replaced knew the account.
    mutating func remove(_ account: Hash128, _ stored: IndexValue?) throws {
        guard let stored else { return }
        newAccounts -= 1
        try writer.append(account, nil)
        let note = moveRecord(.departure, country, account, other: .zero, because: replay?.cause)
        try moves.append(stored.linkKey, note.raw)
        if try services.vetoes?.contains(account) == true { try vetoes.remove(account) }
    }

    mutating func settleVetoAnew(
        _ isVetoed: Bool, of account: Hash128, _ applied: IndexEntry, _ standing: IndexValue
    ) throws {
        let isKnown = try services.vetoes?.contains(account) ?? false
        if isVetoed, !isKnown { try vetoes.add(account) }
        if isKnown, !isVetoed { try vetoes.remove(account) }
        if isVetoed, !standing.isMarker, !applied.isDeclined {
            let note = moveRecord(.vetoing, country, account, other: .zero, because: replay?.cause)
            try moves.append(standing.linkKey, note.raw)
        }
    }
}
