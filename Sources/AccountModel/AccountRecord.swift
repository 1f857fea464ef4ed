/// The kinds of thing a stored record can be.
public enum RecordKind: UInt8, Sendable {
    /// An account as its country exported it.
    case account = 0
    /// The account was deleted by its country; only its version is kept, so that a late older row cannot
    /// bring it back.
    case deleted = 1
    /// Like `deleted`, on a person's request (`op=erase`).
    case erased = 2
    /// Not stored: tells a key that this account has left it for another.
    case departure = 3
    /// Not stored: tells a key from which other one this account came.
    case arrival = 4
    /// Not stored: asks for a new decision about a key, because a hold of one of its accounts has ended.
    case due = 5
    /// Like `deleted`, because a full snapshot of its country left the account out. Stays under the link key
    /// of the version that it stands for.
    case vanished = 6
    /// Not stored: tells a key that this account of it has vanished.
    case vanishing = 7
    /// Not stored: tells a key that a veto of its owner stands about this account of it.
    case vetoing = 8
    /// Not stored: tells a key that this account of it was erased by its country; a departure comes with it.
    case erasing = 9
}

/// What kind of account a row describes.
public enum AccountType: UInt8, Sendable, CaseIterable {
    case registered = 0, guest, attendee, passholder

    /// Whether the row is a form of an organiser: attached to a profile, never part of it (RULES §1, C).
    public var isReference: Bool { self == .attendee || self == .passholder }

    /// As exports and outputs write it.
    public var name: StaticString {
        switch self {
        case .registered: "registered"
        case .guest: "guest"
        case .attendee: "attendee"
        case .passholder: "passholder"
        }
    }
}

/// Whether the account is in use in its country.
public enum AccountStatus: UInt8, Sendable {
    case active = 0, blocked, closed
}

/// What the person answered when asked to link.
public enum LinkConsent: UInt8, Sendable {
    case unanswered = 0, granted, declined
}

/// One-bit facts of an account record, and three small enumerations, packed.
public struct AccountFlags: OptionSet, Sendable, Hashable {
    // Computed, so that other modules see the bits and not an address to read them from.

    /// The bits; two of each enumeration beside them.
    public let rawValue: UInt32
    /// From stored bits.
    @inlinable @inline(__always)
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The country has seen that the person reads the mailbox.
    @inlinable public static var emailVerified: AccountFlags { AccountFlags(rawValue: 1 << 0) }
    /// The country has seen that the person has the phone.
    @inlinable public static var phoneVerified: AccountFlags { AccountFlags(rawValue: 1 << 1) }
    /// Staff, or somebody else whose account never links by itself.
    @inlinable public static var privileged: AccountFlags { AccountFlags(rawValue: 1 << 8) }
    /// A change of the address is under way.
    @inlinable public static var pendingEmailChange: AccountFlags { AccountFlags(rawValue: 1 << 9) }
    /// The person has asked for access, export or erasure.
    @inlinable public static var openDataRequest: AccountFlags { AccountFlags(rawValue: 1 << 10) }
    /// Nothing of the account may be changed or erased.
    @inlinable public static var legalHold: AccountFlags { AccountFlags(rawValue: 1 << 11) }
    /// Some common field of the record has a byte that JSON must escape.
    @inlinable public static var needsEscape: AccountFlags { AccountFlags(rawValue: 1 << 12) }
    /// The link key is the address field itself in lower case; otherwise it has a field of its own.
    @inlinable public static var isPlainAddress: AccountFlags { AccountFlags(rawValue: 1 << 13) }
    /// The name is a placeholder such as "Test Test" or "N/A" (RULES §5, level 11).
    @inlinable public static var placeholderName: AccountFlags { AccountFlags(rawValue: 1 << 14) }
    /// The name has text that was decoded with the wrong charset (RULES §5, level 4).
    @inlinable public static var mojibakeName: AccountFlags { AccountFlags(rawValue: 1 << 15) }
    /// The global password was set, on a day that an extra says.
    @inlinable public static var globalPasswordSet: AccountFlags { AccountFlags(rawValue: 1 << 16) }
    /// The global phone was verified, on a day that an extra says.
    @inlinable public static var globalPhoneVerified: AccountFlags { AccountFlags(rawValue: 1 << 17) }
    /// The address is a placeholder, a role address or a box office (RULES §2).
    @inlinable public static var unusableAddress: AccountFlags { AccountFlags(rawValue: 1 << 18) }
    /// The record has fields beyond the common ones (`AccountExtra`).
    @inlinable public static var hasExtras: AccountFlags { AccountFlags(rawValue: 1 << 19) }
    /// A value that could protect the account (status, type, consent, privilege, hold) cannot be read.
    @inlinable public static var hasUnreadableProtection: AccountFlags { AccountFlags(rawValue: 1 << 20) }
    /// The record says when its address was changed.
    @inlinable public static var emailChanged: AccountFlags { AccountFlags(rawValue: 1 << 21) }

