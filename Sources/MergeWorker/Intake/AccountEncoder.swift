internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import Normalization
internal import RecordLinkage
internal import WorkspaceConfiguration

/// What became of one row.
enum EncodedRow {
    /// The record stands in `AccountEncoder.record`.
    case account
    /// An earlier record of an erased person: only what orders its account's versions is to be kept, and
    /// `linkKey` is one of `SuppressedKey`.
    case suppressed
    case rejected(RowReject)
}

/// What the records of one batch have in common.
struct BatchContext {
    var country: Country
    /// Number of the batch in the ledger.
    var batch: UInt32
    /// Manifest sequence + 1; zero without a sequence.
    var sequence: UInt32
    var keys: IntakeKeys
    var unusable: UnusableAddresses
    var lookAlikes: LookAlikeFilter
    var configuration: IntakeConfiguration
    /// `nil` when nobody was erased.
    var suppressions: SuppressionList?
}

/// The secret keys that intake uses.
struct IntakeKeys: Sendable {
    /// Link keys, from normalised addresses.
    var link: SipKey
    /// Places in the accounts index, from country and account id.
    var account: SipKey
    /// Seed of content hashes.
    var contentSeed: UInt64
}

/// Turns rows of one file into account records: decodes, validates and normalises every field once.
///
/// The only place where exported text is interpreted; from here on an account is its record. No row
/// allocates: buffers are made once per file.
struct AccountEncoder {
    private let context: BatchContext
    /// The two letters of the batch's country.
    private let letters: (UInt8, UInt8)
    private var plan: ColumnPlan
    private var slots: [ColumnSlot]

    /// The encoded record of the last row, `recordBytes` long.
    private(set) var record: [UInt8]
    private(set) var recordBytes = 0
    private(set) var linkKey = Hash128.zero
    private(set) var accountHash = Hash128.zero
    private(set) var updatedAt = noInstant
    private(set) var contentHash: UInt64 = 0
    private(set) var kind = RecordKind.account
    /// What the person answered, by the last row.
    private(set) var answer = LinkConsent.unanswered
    /// An erasure by address has kept versions of the account out (`SuppressionList.versions`).
    private(set) var isWatched = false
    /// How many instants of erasures lie before the record was made.
    private(set) var erasuresBefore: UInt16 = 0
    /// Manifest sequence + 1 of the batch.
    var sequence: UInt32 { context.sequence }
    private(set) var findings = IntakeFindings()

    private var skeletons: SkeletonMaker
    private var givenNames = NameMemo()
    private var familyNames = NameMemo()
    private var normalizedAddress: [UInt8] = []
    private var lowercasedAddress = [UInt8](repeating: 0, count: AccountEncoder.addressBytesMax + 8)

    /// Longest plain address; a longer one is none (RFC 5321 §4.5.3.1: 64 + 1 + 255 octets).
    private static let addressBytesMax = 320

    init(_ context: BatchContext, slots: [ColumnSlot], rowBytesMax: Int) {
        self.context = context
        self.slots = slots
        plan = ColumnPlan(slots, values: context.configuration.values)
        skeletons = SkeletonMaker(context.keys)
        letters = context.country.letters
        // The header, each field once more at most, and names of families on top.
        record = [UInt8](repeating: 0, count: RecordLayout.headerBytes + 2 * rowBytesMax + 64 * 1024)
    }

    /// NDJSON files discover members as they go.
    mutating func columnsMayHaveGrown(_ slots: [ColumnSlot]) {
        guard slots.count != plan.slotCount else { return }
        self.slots = slots
        plan = ColumnPlan(slots, values: context.configuration.values)
    }

    /// The fields of a block's rows, for `encode`.
    @_lifetime(borrow block)
    func fields(of block: borrowing RowBlock) -> RowFields { RowFields(block, plan) }

