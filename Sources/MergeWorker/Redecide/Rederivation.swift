internal import AccountModel
internal import ByteScanning
internal import MergeStore
internal import Normalization
internal import RecordLinkage

/// The parts of a record that its country did not say: intake derived them from what it did say.
struct DerivedParts: OptionSet, Sendable {
    let rawValue: UInt8

    /// Link key, address fault, and whether the address is usable.
    static let address = DerivedParts(rawValue: 1)
    /// Whether the name is a placeholder or was decoded with the wrong charset.
    static let name = DerivedParts(rawValue: 2)
    /// Number, line type and whether it is assigned.
    static let phone = DerivedParts(rawValue: 4)
    /// Keyed hashes: link key, place in the index, content.
    static let hashes = DerivedParts(rawValue: 8)

    /// What a change of the program's tables may move.
    static let byTables: DerivedParts = [.address, .name, .phone]
}

/// How the derived parts of stored records are made anew, when what they derive from has moved.
///
/// A record keeps the address, the names and unreadable phones as they were exported, so these come out as if
/// the row were read again. Of a phone that was understood only the number is kept: its line type is looked up
/// anew, what was noticed while reading it stays.
struct Rederivation: Sendable {
    let parts: DerivedParts
    let keys: IntakeKeys
    let unusable: UnusableAddresses
    /// `nil` when nobody was erased.
    var suppressions: SuppressionList?

    init(_ parts: DerivedParts, keys: IntakeKeys, unusable: UnusableAddresses) {
        self.parts = parts
        self.keys = keys
        self.unusable = unusable
    }
}

/// Makes one record after the other anew; holds the newest.
struct RecordRederiver: ~Copyable {
    /// The record as it is now.
    private(set) var record = ByteBuffer(capacity: 1024)
    private(set) var linkKey = Hash128.zero
    /// The account's place in the index.
    private(set) var account = Hash128.zero
    private(set) var contentHash: UInt64 = 0

    private let rules: Rederivation
    private var draft = ByteBuffer(capacity: 1024)
    private var values = DerivedValues()

    init(_ rules: Rederivation) { self.rules = rules }

    /// Makes the record that starts at `start` anew.
    mutating func rederive(_ bytes: RawSpan, at start: Int) {
        let facts = AccountFacts(bytes, at: start)
        account = accountIndexKey(
            facts.country, bytes.extracting(facts.range(of: .accountID)), key: rules.keys.account)
        values.start(facts)
        linkKey = account
        if facts.kind == .account {
            if let key = values.deriveAddress(bytes.bytes(facts.range(of: .email)), rules) {
                linkKey = rules.suppressions?.currentKey(key, ofAddress: bytes.bytes(facts.range(of: .email))) ?? key
            }
            if rules.parts.contains(.name) { values.deriveName(facts, bytes) }
            if rules.parts.contains(.phone) { values.derivePhone(facts, bytes) }
        }
        values.write(facts, bytes, &draft)
        contentHash = finishRecord(draft, flags: values.flags, seed: rules.keys.contentSeed, &record)
    }
}

/// Puts flags and content hash into a record; returns the hash.
private func finishRecord(
    _ draft: borrowing ByteBuffer, flags: AccountFlags, seed: UInt64, _ record: inout ByteBuffer
) -> UInt64 {
    record.removeAll()
    record.append(draft.bytes, 0..<RecordLayout.flags)
    record.append(littleEndian: flags.rawValue)
    record.append(draft.bytes, RecordLayout.sequence..<draft.count)
    let hash = hashRecordContent(record.bytes, seed: seed)
    // What is hashed goes up to the hash and begins again behind the header.
    record.truncate(to: RecordLayout.contentHash)
    record.append(littleEndian: hash)
    record.append(draft.bytes, RecordLayout.batch..<draft.count)
    return hash
}

/// The derived parts of one record.
private struct DerivedValues {
    private(set) var flags = AccountFlags(rawValue: 0)
    private var fault: UInt8 = 0
    private var phone = PhoneNumber.absent
    /// The normalised address, where the record must keep it.
    private var address: [UInt8] = []

    mutating func start(_ facts: AccountFacts) {
        (flags, fault, phone) = (facts.flags, facts.addressFault, facts.phone)
        address.removeAll(keepingCapacity: true)
    }

