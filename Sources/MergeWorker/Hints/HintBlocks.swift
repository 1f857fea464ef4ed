internal import AccountModel
internal import ByteScanning
internal import Normalization
internal import RecordLinkage

/// One account of a block: accounts that share something, and so may be compared.
struct HintEntry {
    var evidence: HintEvidence
    var isGuest: Bool
    var country: Country
    var linkKey: Hash128
    var address: [UInt8]
    var accountID: [UInt8]

    /// The form in the spill: length, evidence and guest, country, link key, lengths of both texts, the texts.
    var bytes: [UInt8] {
        var buffer = ByteBuffer(capacity: 32 + address.count + accountID.count)
        buffer.append(littleEndian: UInt32(HintEntry.headerBytes + address.count + accountID.count))
        buffer.append(evidence.rawValue)
        buffer.append(isGuest ? 1 : 0)
        buffer.append(littleEndian: UInt16(country.rawValue))
        buffer.append(littleEndian: linkKey.high)
        buffer.append(littleEndian: linkKey.low)
        buffer.append(littleEndian: UInt32(address.count))
        buffer.append(address.raw)
        buffer.append(accountID.raw)
        return buffer.array()
    }

    private static let headerBytes = 28

    init(
        evidence: HintEvidence, isGuest: Bool, country: Country, linkKey: Hash128, address: [UInt8],
        accountID: [UInt8]
    ) {
        (self.evidence, self.isGuest, self.country) = (evidence, isGuest, country)
        (self.linkKey, self.address, self.accountID) = (linkKey, address, accountID)
    }

    /// Reads the entry at `cursor`, which moves behind it.
    init(_ bytes: RawSpan, _ cursor: inout Int) {
        let start = cursor
        let end = start + Int(loadHalfWord(bytes, at: start))
        let head = loadHalfWord(bytes, at: start + 4)
        evidence = HintEvidence(rawValue: UInt8(truncatingIfNeeded: head))!
        isGuest = head >> 8 & 1 == 1
        country = Country(rawValue: UInt8(truncatingIfNeeded: head >> 16))!
        linkKey = Hash128(high: loadWord(bytes, at: start + 8), low: loadWord(bytes, at: start + 16))
        let text = start + HintEntry.headerBytes
        let middle = text + Int(loadHalfWord(bytes, at: start + 24))
        address = copy(bytes, text..<middle)
        accountID = copy(bytes, middle..<end)
        cursor = end
    }
}

private func copy(_ bytes: RawSpan, _ range: Range<Int>) -> [UInt8] {
    var buffer = ByteBuffer(capacity: range.count)
    buffer.append(bytes, range)
    return buffer.array()
}

/// Tells the blocks of the accounts of one link key, with keyed hashes of what they share.
struct HintBlocks {
    private let keys: IntakeKeys
    private var address: [UInt8] = []

    init(_ keys: IntakeKeys) { self.keys = keys }

    /// Each block that an account of the key stands in.
    mutating func entries(
        _ key: Hash128, _ records: RawSpan, _ starts: ArraySlice<UInt32>
    ) -> [(block: Hash128, entry: HintEntry)] {
        let accounts = starts.map { AccountFacts(records, at: Int($0)) }.filter(LookAlikeSide.counts)
        guard let first = accounts.first, readAddress(first, records) else { return [] }
        var entries: [(block: Hash128, entry: HintEntry)] = []
        func entry(_ evidence: HintEvidence, _ facts: AccountFacts) -> HintEntry {
            HintEntry(
                evidence: evidence, isGuest: facts.flags.type == .guest, country: facts.country, linkKey: key,
                address: address, accountID: copy(records, facts.range(of: .accountID)))
        }
        let address = address
        var hint: [UInt8] = []
        _ = makeAliasHint(address.span, into: &hint)
        entries.append((block(.providerRule, hint), entry(.providerRule, first)))
        if isASCIIAddress(address.span) {
            makeSkeleton(address.span, into: &hint)
            entries.append((block(.spelling, hint), entry(.spelling, first)))
        }
        for facts in accounts {
            if facts.phone.isParsed {
                let phone = Array("\(facts.phone.e164)".utf8)
                entries.append((block(.samePhone, phone), entry(.samePhone, facts)))
            }
            if let name = nameAndDomain(facts, records) {
                entries.append((block(.sameNameAndDomain, name), entry(.sameNameAndDomain, facts)))
            }
        }
        return entries
    }

    private mutating func readAddress(_ facts: AccountFacts, _ records: RawSpan) -> Bool {
        let isPlain = facts.flags.contains(.isPlainAddress)
        address = copy(records, facts.range(of: isPlain ? .email : .linkKey))
        if isPlain { lowercase(&address) }
        return !address.isEmpty
    }

    /// First and last name in lower case and the domain of the address; `nil` without a full name.
    private func nameAndDomain(_ facts: AccountFacts, _ records: RawSpan) -> [UInt8]? {
        if facts.isEmpty(.firstName) || facts.isEmpty(.lastName) { return nil }
        var text = copy(records, facts.range(of: .firstName)) + [0] + copy(records, facts.range(of: .lastName)) + [0]
        lowercase(&text)
        return text + address.drop { $0 != UInt8(ascii: "@") }
    }

    private func lowercase(_ text: inout [UInt8]) {
        for place in text.indices where (0x41...0x5A).contains(text[place]) { text[place] |= 0x20 }
    }

    private func block(_ evidence: HintEvidence, _ text: [UInt8]) -> Hash128 {
        sipHash128(([evidence.rawValue] + text).raw, key: keys.account)
    }
}