    /// Encodes one sound row.
    /// - Parameters:
    ///   - fields: those of the row, made by `fields(of:)` for its block.
    ///   - line: where the row starts in its file; clipped to 32 bits.
    ///   - ordinal: number of the row in its file, from 0.
    mutating func encode(_ fields: borrowing RowFields, line: UInt32, ordinal: UInt32) -> EncodedRow {
        if let reject = check(fields) { return .rejected(reject) }
        let unreadableBefore = unreadableProtections
        answer = consent(fields, line)
        var flags = AccountFlags(type: accountType(fields, line), status: status(fields, line), consent: answer)
        readBooleans(fields, line, &flags)
        if unreadableProtections != unreadableBefore { flags.insert(.hasUnreadableProtection) }
        let createdAt = instant(fields, .createdAt, line)
        updatedAt = instant(fields, .updatedAt, line)
        accountHash = hashAccount(fields)
        let fault = readAddress(fields, line, &flags)
        if let list = context.suppressions, isSuppressed(by: list, fields, hasAddress: fault == 0, createdAt) {
            return .suppressed
        }
        let phone = readPhone(fields, line)
        readName(fields, line, &flags)
        guard let end = writeBody(fields, line, phone, &flags) else { return .rejected(.fieldTooLong) }
        recordBytes = end
        finishHeader(flags, fault: fault, phone: phone, createdAt: createdAt, line: line, ordinal: ordinal)
        return .account
    }

    /// Whether a copy of the row may be kept: it is no earlier record of an erased person, and can be read.
    ///
    /// Says what `encode` would say, without making the record: files are looked through whole for a few rows.
    mutating func mayBeKept(_ fields: borrowing RowFields) -> Bool {
        if fields.byteCount > RecordLayout.fieldBytesMax || plan.hasLongName {
            // Too long for a record, perhaps: only making it tells.
            if case .account = encode(fields, line: 0, ordinal: 0) { return true }
            return false
        }
        if check(fields) != nil { return false }
        guard let list = context.suppressions else { return true }
        accountHash = hashAccount(fields)
        var flags = AccountFlags(type: .registered, status: .active, consent: .unanswered)
        let fault = readAddress(fields, 0, &flags)
        let createdAt = instant(fields, .createdAt, 0)
        if isSuppressed(by: list, fields, hasAddress: fault == 0, createdAt) { return false }
        if !isWatched { return true }
        updatedAt = instant(fields, .updatedAt, 0)
        return !isOut(fields, createdAt)
    }

    /// Whether the last row, which `isWatched`, is a version that an erasure by address keeps out.
    func isOut(_ fields: borrowing RowFields, _ createdAt: Int64) -> Bool {
        guard let list = context.suppressions else { return false }
        let id = fields.value(.accountID)
        let subject =
            list.needsSubject
            ? SuppressionSubject(address: nil, country: context.country, account: copy(id, 0..<id.count)) : nil
        return list.versions(ofAccount: accountHash, createdAt: createdAt, subject)
            .contains { $0.keepsOut(updatedAt: updatedAt, sequence: context.sequence) }
    }

    // MARK: Identity

    /// The account that a rejected row is about, or `nil` where its id cannot be read.
    func accountOfReject(_ reject: RowReject, _ fields: borrowing RowFields) -> Hash128? {
        if reject == .accountIDMissing || reject == .accountIDInvalid { return nil }
        return hashAccount(fields)
    }

    private mutating func check(_ fields: borrowing RowFields) -> RowReject? {
        let id = fields.length(.accountID)
        if id == 0 { return .accountIDMissing }
        if id > 255 || fields.hasControlCharacter(.accountID) { return .accountIDInvalid }
        if fields.length(.country) > 0 {
            let code = fields.value(.country)
            // In either case.
            guard code.count == 2, code[0] & 0xDF == letters.0, code[1] & 0xDF == letters.1 else {
                return .wrongCountry
            }
        }
        kind = .account
        let operation = fields.value(.op)
        if operation.isEmpty || isWord(operation, "upsert") { return nil }
        if isWord(operation, "delete") {
            kind = .deleted
        } else if isWord(operation, "erase") {
            kind = .erased
        } else {
            return .unknownOperation
        }
        return nil
    }