    /// As `AccountEncoder.readAddress`: an account without a usable key gets one of its own.
    mutating func deriveAddress(_ field: Span<UInt8>, _ rules: Rederivation) -> Hash128? {
        flags.subtract([.isPlainAddress, .unusableAddress])
        if let found = makeLinkKey(field, into: &address) {
            address.removeAll(keepingCapacity: true)
            fault = found.rawValue &+ 1
            return nil
        }
        fault = 0
        let key = sipHash128(address.raw, key: rules.keys.link)
        if rules.unusable.matches(address.span) != nil { flags.insert(.unusableAddress) }
        if case .plain(let range, _) = scanAddress(field), range.count == field.count {
            flags.insert(.isPlainAddress)
            address.removeAll(keepingCapacity: true)
        }
        return key
    }

    mutating func deriveName(_ facts: AccountFacts, _ bytes: RawSpan) {
        flags.subtract([.placeholderName, .mojibakeName])
        let (given, family) = (facts.range(of: .firstName), facts.range(of: .lastName))
        if given.isEmpty && family.isEmpty { return }
        if placeholderName(given: bytes.bytes(given), family: bytes.bytes(family)) { flags.insert(.placeholderName) }
        let traits = nameFieldTraits(bytes.bytes(given)).rawValue | nameFieldTraits(bytes.bytes(family)).rawValue
        if traits & NameFieldTraits.mojibake.rawValue != 0 { flags.insert(.mojibakeName) }
    }

    mutating func derivePhone(_ facts: AccountFacts, _ bytes: RawSpan) {
        if facts.phone.isUnparsable {
            phone = parsePhone(bytes.bytes(facts.range(of: .phoneAsGiven)), defaultCountry: facts.country)
        } else if facts.phone.isParsed {
            let again = parsePhone(Array("+\(facts.phone.e164)".utf8).span, defaultCountry: facts.country)
            guard again.e164 == facts.phone.e164 else { return }
            let kept = facts.phone.findings.subtracting(.notAssigned)
            let found = again.findings.contains(.notAssigned) ? kept.union(.notAssigned) : kept
            phone = PhoneNumber(e164: again.e164, lineType: again.lineType, findings: found)
        }
    }

    /// Writes the record but for its flags and its content hash, and settles the flag for escaping.
    mutating func write(_ facts: AccountFacts, _ bytes: RawSpan, _ draft: inout ByteBuffer) {
        let given = phone.isUnparsable ? facts.range(of: .phoneAsGiven) : 0..<0
        let first = facts.start + RecordLayout.headerBytes
        let kept = first..<facts.range(of: .phoneAsGiven).lowerBound
        let total = RecordLayout.headerBytes + kept.count + given.count + address.count + facts.extras.count
        draft.removeAll()
        appendHeader(facts, bytes, total: total, &draft)
        for field in CommonField.allCases {
            let count =
                switch field {
                case .phoneAsGiven: given.count
                case .linkKey: address.count
                default: facts.range(of: field).count
                }
            draft.append(littleEndian: UInt16(count))
        }
        draft.append(littleEndian: UInt64(0))
        for word in [facts.batch(bytes), facts.line(bytes), facts.row(bytes), 0] { draft.append(littleEndian: word) }
        draft.append(bytes, kept)
        draft.append(bytes, given)
        draft.append(address.raw)
        flags.remove(.needsEscape)
        if needsJSONEscape(draft.bytes.extracting(RecordLayout.headerBytes..<draft.count)) {
            flags.insert(.needsEscape)
        }
        draft.append(bytes, facts.extras)
    }

    private func appendHeader(_ facts: AccountFacts, _ bytes: RawSpan, total: Int, _ draft: inout ByteBuffer) {
        draft.append(littleEndian: UInt32(total))
        draft.append(
            littleEndian: UInt32(facts.country.rawValue) | UInt32(facts.kind.rawValue) << 8 | UInt32(fault) << 16)
        draft.append(littleEndian: UInt32(0))
        draft.append(littleEndian: facts.sequence(bytes))
        draft.append(littleEndian: facts.updatedAt)
        draft.append(littleEndian: facts.createdAt)
        draft.append(littleEndian: phone.rawValue)
    }
}