    /// In the place of an answer: this version has none, and an earlier one declined (`isVetoed`).
    @inlinable public static var vetoed: AccountFlags { AccountFlags(rawValue: 0b11 << 6) }

    /// Whether the person declined in an earlier version and this one has no answer. Reads as declined; the
    /// content hash is that of the version without an answer.
    @inlinable public var isVetoed: Bool { isSuperset(of: .vetoed) }

    /// The flags of the three enumerations.
    public init(type: AccountType, status: AccountStatus, consent: LinkConsent) {
        rawValue = UInt32(type.rawValue) << 2 | UInt32(status.rawValue) << 4 | UInt32(consent.rawValue) << 6
    }

    /// What kind of account it is.
    @inlinable public var type: AccountType { AccountType(rawValue: UInt8(rawValue >> 2 & 3))! }
    @inlinable public var status: AccountStatus { AccountStatus(rawValue: UInt8(rawValue >> 4 & 3)) ?? .closed }
    @inlinable public var consent: LinkConsent { LinkConsent(rawValue: UInt8(rawValue >> 6 & 3)) ?? .declined }
}

/// A string field that nearly every record has.
public enum CommonField: Int, CaseIterable, Sendable {
    case accountID = 0, email, firstName, lastName, postalCode, language, phoneAsGiven, linkKey
}

/// A field that few records have; the raw value is its tag in the stored record.
public enum AccountExtra: UInt8, Sendable {
    case emailChangedAt = 1, consentProvenBy, globalPasswordSetAt, globalPhoneVerifiedAt, organiser, orders
    /// Value: one byte, 0 or 1; has a name (the channel).
    case marketing
    /// Value: text; has a name (the part).
    case delivery
    /// Value: text; has a name.
    case attribute

    /// Whether a name stands before the value.
    public var hasName: Bool { rawValue >= AccountExtra.marketing.rawValue }
}

/// Where the parts of an encoded account record stand. Little-endian, unaligned.
///
/// A record is a header of 80 bytes, the common fields one after the other, and the extras. The header
/// is loaded as one `AccountFacts`; nothing else is ever parsed to decide about an ordinary account.
public enum RecordLayout {
    /// UInt32, of the whole record.
    public static let byteCount = 0
    /// UInt8.
    public static let country = 4
    /// UInt8.
    public static let kind = 5
    /// UInt8: 0, or AddressFault.rawValue + 1.
    public static let addressFault = 6
    /// UInt8, reserved.
    public static let marketing = 7
    /// UInt32.
    public static let flags = 8
    /// UInt32: manifest sequence + 1, 0 = none.
    public static let sequence = 12
    /// Int64 milliseconds, Int64.min = not given.
    public static let updatedAt = 16
    /// Int64 milliseconds, Int64.min = not given.
    public static let createdAt = 24
    /// UInt64, PhoneNumber.
    public static let phone = 32
    /// 8 × UInt16, by CommonField.
    public static let lengths = 40
    /// UInt64 over the bytes 4..<12, 16..<56 and from 80 on.
    public static let contentHash = 56
    /// UInt32, number of the batch in the ledger.
    public static let batch = 64
    /// UInt32, line of the row in its file.
    public static let line = 68
    /// UInt32, ordinal of the row in its file.
    public static let row = 72
    /// UInt32.
    public static let reserved = 76
    /// Where the common fields begin.
    public static let headerBytes = 80