    private func hashAccount(_ fields: borrowing RowFields) -> Hash128 {
        accountIndexKey(context.country, fields.value(.accountID).raw, key: context.keys.account)
    }

    // MARK: Address

    /// Finds the link key and returns the stored address fault, zero for a sound address.
    ///
    /// An account without a usable key gets one of its own, from its place in the index: it stays alone,
    /// and no customer is lost.
    private mutating func readAddress(
        _ fields: borrowing RowFields, _ line: UInt32, _ flags: inout AccountFlags
    ) -> UInt8 {
        normalizedAddress.removeAll(keepingCapacity: true)
        let field = fields.value(.email)
        let fault: AddressFault?
        if kind != .account {
            linkKey = accountHash
            return 0
        }
        switch scanAddress(field) {
        case .plain(let range) where range.count <= AccountEncoder.addressBytesMax:
            usePlainAddress(field.extracting(range), isWhole: range.count == field.count, line, &flags)
            return 0
        case .rejected(let reason, _): fault = reason
        case .needsUnicodePath, .plain: fault = makeLinkKey(field, into: &normalizedAddress)
        }
        if let fault {
            normalizedAddress.removeAll(keepingCapacity: true)
            linkKey = accountHash
            note(.addressInvalid, line, fields, .email)
            return fault.rawValue &+ 1
        }
        linkKey = sipHash128(normalizedAddress.raw, key: context.keys.link)
        if !isPlainKey(normalizedAddress.span) {
            var maker = takeSkeletons()
            AccountEncoder.noteLookAlike(normalizedAddress.span, &maker, in: context.lookAlikes)
            skeletons = maker
        }
        if context.unusable.matches(normalizedAddress.span) != nil { noteUnusable(line, &flags) }
        return 0
    }

    private mutating func usePlainAddress(
        _ address: borrowing Span<UInt8>, isWhole: Bool, _ line: UInt32, _ flags: inout AccountFlags
    ) {
        // Taken out of `self` while it is lent as a span, and put back.
        var lowercased: [UInt8] = []
        swap(&lowercased, &lowercasedAddress)
        defer { swap(&lowercased, &lowercasedAddress) }
        let count = address.count
        lowercaseASCII(address.raw, into: &lowercased)
        linkKey = sipHash128(lowercased.raw.extracting(0..<count), key: context.keys.link)
        let key = lowercased.span.extracting(0..<count)
        if !isPlainKey(key) {
            var maker = takeSkeletons()
            AccountEncoder.noteLookAlike(key, &maker, in: context.lookAlikes)
            skeletons = maker
        }
        if context.unusable.matches(lowercased.span.extracting(0..<count)) != nil { noteUnusable(line, &flags) }
        if isWhole {
            flags.insert(.isPlainAddress)
        } else {
            normalizedAddress.append(contentsOf: lowercased[0..<count])
        }
    }

    /// One of the few addresses that plain ones may look like.
    private static func noteLookAlike(_ key: Span<UInt8>, _ maker: inout SkeletonMaker, in filter: LookAlikeFilter) {
        maker.make(key)
        filter.insert(maker.place)
        filter.sums?.note(maker.skeleton.raw)
    }

    /// The maker of skeletons, taken out of `self` while an address of it is lent; to be put back.
    private mutating func takeSkeletons() -> SkeletonMaker {
        var maker = SkeletonMaker(context.keys)
        swap(&maker, &skeletons)
        return maker
    }

    private mutating func noteUnusable(_ line: UInt32, _ flags: inout AccountFlags) {
        flags.insert(.unusableAddress)
        findings.note(.addressUnusable, line: line)
    }

