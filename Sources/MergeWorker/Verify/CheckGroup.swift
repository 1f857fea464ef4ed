internal import AccountModel
internal import ByteScanning
internal import MergeStore

/// Checks the stored records of one link key against each other, the key and the hashes they carry.
struct GroupChecker {
    private let keys: IntakeKeys
    /// The countries of the batches in the ledger, by their numbers.
    private let batches: [UInt32: Country]
    /// `nil` when nobody was erased.
    private let suppressions: SuppressionList?
    /// `nil` when nobody ever declined.
    var vetoes: StoredVetoes?
    private var lowercased: [UInt8] = []

    init(_ keys: IntakeKeys, batches: [UInt32: Country], suppressions: SuppressionList?) {
        self.keys = keys
        self.suppressions = suppressions
        self.batches = batches
    }

    /// Appends the starts of the sound records of a group, and tells `note` what is wrong.
    ///
    /// - Returns: Whether everything in the group can be read; a group that cannot is left out whole.
    mutating func check(
        _ key: Hash128, _ bytes: RawSpan, _ starts: inout [UInt32], _ totals: inout StoredTotals,
        _ note: (String) -> Void
    ) -> Bool {
        let first = starts.count
        var cursor = 0
        if bytes.byteCount == 0 { note("a link key without records") }
        while cursor < bytes.byteCount {
            switch checkRecord(bytes, at: cursor) {
            case .damaged(let problem, _):
                note("\(problem)")
                starts.removeSubrange(first...)
                return false
            case .sound(let facts):
                let isInOrder = starts.count == first || isRecordBefore(Int(starts[starts.count - 1]), cursor, bytes)
                if !isInOrder { note("records out of order, or one account twice") }
                checkContent(facts, key, bytes, &totals, note)
                starts.append(UInt32(cursor))
                cursor += facts.byteCount
            }
        }
        return true
    }

    private mutating func checkContent(
        _ facts: AccountFacts, _ key: Hash128, _ bytes: RawSpan, _ totals: inout StoredTotals,
        _ note: (String) -> Void
    ) {
        let record = bytes.extracting(facts.start..<facts.start + facts.byteCount)
        let hash = hashRecordContent(record, seed: keys.contentSeed)
        let account = accountIndexKey(
            facts.country, bytes.extracting(facts.range(of: .accountID)), key: keys.account)
        if hash != facts.contentHash(bytes) { note("the content hash of an account of \(facts.country.code)") }
        if batches[facts.batch(bytes)] != facts.country {
            note("an account of \(facts.country.code) from batch \(facts.batch(bytes)), which is none of its country")
        }
        if facts.kind != .vanished,
            checkSuppression(linkKey(facts, account, bytes), facts, account, bytes, note) != key
        {
            note("an account of \(facts.country.code) under a link key that is not its address's")
        }
        if facts.kind == .account { checkVeto(facts, account, note) }
        totals.add(facts.contentHash(bytes), isAccount: facts.kind == .account)
        totals.byRecords.insert(
            account,
            IndexValue(
                linkKey: key, updatedAt: facts.updatedAt, contentHash: facts.indexedHash(bytes),
                sequence: facts.sequence(bytes)))
    }

    /// Whoever declined has a veto, and whoever has one and did not answer since is marked.
    private func checkVeto(_ facts: AccountFacts, _ account: Hash128, _ note: (String) -> Void) {
        do throws(StoreError) {
            let isVetoed = try vetoes?.contains(account) ?? false
            let isMarked = facts.flags.consent == .declined
            if isMarked && !isVetoed { note("an account of \(facts.country.code) that declined, without a veto") }
            if isVetoed && facts.flags.consent == .unanswered {
                note("an account of \(facts.country.code) about which a veto stands, and it does not say so")
            }
        } catch { note("the vetoes cannot be read") }
    }

