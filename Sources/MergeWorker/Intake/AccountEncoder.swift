internal import AccountModel
internal import BatchIntake
internal import ByteScanning
internal import Normalization
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
    let context: BatchContext
    /// The two letters of the batch's country.
    private let letters: (UInt8, UInt8)
    var plan: ColumnPlan
    private var slots: [ColumnSlot]

    var writer: RecordWriter
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
    var findings = IntakeFindings()

    var addresses: AddressReader
    var givenNames = NameMemo()
    var familyNames = NameMemo()

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
    mutating func note(
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
}