    /// Notes a finding about a value, and keeps the first few values for the scorecard.
    private mutating func note(
        _ finding: IntakeFinding, _ line: UInt32, _ fields: borrowing RowFields, _ column: InputColumn,
        _ second: InputColumn? = nil
    ) {
        findings.note(finding, line: line)
        if !findings.wantsSample(finding) { return }
        var text: [UInt8] = []
        let value = fields.value(column)
        for place in value.indices { text.append(value[place]) }
        if let second {
            let rest = fields.value(second)
            text.append(UInt8(ascii: " "))
            for place in rest.indices { text.append(rest[place]) }
        }
        findings.keep(String(decoding: text, as: UTF8.self), of: finding)
    }

    /// Asks whether the record is kept out; if not, gives it the link key of its mailbox's generation.
    private mutating func isSuppressed(
        by list: SuppressionList, _ fields: borrowing RowFields, hasAddress: Bool, _ createdAt: Int64
    ) -> Bool {
        let hasKey = hasAddress && kind == .account
        isWatched = false
        erasuresBefore = list.erasures(before: createdAt)
        var subject: SuppressionSubject?
        if list.needsSubject {
            let plain =
                normalizedAddress.isEmpty
                ? Array(lowercasedAddress.prefix(hasKey ? fields.length(.email) : 0)) : normalizedAddress
            let id = fields.value(.accountID)
            subject = SuppressionSubject(
                address: hasKey ? plain : nil, country: context.country, account: copy(id, 0..<id.count))
        }
        switch list.verdict(linkKey: hasKey ? linkKey : nil, account: accountHash, createdAt: createdAt, subject) {
        case .free: break
        case .generation(let generation): linkKey = list.keys.linkKey(linkKey, generation: generation)
        case .suppressedByAddress(let erasedAt):
            linkKey = SuppressedKey.byAddress
            contentHash = UInt64(bitPattern: erasedAt)
            return true
        case .suppressedByAccount:
            linkKey = SuppressedKey.byAccount
            contentHash = 0
            return true
        }
        isWatched = list.hasVersions && !list.versions(ofAccount: accountHash, createdAt: createdAt, subject).isEmpty
        return false
    }

    // MARK: Phone and name

    private mutating func readPhone(_ fields: borrowing RowFields, _ line: UInt32) -> PhoneNumber {
        if kind != .account { return .absent }
        let phone = parsePhone(fields.value(.phone), defaultCountry: context.country)
        if phone.isAbsent { findings.note(.phoneMissing, line: line) }
        if phone.isUnparsable { note(.phoneUnparsable, line, fields, .phone) }
        let found = phone.findings
        if found.rawValue == 0 { return phone }
        if found.contains(.regionAssumed) { note(.phoneRegionAssumed, line, fields, .phone) }
        if found.contains(.spreadsheetDamage) { note(.phoneSpreadsheetDamage, line, fields, .phone) }
        if found.contains(.plusLost) { note(.phonePlusLost, line, fields, .phone) }
        if found.contains(.hasExtension) { findings.note(.phoneExtension, line: line) }
        if found.contains(.renumbered) { findings.note(.phoneRenumbered, line: line) }
        if found.contains(.notAssigned) { note(.phoneNotAssigned, line, fields, .phone) }
        return phone
    }

    private mutating func readName(
        _ fields: borrowing RowFields, _ line: UInt32, _ flags: inout AccountFlags
    ) {
        if kind != .account { return }
        let given = fields.value(.firstName)
        let family = fields.value(.lastName)
        if given.isEmpty && family.isEmpty {
            findings.note(.nameMissing, line: line)
            return
        }
        let givenTraits = givenNames.traits(given)
        let familyTraits = familyNames.traits(family)
        let both = givenTraits.rawValue | familyTraits.rawValue
        if both & NameFieldTraits.neverPlaceholder.rawValue == 0, placeholderName(given: given, family: family) {
            flags.insert(.placeholderName)
            note(.namePlaceholder, line, fields, .firstName, .lastName)
        }
        if both & NameFieldTraits.mojibake.rawValue != 0 {
            flags.insert(.mojibakeName)
            note(.nameMojibake, line, fields, .firstName, .lastName)
        }
    }

    // MARK: Enumerations, Booleans, instants