    /// The link key of the mailbox's generation; a record that an entry keeps out is a finding.
    private func checkSuppression(
        _ linkKey: Hash128, _ facts: AccountFacts, _ account: Hash128, _ bytes: RawSpan,
        _ note: (String) -> Void
    ) -> Hash128 {
        guard let suppressions else { return linkKey }
        let subject = suppressions.subject(facts, bytes)
        if suppressions.versions(ofAccount: account, createdAt: facts.createdAt, subject).contains(where: {
            $0.keepsOut(updatedAt: facts.updatedAt, sequence: facts.sequence(bytes))
        }) {
            note("an account of \(facts.country.code) that was erased is in the state; the next run removes it")
            return linkKey
        }
        let hasAddress = facts.kind == .account && facts.addressFault == 0
        switch suppressions.verdict(
            linkKey: hasAddress ? linkKey : nil, account: account, createdAt: facts.createdAt, subject)
        {
        case .free: return linkKey
        case .generation(let generation): return suppressions.keys.linkKey(linkKey, generation: generation)
        case .suppressedByAddress, .suppressedByAccount:
            note("an account of \(facts.country.code) that was erased is in the state; the next run removes it")
            return linkKey
        }
    }

    /// The link key that the address of the record has.
    private mutating func linkKey(
        _ facts: AccountFacts, _ account: Hash128, _ bytes: RawSpan
    ) -> Hash128 {
        if facts.kind != .account || facts.addressFault != 0 { return account }
        guard facts.flags.contains(.isPlainAddress) else {
            return sipHash128(bytes.extracting(facts.range(of: .linkKey)), key: keys.link)
        }
        let address = bytes.extracting(facts.range(of: .email))
        if lowercased.count < address.byteCount + 8 {
            lowercased = [UInt8](repeating: 0, count: address.byteCount + 8)
        }
        lowercaseASCII(address, into: &lowercased)
        return sipHash128(lowercased.raw.extracting(0..<address.byteCount), key: keys.link)
    }
}

/// What the records of the store, or a part of them, add up to.
struct StoredTotals: Sendable {
    var accounts = 0
    var markers = 0
    var digest = SetDigest()
    var byRecords = IndexDigest()

    mutating func add(_ contentHash: UInt64, isAccount: Bool) {
        if isAccount { accounts += 1 } else { markers += 1 }
        digest.insert(contentHash)
    }

    static func += (left: inout StoredTotals, right: StoredTotals) {
        left.accounts += right.accounts
        left.markers += right.markers
        left.digest += right.digest
        left.byRecords += right.byRecords
    }
}

/// The digest of a set of index entries, in any order.
///
/// Records and accounts index are two orders of one set: equal digests prove it without a look-up per
/// account. The sequence stays out: a repeated batch may move the index's on, and not the record's.
struct IndexDigest: Equatable, Sendable {
    private(set) var count = 0
    private var first: UInt64 = 0
    private var second: UInt64 = 0

    mutating func insert(_ account: Hash128, _ value: IndexValue) {
        let entry = fold(account.high ^ 0xa076_1d64_78bd_642f, account.low ^ 0xe703_7ed1_a0b4_28db)
        let place = fold(value.linkKey.high ^ 0x8ebc_6af0_9c88_c6e3, value.linkKey.low ^ 0x5899_65cc_7537_4cc3)
        let version = fold(
            value.contentHash ^ 0x1d8e_4e27_c47d_124f,
            UInt64(bitPattern: value.updatedAt) ^ 0xeb44_acca_b455_d165)
        count += 1
        first &+= fold(fold(entry, place ^ 0x9e37_79b9_7f4a_7c15), version ^ 0xd6e8_feb8_6659_fd93)
        second &+= fold(fold(version, entry ^ 0xc2b2_ae3d_27d4_eb4f), place ^ 0xff51_afd7_ed55_8ccd)
    }

    static func += (left: inout IndexDigest, right: IndexDigest) {
        left.count += right.count
        left.first &+= right.first
        left.second &+= right.second
    }
}
