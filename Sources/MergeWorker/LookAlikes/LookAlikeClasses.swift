internal import AccountModel
internal import ByteScanning
internal import RecordLinkage

/// One address of a skeleton, with what its accounts come to.
struct LookAlikeAddress {
    var key: Hash128
    /// The link key itself.
    var address: [UInt8]
    var isPlain: Bool
    var side: LookAlikeSide
    var accounts: [LookAlikeAccount]

    /// How many accounts an alert lists; more would be a hub.
    static let accountsMax = 20

    /// - Returns: `nil` where no account of the key is in use with a sound address.
    init?(_ key: Hash128, _ starts: ArraySlice<UInt32>, _ bytes: RawSpan, _ maker: inout SkeletonMaker) {
        var accounts: [LookAlikeAccount] = []
        var all: [AccountFacts] = []
        for start in starts {
            let facts = AccountFacts(bytes, at: Int(start))
            guard LookAlikeSide.counts(facts) else { continue }
            all.append(facts)
            if accounts.count == LookAlikeAddress.accountsMax { continue }
            let id = bytes.bytes(facts.range(of: .accountID))
            accounts.append(LookAlikeAccount(country: facts.country, accountID: id.indices.map { id[$0] }))
        }
        guard let first = all.first, maker.make(first, bytes),
            let side = LookAlikeSide(isASCII: maker.isASCII, accounts: all)
        else { return nil }
        self.key = key
        address = LookAlikeAddress.address(of: first, bytes)
        isPlain = maker.isPlain
        self.side = side
        self.accounts = accounts
    }
}

extension LookAlikeAddress {
    /// The link key's bytes; small ASCII letters where the record has it as it was typed.
    private static func address(of facts: AccountFacts, _ records: RawSpan) -> [UInt8] {
        let isPlain = facts.flags.contains(.isPlainAddress)
        let span = records.bytes(facts.range(of: isPlain ? .email : .linkKey))
        return span.indices.map { isPlain && (0x41...0x5A).contains(span[$0]) ? span[$0] | 0x20 : span[$0] }
    }
}

/// The marks of the addresses of one skeleton. Ties go by the addresses and not by their hashes, so that a
/// change of keys decides nothing.
func lookAlikeMarks(_ addresses: [LookAlikeAddress]) -> [(key: Hash128, mark: LookAlikeMark)] {
    let addresses = addresses.sorted { $0.address.lexicographicallyPrecedes($1.address) }
    let verdicts = judgeLookAlikes(addresses.map(\.side))
    func accounts(_ verdict: LookAlikeVerdict) -> [LookAlikeAccount] {
        let all = addresses.indices.filter { verdicts[$0] == verdict }.flatMap { addresses[$0].accounts }
        return Array(all.prefix(LookAlikeAddress.accountsMax))
    }
    let (standing, held) = (accounts(.stands), accounts(.held))
    return addresses.indices.compactMap { index in
        switch verdicts[index] {
        case .untouched: nil
        case .stands: (addresses[index].key, LookAlikeMark(isHeld: false, others: held))
        case .held: (addresses[index].key, LookAlikeMark(isHeld: true, others: standing))
        }
    }
}