    private mutating func accountType(_ fields: borrowing RowFields, _ line: UInt32) -> AccountType {
        if fields.length(.accountType) == 0 { return .registered }
        let value = fields.value(.accountType)
        if isWord(value, "registered") { return .registered }
        if isWord(value, "guest") { return .guest }
        if isWord(value, "attendee") { return .attendee }
        if isWord(value, "passholder") { return .passholder }
        findings.note(.badAccountType, line: line)
        return .registered
    }

    private mutating func status(_ fields: borrowing RowFields, _ line: UInt32) -> AccountStatus {
        if fields.length(.status) == 0 { return .active }
        let value = fields.value(.status)
        if isWord(value, "active") { return .active }
        if isWord(value, "blocked") { return .blocked }
        if isWord(value, "closed") { return .closed }
        findings.note(.badStatus, line: line)
        return .active
    }

    private mutating func consent(_ fields: borrowing RowFields, _ line: UInt32) -> LinkConsent {
        if fields.length(.linkConsent) == 0 { return .unanswered }
        let value = fields.value(.linkConsent)
        if isWord(value, "granted") { return .granted }
        if isWord(value, "declined") { return .declined }
        findings.note(.badConsent, line: line)
        return .unanswered
    }

    /// Reads the flags. A Boolean that cannot be read is empty and a finding (RULES §8); where the value
    /// protects somebody, or where a role was meant that is not known, the account is held for review.
    private mutating func readBooleans(
        _ fields: borrowing RowFields, _ line: UInt32, _ flags: inout AccountFlags
    ) {
        if boolean(fields, .emailVerified, line) == true { flags.insert(.emailVerified) }
        if boolean(fields, .phoneVerified, line) == true { flags.insert(.phoneVerified) }
        readProtection(fields, .privileged, .privileged, line, &flags)
        readProtection(fields, .pendingEmailChange, .pendingEmailChange, line, &flags)
        readProtection(fields, .openDataRequest, .openDataRequest, line, &flags)
        readProtection(fields, .legalHold, .legalHold, line, &flags)
    }

    /// Findings that leave open whether the account may be linked.
    private var unreadableProtections: Int {
        findings.count(.badStatus) + findings.count(.badAccountType) + findings.count(.badConsent)
    }

    private mutating func readProtection(
        _ fields: borrowing RowFields, _ column: InputColumn, _ flag: AccountFlags, _ line: UInt32,
        _ flags: inout AccountFlags
    ) {
        if fields.length(column) == 0 { return }
        switch boolean(fields, column, line) {
        case true: flags.insert(flag)
        case false: break
        case nil: flags.insert(.hasUnreadableProtection)
        }
    }

    private mutating func boolean(
        _ fields: borrowing RowFields, _ column: InputColumn, _ line: UInt32
    ) -> Bool? {
        let count = fields.length(column)
        if count == 0 { return nil }
        switch readBoolean(fields.value(column)) {
        case .some(let value): return value
        case nil:
            findings.note(.badBoolean, line: line)
            return nil
        }
    }

    private mutating func instant(
        _ fields: borrowing RowFields, _ column: InputColumn, _ line: UInt32
    ) -> Int64 {
        if fields.length(column) == 0 { return noInstant }
        if let timestamp = context.configuration.dates.parse(fields.value(column)) { return timestamp.rawValue }
        findings.note(.badDate, line: line)
        return noInstant
    }

    // MARK: Writing