    /// Longest value of one field. A longer one rejects its row (`field_too_long`).
    public static let fieldBytesMax = 0xFFFF
}

/// "Not given" for the two instants of a record.
public let noInstant = Int64.min

/// The header of an account record, loaded: all that ordinary decisions need, and where the strings are.
@frozen public struct AccountFacts: Sendable {
    // 59 bytes, and with role and stance a cache line: members of a group are copied often.

    /// Offset of the record in its buffer.
    public var start: Int
    /// Milliseconds since 1970, or `noInstant`.
    public var updatedAt: Int64
    /// Milliseconds since 1970, or `noInstant`.
    public var createdAt: Int64
    /// The number, or why there is none.
    public var phone: PhoneNumber
    /// One-bit facts and the three enumerations.
    @usableFromInline var lengths: (UInt64, UInt64)
    @usableFromInline var recordBytes: UInt32
    public var flags: AccountFlags
    /// Whose account it is.
    public var country: Country
    /// What the record is about.
    public var kind: RecordKind
    /// Zero for a sound address; else `AddressFault.rawValue` + 1.
    public var addressFault: UInt8

    /// Loads the record that starts at `start`.
    /// - Precondition: the buffer holds a whole, checked record there.
    @inlinable @inline(__always)
    public init(_ buffer: RawSpan, at start: Int) {
        self.start = start
        recordBytes = load(buffer, start + RecordLayout.byteCount, as: UInt32.self)
        let head = load(buffer, start + RecordLayout.country, as: UInt32.self)
        country = Country(rawValue: UInt8(truncatingIfNeeded: head))!
        kind = RecordKind(rawValue: UInt8(truncatingIfNeeded: head >> 8))!
        addressFault = UInt8(truncatingIfNeeded: head >> 16)
        flags = AccountFlags(rawValue: load(buffer, start + RecordLayout.flags, as: UInt32.self))
        updatedAt = load(buffer, start + RecordLayout.updatedAt, as: Int64.self)
        createdAt = load(buffer, start + RecordLayout.createdAt, as: Int64.self)
        phone = PhoneNumber(rawValue: load(buffer, start + RecordLayout.phone, as: UInt64.self))
        lengths = (
            load(buffer, start + RecordLayout.lengths, as: UInt64.self),
            load(buffer, start + RecordLayout.lengths + 8, as: UInt64.self)
        )
    }

    /// Length of the whole record.
    @inlinable @inline(__always)
    public var byteCount: Int { Int(recordBytes) }

    /// Where a common field stands in the buffer.
    @inlinable @inline(__always)
    public func range(of field: CommonField) -> Range<Int> {
        var begin = start + RecordLayout.headerBytes
        var index = 0
        while index < field.rawValue {
            begin += length(index)
            index += 1
        }
        return begin..<begin + length(field.rawValue)
    }

    /// Where the extras stand in the buffer.
    @inlinable public var extras: Range<Int> {
        // The eight lengths, added up side by side.
        let pairs = (lengths.0 & AccountFacts.everyOther) + (lengths.0 >> 16 & AccountFacts.everyOther)
        let others = (lengths.1 & AccountFacts.everyOther) + (lengths.1 >> 16 & AccountFacts.everyOther)
        let sums = pairs + others
        let begin = start + RecordLayout.headerBytes + Int(sums & 0xFFFF_FFFF) + Int(sums >> 32)
        return begin..<start + byteCount
    }

    @inlinable static var everyOther: UInt64 { 0x0000_FFFF_0000_FFFF }

    /// Whether the row had no value of a field.
    @inlinable @inline(__always)
    public func isEmpty(_ field: CommonField) -> Bool { length(field.rawValue) == 0 }

    /// Whether the account has a value of one golden field; a phone counts even where it is no number.
    public func hasValue(of field: GoldenFieldSet) -> Bool {
        switch field {
        case .email: !isEmpty(.email)
        case .firstName: !isEmpty(.firstName)
        case .lastName: !isEmpty(.lastName)
        case .postalCode: !isEmpty(.postalCode)
        case .phone: phone.isParsed || !isEmpty(.phoneAsGiven)
        case .language: !isEmpty(.language)
        default: field == .country
        }
    }

