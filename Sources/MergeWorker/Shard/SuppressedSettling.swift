internal import AccountModel
internal import ByteScanning
internal import DurableFiles
internal import MergeStore

/// What entries of `suppressions/` say of the rows of one account.
struct SuppressedRows {
    /// An erasure of the mailbox that the account had in some version.
    private struct Erasure {
        var erasedAt: Int64
        var version: SuppressedVersion
        /// The row of this run that has the mailbox; `nil`: an earlier run, or the order, knew the version.
        var row: IndexEntry?
    }

    /// The rows that no entry keeps out for good.
    let kept: [IndexEntry]
    private let rows: [IndexEntry]
    private let erasures: [Erasure]
    private let list: SuppressionList

    /// - Parameter known: what earlier runs and orders know of the account.
    init(_ rows: [IndexEntry], _ known: [OutUpTo], _ list: SuppressionList) {
        self.rows = rows
        self.list = list
        kept = rows.filter { !SuppressedKey.has($0.value.linkKey) }
        erasures =
            known.map { Erasure(erasedAt: $0.erasedAt, version: $0.version) }
            + rows.filter { $0.value.linkKey == SuppressedKey.byAddress }.map { row in
                Erasure(
                    erasedAt: Int64(bitPattern: row.value.contentHash),
                    version: SuppressedVersion(
                        updatedAt: row.value.updatedAt, sequence: row.value.sequence,
                        isDeclined: row.isDeclined),
                    row: row)
            }
    }

    /// The accounts that are out: of each erasure of which no version says that the account had left the mailbox
    /// before it. Then nothing of the account stays.
    ///
    /// A version of after the erasure does not say so: what was the person's then is out for good. Where the state
    /// has a newer version already, an older row takes nothing away.
    func found(_ account: Hash128, previous: IndexValue?, hasVeto: Bool) -> [SuppressedAccount] {
        let open = erasures.filter { !isLeft($0, previous) }
        guard !open.isEmpty, let newest = newestRow(previous) else { return [] }
        let version = SuppressedVersion(
            updatedAt: newest.updatedAt, sequence: newest.sequence,
            isDeclined: hasVeto || erasures.contains { $0.row == nil && $0.version.isDeclined }
                || rows.contains { $0.isDeclined && !isSecond($0, previous) })
        return Set(open.map(\.erasedAt)).sorted().map { instant in
            let known = open.filter { $0.erasedAt == instant }.map(\.version)
            let newest = known.reduce(version) { newest, other in
                newest.isOlder(thanUpdatedAt: other.updatedAt, other.sequence)
                    ? SuppressedVersion(
                        updatedAt: other.updatedAt, sequence: other.sequence, isDeclined: newest.isDeclined)
                    : newest
            }
            return SuppressedAccount(account: account, erasedAt: instant, version: newest)
        }
    }

    /// Of an account that stays: whether a version that is kept out declined, of the person who left the mailbox.
    func isDeclined(_ previous: IndexValue?) -> Bool { erasures.contains { isDeclined($0, previous) } }

    /// What must be remembered of an account that stays: that a version declined of which no copy is kept.
    func declined(_ account: Hash128, _ previous: IndexValue?) -> [SuppressedAccount] {
        erasures.filter { $0.row != nil && isDeclined($0, previous) }.map {
            SuppressedAccount(account: account, erasedAt: $0.erasedAt, version: $0.version)
        }.filter { $0.version != nil }
    }

    private func isDeclined(_ erasure: Erasure, _ previous: IndexValue?) -> Bool {
        erasure.version.isDeclined && hasMoved(erasure, previous)
            && !(erasure.row.map { isSecond($0, previous) } ?? false)
    }

    private func isLeft(_ erasure: Erasure, _ previous: IndexValue?) -> Bool {
        hasMoved(erasure, previous)
            // A new person at the same id.
            || kept.contains { $0.erasuresBefore > list.erasures(before: erasure.erasedAt) }
    }

    /// Whether a version says that the account had left the mailbox.
    private func hasMoved(_ erasure: Erasure, _ previous: IndexValue?) -> Bool {
        if let previous {
            // Of two versions of one age the first stands.
            let isFirst = erasure.row.map { !$0.value.isNewer(than: previous) } ?? false
            if isFirst || erasure.version.isOlder(than: previous) { return true }
        }
        return kept.contains { row in
            if row.isPresenceOnly { return false }
            let isFirst =
                erasure.row.map { row.value.isSameAge(as: $0.value) && row.stands(before: $0) } ?? false
            return (isFirst || erasure.version.isOlder(than: row.value))
                && row.value.updatedAt <= erasure.erasedAt
        }
    }

