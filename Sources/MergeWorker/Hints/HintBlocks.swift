internal import AccountModel
internal import ByteScanning
internal import MergeReports
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
    /// What a walk looks for.
    enum Pass {
        /// Which blocks there are. Of a guest's phone and name it is enough that there is one.
        case noting
        /// The accounts of the blocks that are shared.
        case gathering(LookAlikeBits)
    }

    /// A block, and the account in it if accounts are gathered.
    struct Found {
        var block: Hash128
        /// Counts as shared though nobody else is known to be in it.
        var isWanted = false
        var entry: HintEntry?
    }

    private let keys: IntakeKeys
    private var address: [UInt8] = []
    private var text: [UInt8] = []

    init(_ keys: IntakeKeys) { self.keys = keys }

    /// Each block that an account of the key stands in.
    mutating func forEach(
        _ key: Hash128, _ records: RawSpan, _ starts: ArraySlice<UInt32>, _ pass: Pass,
        _ body: (Found) throws -> Void
    ) throws {
        var isFirst = true
        for start in starts {
            let facts = AccountFacts(records, at: Int(start))
            guard LookAlikeSide.counts(facts) else { continue }
            if isFirst {
                isFirst = false
                readAddress(facts, records)
                if address.isEmpty { return }
                let address = address
                _ = makeAliasHint(address.span, into: &text)
                try tell(.providerRule, key, facts, records, pass, body)
                if isASCIIAddress(address.span) {
                    makeSkeleton(address.span, into: &text)
                    try tell(.spelling, key, facts, records, pass, body)
                }
            }
            // A customer matters only where a guest shares something with him.
            if case .noting = pass, facts.flags.type != .guest { continue }
            if facts.phone.isParsed {
                text.removeAll(keepingCapacity: true)
                for shift in stride(from: 0, to: 64, by: 8) {
                    text.append(UInt8(truncatingIfNeeded: UInt64(facts.phone.e164) >> UInt64(shift)))
                }
                try tell(.samePhone, key, facts, records, pass, body)
            }
            if writeNameAndDomain(facts, records) { try tell(.sameNameAndDomain, key, facts, records, pass, body) }
        }
    }

    /// Tells of the block of what `text` holds.
    private func tell(
        _ evidence: HintEvidence, _ key: Hash128, _ facts: AccountFacts, _ records: RawSpan, _ pass: Pass,
        _ body: (Found) throws -> Void
    ) throws {
        let block = sipHash128(prefix: UInt64(evidence.rawValue), text.raw, key: keys.account)
        switch pass {
        case .noting:
            try body(Found(block: block, isWanted: evidence.kind == .possibleMisspelling))
        case .gathering(let wanted):
            guard wanted.mayContain(block.high) else { return }
            let entry = HintEntry(
                evidence: evidence, isGuest: facts.flags.type == .guest, country: facts.country, linkKey: key,
                address: address, accountID: copy(records, facts.range(of: .accountID)))
            try body(Found(block: block, entry: entry))
        }
    }

    private mutating func readAddress(_ facts: AccountFacts, _ records: RawSpan) {
        let isPlain = facts.flags.contains(.isPlainAddress)
        address.removeAll(keepingCapacity: true)
        HintBlocks.append(records, facts.range(of: isPlain ? .email : .linkKey), to: &address)
        if isPlain { HintBlocks.lowercase(&address) }
    }

    /// First and last name in lower case and the domain of the address; false without a full name.
    private mutating func writeNameAndDomain(_ facts: AccountFacts, _ records: RawSpan) -> Bool {
        if facts.isEmpty(.firstName) || facts.isEmpty(.lastName) { return false }
        text.removeAll(keepingCapacity: true)
        HintBlocks.append(records, facts.range(of: .firstName), to: &text)
        text.append(0)
        HintBlocks.append(records, facts.range(of: .lastName), to: &text)
        text.append(0)
        HintBlocks.lowercase(&text)
        var place = 0
        while place < address.count, address[place] != UInt8(ascii: "@") { place += 1 }
        while place < address.count {
            text.append(address[place])
            place += 1
        }
        return true
    }

    private static func append(_ bytes: RawSpan, _ range: Range<Int>, to text: inout [UInt8]) {
        let span = bytes.bytes(range)
        for place in span.indices { text.append(span[place]) }
    }

    private static func lowercase(_ text: inout [UInt8]) {
        for place in text.indices where (0x41...0x5A).contains(text[place]) { text[place] |= 0x20 }
    }
}