    @inlinable @inline(__always)
    func length(_ index: Int) -> Int {
        let word = index < 4 ? lengths.0 : lengths.1
        return Int((word >> UInt64((index & 3) * 16)) & 0xFFFF)
    }
}

/// What only some steps ask of a record; read from the buffer, so that the facts stay small.
extension AccountFacts {
    /// Manifest sequence + 1; 0 = none.
    public func sequence(_ buffer: RawSpan) -> UInt32 {
        load(buffer, start + RecordLayout.sequence, as: UInt32.self)
    }

    /// Keyed hash of all that the row says, without where it stood.
    public func contentHash(_ buffer: RawSpan) -> UInt64 {
        load(buffer, start + RecordLayout.contentHash, as: UInt64.self)
    }

    /// Number of the batch in the ledger.
    public func batch(_ buffer: RawSpan) -> UInt32 { load(buffer, start + RecordLayout.batch, as: UInt32.self) }

    /// Line of the row in its file.
    public func line(_ buffer: RawSpan) -> UInt32 { load(buffer, start + RecordLayout.line, as: UInt32.self) }

    /// Ordinal of the row in its file.
    public func row(_ buffer: RawSpan) -> UInt32 { load(buffer, start + RecordLayout.row, as: UInt32.self) }
}

/// One extra of a record.
@frozen public struct ExtraField: Sendable {
    /// What it is.
    public var tag: AccountExtra
    /// Empty for extras without a name.
    public var name: Range<Int>
    /// Where the value stands in the buffer.
    public var value: Range<Int>

    @inlinable @inline(__always)
    init(tag: AccountExtra, name: Range<Int>, value: Range<Int>) {
        self.tag = tag
        self.name = name
        self.value = value
    }
}

extension AccountFacts {
    /// The next extra at `cursor`, which moves behind it; `nil` at the end of the record.
    ///
    /// Encoded as tag (1 byte), name length (1 byte), value length (2 bytes), name, value.
    @inlinable @inline(__always)
    public func nextExtra(_ buffer: RawSpan, _ cursor: inout Int) -> ExtraField? {
        guard cursor < start + byteCount else { return nil }
        let tag = AccountExtra(rawValue: load(buffer, cursor, as: UInt8.self))!
        let nameLength = Int(load(buffer, cursor + 1, as: UInt8.self))
        let valueLength = Int(load(buffer, cursor + 2, as: UInt16.self))
        let name = cursor + 4..<cursor + 4 + nameLength
        cursor = name.upperBound + valueLength
        return ExtraField(tag: tag, name: name, value: name.upperBound..<cursor)
    }

    /// The first extra of a kind without a name, such as the orders.
    public func extra(_ tag: AccountExtra, _ buffer: RawSpan) -> Range<Int>? {
        guard flags.contains(.hasExtras) else { return nil }
        var cursor = extras.lowerBound
        while let field = nextExtra(buffer, &cursor) {
            if field.tag == tag { return field.value }
            if field.tag.rawValue > tag.rawValue { return nil }  // Extras stand in the order of their tags.
        }
        return nil
    }

    /// An instant that is kept as an extra, in milliseconds.
    public func instant(_ tag: AccountExtra, _ buffer: RawSpan) -> Int64? {
        extra(tag, buffer).map { load(buffer, $0.lowerBound, as: Int64.self) }
    }
}

/// Loads an unaligned little-endian value; bounds-checked.
@inlinable @inline(__always)
public func load<T: BitwiseCopyable>(_ buffer: RawSpan, _ offset: Int, as type: T.Type) -> T {
    unsafe buffer.unsafeLoadUnaligned(fromByteOffset: offset, as: type)
}

extension RawSpan {
    /// The bytes of a field as a span of bytes.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func bytes(_ range: Range<Int>) -> Span<UInt8> {
        Span<UInt8>(_bytes: extracting(range))
    }
}