    /// Writes the common fields and the extras behind the header; `nil` when a field is too long.
    private mutating func writeBody(
        _ fields: borrowing RowFields, _ line: UInt32, _ phone: PhoneNumber, _ flags: inout AccountFlags
    ) -> Int? {
        var cursor = RecordLayout.headerBytes
        var lengths = FieldLengths()
        var commonEnd = cursor
        guard write(fields.location(.accountID), fields, .accountID, &lengths, &cursor) else { return nil }
        if kind == .account {
            guard write(fields.location(.email), fields, .email, &lengths, &cursor),
                write(fields.location(.firstName), fields, .firstName, &lengths, &cursor),
                write(fields.location(.lastName), fields, .lastName, &lengths, &cursor),
                write(fields.location(.postalCode), fields, .postalCode, &lengths, &cursor),
                write(language(fields, line), fields, .language, &lengths, &cursor),
                write(
                    phone.isUnparsable ? fields.location(.phone) : .empty, fields, .phoneAsGiven, &lengths,
                    &cursor)
            else { return nil }
            if !normalizedAddress.isEmpty {
                let address = normalizedAddress
                var span = record.mutableSpan
                var output = unsafe span.mutableBytes
                cursor = copyBytes(address.raw, 0..<address.count, into: &output, at: cursor)
                lengths[.linkKey] = address.count
            }
            commonEnd = cursor
            guard writeExtras(fields, line, &flags, &cursor) else { return nil }
            if cursor > commonEnd { flags.insert(.hasExtras) }
        } else {
            commonEnd = cursor
        }
        // Extras are escaped one by one: their tags and lengths are bytes of any value.
        if needsJSONEscape(record.raw.extracting(RecordLayout.headerBytes..<commonEnd)) {
            flags.insert(.needsEscape)
        }
        var span = record.mutableSpan
        var output = unsafe span.mutableBytes
        lengths.store(&output)
        return cursor
    }

    private mutating func write(
        _ location: FieldLocation, _ fields: borrowing RowFields, _ field: CommonField,
        _ lengths: inout FieldLengths, _ cursor: inout Int
    ) -> Bool {
        guard location.range.count <= RecordLayout.fieldBytesMax else { return false }
        lengths[field] = location.range.count
        var span = record.mutableSpan
        var output = unsafe span.mutableBytes
        cursor = copyBytes(fields.source(location), location.range, into: &output, at: cursor)
        return true
    }

    /// The language, if it looks like an RFC 5646 tag (two or three letters, sub-tags); else empty.
    private mutating func language(_ fields: borrowing RowFields, _ line: UInt32) -> FieldLocation {
        let location = fields.location(.language)
        if location.range.isEmpty || isLanguageTag(fields.value(.language)) { return location }
        findings.note(.badLanguage, line: line)
        return .empty
    }

    private mutating func writeExtras(
        _ fields: borrowing RowFields, _ line: UInt32, _ flags: inout AccountFlags, _ cursor: inout Int
    ) -> Bool {
        if writeInstant(fields, .emailChangedAt, .emailChangedAt, line, &cursor) { flags.insert(.emailChanged) }
        guard writeText(fields, .consentProvenBy, .consentProvenBy, &cursor) else { return false }
        if writeInstant(fields, .globalPasswordSetAt, .globalPasswordSetAt, line, &cursor) {
            flags.insert(.globalPasswordSet)
        }
        if writeInstant(fields, .globalPhoneVerifiedAt, .globalPhoneVerifiedAt, line, &cursor) {
            flags.insert(.globalPhoneVerified)
        }
        guard writeText(fields, .organiser, .organiser, &cursor), writeText(fields, .orders, .orders, &cursor)
        else { return false }
        let names = plan.memberNames
        for member in plan.members {
            let location = fields.location(column: member.column)
            if location.range.isEmpty { continue }
            guard writeMember(member, names, location, fields, line, &cursor) else { return false }
        }
        return true
    }