    /// Whether another version of the row's age stands before it. Then the row says what that one says, or is rejected.
    private func isSecond(_ row: IndexEntry, _ previous: IndexValue?) -> Bool {
        if let previous, row.value.isSameAge(as: previous) { return true }
        return rows.contains { !$0.isPresenceOnly && $0.value.isSameAge(as: row.value) && $0.stands(before: row) }
            || erasures.contains { $0.row == nil && $0.version.isSameAge(as: row.value) }
    }

    private func newestRow(_ previous: IndexValue?) -> IndexValue? {
        let values = rows.filter { !$0.isPresenceOnly }.map(\.value) + [previous].compactMap(\.self)
        return values.max { $1.isNewer(than: $0) }
    }
}

extension IntakeSettling {
    /// Settles an account of which some version is kept out, or was.
    ///
    /// A version with an erased mailbox still is a version: where it is the newest of before the erasure, the account
    /// is the erased person's, and nothing of it stays, as if the erasure had come after it.
    mutating func settleSuppressed(
        _ versions: [IndexEntry], of account: Hash128, previous: IndexValue?
    ) throws {
        guard let suppressed = suppressedRows(versions, of: account) else {
            preconditionFailure("a row that no entry keeps out")
        }
        for entry in versions where SuppressedKey.has(entry.value.linkKey) { try drop(entry, .suppressed) }
        let hasVeto = try services.vetoes?.contains(account) ?? false
        let found = suppressed.found(account, previous: previous, hasVeto: hasVeto)
        if found.isEmpty {
            // A row that is kept out says all the same that the account was there.
            if !suppressed.kept.isEmpty || previous != nil {
                suppressedAccounts += suppressed.declined(account, previous)
                try settle(
                    suppressed.kept, of: account, previous: previous, toldBy: versions,
                    hasDeclined: suppressed.isDeclined(previous))
            }
            return
        }
        // One that the state has is erased after the run, with all that was published and kept of it.
        suppressedAccounts += found.map { $0.inState(previous != nil) }
        for entry in suppressed.kept { try drop(entry, .suppressed) }
        let isForGood = found.contains { $0.version == nil || services.isOutForGood($0) }
        try tellPresence(versions, of: account, previous, isForGood: isForGood)
    }

    /// Remembers of an account that is out, and may come in, which full snapshots had a row about it.
    private mutating func tellPresence(
        _ rows: [IndexEntry], of account: Hash128, _ previous: IndexValue?, isForGood: Bool
    ) throws {
        if snapshots.isEmpty { return }
        if isForGood { return try presences.forget(account) }
        let absentAt = try absentAt(rows, of: account, previous)
        guard var standing = previous else {
            return try presences.tell(account, absentAt: absentAt, newest: newestSnapshot)
        }
        if standing.absentAt == absentAt { return }
        // The erasure that follows takes it over.
        standing.absentAt = absentAt
        try writer.append(account, standing)
    }

    /// What entries say of an account's rows; `nil` where none has anything to say.
    func suppressedRows(_ rows: [IndexEntry], of account: Hash128) -> SuppressedRows? {
        guard let list = services.suppressions,
            rows.contains(where: { SuppressedKey.has($0.value.linkKey) || $0.isWatched })
        else { return nil }
        return SuppressedRows(rows, services.suppressedVersions(of: account), list)
    }

    /// The versions of an account that are not kept out; `nil` where the newest is an erased person's.
    /// - Parameter stored: what the state has of it; from a batch that is replaced now, perhaps, so that it says nothing
    ///   of who the account is.
    mutating func dropSuppressed(
        _ versions: [IndexEntry], of account: Hash128, stored: IndexValue?
    ) throws(FileFault) -> (kept: [IndexEntry], isDeclined: Bool)? {
        guard let suppressed = suppressedRows(versions, of: account) else { return (versions, false) }
        for entry in versions where SuppressedKey.has(entry.value.linkKey) { try drop(entry, .suppressed) }
        let found = suppressed.found(account, previous: nil, hasVeto: false)
        if found.isEmpty { return (suppressed.kept, suppressed.isDeclined(nil)) }
        for entry in suppressed.kept { try drop(entry, .suppressed) }
        suppressedAccounts += found.map { found in stored.map(found.inState) ?? found }
        return nil
    }
}
