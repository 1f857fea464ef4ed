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
struct AccountEncoder: ~Copyable {
    private let context: BatchContext
    /// The two letters of the batch's country.
    private let letters: (UInt8, UInt8)
    private var plan: ColumnPlan
    private var slots: [ColumnSlot]

    private var writer: RecordWriter
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

    private var addresses: AddressReader
    private var givenNames = NameMemo()
    private var familyNames = NameMemo()

    init(_ context: BatchContext, slots: [ColumnSlot], rowBytesMax: Int) {
        self.context = context
        self.slots = slots
        plan = ColumnPlan(slots, values: context.configuration.values)
        addresses = AddressReader(context.keys, context.unusable, context.lookAlikes)
        letters = context.country.letters
        writer = RecordWriter(rowBytesMax: rowBytesMax)
    }

    /// The encoded record of the last row.
    var record: RawSpan {
        @_lifetime(borrow self)
        borrowing get { writer.record }
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
        guard writeBody(fields, line, phone, &flags) else { return .rejected(.fieldTooLong) }
        contentHash = writer.finish(
            RecordHeader(
                country: context.country, kind: kind, addressFault: fault, flags: flags, sequence: context.sequence,
                updatedAt: updatedAt, createdAt: createdAt, phone: phone, batch: context.batch, line: line,
                row: ordinal),
            seed: context.keys.contentSeed)
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
        let id = fields.value(.accountID)
        if id.isEmpty { return .accountIDMissing }
        if id.count > 255 || hasControlCharacter(id.raw) { return .accountIDInvalid }
        let code = fields.word(.country)
        // In either case.
        if code.count > 0, !code.isCountry(letters) { return .wrongCountry }
        kind = .account
        let operation = fields.word(.op)
        if operation.count == 0 || operation.isWord("upsert") { return nil }
        if operation.isWord("delete") {
            kind = .deleted
        } else if operation.isWord("erase") {
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
        addresses.begin()
        if kind != .account {
            linkKey = accountHash
            return 0
        }
        switch addresses.read(fields.value(.email)) {
        case .plain(let key):
            linkKey = key
            flags.insert(.isPlainAddress)
        case .other(let key): linkKey = key
        case .rejected(let fault):
            linkKey = accountHash
            note(.addressInvalid, line, fields, .email)
            return fault.rawValue &+ 1
        }
        if addresses.isUnusable {
            flags.insert(.unusableAddress)
            findings.note(.addressUnusable, line: line)
        }
        return 0
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
            let email = fields.value(.email)
            var address = addresses.normalized
            if hasKey && address.isEmpty {
                address = [UInt8](repeating: 0, count: email.count + 8)
                lowercaseASCII(email.raw, into: &address)
                address.removeLast(8)
            }
            let id = fields.value(.accountID)
            subject = SuppressionSubject(
                address: hasKey ? address : nil, country: context.country, account: copy(id, 0..<id.count))
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
        let word = fields.word(.accountType)
        if word.count == 0 || word.isWord("registered") { return .registered }
        if word.isWord("guest") { return .guest }
        if word.isWord("attendee") { return .attendee }
        if word.isWord("passholder") { return .passholder }
        findings.note(.badAccountType, line: line)
        return .registered
    }

    private mutating func status(_ fields: borrowing RowFields, _ line: UInt32) -> AccountStatus {
        let word = fields.word(.status)
        if word.count == 0 || word.isWord("active") { return .active }
        if word.isWord("blocked") { return .blocked }
        if word.isWord("closed") { return .closed }
        findings.note(.badStatus, line: line)
        return .active
    }

    private mutating func consent(_ fields: borrowing RowFields, _ line: UInt32) -> LinkConsent {
        let word = fields.word(.linkConsent)
        if word.count == 0 { return .unanswered }
        if word.isWord("granted") { return .granted }
        if word.isWord("declined") { return .declined }
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

    @inline(__always)
    private mutating func boolean(
        _ fields: borrowing RowFields, _ column: InputColumn, _ line: UInt32
    ) -> Bool? {
        let word = fields.word(column)
        if word.count == 0 { return nil }
        if let value = word.boolean { return value }
        findings.note(.badBoolean, line: line)
        return nil
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

    /// Writes the common fields and the extras; `false` when a field is too long.
    private mutating func writeBody(
        _ fields: borrowing RowFields, _ line: UInt32, _ phone: PhoneNumber, _ flags: inout AccountFlags
    ) -> Bool {
        writer.begin()
        guard write(.accountID, fields, .accountID) else { return false }
        if kind == .account {
            guard write(.email, fields, .email), write(.firstName, fields, .firstName),
                write(.lastName, fields, .lastName), write(.postalCode, fields, .postalCode)
            else { return false }
            let language = fields.location(.language)
            if isLanguage(language, fields, line) {
                guard writer.append(.language, fields.source(language), language.range) else { return false }
            }
            if phone.isUnparsable {
                guard write(.phoneAsGiven, fields, .phone) else { return false }
            }
            if !addresses.normalized.isEmpty {
                let address = addresses.normalized
                guard writer.append(.linkKey, address.raw, 0..<address.count) else { return false }
            }
        }
        // Extras are escaped one by one: their tags and lengths are bytes of any value.
        let commonEnd = writer.count
        if writer.needsEscape(upTo: commonEnd) { flags.insert(.needsEscape) }
        if kind == .account {
            guard writeExtras(fields, line, &flags) else { return false }
            if writer.count > commonEnd { flags.insert(.hasExtras) }
        }
        return true
    }

    @inline(__always)
    private mutating func write(_ field: CommonField, _ fields: borrowing RowFields, _ column: InputColumn) -> Bool {
        let location = fields.location(column)
        return writer.append(field, fields.source(location), location.range)
    }

    /// Whether there is a language that looks like an RFC 5646 tag (two or three letters, sub-tags).
    private mutating func isLanguage(
        _ location: FieldLocation, _ fields: borrowing RowFields, _ line: UInt32
    ) -> Bool {
        if location.range.isEmpty { return false }
        if isLanguageTag(fields.source(location).bytes(location.range)) { return true }
        findings.note(.badLanguage, line: line)
        return false
    }

    private mutating func writeExtras(
        _ fields: borrowing RowFields, _ line: UInt32, _ flags: inout AccountFlags
    ) -> Bool {
        if plan.hasRareColumns {
            if writeInstant(fields, .emailChangedAt, .emailChangedAt, line) { flags.insert(.emailChanged) }
            guard writeText(fields, .consentProvenBy, .consentProvenBy) else { return false }
            if writeInstant(fields, .globalPasswordSetAt, .globalPasswordSetAt, line) {
                flags.insert(.globalPasswordSet)
            }
            if writeInstant(fields, .globalPhoneVerifiedAt, .globalPhoneVerifiedAt, line) {
                flags.insert(.globalPhoneVerified)
            }
            guard writeText(fields, .organiser, .organiser), writeText(fields, .orders, .orders) else { return false }
        }
        for place in plan.members.indices {
            let location = fields.location(column: plan.members[place].column)
            if location.range.isEmpty { continue }
            guard writeMember(plan.members[place], location, fields, line) else { return false }
        }
        return true
    }

    @inline(__always)
    private mutating func writeMember(
        _ member: ColumnPlan.Member, _ location: FieldLocation, _ fields: borrowing RowFields, _ line: UInt32
    ) -> Bool {
        guard location.range.count <= RecordLayout.fieldBytesMax else { return false }
        if member.tag == .marketing {
            guard let isAllowed = fields.word(location).boolean else {
                findings.note(.badBoolean, line: line)
                return true  // Empty: never asked, the strictest there is.
            }
            return writer.append(.marketing, fields.names, member.nameRange, isAllowed: isAllowed)
        }
        return writer.append(member.tag, fields.names, member.nameRange, fields.source(location), location.range)
    }

    private mutating func writeInstant(
        _ fields: borrowing RowFields, _ column: InputColumn, _ tag: AccountExtra, _ line: UInt32
    ) -> Bool {
        if fields.length(column) == 0 { return false }
        let value = instant(fields, column, line)
        if value == noInstant { return false }
        writer.append(tag, instant: value)
        return true
    }

    private mutating func writeText(
        _ fields: borrowing RowFields, _ column: InputColumn, _ tag: AccountExtra
    ) -> Bool {
        let location = fields.location(column)
        if location.range.isEmpty { return true }
        return writer.append(tag, fields.source(location), 0..<0, fields.source(location), location.range)
    }
}