    private mutating func writeMember(
        _ member: ColumnPlan.Member, _ names: borrowing [UInt8], _ location: FieldLocation,
        _ fields: borrowing RowFields, _ line: UInt32, _ cursor: inout Int
    ) -> Bool {
        guard location.range.count <= RecordLayout.fieldBytesMax, member.nameRange.count <= 255 else { return false }
        let source = fields.source(location)
        var span = record.mutableSpan
        var output = unsafe span.mutableBytes
        if member.tag == .marketing {
            guard let allowed = readBoolean(source.bytes(location.range)) else {
                findings.note(.badBoolean, line: line)
                return true  // Empty: never asked, the strictest there is.
            }
            startExtra(.marketing, nameBytes: member.nameRange.count, valueBytes: 1, &output, &cursor)
            cursor = copyBytes(names.raw, member.nameRange, into: &output, at: cursor)
            output.storeBytes(of: allowed ? 1 : 0, toByteOffset: cursor, as: UInt8.self)
            cursor += 1
            return true
        }
        startExtra(
            member.tag, nameBytes: member.nameRange.count, valueBytes: location.range.count, &output, &cursor)
        cursor = copyBytes(names.raw, member.nameRange, into: &output, at: cursor)
        cursor = copyBytes(source, location.range, into: &output, at: cursor)
        return true
    }

    private mutating func writeInstant(
        _ fields: borrowing RowFields, _ column: InputColumn, _ tag: AccountExtra, _ line: UInt32,
        _ cursor: inout Int
    ) -> Bool {
        if fields.length(column) == 0 { return false }
        let value = instant(fields, column, line)
        if value == noInstant { return false }
        var span = record.mutableSpan
        var output = unsafe span.mutableBytes
        startExtra(tag, nameBytes: 0, valueBytes: 8, &output, &cursor)
        output.storeBytes(of: value, toByteOffset: cursor, as: Int64.self)
        cursor += 8
        return true
    }

    private mutating func writeText(
        _ fields: borrowing RowFields, _ column: InputColumn, _ tag: AccountExtra, _ cursor: inout Int
    ) -> Bool {
        let location = fields.location(column)
        if location.range.isEmpty { return true }
        guard location.range.count <= RecordLayout.fieldBytesMax else { return false }
        var span = record.mutableSpan
        var output = unsafe span.mutableBytes
        startExtra(tag, nameBytes: 0, valueBytes: location.range.count, &output, &cursor)
        cursor = copyBytes(fields.source(location), location.range, into: &output, at: cursor)
        return true
    }

    private mutating func finishHeader(
        _ flags: AccountFlags, fault: UInt8, phone: PhoneNumber, createdAt: Int64, line: UInt32, ordinal: UInt32
    ) {
        let (batch, sequence, seed) = (context.batch, context.sequence, context.keys.contentSeed)
        let (bytes, updatedAt) = (recordBytes, updatedAt)
        let head =
            UInt32(context.country.rawValue) | UInt32(kind.rawValue) << 8 | UInt32(fault) << 16
        var span = record.mutableSpan
        var output = unsafe span.mutableBytes
        output.storeBytes(of: UInt32(bytes), toByteOffset: RecordLayout.byteCount, as: UInt32.self)
        output.storeBytes(of: head, toByteOffset: RecordLayout.country, as: UInt32.self)
        output.storeBytes(of: flags.rawValue, toByteOffset: RecordLayout.flags, as: UInt32.self)
        output.storeBytes(of: sequence, toByteOffset: RecordLayout.sequence, as: UInt32.self)
        output.storeBytes(of: updatedAt, toByteOffset: RecordLayout.updatedAt, as: Int64.self)
        output.storeBytes(of: createdAt, toByteOffset: RecordLayout.createdAt, as: Int64.self)
        output.storeBytes(of: phone.rawValue, toByteOffset: RecordLayout.phone, as: UInt64.self)
        output.storeBytes(of: batch, toByteOffset: RecordLayout.batch, as: UInt32.self)
        output.storeBytes(of: line, toByteOffset: RecordLayout.line, as: UInt32.self)
        output.storeBytes(of: ordinal, toByteOffset: RecordLayout.row, as: UInt32.self)
        output.storeBytes(of: 0, toByteOffset: RecordLayout.reserved, as: UInt32.self)
        let hash = hashRecordContent(record.raw.extracting(0..<bytes), seed: seed)
        var again = record.mutableSpan
        var hashed = unsafe again.mutableBytes
        hashed.storeBytes(of: hash, toByteOffset: RecordLayout.contentHash, as: UInt64.self)
        contentHash = hash
    }
}
